// Keys and tokens of one run: a ring of tokens that differ, larger than any library's cache, and the tokens that
// must be refused.

import { createPublicKey, randomUUID, sign as signBytes } from 'node:crypto'
import { newPrivateKey } from '../support/new-private-key.js'

/**
 * @typedef {object} Fixture
 * @property {string} issuer
 * @property {string} audience
 * @property {string} alg
 * @property {Jwk} jwk public
 * @property {string} pem the same key
 * @property {Jwk[]} keys more of them, one for each token, where every key is to be new
 * @property {string[]} tokens
 * @property {Record<string, string>} refused by what is wrong with them
 */

/** @typedef {{ kty: string, kid: string, alg: string, use: string, n: string, e: string, crv: string, x: string, y: string }} Jwk of one kind */

/** @typedef {Record<string, Fixture>} Fixtures by key size in bits, by algorithm, or by algorithm and " keys" */

const issuer = 'https://auth.example.com/'
const audience = 'https://mcp.example.com'
const dayInSeconds = 86_400

/** More than the 1,000 tokens that fast-jwt and assay-jwt keep. */
const largerThanCaches = 1100

/** So many JWKs of P-521 fit into a set of 64 kB. */
const mostKeys = 200

/** @type {Record<string, { curve?: string, hash: string | null }>} */
const algorithms = {
  RS256: { hash: 'sha256' },
  ES256: { curve: 'P-256', hash: 'sha256' },
  ES384: { curve: 'P-384', hash: 'sha384' },
  ES512: { curve: 'P-521', hash: 'sha512' },
  EdDSA: { hash: null }
}

/**
 * @param {readonly string[]} names
 * @returns {Fixtures}
 */
export function makeFixtures(names) {
  return Object.fromEntries(names.map((name) => [name, makeFixture(name)]))
}

/**
 * @param {string} name see Fixtures
 * @param {number} [ringSize]
 * @param {string} [typ]
 * @returns {Fixture}
 */
export function makeFixture(name, ringSize = largerThanCaches, typ = 'at+jwt') {
  const [kind, many] = name.split(' ')
  const signers = Array.from({ length: many ? Math.min(ringSize, mostKeys) : 1 }, () => makeSigner(kind, typ))
  const tokens = Array.from({ length: many ? signers.length : ringSize }, (_, at) => signers[many ? at : 0].sign())
  const [{ alg, jwk, pem, sign }] = signers
  const past = { iat: now() - 2 * dayInSeconds, exp: now() - dayInSeconds }
  return {
    ...{ issuer, audience, alg, jwk, pem, tokens },
    keys: many ? signers.map((signer) => signer.jwk) : [],
    refused: {
      'with altered claims': alterClaims(tokens[0]),
      'with an altered signature': alterSignature(tokens[0]),
      'that has expired': sign(past),
      'of another issuer': sign({ iss: 'https://evil.example.com/' }),
      'for another audience': sign({ aud: 'https://other.example.com' })
    }
  }
}

/** @param {string} kind the size of an RSA key, or an algorithm @param {string} typ */
function makeSigner(kind, typ) {
  const alg = kind in algorithms ? kind : 'RS256'
  const privateKey = makePrivateKey(kind)
  const publicKey = createPublicKey(privateKey)
  const kid = randomUUID()
  return {
    alg,
    jwk: /** @type {Jwk} */ ({ ...publicKey.export({ format: 'jwk' }), kid, alg, use: 'sig' }),
    pem: String(publicKey.export({ format: 'pem', type: 'spki' })),
    sign: (/** @type {object} */ claims = {}) => signToken(privateKey, { alg, typ, kid }, claims)
  }
}

/** @param {string} kind */
function makePrivateKey(kind) {
  if (kind === 'EdDSA') return newPrivateKey('ed25519')
  const { curve } = algorithms[kind] ?? {}
  if (curve) return newPrivateKey('ec', { namedCurve: curve })
  return newPrivateKey('rsa', { modulusLength: Number(kind) })
}

const now = () => Math.floor(Date.now() / 1000)

/** @param {unknown} value */
const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')

/**
 * @param {import('node:crypto').KeyObject} key
 * @param {{ alg: string, typ: string, kid: string }} header
 * @param {object} changes
 * @returns {string} an access token as RFC 9068 has it: of about 900 bytes under RSA of 2048 bits, and 500 under a curve
 */
function signToken(key, { alg, typ, kid }, changes) {
  const details = { client_id: 'f3a1b1c6-7c52-4a3b-9c67-0e8f1d1c5a10', tenant_id: 'tenant-0017', name: 'Ada Lovelace' }
  const claims = {
    iss: issuer,
    sub: `user-${randomUUID()}`,
    aud: audience,
    ...(alg === 'RS256' ? { scope: 'openid profile tools:read tools:call', ...details } : { scope: 'tools:read' }),
    jti: randomUUID(),
    iat: now() - 60,
    exp: now() + dayInSeconds,
    ...changes
  }
  const input = `${encode({ alg, typ, kid })}.${encode(claims)}`
  // RFC 7518 §3.4: r and s, not DER.
  const signature = signBytes(algorithms[alg].hash, Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' })
  return `${input}.${signature.toString('base64url')}`
}

/**
 * @param {string} token
 * @returns {string} the same for another subject, under the old signature
 */
function alterClaims(token) {
  const [header, claims, signature] = token.split('.')
  const altered = { ...JSON.parse(Buffer.from(claims, 'base64url').toString()), sub: 'administrator' }
  return [header, encode(altered), signature].join('.')
}

/** @param {string} token */
function alterSignature(token) {
  const [header, claims, signature] = token.split('.')
  const bytes = Buffer.from(signature, 'base64url')
  bytes[bytes.length >> 1] ^= 1
  return [header, claims, bytes.toString('base64url')].join('.')
}
