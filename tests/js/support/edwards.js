// edwards25519 in affine coordinates (RFC 8032 §5.1), for signatures and keys that node:crypto doesn't make.

import { createHash } from 'node:crypto'
import { fromLittleEndian, inverse, littleEndian, mod, power } from './numbers.js'

/** @typedef {{ x: bigint, y: bigint }} Point */

export const p = 2n ** 255n - 19n
/** The order of the base point; the group has 8 times as many points. */
export const L = 2n ** 252n + 27742317777372353535851937790883648493n
const d = mod(-121665n * inverse(121666n, p), p)

/** @type {Point} */
export const neutral = { x: 0n, y: 1n }

/** @param {Point} a @param {Point} b @returns {Point} complete: d is no square */
export function add(a, b) {
  const product = mod(d * a.x * b.x * a.y * b.y, p)
  return {
    x: mod((a.x * b.y + b.x * a.y) * inverse(1n + product, p), p),
    y: mod((a.y * b.y + a.x * b.x) * inverse(mod(1n - product, p), p), p)
  }
}

/** @param {bigint} scalar @param {Point} point @returns {Point} */
export function multiply(scalar, point) {
  let sum = neutral
  for (let rest = scalar, double = point; rest > 0n; rest >>= 1n, double = add(double, double)) {
    if (rest & 1n) sum = add(sum, double)
  }
  return sum
}

/** @param {bigint} y @returns {Point | null} the point with that y and an even x */
export function pointAt(y) {
  const square = mod((y * y - 1n) * inverse(d * y * y + 1n, p), p)
  const root = power(square, (p + 3n) / 8n, p)
  const x = mod(root * root, p) === square ? root : mod(root * power(2n, (p - 1n) / 4n, p), p)
  if (mod(x * x, p) !== square) return null
  return { x: x & 1n ? mod(-x, p) : x, y }
}

export const base = /** @type {Point} */ (pointAt(mod(4n * inverse(5n, p), p)))

/** @param {Point} point @returns {Buffer} RFC 8032 §5.1.2 */
export const encodePoint = ({ x, y }) => encodeY(y, x & 1n)

/** @param {bigint} y below 2^255, not below p alone @param {bigint} [sign] @returns {Buffer} */
export const encodeY = (y, sign = 0n) => littleEndian(y | (sign << 255n), 32)

/** The eight points whose order divides the cofactor, as multiples of one of order 8. */
export const torsion = (() => {
  for (let y = 2n; ; y++) {
    const point = pointAt(y)
    const candidate = point && multiply(L, point)
    if (!candidate || multiply(4n, candidate).y === 1n) continue
    return Array.from({ length: 8 }, (_, times) => multiply(BigInt(times), candidate))
  }
})()

/** @param {Uint8Array} R @param {Uint8Array} key @param {string} input @returns {bigint} k of RFC 8032 §5.1.6 */
export const challenge = (R, key, input) =>
  mod(fromLittleEndian(createHash('sha512').update(R).update(key).update(input).digest()), L)

/**
 * A signature by whoever knows the key's scalar, with an R of choice.
 * @param {string} input
 * @param {{ scalar: bigint, key: Uint8Array, nonce?: bigint, R?: Uint8Array }} choice R: instead of nonce · B
 * @returns {{ R: Buffer, S: bigint }}
 */
export function sign(input, { scalar, key, nonce = 12345n, R = encodePoint(multiply(nonce, base)) }) {
  return { R: Buffer.from(R), S: mod(nonce + challenge(R, key, input) * scalar, L) }
}

/** @param {Uint8Array} R @param {bigint} S @returns {Buffer} */
export const joined = (R, S) => Buffer.concat([R, littleEndian(S, 32)])

/** @param {Uint8Array} key @param {object} [members] @returns {any} its JWK (RFC 8037 §2) */
export function jwkOf(key, members = {}) {
  return { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(key).toString('base64url'), ...members }
}
