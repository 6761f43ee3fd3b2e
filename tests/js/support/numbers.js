// Numbers and bytes for the curves' odd cases. Slow, obvious, and for tests alone.

/** @param {bigint} value @param {bigint} modulus @returns {bigint} from 0 to modulus - 1 */
export function mod(value, modulus) {
  const rest = value % modulus
  return rest < 0n ? rest + modulus : rest
}

/** @param {bigint} base @param {bigint} exponent @param {bigint} modulus @returns {bigint} */
export function power(base, exponent, modulus) {
  let result = 1n
  let square = mod(base, modulus)
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus
    square = (square * square) % modulus
  }
  return result
}

/** @param {bigint} value @param {bigint} modulus a prime @returns {bigint} by the extended Euclidean algorithm; 0 for 0 */
export function inverse(value, modulus) {
  let [a, b, x, y] = [mod(value, modulus), modulus, 1n, 0n]
  while (a > 1n) {
    const quotient = b / a
    ;[a, b, x, y] = [b % a, a, y - quotient * x, x]
  }
  return a === 0n ? 0n : mod(x, modulus)
}

/** @param {bigint} value @param {number} size @returns {Buffer} big-endian */
export function bigEndian(value, size) {
  return Buffer.from(value.toString(16).padStart(size * 2, '0'), 'hex')
}

/** @param {Uint8Array} bytes big-endian @returns {bigint} */
export function fromBigEndian(bytes) {
  return BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`)
}

/** @param {bigint} value @param {number} size @returns {Buffer} */
export const littleEndian = (value, size) => bigEndian(value, size).reverse()

/** @param {Uint8Array} bytes little-endian @returns {bigint} */
export const fromLittleEndian = (bytes) => fromBigEndian(Buffer.from(bytes).reverse())
