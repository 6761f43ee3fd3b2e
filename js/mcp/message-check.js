import { invalidOption } from '../shared/error.js'
import { checkOptions, readOptions } from '../options/option-checks.js'
import { ANSWER_RULES, DECISION_RULES } from '../http/option-rules.js'
import { requestError } from '../http/request-error.js'
import { MESSAGE_RULES } from './option-rules.js'
import { assertHeadersAgree } from './message-headers.js'
import { subjectsOf } from './message-subjects.js'
import { assertNoBody, readMessage } from './read-message.js'

/** @import { Subject } from '../http/refusal-notes.js' */
/** @import { RequiredScope } from '../shared/types.js' */
/** @import { GuardOptions, Preflight } from '../http/types.js' */
/** @import { ScopeTable } from './message-scopes.js' */
/** @import { Body } from './read-message.js' */

// <MessageOptions>
/**
 * @typedef {object} MessageOptions what an MCP message takes
 * @property {ScopeTable} scopes required: the scopes that each method, tool, prompt and resource takes
 * @property {number} [maxBodyBytes] size limit of a request body in bytes, 1 to 67,108,864 (default: 1,048,576)
 */
// </MessageOptions>

/**
 * @template [R=Request]
 * @template {Preflight} [P='guard']
 * @typedef {Omit<GuardOptions<R>, 'requiredScope' | 'preflight'> & {
 *   requiredScope?: RequiredScope | readonly RequiredScope[], preflight?: P } & MessageOptions} McpGuardOptions
 */

/** @typedef {{ message: unknown, bytes: Uint8Array<ArrayBuffer> }} ReadMessage */

/**
 * Separates MCP's own options from the guard's.
 * @template R
 * @template {Preflight} P
 * @param {McpGuardOptions<R, P>} options
 * @returns {{ guardOptions: GuardOptions<R, P>, check: (method: string | undefined, body: Body, note: (subject:
 *   Subject) => void) => Promise<{ read: ReadMessage | undefined, scopes: string[] }> }} `check` reads and checks a
 *   request: its message, which only POST has, and the scopes that it requires
 * @throws {AssayError} CONFIG_INVALID, naming the option
 */
export function messageCheck(options) {
  // All names at once, so that the error for a misspelt option can suggest MCP's, too.
  readOptions(options, Object.keys({ ...MESSAGE_RULES, ...ANSWER_RULES, ...DECISION_RULES }))
  const { scopes, maxBodyBytes, ...guardOptions } = options
  const { scopes: scopesOf, maxBodyBytes: limit } = checkOptions({ scopes, maxBodyBytes }, MESSAGE_RULES)
  if (typeof (/** @type {GuardOptions} */ (guardOptions).requiredScope) === 'function') {
    throw invalidOption('requiredScope', 'must be a scope or an array of scopes: the table says the rest')
  }
  return {
    guardOptions,
    async check(method, body, note) {
      if (method !== 'POST') {
        await assertNoMessage(method, body)
        return { read: undefined, scopes: [] }
      }
      const read = await readMessage(body, limit)
      const subjects = subjectsOf(read.message)
      note(mergeSubjects(subjects))
      assertHeadersAgree(body.header, Array.isArray(read.message) ? {} : subjects[0], read.message)
      return { read, scopes: scopesOf(subjects) }
    }
  }
}

/**
 * GET opens the server's stream of messages, DELETE ends the session: neither calls anything.
 * @param {string | undefined} method
 * @param {Body} body
 */
async function assertNoMessage(method, body) {
  if (!['GET', 'HEAD', 'DELETE', 'OPTIONS'].includes(String(method))) throw requestError('method_not_allowed')
  assertHeadersAgree(body.header, {})
  await assertNoBody(body)
}

/**
 * @param {readonly Subject[]} subjects
 * @returns {Subject} all of them, each once
 */
function mergeSubjects(subjects) {
  const [methods, names] = /** @type {const} */ (['method', 'name']).map((part) => [
    ...new Set(subjects.flatMap((subject) => subject[part] ?? []))
  ])
  return { method: methods.join(', ') || undefined, name: names.length > 0 ? names.join(', ') : undefined }
}
