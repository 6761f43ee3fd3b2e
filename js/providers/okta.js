import { checkParameters, hostLike, claimsOption, matching, oneOrMore } from './parameters.js'

/** @import { Claims } from './parameters.js' */
/** @import { VerifierOptions } from '../shared/types.js' */

/**
 * Access tokens of one of Okta's custom authorization servers. Those of the org authorization server, whose "iss" is the
 * domain alone, are for Okta and nobody else can verify them.
 * https://developer.okta.com/docs/guides/validate-access-tokens/
 * @param {object} parameters
 * @param {string} parameters.domain 'acme.okta.com', or a custom domain
 * @param {string} parameters.authorizationServer its ID: 'default', 'aus…'
 * @param {string | readonly string[]} parameters.audience the authorization server's: 'api://default'
 * @param {Claims} [parameters.claims] other claims to check
 * @returns {VerifierOptions}
 */
export function okta(parameters) {
  const { domain, authorizationServer, audience, claims } = checkParameters('okta', parameters, {
    domain: [hostLike('acme.okta.com'), undefined, 'the domain of your Okta org'],
    authorizationServer: [
      matching(/^[A-Za-z0-9]+$/, 'must be the ID of a custom authorization server, such as "default"'),
      undefined,
      "the ID of a custom authorization server, such as 'default'. The org authorization server's tokens are for Okta alone"
    ],
    audience: [oneOrMore, undefined, "the authorization server's audience, such as 'api://default'"]
  })
  return {
    issuer: `https://${domain}/oauth2/${authorizationServer}`,
    audience,
    ...claimsOption('okta', {}, claims)
  }
}
