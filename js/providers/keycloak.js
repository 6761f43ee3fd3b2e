import { checkBoolean, checkString, missingOption } from '../options/option-checks.js'
import { invalidOption } from '../shared/error.js'
import { checkParameters, claimsOption, matching, oneOrMore } from './parameters.js'

/** @import { Claims } from './parameters.js' */
/** @import { VerifierOptions } from '../shared/types.js' */

/**
 * Access tokens of a Keycloak realm. As installed, Keycloak writes no API into "aud": either its client gets an audience
 * mapper and you give `audience`, or you say which `clients` may call. ID and refresh tokens are refused.
 * https://www.keycloak.org/docs/latest/server_admin/#audience-support
 * @param {object} parameters
 * @param {string} parameters.url of the server, as in "iss": 'https://sso.example.com'; older ones end in '/auth'
 * @param {string} parameters.realm
 * @param {string | readonly string[]} [parameters.audience] the API's client ID, from an audience mapper
 * @param {string | readonly string[]} [parameters.clients] the client IDs that may call: "azp"
 * @param {boolean} [parameters.realmRoles] whether scopes are the realm's roles, in "realm_access", and not "scope"
 *   (default: false)
 * @param {string} [parameters.clientRoles] the client whose roles, in "resource_access", are the scopes; both may be given
 * @param {Claims} [parameters.claims] other claims to check
 * @returns {VerifierOptions}
 */
export function keycloak(parameters) {
  const checkUrl = matching(
    /^https?:\/\/[^\s?#{}]*[^\s?#{}/]$/,
    'must be an absolute URL without query and without "/" at its end'
  )
  /** @type {typeof checkUrl} */
  const checkServer = (value, name) => {
    if (!/\/realms(\/|$)/.test(checkUrl(value, name))) return value
    throw invalidOption(name, 'must end before "/realms/": the realm is the parameter realm')
  }
  const checkRealm = matching(/^[^\s/?#{}]+$/, 'must be the name of a realm, as in "…/realms/acme"')
  const { url, realm, audience, clients, realmRoles, clientRoles, claims } = checkParameters('keycloak', parameters, {
    url: [checkServer, undefined, 'the URL of the Keycloak server, as in "iss"'],
    realm: [checkRealm, undefined, 'the name of the realm'],
    audience: [oneOrMore],
    clients: [oneOrMore],
    realmRoles: [checkBoolean, false],
    clientRoles: [checkString]
  })
  checkReceiver(audience, clients)
  const roles = []
  if (realmRoles) roles.push(['realm_access', 'roles'])
  if (clientRoles) roles.push(['resource_access', clientRoles, 'roles'])
  return {
    issuer: `${url}/realms/${realm}`,
    audience: audience ?? null,
    ...claimsOption('keycloak', { typ: 'Bearer', azp: clients }, claims),
    ...(roles.length > 0 && { scopesClaim: roles })
  }
}

/**
 * @param {string[] | undefined} audience
 * @param {string[] | undefined} clients
 */
function checkReceiver(audience, clients) {
  if (!audience && !clients) {
    const need = 'who a token is for, or "clients". Without it, tokens of every client of the realm would pass'
    throw missingOption('keycloak.audience', need)
  }
  if (audience?.includes('account') && !clients) {
    throw invalidOption(
      'keycloak.audience',
      'must not be "account", which nearly every token of a realm has: give "clients"'
    )
  }
}
