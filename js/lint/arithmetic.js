// Arithmetic of big integers, for public numbers only: the time it takes depends on them.

/**
 * @param {bigint} a
 * @param {bigint} b
 * @returns {bigint}
 */
export function gcd(a, b) {
  let [larger, smaller] = [a, b]
  while (smaller !== 0n) [larger, smaller] = [smaller, larger % smaller]
  return larger
}

/**
 * @param {readonly bigint[]} numbers
 * @returns {bigint} their product, by halves, so that both factors of each multiplication are of similar size
 */
export function product(numbers) {
  if (numbers.length < 2) return numbers[0] ?? 1n
  const half = numbers.length >> 1
  return product(numbers.slice(0, half)) * product(numbers.slice(half))
}

/**
 * @param {bigint} number not negative
 * @param {number} degree
 * @returns {bigint} the root, rounded down, by Newton's method from above
 */
export function root(number, degree) {
  if (number === 0n) return 0n
  const k = BigInt(degree)
  const bits = number.toString(16).length * 4
  let guess = 1n << BigInt(Math.ceil(bits / degree))
  for (;;) {
    const next = ((k - 1n) * guess + number / guess ** (k - 1n)) / k
    if (next >= guess) return guess
    guess = next
  }
}

/**
 * @param {number} limit
 * @returns {number[]} the primes up to it
 */
export function primesUpTo(limit) {
  const composite = new Uint8Array(limit + 1)
  const primes = []
  for (let number = 2; number <= limit; number++) {
    if (composite[number]) continue
    primes.push(number)
    for (let multiple = number * number; multiple <= limit; multiple += number) composite[multiple] = 1
  }
  return primes
}

/**
 * @param {bigint} number odd
 * @returns {boolean} whether 2^(n - 1) is 1 modulo n: true for primes and almost nothing else (Fermat's test)
 */
export function isProbablyPrime(number) {
  let power = 1n
  for (const bit of (number - 1n).toString(2)) {
    power = (power * power) % number
    if (bit === '1') power <<= 1n
  }
  return power % number === 1n
}

/**
 * @param {bigint} number not negative
 * @param {bigint} prime odd
 * @returns {boolean} whether it is a square modulo the prime, by the Jacobi symbol (quadratic reciprocity): ten times
 *   quicker than a power
 */
export function isSquareModulo(number, prime) {
  let [upper, lower] = [number % prime, prime]
  if (upper === 0n) return true
  let sign = true
  while (upper !== 0n) {
    const zeros = trailingZeros(upper)
    upper >>= BigInt(zeros)
    // (2/n) is -1 where n is 3 or 5 modulo 8; (a/n) = -(n/a) where both are 3 modulo 4.
    const residue = Number(lower & 7n)
    if (zeros % 2 === 1 && (residue === 3 || residue === 5)) sign = !sign
    if (residue % 4 === 3 && (upper & 3n) === 3n) sign = !sign
    ;[upper, lower] = [lower % upper, upper]
  }
  return sign
}

/** @param {bigint} number above zero @returns {number} */
function trailingZeros(number) {
  const low = Number(number & 0xffff_ffffn)
  if (low === 0) return 32 + trailingZeros(number >> 32n)
  return 31 - Math.clz32(low & -low)
}
