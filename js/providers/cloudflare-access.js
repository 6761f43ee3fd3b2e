import { stringOrStrings } from '../options/option-checks.js'
import { checkParameters, claimsOption, matching, oneOrMore } from './parameters.js'

/** @import { Claims } from './parameters.js' */
/** @import { VerifierOptions } from '../shared/types.js' */

/**
 * Application tokens of Cloudflare Access, of users or of service tokens. They come in the header Cf-Access-Jwt-Assertion:
 * `guard(verifier, { getToken: fromHeader('cf-access-jwt-assertion') })`.
 * https://developers.cloudflare.com/cloudflare-one/identity/authorization-cookie/validating-json/
 * @template {string | readonly string[] | undefined} [ServiceTokens=undefined]
 * @param {object} parameters
 * @param {string} parameters.team the team name: 'acme' of acme.cloudflareaccess.com
 * @param {string | readonly string[]} parameters.audience the application's Application Audience (AUD) tag
 * @param {ServiceTokens} [parameters.serviceTokens] the Client IDs of service tokens that may call,
 *   '….access'. Then no user may: a service token has no subject (default: users alone)
 * @param {Claims} [parameters.claims] other claims to check
 * @returns {VerifierOptions & ([ServiceTokens] extends [undefined] ? {} : { requireSubject: false })}
 */
export function cloudflareAccess(parameters) {
  const checkTag = matching(/^[0-9a-f]{64}$/, "must be the application's AUD tag: 64 hexadecimal digits in lower case")
  const { team, audience, serviceTokens, claims } = checkParameters('cloudflareAccess', parameters, {
    team: [
      matching(/^[a-z0-9-]+$/, 'must be the team name alone, such as "acme" of acme.cloudflareaccess.com'),
      undefined,
      'the name of your team'
    ],
    audience: [stringOrStrings(checkTag), undefined, "the application's Application Audience (AUD) tag"],
    serviceTokens: [oneOrMore]
  })
  const issuer = `https://${team}.cloudflareaccess.com`
  return /** @type {any} */ ({
    issuer,
    audience,
    jwksUri: `${issuer}/cdn-cgi/access/certs`,
    // "org" is the token of a whole session with the team, which no application may take.
    ...claimsOption('cloudflareAccess', { type: 'app', common_name: serviceTokens }, claims),
    ...(serviceTokens && { requireSubject: false })
  })
}
