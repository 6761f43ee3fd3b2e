// assay-jwt/express: the guard as middleware for Express, Connect and node:http.

import { Gate } from './http/gate.js'
import { sendAnswer, urlOf, withoutBody } from './http/node-response.js'
import { isPreflight } from './http/preflight.js'
import { metadataAnswer } from './http/resource-metadata.js'

/** @import { NodeRequest, NodeResponse } from './http/node-response.js' */
/** @import { GuardContext, GuardOptions, TokenVerifier } from './http/types.js' */

/** @typedef {NodeRequest & { bearer?: GuardContext | undefined }} GuardedRequest */
/** @typedef {(error?: unknown) => void} Next */

/**
 * Middleware that lets a request pass once its bearer token is verified, with the token in `request.bearer.token`, and
 * answers everything else as guard() of assay-jwt/http does. `onError` is the error middleware for handlers that call
 * `request.bearer.requireScope()`: it answers what that throws, and hands on all other errors.
 * @template {GuardedRequest} [R=GuardedRequest]
 * @param {TokenVerifier} verifier what createVerifier returns
 * @param {GuardOptions<R>} [options]
 * @returns {((request: R, response: NodeResponse, next: Next) => Promise<void>) & {
 *   onError: (error: unknown, request: R, response: NodeResponse, next: Next) => void }}
 * @throws {AssayError} CONFIG_INVALID, naming the option
 */
export function guard(verifier, options = {}) {
  /** @type {Gate<R>} */
  const gate = new Gate(verifier, options)
  const metadata = gate.answers.metadata && metadataAnswer(gate.answers.metadata)
  const refuse = (/** @type {unknown} */ error, /** @type {R} */ request, /** @type {NodeResponse} */ response) =>
    sendAnswer(
      response,
      gate.refuse(error, { url: urlOf(request), method: request.method, origin: String(request.headers.origin ?? '') })
    )

  const middleware = async (
    /** @type {R} */ request,
    /** @type {NodeResponse} */ response,
    /** @type {Next} */ next
  ) => {
    const document = metadata?.(request.method ?? 'GET', urlOf(request))
    if (document !== undefined) return sendAnswer(response, document)
    if (isPreflight(request.method, (name) => name in request.headers)) {
      withoutBody(response)
      return next()
    }
    try {
      request.bearer = await gate.admit(request, request)
    } catch (error) {
      return refuse(error, request, response)
    }
    return next()
  }
  return Object.assign(middleware, {
    onError(
      /** @type {unknown} */ error,
      /** @type {R} */ request,
      /** @type {NodeResponse} */ response,
      /** @type {Next} */ next
    ) {
      if (gate.isDemand(error) && !response.headersSent) refuse(error, request, response)
      else next(error)
    }
  })
}
