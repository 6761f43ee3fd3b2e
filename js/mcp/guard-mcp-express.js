import { guard } from '../adapters/express.js'
import { messageCheck } from './message-check.js'
import { authInfo } from './sdk.js'

/** @import { GuardedRequest } from '../adapters/express.js' */
/** @import { TokenVerifier } from '../http/types.js' */
/** @import { McpGuardOptions } from './message-check.js' */

/**
 * A request of Express or node:http, with what the guard sets: `body`, the message that was checked, and `auth`, the
 * AuthInfo where the SDK's transports look for it (whose own types say so).
 * @typedef {GuardedRequest & { body?: any, auth?: any, readonly readableDidRead?: boolean,
 *   readonly stream?: unknown, resume?(): unknown }} McpRequest
 */

/**
 * guardMcp() as middleware for Express, Connect and node:http. `request.body` is the message that was checked: read
 * from the connection, or parsed by an express.json() before the guard. That has already dropped duplicate members, so
 * nothing behind the guard sees them either.
 * @template {McpRequest} [R=McpRequest]
 * @param {TokenVerifier} verifier what createVerifier returns
 * @param {McpGuardOptions<R>} options
 * @returns {ReturnType<typeof guard<R>>}
 * @throws {AssayError} CONFIG_INVALID, naming the option
 */
export function guardMcpExpress(verifier, options) {
  const { guardOptions, check } = messageCheck(options)
  return guard(verifier, guardOptions, async (gate, request) => {
    const context = await gate.admit(request, request, async (_token, note) => {
      const { read, scopes } = await check(request.method, bodyOf(request), note).catch((error) => {
        // Otherwise the rest of the body would come before the connection's next request.
        request.resume?.()
        throw error
      })
      // `_body` tells an express.json() behind the guard, of Express 4, that there is nothing left to read.
      if (read !== undefined) Object.assign(request, { body: read.message, _body: true })
      return scopes
    })
    request.auth = context.token && authInfo(context.token)
    return context
  })
}

/**
 * @param {McpRequest} request
 * @returns {import('./read-message.js').Body}
 */
function bodyOf(request) {
  const { headers, method, body, readableDidRead } = request
  const header = (/** @type {string} */ name) => /** @type {string | undefined} */ (headers[name])
  // The stream of a request without a body is left to the server, which may wait for its end.
  const unread = method === 'POST' || framesBody(request) ? request : undefined
  return { header, body: body ?? unread, used: readableDidRead === true }
}

/**
 * @param {McpRequest} request
 * @returns {boolean} whether it has a body (RFC 9112 §6; in HTTP/2, whether the stream continues after the headers)
 */
function framesBody({ headers, stream }) {
  const { 'content-length': length = '0', 'transfer-encoding': coding } = headers
  return Number(length) !== 0 || coding !== undefined || /** @type {any} */ (stream)?.endAfterHeaders === false
}
