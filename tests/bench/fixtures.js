// Keys and tokens of one run: a ring of tokens that differ, larger than any library's cache, and the tokens that
// must be refused.

import { createSign, generateKeyPairSync, randomUUID } from 'node:crypto'

/**
 * @typedef {object} Fixture
 * @property {string} issuer
 * @property {string} audience
 * @property {{ kty: string, n: string, e: string, kid: string, alg: string, use: string }} jwk public
 * @property {string} pem the same key
 * @property {string[]} tokens
 * @property {Record<string, string>} refused by what is wrong with them
 */

/** @typedef {Record<string, Fixture>} Fixtures by key size in bits */

const issuer = 'https://auth.example.com/'
const audience = 'https://mcp.example.com'
const dayInSeconds = 86_400

/** More than the 1,000 tokens that fast-jwt and assay-jwt keep. */
const largerThanCaches = 1100

/**
 * @param {readonly string[]} sizes of the key, in bits
 * @returns {Fixtures}
 */
export function makeFixtures(sizes) {
  return Object.fromEntries(sizes.map((bits) => [bits, makeFixture(Number(bits))]))
}

/**
 * @param {number} bits
 * @param {number} [ringSize]
 * @returns {Fixture}
 */
export function makeFixture(bits, ringSize = largerThanCaches) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: bits })
  const kid = randomUUID()
  /** @param {object} [claims] */
  const sign = (claims) => signToken(privateKey, kid, claims)
  const tokens = Array.from({ length: ringSize }, () => sign())
  const past = { iat: now() - 2 * dayInSeconds, exp: now() - dayInSeconds }
  return {
    issuer,
    audience,
    jwk: /** @type {Fixture['jwk']} */ ({ ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' }),
    pem: String(publicKey.export({ format: 'pem', type: 'spki' })),
    tokens,
    refused: {
      'with altered claims': alterClaims(tokens[0]),
      'with an altered signature': alterSignature(tokens[0]),
      'that has expired': sign(past),
      'of another issuer': sign({ iss: 'https://evil.example.com/' }),
      'for another audience': sign({ aud: 'https://other.example.com' })
    }
  }
}

const now = () => Math.floor(Date.now() / 1000)

/** @param {unknown} value */
const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')

/**
 * @param {import('node:crypto').KeyObject} key
 * @param {string} kid
 * @param {object} [changes]
 * @returns {string} an access token as RFC 9068 has it, of about 900 bytes under a key of 2048 bits
 */
function signToken(key, kid, changes) {
  const claims = {
    iss: issuer,
    sub: `user-${randomUUID()}`,
    aud: audience,
    client_id: 'f3a1b1c6-7c52-4a3b-9c67-0e8f1d1c5a10',
    scope: 'openid profile tools:read tools:call',
    tenant_id: 'tenant-0017',
    name: 'Ada Lovelace',
    jti: randomUUID(),
    iat: now() - 60,
    exp: now() + dayInSeconds,
    ...changes
  }
  const input = `${encode({ alg: 'RS256', typ: 'at+jwt', kid })}.${encode(claims)}`
  return `${input}.${createSign('RSA-SHA256').update(input).sign(key, 'base64url')}`
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
