import { checkBoolean, stringOrStrings } from '../options/option-checks.js'
import { checkParameters, hostLike, claimsOption, matching } from './parameters.js'

/** @import { Claims } from './parameters.js' */
/** @import { VerifierOptions } from '../shared/types.js' */

const ORIGIN = /^[a-z-]+:\/\/[^\s/]+$/

/**
 * Session tokens of Clerk. They have no "aud": "azp" says for which site Clerk made them.
 * https://clerk.com/docs/guides/sessions/manual-jwt-verification
 * @param {object} parameters
 * @param {string} parameters.frontendApi the Frontend API's host: 'clerk.example.com', 'happy-otter-42.clerk.accounts.dev'
 * @param {string | readonly string[]} parameters.authorizedParties the origins of your sites: 'https://app.example.com'. A
 *   token without "azp" is refused
 * @param {boolean} [parameters.pendingSessions] lets in sessions that are "pending", such as of users who have yet to join
 *   an organization, and tokens of version 1, which don't say it (default: false)
 * @param {Claims} [parameters.claims] other claims to check
 * @returns {VerifierOptions}
 */
export function clerk(parameters) {
  const checkOrigin = matching(ORIGIN, 'must be an origin without a path, such as "https://app.example.com"')
  const { frontendApi, authorizedParties, pendingSessions, claims } = checkParameters('clerk', parameters, {
    frontendApi: [hostLike('clerk.example.com'), undefined, 'the host of your Frontend API URL'],
    authorizedParties: [
      stringOrStrings(checkOrigin),
      undefined,
      'the origins of your sites. Without it, tokens made for any other site of this Clerk instance would pass'
    ],
    pendingSessions: [checkBoolean, false]
  })
  const issuer = `https://${frontendApi}`
  const sts = pendingSessions ? undefined : { not: 'pending' }
  return {
    issuer,
    audience: null,
    jwksUri: `${issuer}/.well-known/jwks.json`,
    ...claimsOption('clerk', { azp: authorizedParties, sts }, claims)
  }
}
