import { missingOption, stringOrStrings } from '../options/option-checks.js'
import { invalidOption } from '../shared/error.js'
import { checkParameters, claimsOption, matching, oneOrMore } from './parameters.js'

/** @import { Claims } from './parameters.js' */
/** @import { VerifierOptions } from '../shared/types.js' */

const LOGIN = 'https://login.microsoftonline.com'
const TENANT = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const RULE_OF_2 =
  "must be the API's Application (client) ID in version 2: those tokens never name the Application ID URI"

/**
 * Access tokens of Microsoft Entra ID for an API of your own, of users and of applications: scopes are those of "scp" and
 * the app roles of "roles". ID tokens are refused, as they name no client.
 * https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-tokens
 * @param {object} parameters
 * @param {string | readonly string[]} [parameters.tenant] the Directory (tenant) ID, a GUID, or several
 * @param {true} [parameters.anyTenant] instead of `tenant`: lets in every tenant of Microsoft's cloud and every personal
 *   account, so that your code must decide by "tid" and "oid"
 * @param {1 | 2} parameters.version the "ver" of the tokens: `requestedAccessTokenVersion` in the API's manifest, 1 where
 *   that is null
 * @param {string | readonly string[]} parameters.audience version 2: the API's Application (client) ID; version 1: its
 *   Application ID URI, 'api://…', or that ID
 * @param {string | readonly string[]} [parameters.clients] the Application (client) IDs that may call: "azp", in version 1
 *   "appid" (default: all that Entra gives tokens)
 * @param {Claims} [parameters.claims] other claims to check
 * @returns {VerifierOptions}
 */
export function entra(parameters) {
  const checkTenant = matching(
    TENANT,
    'must be a Directory (tenant) ID, a GUID in lower case; for all: "anyTenant: true"'
  )
  const { tenant, anyTenant, version, audience, clients, claims } = checkParameters('entra', parameters, {
    tenant: [stringOrStrings(checkTenant)],
    anyTenant: [oneValueOf(true)],
    version: [
      oneValueOf(1, 2),
      undefined,
      `the "ver" of the tokens: requestedAccessTokenVersion in the API's manifest, 1 where that is null`
    ],
    audience: [oneOrMore, undefined, "the API's Application (client) ID, or in version 1 its Application ID URI"],
    clients: [oneOrMore]
  })
  checkChoice(tenant, anyTenant)
  if (version === 2 && audience.some((/** @type {string} */ each) => each.includes('://'))) {
    throw invalidOption('entra.audience', RULE_OF_2, 'Give the ID, or version: 1 if the tokens have ver "1.0"')
  }
  const [only, ...more] = tenant ?? []
  const isOne = only !== undefined && more.length === 0
  // An ID token names no client.
  const own = { [version === 1 ? 'appid' : 'azp']: clients ?? { not: '' }, tid: isOne ? undefined : tenant }
  return {
    issuer: issuerOf(isOne ? only : '{tid}', version),
    ...(!isOne && { metadataUrl: `${LOGIN}/common${version === 1 ? '' : '/v2.0'}/.well-known/openid-configuration` }),
    audience,
    ...claimsOption('entra', own, claims),
    scopesClaim: [['scp'], ['roles']]
  }
}

/**
 * @param {string[] | undefined} tenant
 * @param {true | undefined} anyTenant
 */
function checkChoice(tenant, anyTenant) {
  if (tenant && anyTenant) throw invalidOption('entra.anyTenant', 'cannot be combined with "tenant"')
  if (!tenant && !anyTenant)
    throw missingOption('entra.tenant', 'the Directory (tenant) ID; for all: "anyTenant: true"')
}

/**
 * @param {string} tenant its ID, or the placeholder of it
 * @param {1 | 2} version
 * @returns {string}
 */
function issuerOf(tenant, version) {
  return version === 1 ? `https://sts.windows.net/${tenant}/` : `${LOGIN}/${tenant}/v2.0`
}

/**
 * @param {...unknown} allowed
 * @returns {(value: unknown, name: string) => unknown} the check that allows only these values
 */
function oneValueOf(...allowed) {
  return (value, name) => {
    if (!allowed.includes(value)) throw invalidOption(name, `must be ${allowed.join(' or ')}`)
    return value
  }
}
