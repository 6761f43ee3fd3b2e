// Decodes base64url as far as possible, and marks what the core refuses in it. It decides nothing.

/** @import { Mark } from './inspect-token.js' */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** @type {{ readonly [character: string]: string }} */
const FOREIGN = {
  '=': 'Padding: base64url in a JWS has none (RFC 7515 §2)',
  '+': 'Plain base64: in base64url this is "-" (RFC 4648 §5)',
  '/': 'Plain base64: in base64url this is "_" (RFC 4648 §5)'
}

/**
 * @param {string} text
 * @returns {{ bytes: Uint8Array, positions: number[], marks: Mark[] }} positions: where each byte begins
 */
export function scanBase64url(text) {
  /** @type {Mark[]} */
  const marks = []
  const bytes = []
  const positions = []
  let bits = 0
  let count = 0
  let last = -1
  for (let index = 0; index < text.length; ++index) {
    const character = text[index]
    const value = ALPHABET.indexOf(character.replace('+', '-').replace('/', '_'))
    if (!ALPHABET.includes(character))
      marks.push({ kind: 'base64url', start: index, end: index + 1, message: why(character) })
    if (value < 0) continue
    if (count === 0) positions.push(index)
    bits = ((bits << 6) | value) & 0x3fff
    count += 6
    last = index
    if (count < 8) continue
    count -= 8
    bytes.push((bits >> count) & 0xff)
    if (count > 0) positions.push(index)
  }
  if (positions.length > bytes.length) positions.pop()
  if (marks.length === 0) marks.push(...endMarks(text, bits, count, last))
  return { bytes: Uint8Array.from(bytes), positions, marks }
}

/**
 * @param {string} text
 * @param {number} bits
 * @param {number} count of the leftover bits, which fill no byte
 * @param {number} last index of the last character
 * @returns {Mark[]}
 */
function endMarks(text, bits, count, last) {
  const mark = (/** @type {string} */ message) => [{ kind: 'base64url', start: last, end: last + 1, message }]
  if (text.length % 4 === 1) return mark('One character too many or too few: its six bits are no byte')
  if ((bits & ((1 << count) - 1)) === 0) return []
  return mark('Not canonical: the last character has bits that belong to no byte and are not zero (RFC 4648 §3.5)')
}

/** @param {string} character */
function why(character) {
  if (/\s/.test(character)) return 'White space: base64url in a JWS has no line breaks or spaces (RFC 7515 §2)'
  return FOREIGN[character] ?? 'Not a character of base64url (RFC 4648 §5)'
}
