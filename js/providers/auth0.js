import { checkBoolean } from '../options/option-checks.js'
import { checkParameters, hostLike, claimsOption, oneOrMore } from './parameters.js'

/** @import { Claims } from './parameters.js' */
/** @import { VerifierOptions } from '../shared/types.js' */

/**
 * Access tokens of Auth0, of both profiles.
 * https://auth0.com/docs/secure/tokens/access-tokens/validate-access-tokens
 * @param {object} parameters
 * @param {string} parameters.domain the tenant's domain, or the custom domain: 'acme.eu.auth0.com'
 * @param {string | readonly string[]} parameters.audience the API's identifier. Without an audience Auth0 issues opaque
 *   tokens; one for `/userinfo` alone is for Auth0
 * @param {boolean} [parameters.permissions] whether the API has "Add Permissions in the Access Token" (RBAC): scopes are
 *   then those of "scope" and "permissions" (default: false)
 * @param {Claims} [parameters.claims] other claims to check
 * @returns {VerifierOptions}
 */
export function auth0(parameters) {
  const { domain, audience, permissions, claims } = checkParameters('auth0', parameters, {
    domain: [hostLike('acme.eu.auth0.com'), undefined, 'the domain of your Auth0 tenant'],
    audience: [oneOrMore, undefined, "the API's identifier in Auth0"],
    permissions: [checkBoolean, false]
  })
  return {
    issuer: `https://${domain}/`,
    audience,
    ...claimsOption('auth0', {}, claims),
    ...(permissions && { scopesClaim: [['scope'], ['permissions']] })
  }
}
