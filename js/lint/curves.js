// Which points are on which curve. For public keys only: the time it takes depends on them.

import { isSquareModulo } from './arithmetic.js'

/**
 * @typedef {object} Curve
 * @property {'EC' | 'OKP'} kty
 * @property {number} bits of a coordinate
 * @property {number} size the bytes of a coordinate
 * @property {bigint} prime of the field
 */
/** @typedef {'coordinate_range' | 'point_off_curve' | 'point_small_order'} PointFault a rule of js/lint/rules.js */

const prime256 = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n
const prime384 = 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n
const prime25519 = 2n ** 255n - 19n

/** By "crv" (RFC 7518 §6.2.1.1, RFC 8037 §2). @type {ReadonlyMap<string, Curve>} */
export const curves = new Map([
  ['P-256', { kty: 'EC', bits: 256, size: 32, prime: prime256 }],
  ['P-384', { kty: 'EC', bits: 384, size: 48, prime: prime384 }],
  ['P-521', { kty: 'EC', bits: 521, size: 66, prime: 2n ** 521n - 1n }],
  ['Ed25519', { kty: 'OKP', bits: 255, size: 32, prime: prime25519 }]
])

/** SP 800-186 §3.2.1: b of y² = x³ - 3x + b. @type {ReadonlyMap<bigint, bigint>} by the field's prime */
const constants = new Map([
  [prime256, 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn],
  [prime384, 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn],
  [
    2n ** 521n - 1n,
    0x0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00n
  ]
])

/** RFC 8032 §5.1: d of -x² + y² = 1 + dx²y². */
const D = 0x52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3n
/** y of the points of order 8; the other one is its negative. */
const Y_OF_ORDER_8 = 0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n
/** y of the eight points whose order divides the cofactor. */
const SMALL_ORDER = new Set([0n, 1n, prime25519 - 1n, Y_OF_ORDER_8, prime25519 - Y_OF_ORDER_8])

/**
 * @param {Curve} curve of "kty" EC
 * @param {bigint} x
 * @param {bigint} y
 * @returns {PointFault | undefined}
 */
export function findPointFault({ prime }, x, y) {
  if (x >= prime || y >= prime) return 'coordinate_range'
  const right = (x * x - 3n) * x + /** @type {bigint} */ (constants.get(prime))
  return (y * y - right) % prime === 0n ? undefined : 'point_off_curve'
}

/**
 * Reads a public key as RFC 8032 §5.1.3 does.
 * @param {bigint} encoded the key's bytes, the last of which is the most significant
 * @returns {PointFault | undefined}
 */
export function findEd25519Fault(encoded) {
  const y = encoded & (2n ** 255n - 1n)
  if (y >= prime25519) return 'coordinate_range'
  const numerator = y * y - 1n
  // RFC 8032 §5.1.3 step 4: zero has no sign.
  if (numerator % prime25519 === 0n && y !== encoded) return 'coordinate_range'
  if (SMALL_ORDER.has(y)) return 'point_small_order'
  // RFC 8032 §5.1.3: x² = (y² - 1) / (dy² + 1), which is a square if the product of both is.
  return isSquareModulo(numerator * (D * y * y + 1n), prime25519) ? undefined : 'point_off_curve'
}
