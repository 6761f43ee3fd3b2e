import { guardWith } from '../http/guard.js'
import { messageCheck } from './message-check.js'
import { newRequest } from './new-request.js'

/** @import { Gate } from '../http/gate.js' */
/** @import { Guard } from '../http/guard.js' */
/** @import { Preflight, TokenVerifier } from '../http/types.js' */
/** @import { McpGuardOptions } from './message-check.js' */

/**
 * Guards an MCP server's endpoint (streamable HTTP), with the SDK or without: like guard(), and each tool requires the
 * scopes that one table lists. The body is read, within a limit, only after the token is verified; what is not in the
 * table is refused before the handler runs; the handler gets the body unchanged, in a new Request. A body that was
 * already parsed (`request.body` is what JSON.parse made) is checked and serialized again.
 * @template {Preflight} [P='guard']
 * @param {TokenVerifier} verifier what createVerifier returns
 * @param {McpGuardOptions<Request, P>} options
 * @returns {Guard<P>}
 * @throws {AssayError} CONFIG_INVALID, naming the option
 */
export function guardMcp(verifier, options) {
  const { guardOptions, check } = messageCheck(options)
  return guardWith(verifier, guardOptions, async (/** @type {Gate<Request>} */ gate, request) => {
    let passed = request
    const context = await gate.admit(request, request, async (_token, note) => {
      const { method, headers, body, bodyUsed } = request
      const used = bodyUsed || body?.locked === true
      const { read, scopes } = await check(method, { header: (name) => headers.get(name), body, used }, note)
      // With another method the stream was read, and is empty.
      if (read !== undefined || body !== null) passed = newRequest(request, read?.bytes)
      return scopes
    })
    return { request: passed, context }
  })
}
