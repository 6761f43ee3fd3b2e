import { guard } from '../adapters/express.js'
import { listFilter, listsIn } from './list-filter.js'
import { messageCheck } from './message-check.js'
import { shapeAnswer } from './node-answer.js'
import { authInfo } from './sdk.js'
import { SESSION_ID, sealAnswer, sessionsOf, signedSessions } from './sessions.js'

/** @import { GuardedRequest, Middleware } from '../adapters/express-types.js' */
/** @import { NodeResponse } from '../http/node-response.js' */
/** @import { AnyToken, TokenVerifier } from '../http/types.js' */
/** @import { VerifiedToken } from '../shared/types.js' */
/** @import { CheckedRequest, McpGuardOptions } from './message-check.js' */
/** @import { Subject } from './message-subjects.js' */
/** @import { WritableAnswer } from './node-answer.js' */
/** @import { ScopeRules } from './scope-rules.js' */
/** @import { Sessions } from './sessions.js' */

/**
 * A request of Express or node:http, with what the guard sets: `body`, the message that was checked, and `auth`, the
 * AuthInfo where the SDK's transports look for it (whose own types say so).
 * @template {boolean} [O=false] whether the table has the rule 'public': then there may be no token
 * @template {AnyToken} [T=VerifiedToken]
 * @typedef {GuardedRequest<O, T> & { body?: any, auth?: any, readonly readableDidRead?: boolean,
 *   readonly stream?: unknown, resume?(): unknown }} McpRequest
 */

/** What the functions in the options are given. @typedef {McpRequest<any, any> & { readonly ip?: string | undefined }} AnyMcpRequest */

/**
 * guardMcp() as middleware for Express, Connect and node:http. `request.body` is the message that was checked: read
 * from the connection, or parsed by an express.json() before the guard. That has already dropped duplicate members, so
 * nothing behind the guard sees them either.
 * @overload
 * @param {TokenVerifier} verifier what createVerifier returns
 * @param {McpGuardOptions<AnyMcpRequest>} options
 * @returns {Middleware<AnyMcpRequest>}
 * @throws {AssayError} CONFIG_INVALID, naming the option
 */
/**
 * The same, where a function in the options says what its request is.
 * @template {McpRequest<any, any>} R
 * @overload
 * @param {TokenVerifier} verifier what createVerifier returns
 * @param {McpGuardOptions<R>} options
 * @returns {Middleware<R>}
 * @throws {AssayError} CONFIG_INVALID, naming the option
 */
/**
 * @param {TokenVerifier} verifier
 * @param {McpGuardOptions<any>} options
 * @returns {Middleware<any>}
 */
export function guardMcpExpress(verifier, options) {
  const { guardOptions, check, rules, filterTools, sessionSecret } = messageCheck(options)
  const signed = sessionSecret && signedSessions(sessionSecret)
  return guard(verifier, guardOptions, async (gate, request, asked, response) => {
    const sessions = signed ?? sessionsOf(verifier)
    /** @type {CheckedRequest} */
    let checked = { read: undefined, subjects: [], scopes: [] }
    const sent = header(request, SESSION_ID)
    let id = sent
    const furtherScopes = async (/** @type {any} */ token, /** @type {any} */ note) => {
      checked = await check(request.method, bodyOf(request), note, token).catch((error) => {
        // Otherwise the rest of the body would come before the connection's next request.
        request.resume?.()
        throw error
      })
      const { read, scopes } = checked
      if (token === undefined && scopes !== undefined) return scopes
      if (sent !== undefined) id = await sessions.open(sent, token)
      if (id !== undefined && id !== sent) replaceHeader(request, SESSION_ID, id)
      // `_body` tells an express.json() behind the guard, of Express 4, that there is nothing left to read.
      if (read !== undefined) Object.assign(request, { body: read.message, _body: true })
      return scopes
    }
    const context = await gate.admit(request, request, asked, furtherScopes)
    if (id !== undefined) sessions.adopt(id, context.token)
    request.auth = context.token && authInfo(context.token)
    answer(response, {
      method: request.method,
      asked: id,
      token: context.token,
      sessions,
      rules,
      filterTools,
      ...checked
    })
    return context
  })
}

/**
 * @typedef {object} Asked
 * @property {string | undefined} method of HTTP
 * @property {string | undefined} asked the session, as the server calls it
 * @property {VerifiedToken | undefined} token
 * @property {readonly Subject[]} subjects
 * @property {Sessions} sessions
 * @property {ScopeRules} rules
 * @property {boolean} filterTools
 */

/**
 * @param {NodeResponse} response
 * @param {Asked} request
 */
function answer(response, { method, asked, token, subjects, sessions, rules, filterTools }) {
  const lists = filterTools ? listsIn(method, subjects) : []
  shapeAnswer(/** @type {WritableAnswer} */ (response), {
    token,
    filter: lists.length > 0 ? listFilter(rules, token, lists) : undefined,
    sessionId(status) {
      const named = response.getHeader(SESSION_ID)?.toString()
      const sealed = sealAnswer(sessions, { method, subjects, token, status, asked, named })
      // A seen session keeps its name, and a signed one gets it later.
      return typeof sealed === 'object' ? sealed : undefined
    }
  })
}

/**
 * @param {McpRequest<any, any>} request
 * @returns {import('./read-message.js').Body}
 */
function bodyOf(request) {
  const { method, body, readableDidRead } = request
  // The stream of a request without a body is left to the server, which may wait for its end.
  const unread = method === 'POST' || framesBody(request) ? request : undefined
  return { header: (name) => header(request, name), body: body ?? unread, used: readableDidRead === true }
}

/** @param {McpRequest<any, any>} request @param {string} name in lower case */
const header = ({ headers }, name) => /** @type {string | undefined} */ (headers[name])

/**
 * @param {McpRequest<any, any>} request
 * @returns {boolean} whether it has a body (RFC 9112 §6; in HTTP/2, whether the stream continues after the headers)
 */
function framesBody({ headers, stream }) {
  const { 'content-length': length = '0', 'transfer-encoding': coding } = headers
  return Number(length) !== 0 || coding !== undefined || /** @type {any} */ (stream)?.endAfterHeaders === false
}

/**
 * @param {McpRequest<any, any>} request
 * @param {string} name in lower case
 * @param {string} value instead of what was sent. The SDK's transport reads rawHeaders
 */
function replaceHeader(request, name, value) {
  const { headers, rawHeaders = [], headersDistinct } = /** @type {any} */ (request)
  headers[name] = value
  if (headersDistinct) headersDistinct[name] = [value]
  for (let at = 0; at < rawHeaders.length; at += 2)
    if (rawHeaders[at].toLowerCase() === name) rawHeaders[at + 1] = value
}
