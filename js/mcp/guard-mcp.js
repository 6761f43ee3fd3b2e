import { invalidOption } from '../error.js'
import { guardWith } from '../http/guard.js'
import { requestError } from '../http/request-error.js'
import { assertOptions, checkNumber, missingOption } from '../option-checks.js'
import { messageScopes } from './message-scopes.js'
import { readMessage } from './read-message.js'

/** @import { Gate } from '../http/gate.js' */
/** @import { Guard } from '../http/guard.js' */
/** @import { GuardOptions, Preflight, TokenVerifier } from '../http/types.js' */
/** @import { ScopeTable } from './message-scopes.js' */

/**
 * @typedef {object} MessageOptions
 * @property {ScopeTable} scopes required: what each method and tool takes, e.g.
 *   `{ 'tools/call': { get_positions: 'tools:read' } }`
 * @property {number} [maxBodyBytes] size limit of a request's body, 1 to 67,108,864 (default: 1,048,576)
 */

/**
 * @template {Preflight} [P='guard']
 * @typedef {Omit<GuardOptions, 'requiredScope' | 'preflight'> & { requiredScope?: string | readonly string[], preflight?: P } &
 *   MessageOptions} McpGuardOptions
 */

/**
 * Guards an MCP server's endpoint (streamable HTTP), with the SDK or without: as guard() does, and each tool takes the
 * scopes that one table says. The body is read only once the token is verified, within a limit; what is not in the table
 * is refused before the handler runs; and the handler gets the body as it came.
 * @template {Preflight} [P='guard']
 * @param {TokenVerifier} verifier what createVerifier returns
 * @param {McpGuardOptions<P>} options
 * @returns {Guard<P>}
 * @throws {AssayError} CONFIG_INVALID, naming the option
 */
export function guardMcp(verifier, options) {
  assertOptions(options)
  const { scopes, maxBodyBytes = 1024 * 1024, ...guardOptions } = options
  if (scopes === undefined) throw missingOption('scopes', 'the scopes that each tool takes')
  if (typeof (/** @type {GuardOptions} */ (guardOptions).requiredScope) === 'function') {
    throw invalidOption('requiredScope', 'must be a scope or an array of scopes: the table says the rest')
  }
  const limit = checkNumber(maxBodyBytes, 'maxBodyBytes', [1, 67_108_864, 'bytes'])
  const scopesOf = messageScopes(scopes)
  return guardWith(verifier, guardOptions, async (/** @type {Gate<Request>} */ gate, request) => {
    let passed = request
    const context = await gate.admit(request, request, async () => {
      // GET opens the stream of what the server says, DELETE ends the session: neither calls anything.
      if (['GET', 'HEAD', 'DELETE', 'OPTIONS'].includes(request.method)) return []
      if (request.method !== 'POST') throw requestError('method_not_allowed')
      const read = await readMessage(request, limit)
      passed = read.request
      assertHeadersAgree(request.headers, read.message)
      return scopesOf(read.message)
    })
    return { request: passed, context }
  })
}

/**
 * MCP's headers repeat what the body says; a server that goes by them must not be told something else.
 * @param {Headers} headers
 * @param {any} message
 */
function assertHeadersAgree(headers, message) {
  const method = headers.get('mcp-method')
  const name = headers.get('mcp-name')
  if (method !== null && method !== message?.method) throw requestError('message_malformed')
  if (name !== null && name !== message?.params?.name && name !== message?.params?.uri)
    throw requestError('message_malformed')
}
