// CVE-2017-15361 (ROCA): RSA keys of Infineon's library, which can be factored in practice.
//
// M. Nemec, M. Sys, P. Svenda, D. Klinec, V. Matyas, "The Return of Coppersmith's Attack", ACM CCS 2017: the library's
// primes are k·M + (65537^a mod M), where M is the product of the first primes, 39 of them or more. So the modulus is a
// power of 65537 modulo M, which the product of 39 primes shows for all sizes: 2^62 of some 2^215 residues are such
// powers, and a false alarm has a chance of 1 in 2^150.

import { primesUpTo } from './arithmetic.js'

const LARGEST_PRIME = 167
const GENERATOR = 65_537

/** @typedef {{ prime: bigint, order: number, logarithms: ReadonlyMap<number, number> }} Subgroup powers of 65537 mod a prime */

/** @type {Subgroup[] | undefined} */
let subgroups

/**
 * @param {bigint} modulus odd
 * @returns {boolean} whether it is a power of 65537 modulo the product of the primes up to 167
 */
export function hasRocaFingerprint(modulus) {
  subgroups ??= primesUpTo(LARGEST_PRIME).map(makeSubgroup)
  /** @type {{ exponent: number, order: number }[]} */
  const found = []
  for (const { prime, order, logarithms } of subgroups) {
    const exponent = logarithms.get(Number(modulus % prime))
    if (exponent === undefined) return false
    // One exponent must fit all primes: two congruences are compatible if they agree modulo the gcd of their orders.
    if (!found.every((other) => (other.exponent - exponent) % common(other.order, order) === 0)) return false
    found.push({ exponent, order })
  }
  return true
}

/**
 * @param {number} prime
 * @returns {Subgroup}
 */
function makeSubgroup(prime) {
  const logarithms = new Map()
  let power = 1
  for (let exponent = 0; !logarithms.has(power); exponent++) {
    logarithms.set(power, exponent)
    power = (power * GENERATOR) % prime
  }
  return { prime: BigInt(prime), order: logarithms.size, logarithms }
}

/**
 * @param {number} a
 * @param {number} b
 * @returns {number} their greatest common divisor
 */
function common(a, b) {
  return b === 0 ? a : common(b, a % b)
}
