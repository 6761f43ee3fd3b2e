// assay-jwt/express: the guard as middleware for Express, Connect and node:http.

import { Gate, gateThatRefused } from '../http/gate.js'
import { withoutAnswer, withoutBody } from '../http/node-preflight.js'
import { askedOf, handlerHeaderSetter, sendAnswer } from '../http/node-response.js'
import { asError } from '../http/request-error.js'
import { assertNodeCall } from '../http/wrong-framework.js'
export { closeAt } from '../http/node-close-at.js'
export { resourceMetadataHandler } from '../http/node-response.js'

/** @typedef {import('../http/node-response.js').NodeResponse} NodeResponse what is asked of a response */
/** @import { AnyToken, GuardOptions, Preflight, TokenVerifier } from '../http/types.js' */
/** @import { VerifiedToken } from '../shared/types.js' */
/** @import { Admit } from './express-types.js' */

/**
 * @template {boolean} [O=false] whether the guard's option `optional` is true
 * @template {AnyToken} [T=VerifiedToken]
 * @typedef {import('./express-types.js').GuardedRequest<O, T>} GuardedRequest
 */
/** What Express.Request has as `bearer`. @typedef {import('./express-types.js').RequestBearer} RequestBearer */
/** @typedef {import('./express-types.js').Next} Next */
/** @template R @typedef {import('./express-types.js').Middleware<R>} Middleware what `guard` makes */
/** @typedef {import('./express-types.js').AnyRequest} AnyRequest */
/** @typedef {import('../http/node-response.js').NodeRequest} NodeRequest what is asked of a request: one of node:http has it */
/** @typedef {import('./express-types.js').MakeGuard} MakeGuard the type of `guard` */

/**
 * Middleware that lets a request pass once its bearer token is verified, with the token in `request.bearer.token`, and
 * answers everything else as guard() of assay-jwt/http does. What a function in the options throws goes to `next(error)`;
 * where `next` takes no argument, as in node:http, the promise is rejected with it. `onError` is the error middleware for
 * handlers that call `request.bearer.requireScope()`: it answers what that of any guard throws, and hands on all others.
 * @type {MakeGuard} throws CONFIG_INVALID, naming the option
 */
export const guard = (
  /** @type {TokenVerifier} */ verifier,
  /** @type {GuardOptions<any, Preflight, boolean, any>} */ options = {},
  /** @type {Admit<any> | undefined} */ admit = undefined
) => {
  const gate = new Gate(verifier, options)
  /** @type {(request: any, response: NodeResponse, next: Next) => Promise<void>} */
  const middleware = async (request, response, next) => {
    try {
      assertNodeCall(request, response)
      const asked = askedOf(request)
      const first = gate.first(request, asked)
      if (first === 'handler') {
        withoutBody(request)
        withoutAnswer(response, request)
      } else if (first !== undefined) {
        return sendAnswer(response, first)
      } else {
        const setHeaders = handlerHeaderSetter(response)
        try {
          request.bearer = await (admit ? admit(gate, request, asked, response) : gate.admit(request, request, asked))
          setHeaders(gate.handlerHeaders(asked))
        } catch (thrown) {
          return sendAnswer(response, gate.refuse(thrown, request, asked))
        }
      }
    } catch (thrown) {
      // A handler without an error parameter would run: to it, this call means that the request may pass.
      if (!next?.length) throw thrown
      return void next(asError(thrown))
    }
    return next()
  }
  return Object.assign(middleware, {
    /** @param {unknown} error @param {any} request @param {NodeResponse} response @param {Next} next */
    onError(error, request, response, next) {
      const refuser = gateThatRefused(error)
      if (refuser === undefined || response.headersSent) return next(error)
      try {
        sendAnswer(response, refuser.refuse(error, request, askedOf(request)))
      } catch (thrown) {
        next(thrown)
      }
    }
  })
}
