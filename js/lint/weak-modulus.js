// Moduli that can be factored, or that need no factoring.

import { gcd, isProbablyPrime, primesUpTo, product, root } from './arithmetic.js'

/** @typedef {'modulus_close_primes' | 'modulus_power' | 'modulus_prime'} Weakness */

const SMALL_PRIMES_LIMIT = 65_536
const FERMAT_ROUNDS = 100

/** @type {bigint | undefined} */
let smallPrimes

/**
 * @param {bigint} modulus
 * @returns {bigint} what it has in common with the product of the primes below 65,536; 1 for a sound modulus
 */
export function smallFactors(modulus) {
  smallPrimes ??= product(primesUpTo(SMALL_PRIMES_LIMIT).map(BigInt))
  return gcd(modulus, smallPrimes % modulus)
}

/**
 * @param {bigint} modulus without small factors
 * @param {boolean} testPrime whether to test for primality, which takes long
 * @returns {Weakness | undefined}
 */
export function findWeakness(modulus, testPrime) {
  if ([2, 3, 5, 7].some((degree) => root(modulus, degree) ** BigInt(degree) === modulus)) return 'modulus_power'
  if (hasClosePrimes(modulus)) return 'modulus_close_primes'
  return testPrime && isProbablyPrime(modulus) ? 'modulus_prime' : undefined
}

/**
 * Fermat's method: n = a² - b² for an `a` just above √n, where the primes are a ± b and b is small.
 * @param {bigint} modulus odd, no square
 * @returns {boolean}
 */
function hasClosePrimes(modulus) {
  let a = root(modulus, 2) + 1n
  let square = a * a - modulus
  for (let round = 0; round < FERMAT_ROUNDS; round++) {
    if (isSquare(square)) return true
    square += 2n * a + 1n
    a += 1n
  }
  return false
}

/**
 * @param {bigint} number
 * @returns {boolean}
 */
function isSquare(number) {
  // Squares end in 0, 1, 4 or 9 in hexadecimal: this rules out three of four numbers.
  if (![0n, 1n, 4n, 9n].includes(number & 15n)) return false
  return root(number, 2) ** 2n === number
}
