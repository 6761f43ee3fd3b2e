// The main job's eight tokens. Six are issued by real authorization servers; "tampered" and
// "alg none" are made from the good one, since no server would issue them.

import { setTimeout as sleep } from 'node:timers/promises'
import { generateSigningKey, startAuthorizationServer } from './authorization-server.js'

export const audience = 'https://mcp.example.com'

/** @typedef {import('./authorization-server.js').AuthorizationServer} AuthorizationServer */

/**
 * @typedef {object} Case
 * @property {string} name
 * @property {string} token
 * @property {{ status: number, code: string, reason: string }} expected code and reason are '' for an accepted token
 */

/**
 * @typedef {object} Deployment
 * @property {AuthorizationServer} server the one the Worker trusts
 * @property {Record<string, string>} env the Worker's variables
 * @property {Case[]} cases
 * @property {() => Promise<void>} close
 */

/**
 * @param {{ ttl?: number }} [options] life of the tokens that aren't to expire, in seconds
 * @returns {Promise<Deployment>}
 */
export async function prepareDeployment({ ttl } = {}) {
  const key = generateSigningKey('key-1')
  const server = await startAuthorizationServer({ keys: [key], ttl })
  const others = await Promise.all([
    startAuthorizationServer({ keys: [key], issuer: server.issuer, ttl: 1 }),
    startAuthorizationServer({ keys: [key], ttl }),
    startAuthorizationServer({ issuer: server.issuer, keys: [generateSigningKey('key-2')], ttl })
  ])
  const close = async () => {
    await Promise.all([server, ...others].map((each) => each.close()))
  }
  try {
    return { server, env: workerEnv(server), cases: await issueCases(server, others), close }
  } catch (error) {
    await close()
    throw error
  }
}

/**
 * @param {AuthorizationServer} server
 * @returns {Record<string, string>}
 */
export function workerEnv(server) {
  return {
    ISSUER: server.issuer,
    AUDIENCE: audience,
    JWKS_URI: server.jwksUri,
    SCOPES: 'tools:read tools:call',
    CLOCK_TOLERANCE: '0', // so that a token of one second's life is soon an expired one
    ALLOW_INSECURE_LOOPBACK: 'true'
  }
}

/**
 * @param {AuthorizationServer} server
 * @param {AuthorizationServer[]} others
 * @returns {Promise<Case[]>}
 */
async function issueCases(server, [shortLived, otherIssuer, otherKey]) {
  const resource = audience
  const expired = await shortLived.issue({ resource })
  const good = await server.issue({ resource })
  const cases = [
    accepted('good', good),
    refused('expired', expired, 401, 'AUTH_TOKEN_EXPIRED', 'expired'),
    refused(
      'wrong audience',
      await server.issue({ resource: 'https://other.example.com' }),
      401,
      'AUTH_INVALID_AUDIENCE',
      'audience_mismatch'
    ),
    refused('wrong issuer', await otherIssuer.issue({ resource }), 401, 'AUTH_INVALID_ISSUER', 'issuer_mismatch'),
    refused(
      'missing scope',
      await server.issue({ resource, scope: 'tools:read' }),
      403,
      'AUTH_MISSING_SCOPE',
      'scope_missing'
    ),
    refused('tampered', tamper(good), 401, 'AUTH_TOKEN_INVALID', 'signature_mismatch'),
    refused('alg none', withoutAlgorithm(good), 401, 'AUTH_TOKEN_INVALID', 'alg_not_allowed'),
    refused('unknown key', await otherKey.issue({ resource }), 401, 'AUTH_TOKEN_INVALID', 'key_not_found')
  ]
  await waitForExpiry(expired)
  return cases
}

/**
 * @param {string} name
 * @param {string} token
 * @returns {Case}
 */
const accepted = (name, token) => ({ name, token, expected: { status: 200, code: '', reason: '' } })

/**
 * @param {string} name
 * @param {string} token
 * @param {number} status
 * @param {string} code
 * @param {string} reason
 * @returns {Case}
 */
const refused = (name, token, status, code, reason) => ({ name, token, expected: { status, code, reason } })

/**
 * Sends one case's token to the Worker.
 * @param {string} url
 * @param {string} token
 * @returns {Promise<{ status: number, code: string, reason: string }>}
 */
export async function askWorker(url, token) {
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } })
  const { code = '', reason = '' } = /** @type {Record<string, string>} */ (await response.json())
  return { status: response.status, code, reason }
}

/** @param {string} segment */
const decode = (segment) => JSON.parse(Buffer.from(segment, 'base64url').toString())

/** @param {unknown} value */
const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')

/**
 * @param {string} token
 * @returns {string} the same with another subject, under the old signature
 */
export function tamper(token) {
  const [header, claims, signature] = token.split('.')
  return [header, encode({ ...decode(claims), sub: 'administrator' }), signature].join('.')
}

/**
 * @param {string} token
 * @returns {string} the same claims as an unsecured JWS (RFC 7515, appendix A.5)
 */
function withoutAlgorithm(token) {
  const [header, claims] = token.split('.')
  return `${encode({ ...decode(header), alg: 'none' })}.${claims}.`
}

/** @param {string} token */
async function waitForExpiry(token) {
  const { exp } = decode(token.split('.')[1])
  await sleep(Math.max(0, exp * 1000 - Date.now() + 50))
}
