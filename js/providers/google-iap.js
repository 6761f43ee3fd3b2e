import { stringOrStrings } from '../options/option-checks.js'
import { checkParameters, claimsOption, matching } from './parameters.js'

/** @import { Claims } from './parameters.js' */
/** @import { VerifierOptions } from '../shared/types.js' */

/**
 * Tokens of Google's Identity-Aware Proxy, signed with ES256. They come in the header X-Goog-IAP-JWT-Assertion:
 * `guard(verifier, { getToken: fromHeader('x-goog-iap-jwt-assertion') })`.
 * https://docs.cloud.google.com/iap/docs/signed-headers-howto
 * @param {object} parameters
 * @param {string | readonly string[]} parameters.audience '/projects/PROJECT_NUMBER/global/backendServices/SERVICE_ID' of
 *   a load balancer, '/projects/PROJECT_NUMBER/apps/PROJECT_ID' of App Engine
 * @param {Claims} [parameters.claims] other claims to check
 * @returns {VerifierOptions}
 */
export function googleIap(parameters) {
  const checkAudience = matching(
    /^\/projects\/\d+\/[\w./-]+$/,
    'must be a path that begins with the number of your project: "/projects/123456789012/…"'
  )
  const { audience, claims } = checkParameters('googleIap', parameters, {
    audience: [stringOrStrings(checkAudience), undefined, 'what IAP signs tokens for: "/projects/PROJECT_NUMBER/…"']
  })
  return {
    issuer: 'https://cloud.google.com/iap',
    audience,
    algorithms: ['ES256'],
    jwksUri: 'https://www.gstatic.com/iap/verify/public_key-jwk',
    ...claimsOption('googleIap', {}, claims)
  }
}
