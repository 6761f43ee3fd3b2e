import * as presets from '../providers/index.js'

/** @import { Facts, Found } from './policy-plan.js' */

const GUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'

/**
 * @typedef {object} Known an issuer that has a preset
 * @property {RegExp} issuer
 * @property {(found: string[], facts: Facts, audience: () => Promise<Found>) => object | undefined | Promise<object | undefined>}
 *   parameters of the preset, from what the pattern found; undefined where the preset is for other tokens
 */

/** @type {{ readonly [name in keyof typeof presets]: Known }} */
const KNOWN = {
  auth0: {
    issuer: /^https:\/\/([a-z0-9.-]+\.auth0\.com)\/$/,
    parameters: async ([domain], { claims }, audience) => ({
      domain,
      audience: await audience(),
      ...(Array.isArray(claims.permissions) && { permissions: true })
    })
  },
  clerk: {
    issuer: /^https:\/\/([a-z0-9-]+\.clerk\.accounts\.dev)$/,
    parameters: ([frontendApi], { claims }) =>
      typeof claims.azp === 'string'
        ? {
            frontendApi,
            authorizedParties: claims.azp,
            ...((claims.sts ?? 'pending') === 'pending' && { pendingSessions: true })
          }
        : undefined
  },
  cloudflareAccess: {
    issuer: /^https:\/\/([a-z0-9-]+)\.cloudflareaccess\.com$/,
    parameters: async ([team], { claims }, audience) => ({
      team,
      audience: await audience(),
      ...(claims.sub === '' && typeof claims.common_name === 'string' && { serviceTokens: claims.common_name })
    })
  },
  cognito: {
    issuer: /^https:\/\/cognito-idp\.([a-z0-9-]+)\.amazonaws\.com\/([\w-]+)$/,
    parameters: ([region, userPoolId], { claims }) => {
      const { token_use: tokenUse, client_id: client, aud } = claims
      const clientId = tokenUse === 'access' ? client : aud
      return ['access', 'id'].includes(tokenUse) ? { region, userPoolId, tokenUse, clientId } : undefined
    }
  },
  entra: {
    issuer: new RegExp(`^https://(?:login\\.microsoftonline\\.com/(${GUID})/v2\\.0|sts\\.windows\\.net/(${GUID})/)$`),
    parameters: async ([tenantOf2, tenantOf1], { anyTenant }, audience) => ({
      ...(anyTenant ? { anyTenant: true } : { tenant: tenantOf2 ?? tenantOf1 }),
      version: tenantOf2 === undefined ? 1 : 2,
      audience: await audience()
    })
  },
  firebase: {
    issuer: /^https:\/\/securetoken\.google\.com\/([a-z0-9-]+)$/,
    parameters: ([projectId]) => ({ projectId })
  },
  github: {
    issuer: /^https:\/\/token\.actions\.githubusercontent\.com$/,
    parameters: async (_found, { claims }, audience) => ({
      audience: await audience(),
      repository: claims.repository
    })
  },
  google: {
    issuer: /^(?:https:\/\/)?accounts\.google\.com$/,
    parameters: async (_found, { claims }, audience) => ({
      clientId: await audience(),
      ...(typeof claims.hd === 'string' && { hostedDomain: claims.hd })
    })
  },
  googleIap: {
    issuer: /^https:\/\/cloud\.google\.com\/iap$/,
    parameters: async (_found, _facts, audience) => ({ audience: await audience() })
  },
  keycloak: {
    issuer: /^(https?:\/\/[^\s?#{}]+)\/realms\/([^\s/?#{}]+)$/,
    parameters: async ([url, realm], { claims, audiences, chosenAudience }, audience) => {
      if (claims.typ !== 'Bearer') return undefined // an ID token
      // "account" stands in nearly every token of a realm: it says nothing of an API.
      const isForAnApi = chosenAudience !== undefined || audiences.some((each) => each !== 'account')
      const receiver = isForAnApi ? { audience: await audience() } : { clients: claims.azp }
      return { url, realm, ...receiver }
    }
  },
  okta: {
    issuer: /^https:\/\/([a-z0-9-]+\.okta(?:preview)?\.com)\/oauth2\/([A-Za-z0-9]+)$/,
    parameters: async ([domain, authorizationServer], _facts, audience) => ({
      domain,
      authorizationServer,
      audience: await audience()
    })
  },
  supabase: {
    issuer: /^https:\/\/([a-z0-9-]+)\.supabase\.co\/auth\/v1$/,
    parameters: ([project], { claims }) =>
      claims.role === 'authenticated'
        ? { project, ...(claims.is_anonymous === true && { anonymousUsers: true }) }
        : undefined
  }
}

/**
 * @param {string} issuer
 * @returns {{ name: keyof typeof presets, parameters: (facts: Facts, audience: () => Promise<Found>) => Promise<object | undefined> } | undefined}
 *   the preset of assay-jwt/providers for it
 */
export function presetFor(issuer) {
  for (const [name, { issuer: pattern, parameters }] of Object.entries(KNOWN)) {
    const [, ...found] = pattern.exec(issuer) ?? [undefined]
    if (!pattern.test(issuer)) continue
    return {
      name: /** @type {keyof typeof presets} */ (name),
      parameters: async (facts, audience) => await parameters(/** @type {string[]} */ (found), facts, audience)
    }
  }
  return undefined
}

/**
 * @param {{ name: keyof typeof presets, parameters: any }} preset
 * @returns {import('../shared/types.js').VerifierOptions}
 */
export const optionsOf = ({ name, parameters }) => presets[name](parameters)
