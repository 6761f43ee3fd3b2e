// Keys on elliptic curves for the linter's tests: made by node:crypto, and points made by hand.
import { createPrivateKey, sign } from 'node:crypto'
import { newPrivateKey } from '../../support/new-private-key.js'
import { encode } from './tokens.js'

/** RFC 7518 §3.4, RFC 8037 §3.1. @type {{ readonly [crv: string]: string }} */
export const algorithmOf = { 'P-256': 'ES256', 'P-384': 'ES384', 'P-521': 'ES512', Ed25519: 'EdDSA' }

/** @param {string} crv @returns {any} a new private JWK */
export function newCurveKey(crv) {
  const isOkp = /^(Ed|X)/.test(crv)
  const key = isOkp ? newPrivateKey(/** @type {any} */ (crv.toLowerCase())) : newPrivateKey('ec', { namedCurve: crv })
  return key.export({ format: 'jwk' })
}

const made = new Map()

/** @param {string} crv @returns {any} a private JWK, the same each time */
export function privateCurveJwk(crv) {
  if (!made.has(crv)) made.set(crv, newCurveKey(crv))
  return made.get(crv)
}

/** @param {string} crv @param {object} [members] undefined removes one @returns {any} a key that nothing is to be said about */
export function soundCurveKey(crv, members = {}) {
  const { d: _, ...jwk } = privateCurveJwk(crv)
  return { ...jwk, kid: crv, use: 'sig', alg: algorithmOf[crv], ...members }
}

/** RFC 7518 §3.4; RFC 8032 §5.1 hashes itself. @type {{ readonly [crv: string]: string | null }} */
const hashes = { 'P-256': 'sha256', 'P-384': 'sha384', 'P-521': 'sha512', Ed25519: null }

/**
 * A JWS in compact serialization, signed by the curve's key over exactly what is given.
 * @param {object} header
 * @param {object} payload
 * @param {string} crv
 * @returns {string}
 */
export function compactByCurve(header, payload, crv) {
  const input = `${encode(header)}.${encode(payload)}`
  const key = createPrivateKey({ key: privateCurveJwk(crv), format: 'jwk' })
  return `${input}.${encode(sign(hashes[crv], Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }))}`
}

/** @param {string} text base64url @param {(bytes: Buffer) => Uint8Array} change @returns {string} */
export const changed = (text, change) => Buffer.from(change(Buffer.from(text, 'base64url'))).toString('base64url')

/** @param {string} text base64url @returns {string} the last byte changed */
export const flipped = (text) =>
  changed(text, (bytes) => bytes.map((byte, at) => (at === bytes.length - 1 ? byte ^ 1 : byte)))

/** @param {bigint} number @param {number} size @returns {string} base64url, big-endian */
export const coordinate = (number, size) =>
  Buffer.from(number.toString(16).padStart(2 * size, '0'), 'hex').toString('base64url')

/** @param {bigint} y @param {0 | 1} [sign] of x @returns {string} "x" of an Ed25519 key (RFC 8032 §5.1.2) */
export const edwardsPoint = (y, sign = 0) =>
  Buffer.from(coordinate(y | (BigInt(sign) << 255n), 32), 'base64url')
    .reverse()
    .toString('base64url')

/** The bytes of a coordinate. */
export const sizes = { 'P-256': 32, 'P-384': 48, 'P-521': 66, Ed25519: 32 }

export const primes = {
  'P-256': 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n,
  'P-384': 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n,
  'P-521': 2n ** 521n - 1n,
  Ed25519: 2n ** 255n - 19n
}
