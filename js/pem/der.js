// Reads DER (ITU-T X.690) as far as public keys and certificates need it: one value after the other, each in its place, and
// each in the one form that DER allows (§10, §11): BER is refused.

/** @typedef {{ tag: number, content: Uint8Array }} DerValue */

/** What is not written as DER asks. */
export class DerError extends Error {}

/** The values of a sequence, one after the other. */
export class DerReader {
  #bytes
  #at = 0

  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.#bytes = bytes
  }

  /** @returns {number | undefined} the tag of the next value */
  get tag() {
    return this.#bytes[this.#at]
  }

  /** @returns {DerValue} the next value */
  next() {
    const tag = this.#byte()
    if ((tag & 0x1f) === 0x1f) throw new DerError('a tag of several bytes, which no key has')
    const length = this.#length()
    const content = this.#bytes.subarray(this.#at, this.#at + length)
    if (content.length !== length) throw new DerError('a value ends beyond its end')
    this.#at += length
    return { tag, content }
  }

  /** @param {number} tag @returns {Uint8Array} the content of the next value, which has that tag */
  take(tag) {
    const value = this.next()
    if (value.tag !== tag) throw new DerError('a value of another kind')
    return value.content
  }

  /** @returns {DerReader} of the next value, which is a sequence */
  sequence() {
    return new DerReader(this.take(SEQUENCE))
  }

  /** @returns {Uint8Array} the next value, a non-negative integer, without leading zeros */
  unsigned() {
    const content = this.take(INTEGER)
    if (content.length === 0 || content[0] >= 0x80) throw new DerError('a negative number')
    if (content[0] !== 0) return content
    // X.690 §8.3.2: the first nine bits are not all equal.
    if (content[1] < 0x80) throw new DerError('a number with leading zeros')
    return content.subarray(1)
  }

  /** @returns {Uint8Array} the next value, a string of whole bytes */
  bitString() {
    const content = this.take(BIT_STRING)
    if (content[0] !== 0) throw new DerError('a string of bits that are no bytes')
    return content.subarray(1)
  }

  /** Nothing may follow. */
  end() {
    if (this.#at !== this.#bytes.length) throw new DerError('more than there should be')
  }

  #byte() {
    const byte = this.#bytes[this.#at++]
    if (byte === undefined) throw new DerError('a value is cut off')
    return byte
  }

  #length() {
    const first = this.#byte()
    if (first < 0x80) return first
    const count = first - 0x80
    if (count === 0 || count > 3) throw new DerError('a length of no such form')
    let length = 0
    for (let i = 0; i < count; i++) length = length * 256 + this.#byte()
    // X.690 §10.1: in as few bytes as possible.
    if (length < Math.max(0x80, 256 ** (count - 1))) throw new DerError('a length that is longer than it must be')
    return length
  }
}

const INTEGER = 0x02
const BIT_STRING = 0x03
export const NULL = 0x05
export const OBJECT_IDENTIFIER = 0x06
const SEQUENCE = 0x30
export const EXPLICIT_0 = 0xa0
