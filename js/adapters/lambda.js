// assay-jwt/lambda: the guard for functions of AWS Lambda, and authorizers for API Gateway.

import { Gate } from '../http/gate.js'
import { askedOf, bareEvent, requestOf } from '../http/lambda-event.js'
import { bareResult, resultOf, withResultHeaders } from '../http/lambda-result.js'
import { checkHandler } from '../http/returned-value.js'
import { continueRequest } from '../http/same-request.js'

export { authorizer } from './lambda-authorizer.js'

/** @import { LambdaContext, LambdaEvent, LambdaRequest } from '../http/lambda-event.js' */
/** @import { LambdaAnswer } from '../http/lambda-result.js' */
/** @typedef {import('../http/types.js').GuardContext} GuardContext what a handler is given */
/** @typedef {import('../http/lambda-authorizer.js').Authorizer} Authorizer what `authorizer` makes */
/** @typedef {import('../http/types.js').AnyToken} AnyToken */
/** @typedef {import('../http/types.js').Preflight} Preflight */
/** @import { Bearer, GuardOptions, TokenVerifier } from '../http/types.js' */

/**
 * @template {Preflight} P
 * @template {boolean} O
 * @template {AnyToken} T
 * @typedef {<E extends LambdaEvent, R, C = LambdaContext>(
 *   handler: (event: E & { bearer: Bearer<P, O, T> }, context: C) => R | Promise<R>
 * ) => (event: E, context: C) => Promise<R | LambdaAnswer>} LambdaGuard
 */

/**
 * Guards a function behind API Gateway (REST and HTTP APIs, payload 1.0 and 2.0), a function URL or a load balancer: the
 * handler runs once the bearer token is verified, with the token in `event.bearer.token`; everything else is answered as
 * guard() of assay-jwt/http does. The functions in the options are given the event with its headers' names in lower case,
 * and each header with all of its values. For handlers that return their result; streamed responses are not guarded.
 * @template {Preflight} [P='guard']
 * @template {boolean} [O=false]
 * @template {AnyToken} [T=import('../shared/types.js').VerifiedToken]
 * @param {TokenVerifier<T>} verifier what createVerifier returns: made outside of the handler, so that its keys are kept
 * @param {GuardOptions<LambdaRequest<any>, P, O, T>} [options]
 * @returns {LambdaGuard<P, O, T>}
 * @throws {AssayError} CONFIG_INVALID, naming the option
 */
export function guard(verifier, options = {}) {
  /** @type {Gate<LambdaRequest<any>>} */
  const gate = new Gate(verifier, options)
  return (handler) => {
    const run = /** @type {(event: any, context: any) => Promise<any>} */ (checkHandler(handler))
    // Two parameters: Node.js 24 on Lambda refuses a handler with three, the third of which was a callback.
    return async (event, context) => {
      const request = requestOf(event)
      const asked = askedOf(request)
      const refuse = (/** @type {unknown} */ thrown) => resultOf(gate.refuse(thrown, request, asked), event)
      const first = gate.first(request, asked)
      if (first === 'handler') return bareResult(await run({ ...bareEvent(event), bearer: undefined }, context), event)
      if (first !== undefined) return resultOf(first, event)
      let bearer
      try {
        bearer = await gate.admit(request, request, asked)
      } catch (thrown) {
        return refuse(thrown)
      }
      try {
        return withResultHeaders(
          await run(continueRequest({ ...event, bearer }, event), context),
          gate.handlerHeaders(asked),
          event
        )
      } catch (thrown) {
        // What a handler throws is the application's error, never an answer about the token.
        if (!gate.isScopeRefusal(thrown)) throw thrown
        return refuse(thrown)
      }
    }
  }
}
