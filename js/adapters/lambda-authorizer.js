import { Gate } from '../http/gate.js'
import * as api from '../http/lambda-authorizer.js'
import { askedOf, requestOf } from '../http/lambda-event.js'

/** @import { Authorizer, AuthorizerOptions } from '../http/lambda-authorizer.js' */
/** @import { AnyToken, GuardContext, TokenVerifier } from '../http/types.js' */

/**
 * A Lambda authorizer of API Gateway: TOKEN and REQUEST of REST and WebSocket APIs, and of HTTP APIs with payload 1.0 or
 * 2.0. A verified token is let pass. A bad or missing one is 401: the function throws `Error('Unauthorized')`, as API
 * Gateway asks for. A missing scope is 403, by a policy that denies, or by `isAuthorized: false`. Everything else, such as
 * keys that cannot be had, is thrown, which API Gateway answers with 500, and never keeps. It sends no challenge: clients
 * that need one are served by guard() in the function itself.
 * @template {boolean} [S=true]
 * @template {AnyToken} [T=import('../shared/types.js').VerifiedToken]
 * @param {TokenVerifier<T>} verifier what createVerifier returns: made outside of the handler, so that its keys are kept
 * @param {AuthorizerOptions<S, T>} [options]
 * @returns {Authorizer<S>}
 * @throws {AssayError} CONFIG_INVALID, naming the option
 */
export function authorizer(verifier, options) {
  const { simpleResponses, context: more, ...rest } = api.checkAuthorizerOptions(options)
  /** @type {Gate<any>} */
  const gate = new Gate(verifier, rest)
  api.assertKeepable(gate.dpop, rest)
  const dependsOnRoute = typeof rest.requiredScope === 'function'
  const decide = async (/** @type {any} */ event) => {
    const arn = api.arnOf(event, dependsOnRoute)
    const isSimple = event.version === '2.0' && simpleResponses
    // RFC 6750 §2.1: a TOKEN authorizer is given the header's value alone.
    const request = event.type === 'TOKEN' ? requestOf(withToken(event)) : requestOf(event)
    try {
      const { token, requestId } = /** @type {GuardContext} */ (await gate.admit(request, request, askedOf(request)))
      const context = api.contextOf(token, requestId, more)
      return isSimple ? { isAuthorized: true, context } : api.policy('Allow', arn, api.principalOf(token), context)
    } catch (thrown) {
      if (!api.isDenial(thrown)) throw api.refusalOf(thrown)
      return isSimple ? { isAuthorized: false } : api.policy('Deny', arn, 'denied')
    }
  }
  return /** @type {Authorizer<S>} */ (decide)
}

/** @param {{ authorizationToken?: string }} event */
const withToken = (event) => ({ ...event, headers: { authorization: event.authorizationToken } })
