// Keys that share a prime: gcd(n1, n2) factors both, and anybody can compute it.

import { gcd, product } from './arithmetic.js'

/** @typedef {{ index: number, modulus: bigint }} NumberedModulus */

/** The most pairs whose common divisor is computed one by one: needed if a modulus shares both of its primes. */
const MAX_PAIRS = 500

/**
 * D. J. Bernstein, "How to find smooth parts of integers" (2004): with P the product of all, gcd(n, (P mod n²) / n) is
 * what n shares with any of the others, at the cost of one division instead of one for each pair.
 * @param {readonly NumberedModulus[]} moduli each once
 * @returns {Map<number, number[]>} by index, the indexes of those that share a factor with it; may lack some or all if
 *   it shares both of its primes, and the search was cut off
 */
export function findSharedFactors(moduli) {
  const all = product(moduli.map(({ modulus }) => modulus))
  const affected = moduli.flatMap(({ index, modulus }) => {
    const shared = gcd(modulus, (all % (modulus * modulus)) / modulus)
    return shared === 1n ? [] : [{ index, modulus, shared }]
  })
  let pairs = 0
  return new Map(
    affected.map(({ index, modulus, shared }) => {
      const others = affected.filter((other) => {
        if (other.index === index) return false
        if (shared !== modulus) return other.modulus % shared === 0n
        return ++pairs <= MAX_PAIRS && gcd(modulus, other.modulus) !== 1n
      })
      return [index, others.map((other) => other.index)]
    })
  )
}
