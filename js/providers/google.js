import { stringOrStrings } from '../options/option-checks.js'
import { checkParameters, hostLike, claimsOption, matching } from './parameters.js'

/** @import { Claims } from './parameters.js' */
/** @import { VerifierOptions } from '../shared/types.js' */

/**
 * ID tokens of Google accounts (Sign in with Google). Any Google account has one for your client: `hostedDomain` keeps to
 * those of your Workspace.
 * https://developers.google.com/identity/openid-connect/openid-connect#validatinganidtoken
 * @param {object} parameters
 * @param {string | readonly string[]} parameters.clientId '….apps.googleusercontent.com'
 * @param {string | readonly string[]} [parameters.hostedDomain] the Workspace domains whose accounts are let in: "hd". An
 *   address in "email" proves no domain (default: every Google account)
 * @param {Claims} [parameters.claims] other claims to check
 * @returns {VerifierOptions}
 */
export function google(parameters) {
  const checkClient = matching(
    /^[\w-]+\.apps\.googleusercontent\.com$/,
    'must be an OAuth client ID: "….apps.googleusercontent.com"'
  )
  const { clientId, hostedDomain, claims } = checkParameters('google', parameters, {
    clientId: [stringOrStrings(checkClient), undefined, 'your OAuth client ID'],
    hostedDomain: [stringOrStrings(hostLike('acme.example'))]
  })
  return {
    // Google's documentation names both.
    issuer: ['https://accounts.google.com', 'accounts.google.com'],
    audience: clientId,
    ...claimsOption('google', { hd: hostedDomain }, claims)
  }
}
