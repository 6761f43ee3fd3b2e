// The numbers of keys (RFC 7518 §2), as the core reads them.

/** @typedef {'alphabet' | 'padding' | 'length' | 'trailing_bits'} Base64urlFault */

/** What each fault is, as the end of a sentence that begins with the member. */
export const faults = {
  alphabet: 'has characters that base64url does not have',
  padding: 'is padded with "="',
  length: 'is cut off: one character cannot hold a byte',
  trailing_bits: 'ends in bits that belong to no byte and are not zero'
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/**
 * Decodes base64url (RFC 7515 §2), strictly: its own alphabet, no padding, no non-zero trailing bits.
 * @param {string} text
 * @returns {Uint8Array | Base64urlFault}
 */
export function decodeBase64url(text) {
  if (!/^[\w-]*$/.test(text)) return /^[\w-]+={1,2}$/.test(text) ? 'padding' : 'alphabet'
  if (text.length % 4 === 1) return 'length'
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4))
  let bits = 0
  let held = 0
  let at = 0
  for (const character of text) {
    held = ((held << 6) | ALPHABET.indexOf(character)) & 0xffff
    bits += 6
    if (bits >= 8) {
      bits -= 8
      bytes[at++] = held >> bits
    }
  }
  return (held & ((1 << bits) - 1)) === 0 ? bytes : 'trailing_bits'
}

/** @param {Uint8Array} bytes big-endian @returns {bigint} */
export function toBigInt(bytes) {
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'))
  return BigInt(`0x0${digits.join('')}`)
}

/** @param {Uint8Array} bytes big-endian @returns {number} the number's length in bits */
export function bitLength(bytes) {
  const first = bytes.findIndex((byte) => byte !== 0)
  return first < 0 ? 0 : (bytes.length - first) * 8 - (Math.clz32(bytes[first]) - 24)
}
