import { invalidOption } from '../shared/error.js'
import { checkOptions, readOptions } from '../options/option-checks.js'
import { ANSWER_RULES, DECISION_RULES } from '../http/option-rules.js'
import { requestError } from '../http/request-error.js'
import { MESSAGE_RULES } from './option-rules.js'
import { assertHeadersAgree } from './message-headers.js'
import { subjectsOf } from './message-subjects.js'
import { assertNoBody, readMessage } from './read-message.js'
import { SESSION_ID } from './sessions.js'

/** @import { VerifiedToken } from '../shared/types.js' */
/** @import { Subject } from '../http/refusal-notes.js' */
/** @import { RequiredScope } from '../shared/types.js' */
/** @import { GuardOptions, Preflight } from '../http/types.js' */
/** @import { ScopeRules, ScopeTable } from './scope-rules.js' */
/** @import { Body } from './read-message.js' */

// <MessageOptions>
/**
 * @typedef {object} MessageOptions what an MCP message takes
 * @property {ScopeTable} scopes required: the scopes that each method, tool, prompt and resource takes
 * @property {number} [maxBodyBytes] size limit of a request body in bytes, 1 to 67,108,864 (default: 1,048,576)
 * @property {boolean} [filterTools] leaves in the answers to `tools/list`, `prompts/list` and `resources/list` what
 *   the table lets the token call, get and read; without a token, what is public (default: `false`)
 * @property {string | Uint8Array} [sessionSecret] 16 to 4,096 random bytes (Uint8Array, or a string as UTF-8), the
 *   same in all processes: `Mcp-Session-Id` gets a MAC that binds it to issuer and subject, for servers whose
 *   sessions live longer than one process, or in several (default: each process binds the sessions that it saw begin)
 */
// </MessageOptions>

/**
 * `optional` is not among them: the rule 'public' says what takes no token.
 * @template [R=Request]
 * @template {Preflight} [P='guard']
 * @template {ScopeTable} [S=ScopeTable]
 * @typedef {Omit<GuardOptions<R>, 'requiredScope' | 'preflight' | 'optional'> & Omit<MessageOptions, 'scopes'> & {
 *   requiredScope?: RequiredScope | readonly RequiredScope[], preflight?: P, scopes: S }} McpGuardOptions
 */

/** @typedef {{ message: unknown, bytes: Uint8Array<ArrayBuffer> }} ReadMessage */

/**
 * @typedef {object} CheckedRequest
 * @property {ReadMessage | undefined} read its message, which only POST has
 * @property {readonly Subject[]} subjects what that asks for
 * @property {string[] | undefined} scopes what that takes; undefined: it passes without a token
 */

/**
 * @typedef {object} MessageCheck MCP's own options, as they were checked
 * @property {ScopeRules} rules
 * @property {boolean} filterTools
 * @property {Uint8Array<ArrayBuffer> | undefined} sessionSecret
 * @property {(method: string | undefined, body: Body, note: (subject: Subject) => void,
 *   token: VerifiedToken | undefined) => Promise<CheckedRequest>} check reads and checks a request
 */

/**
 * Separates MCP's own options from the guard's.
 * @template R
 * @template {Preflight} P
 * @param {McpGuardOptions<R, P, any>} options
 * @returns {MessageCheck & { guardOptions: GuardOptions<R, P, any, any> }}
 * @throws {AssayError} CONFIG_INVALID, naming the option
 */
export function messageCheck(options) {
  // All names at once, so that the error for a misspelt option can suggest MCP's, too.
  readOptions(options, Object.keys({ ...MESSAGE_RULES, ...ANSWER_RULES, ...DECISION_RULES }))
  const { scopes, maxBodyBytes, filterTools, sessionSecret, ...guardOptions } = options
  const own = checkOptions({ scopes, maxBodyBytes, filterTools, sessionSecret }, MESSAGE_RULES)
  /** @type {ScopeRules} */
  const rules = own.scopes
  if ('optional' in guardOptions) throw invalidOption('optional', "is the rule 'public' here: give it to each tool")
  if (typeof (/** @type {GuardOptions} */ (guardOptions).requiredScope) === 'function') {
    throw invalidOption('requiredScope', 'must be a scope or an array of scopes: the table says the rest')
  }
  return {
    guardOptions: { ...guardOptions, optional: rules.hasPublic },
    ...{ rules, filterTools: own.filterTools, sessionSecret: own.sessionSecret },
    async check(method, body, note, token) {
      if (method !== 'POST') {
        await assertNoMessage(method, body)
        const passes = token === undefined && isPublicMethod(method, body)
        return { read: undefined, subjects: [], scopes: passes ? undefined : [] }
      }
      const read = await readMessage(body, own.maxBodyBytes)
      const subjects = subjectsOf(read.message)
      note(mergeSubjects(subjects))
      assertHeadersAgree(body.header, Array.isArray(read.message) ? {} : subjects[0], read.message)
      if (token !== undefined) return { read, subjects, scopes: rules.scopesOf(subjects) }
      return { read, subjects, scopes: rules.arePublic(subjects) ? undefined : rules.scopesToAsk(subjects) }
    }
  }
}

/**
 * Without a token, DELETE may end a session that began without one. A stream of what the server has to say takes a
 * token; to a client, 405 means that there is no stream, and that it can go on without.
 * @param {string | undefined} method
 * @param {Body} body
 * @returns {boolean} whether it passes without a token
 * @throws {AssayError} method_not_allowed for GET
 */
function isPublicMethod(method, { header }) {
  if (method === 'GET') throw requestError('method_not_allowed', { message: 'GET takes an access token here' })
  return method === 'DELETE' && !!header(SESSION_ID)
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
