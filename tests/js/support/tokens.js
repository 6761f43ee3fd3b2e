import { constants, createPrivateKey, sign as signBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** Private RSA keys as JWKs; make-keys.js says which. */
export const privateJwks = JSON.parse(readFileSync(new URL('keys.json', import.meta.url), 'utf8'))

/**
 * Of two primes of 1024 bits as Infineon's library made them: k·M + (65537^a mod M), with M the product of the first 126
 * primes (CVE-2017-15361).
 */
export const rocaModulus =
  'y-12iyZTeFYM1XGt48ma-dwBlIolX5R5-yihf_Mm74PFbWxpfLiyrlMO5nEvbgQmXviGRiT55QPq9hdTg16865iZLnGD72CW0qp0e6vISn9kbTxlbBoIHmRE4XVm0HJMUQ_FQXpf7G3IH84V1T0CEfQVYFV5nf2IBDFGzUAF2Y_ne5lcVmeSIDWlWYH1F25GYIJfxsqslwlgp5Ad0Ptwzuv4JX_91mTxvENvVPUX35ZhkYLEMU4jd17EN3_5mNGspttIY-c0jjpx6kFztIbRhq_jnOnY_Dd0eYojoRIzVTm-h7ZfRAcMs0RkHxEdLy0JUX7PxQoJaSTEb20UrpwYoQ'

export const issuer = 'https://auth.example.com/'
export const audience = 'https://mcp.example.com'
export const now = 1_800_000_000

const privateKeys = new Map()

/** @param {string} name @returns {import('node:crypto').KeyObject} */
function privateKey(name) {
  if (!privateKeys.has(name)) privateKeys.set(name, createPrivateKey({ key: privateJwks[name], format: 'jwk' }))
  return privateKeys.get(name)
}

/**
 * @param {string} [name] a key of keys.json
 * @param {object} [members] to be added or overwritten; undefined removes one
 * @returns {object} its public JWK, with its name as kid
 */
export function publicJwk(name = 'good', members = {}) {
  const { kty, n, e } = privateJwks[name]
  return JSON.parse(JSON.stringify({ kty, n, e, kid: name, ...members }))
}

/** @param {string} key @param {string} alg @param {string | Buffer} input @returns {Buffer} */
export function signature(key, alg, input) {
  const hash = `sha${alg.slice(2)}`
  const padding = alg.startsWith('PS')
    ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
    : { padding: constants.RSA_PKCS1_PADDING }
  return signBytes(hash, Buffer.from(input), { key: privateKey(key), ...padding })
}

/** @param {string | Uint8Array | object} value text and bytes as they are, anything else as JSON */
export function encode(value) {
  const bytes = typeof value === 'string' || value instanceof Uint8Array ? value : JSON.stringify(value)
  return Buffer.from(bytes).toString('base64url')
}

/**
 * A JWS in compact serialization, signed over exactly what is given.
 * @param {string | Uint8Array | object} header
 * @param {string | Uint8Array | object} payload
 * @param {{ key?: string, alg?: string }} [signer]
 * @returns {string}
 */
export function compact(header, payload, { key = 'good', alg = 'RS256' } = {}) {
  const input = `${encode(header)}.${encode(payload)}`
  return `${input}.${signature(key, alg, input).toString('base64url')}`
}

/** @param {object} [members] undefined removes one @returns {object} claims that every check accepts */
export function goodClaims(members = {}) {
  return { iss: issuer, aud: audience, sub: 'user-1', iat: now - 10, exp: now + 300, scope: 'tools:read', ...members }
}

/**
 * A token that is good but for what is said.
 * @param {{ header?: object, claims?: object, key?: string, alg?: string }} [differences]
 * @returns {string}
 */
export function token({ header = {}, claims = {}, key = 'good', alg = 'RS256' } = {}) {
  return compact({ alg, kid: key, typ: 'at+jwt', ...header }, goodClaims(claims), { key, alg })
}

/** @param {object} [members] @returns {any} options of a verifier that accepts token() */
export function goodOptions(members = {}) {
  return { issuer, audience, jwks: { keys: [publicJwk()] }, ...members }
}
