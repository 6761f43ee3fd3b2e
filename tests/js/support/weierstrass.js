// NIST's prime curves in affine coordinates (SP 800-186 §3.2.1), for signatures and keys that node:crypto doesn't make.

import { createHash } from 'node:crypto'
import { bigEndian, fromBigEndian, inverse, mod, power } from './numbers.js'

/** @typedef {{ x: bigint, y: bigint } | null} Point null: the point at infinity */

/**
 * @typedef {object} Curve y² = x³ - 3x + b modulo p
 * @property {string} crv
 * @property {string} alg
 * @property {string} hash
 * @property {number} size of a coordinate, r and s, in bytes
 * @property {bigint} p
 * @property {bigint} n
 * @property {bigint} b
 * @property {{ x: bigint, y: bigint }} g
 */

/** @type {{ [crv: string]: Curve }} */
export const curves = {
  'P-256': {
    ...{ crv: 'P-256', alg: 'ES256', hash: 'sha256', size: 32 },
    p: 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n,
    n: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
    b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
    g: {
      x: 0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
      y: 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n
    }
  },
  'P-384': {
    ...{ crv: 'P-384', alg: 'ES384', hash: 'sha384', size: 48 },
    p: 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n,
    n: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
    b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
    g: {
      x: 0xaa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7n,
      y: 0x3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5fn
    }
  },
  'P-521': {
    ...{ crv: 'P-521', alg: 'ES512', hash: 'sha512', size: 66 },
    p: 2n ** 521n - 1n,
    n: 0x1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
    b: 0x51953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00n,
    g: {
      x: 0xc6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66n,
      y: 0x11839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650n
    }
  }
}

/** @param {Curve} curve @param {Point} a @param {Point} b @returns {Point} */
export function add({ p }, a, b) {
  if (a === null) return b
  if (b === null) return a
  if (a.x === b.x && mod(a.y + b.y, p) === 0n) return null
  const slope = a.x === b.x ? (3n * a.x * a.x - 3n) * inverse(2n * a.y, p) : (b.y - a.y) * inverse(mod(b.x - a.x, p), p)
  const x = mod(slope * slope - a.x - b.x, p)
  return { x, y: mod(slope * (a.x - x) - a.y, p) }
}

/** @param {Curve} curve @param {bigint} scalar @param {Point} point @returns {Point} */
export function multiply(curve, scalar, point) {
  let sum = /** @type {Point} */ (null)
  for (let rest = scalar, double = point; rest > 0n; rest >>= 1n, double = add(curve, double, double)) {
    if (rest & 1n) sum = add(curve, sum, double)
  }
  return sum
}

/** @param {Curve} curve @param {bigint} x @returns {Point} with that x, or null where there is none */
export function pointAt({ p, b }, x) {
  const square = mod(x * x * x - 3n * x + b, p)
  const y = power(square, (p + 1n) / 4n, p)
  return mod(y * y, p) === square ? { x, y } : null
}

/** @param {Curve} curve @param {string} input @returns {bigint} FIPS 186-5 §6.4.1, step 2: no hash here is longer than n */
export const digestOf = ({ hash }, input) => fromBigEndian(createHash(hash).update(input).digest())

/**
 * The key under which r and s are a signature: Q = (s·R - z·G) / r, so that any point may be R.
 * @param {Curve} curve
 * @param {string} input
 * @param {{ x: bigint, y: bigint }} R
 * @param {bigint} s
 * @returns {{ r: bigint, key: { x: bigint, y: bigint } }}
 */
export function keyFor(curve, input, R, s) {
  const { n, g } = curve
  const r = R.x % n
  const [u, v] = [mod(-digestOf(curve, input) * inverse(r, n), n), mod(s * inverse(r, n), n)]
  return { r, key: /** @type {any} */ (add(curve, multiply(curve, u, g), multiply(curve, v, R))) }
}

/** @param {Curve} curve @param {bigint} r @param {bigint} s @returns {Buffer} RFC 7518 §3.4 */
export const joined = ({ size }, r, s) => Buffer.concat([bigEndian(r, size), bigEndian(s, size)])

/** @param {Curve} curve @param {{ x: bigint, y: bigint }} point @param {object} [members] @returns {any} its JWK */
export function jwkOf({ crv, size }, { x, y }, members = {}) {
  const text = (/** @type {bigint} */ value) => bigEndian(value, size).toString('base64url')
  return { kty: 'EC', crv, x: text(x), y: text(y), ...members }
}
