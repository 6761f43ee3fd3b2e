import { guardWith } from '../http/guard.js'
import { continueRequest } from '../http/same-request.js'
import { answerOf } from './fetch-answer.js'
import { messageCheck } from './message-check.js'
import { newRequest } from './new-request.js'
import { SESSION_ID, sessionsOf, signedSessions } from './sessions.js'

/** @import { Gate } from '../http/gate.js' */
/** @import { Guard } from '../http/guard.js' */
/** @import { VerifiedToken } from '../shared/types.js' */
/** @import { AnyToken, Preflight, TokenVerifier } from '../http/types.js' */
/** @import { CheckedRequest, McpGuardOptions } from './message-check.js' */
/** @import { HasPublic, ScopeTable } from './scope-rules.js' */

/**
 * Guards an MCP server's endpoint (streamable HTTP), with the SDK or without: like guard(), and each tool requires the
 * scopes that one table lists. The body is read, within a limit, only after the token is verified, or where no token is
 * needed for what is public; what is not in the table is refused before the handler runs; the handler gets the body
 * unchanged, in a new Request. A body that was already parsed (`request.body` is what JSON.parse made) is checked and
 * serialized again. A session is its token's: what names another's is 404. A stream of events ends when the token does.
 * @template {Preflight} [P='guard']
 * @template {ScopeTable} [const S=ScopeTable]
 * @template {AnyToken} [T=VerifiedToken]
 * @param {TokenVerifier<T>} verifier what createVerifier returns
 * @param {McpGuardOptions<Request, P, S>} options
 * @returns {Guard<P, HasPublic<S>, T>} the handler's token may be undefined where the type of the table has a 'public' in it
 * @throws {AssayError} CONFIG_INVALID, naming the option
 */
export function guardMcp(verifier, options) {
  const { guardOptions, check, ...own } = messageCheck(options)
  const signed = own.sessionSecret && signedSessions(own.sessionSecret)
  return guardWith(verifier, guardOptions, async (/** @type {Gate<Request>} */ gate, request, asked) => {
    const sessions = signed ?? sessionsOf(verifier)
    let passed = request
    /** @type {string | null} */
    let id = null
    /** @type {CheckedRequest} */
    let checked = { read: undefined, subjects: [], scopes: [] }
    const furtherScopes = async (/** @type {any} */ token, /** @type {any} */ note) => {
      const { method, headers, body, bodyUsed } = request
      const used = bodyUsed || body?.locked === true
      checked = await check(method, { header: (name) => headers.get(name), body, used }, note, token)
      if (token === undefined && checked.scopes !== undefined) return checked.scopes
      const sent = headers.get(SESSION_ID)
      id = sent === null ? sent : await sessions.open(sent, token)
      // With another method the stream was read, and is empty.
      if (checked.read !== undefined || body !== null || id !== sent)
        passed = continueRequest(newRequest(request, checked.read?.bytes), request)
      if (id !== null && id !== sent) passed.headers.set(SESSION_ID, id)
      return checked.scopes
    }
    const context = await gate.admit(request, request, asked, furtherScopes)
    if (id !== null) sessions.adopt(id, context.token)
    return {
      request: passed,
      context,
      answer: (response) => answerOf(response, { request: passed, token: context.token, sessions, ...checked, ...own })
    }
  })
}
