// A real authorization server (oidc-provider) on loopback, issuing RS256 at+jwt access tokens
// for client_credentials with a resource indicator (RFC 8707, RFC 9068).

import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto'
import { startHttpServer } from './http-server.js'

/** @typedef {Record<string, unknown> & { kid: string }} PrivateJwk */

/**
 * @typedef {object} AuthorizationServer
 * @property {string} issuer what its tokens say in "iss"
 * @property {string} url where it really listens
 * @property {string} jwksUri
 * @property {PrivateJwk[]} keys
 * @property {(request: { resource: string, scope?: string }) => Promise<string>} issue an access token
 * @property {() => Promise<void>} close
 */

/** The one client that all of these servers know. */
export const clientId = 'assay-client'
export const clientSecret = randomUUID()

/**
 * @param {string} [kid]
 * @returns {PrivateJwk} a new RSA-2048 signing key
 */
export function generateSigningKey(kid = randomUUID()) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return { ...privateKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' }
}

/**
 * @param {object} [options]
 * @param {string} [options.issuer] default: its own loopback origin
 * @param {PrivateJwk[]} [options.keys] default: one new key
 * @param {number} [options.ttl] life of its tokens in seconds
 * @param {string[]} [options.scopes] scopes its resources know
 * @param {boolean} [options.dpop] whether it binds tokens to keys, by proofs with its nonces (RFC 9449)
 * @returns {Promise<AuthorizationServer>}
 */
export async function startAuthorizationServer(options = {}) {
  const { keys = [generateSigningKey()], ttl = 300, scopes = ['tools:read', 'tools:call'], dpop = false } = options
  const Provider = await importProvider()
  const { url, server, close } = await startHttpServer()
  const issuer = options.issuer ?? url
  const provider = new Provider(issuer, configuration({ keys, ttl, scopes, dpop }))
  server.on('request', provider.callback())
  return {
    issuer,
    url,
    jwksUri: `${url}/jwks`,
    keys,
    issue: (request) => requestToken(url, request),
    close
  }
}

/** @param {{ keys: PrivateJwk[], ttl: number, scopes: string[], dpop: boolean }} options */
function configuration({ keys, ttl, scopes, dpop }) {
  return /** @type {any} */ ({
    adapter: NoStorage,
    jwks: { keys },
    scopes,
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: []
      }
    ],
    ttl: { ClientCredentials: () => ttl },
    enabledJWA: { dPoPSigningAlgValues: ['ES256', 'EdDSA', 'Ed25519', 'PS256', 'RS256'] },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      dPoP: { enabled: dpop, nonceSecret: randomBytes(32), requireNonce: () => true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (/** @type {unknown} */ _context, /** @type {string} */ resource) => ({
          audience: resource,
          scope: scopes.join(' '),
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } }
        })
      }
    }
  })
}

/** A JWT access token is complete in itself: client_credentials needs nothing stored. */
class NoStorage {
  async upsert() {}
  async find() {}
  async findByUid() {}
  async findByUserCode() {}
  async consume() {}
  async destroy() {}
  async revokeByGrantId() {}
}

/**
 * @param {string} url
 * @param {{ resource: string, scope?: string }} request
 */
async function requestToken(url, { resource, scope = 'tools:read tools:call' }) {
  const response = await fetch(`${url}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', resource, scope })
  })
  const body = /** @type {{ access_token?: string }} */ (await response.json())
  if (!response.ok || !body.access_token) {
    throw new Error(`The authorization server refused: ${response.status} ${JSON.stringify(body)}`)
  }
  return body.access_token
}

/** oidc-provider warns on import that Node 20 isn't its choice; what is used of it works there. */
async function importProvider() {
  const { warn } = console
  console.warn = (...data) => {
    if (!String(data[0]).includes('Unsupported runtime')) warn(...data)
  }
  try {
    return (await import('oidc-provider')).default
  } finally {
    console.warn = warn
  }
}
