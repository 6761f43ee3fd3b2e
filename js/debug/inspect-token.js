import { isProofHeader } from './proof-checks.js'
import { scanBase64url } from './scan-base64url.js'
import { scanJson } from './scan-json.js'

/**
 * @typedef {object} Mark something odd, and its place
 * @property {string} kind 'segments', 'base64url', 'utf8', 'json', 'duplicate' or 'key'
 * @property {number} start index of its first character
 * @property {number} end index after its last character
 * @property {string} message
 */

/**
 * @typedef {object} Segment
 * @property {'header' | 'claims' | 'signature'} name
 * @property {number} start in the token
 * @property {number} end in the token
 * @property {string} [text] decoded as far as possible; the signature has none
 * @property {number} bytes number of decoded bytes
 * @property {Mark[]} marks in the decoded text
 */

/**
 * @typedef {object} Inspection
 * @property {Segment[]} segments up to three
 * @property {Mark[]} marks in the token's own text, in its order
 */

/** Marks shown per segment, so that a text full of faults stays cheap and readable. */
const MAX_MARKS = 100

const NAMES = /** @type {const} */ (['header', 'claims', 'signature'])
/** RFC 7515 §4.1.2, §4.1.3, §4.1.5, §4.1.6: members by which a token brings its own key. */
const KEY_MEMBERS = ['jwk', 'jku', 'x5u', 'x5c']

/**
 * Marks everything in a token that the core refuses, for people to read. Only the core decides about a token; it stops
 * at the first fault.
 * @param {string} token
 * @returns {Inspection}
 */
export function inspectToken(token) {
  const parts = token === '' ? [] : token.split('.')
  /** @type {Mark[]} */
  const marks = []
  const segments = []
  let start = 0
  for (const [index, part] of parts.slice(0, MAX_MARKS).entries()) {
    if (index > 2) {
      const message = 'A JWS has three segments, this is one more (five make a JWE, which is not read)'
      marks.push({ kind: 'segments', start: start - 1, end: start + part.length, message })
    } else {
      const { segment, inToken } = inspectSegment(NAMES[index], part, start)
      segments.push(segment)
      marks.push(...inToken)
    }
    start += part.length + 1
  }
  if (parts.length > 0 && parts.length < 3) marks.push(tooFew(token, parts.length))
  return { segments, marks: marks.map((mark) => visible(mark, token.length)).sort((a, b) => a.start - b.start) }
}

/**
 * @param {Mark} mark
 * @param {number} length of the token
 * @returns {Mark} at least one character long: an empty segment is marked at its dot
 */
function visible(mark, length) {
  const start = Math.max(0, Math.min(mark.start, length - 1))
  return { ...mark, start, end: Math.max(mark.end, start + 1) }
}

/**
 * @param {string} token
 * @param {number} count
 * @returns {Mark}
 */
function tooFew(token, count) {
  const message = `Only ${count === 1 ? 'one segment' : 'two segments'}: a JWS has three, separated by two dots`
  return { kind: 'segments', start: token.length - 1, end: token.length, message }
}

/**
 * @param {Segment['name']} name
 * @param {string} encoded
 * @param {number} start
 * @returns {{ segment: Segment, inToken: Mark[] }}
 */
function inspectSegment(name, encoded, start) {
  const { bytes, positions, marks: all } = scanBase64url(encoded)
  const encoding = all.slice(0, MAX_MARKS)
  const segment = { name, start, end: start + encoded.length, bytes: bytes.length, marks: /** @type {Mark[]} */ ([]) }
  const inToken = encoding.map((mark) => ({ ...mark, start: mark.start + start, end: mark.end + start }))
  if (name === 'signature') return { segment, inToken }
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  const marks = textMarks(name, text, bytes).slice(0, MAX_MARKS)
  const place = placeInToken(text, positions, encoded.length)
  inToken.push(...marks.map((mark) => ({ ...mark, start: start + place(mark.start), end: start + place(mark.end) })))
  return { segment: { ...segment, text, marks }, inToken }
}

/**
 * @param {string} name
 * @param {string} text
 * @param {Uint8Array} bytes
 * @returns {Mark[]}
 */
function textMarks(name, text, bytes) {
  if (text.startsWith('\uFEFF')) {
    return [{ kind: 'utf8', start: 0, end: 1, message: 'A byte order mark, which JSON must not have (RFC 8259 §8.1)' }]
  }
  const damage = invalidUtf8(text, bytes)
  const marks = [...(damage === undefined ? [] : [damage]), ...scanJson(text)]
  return name === 'header' && marks.length === 0 ? keyMarks(text) : marks
}

/**
 * @param {string} text decoded, with U+FFFD in place of invalid UTF-8
 * @param {Uint8Array} bytes
 * @returns {Mark | undefined}
 */
function invalidUtf8(text, bytes) {
  const encoded = new TextEncoder().encode(text)
  if (encoded.length === bytes.length && encoded.every((byte, index) => byte === bytes[index])) return undefined
  const offset = encoded.findIndex((byte, index) => byte !== bytes[index])
  const before = new TextDecoder('utf-8', { ignoreBOM: true }).decode(encoded.subarray(0, offset))
  const start = Math.min(before.length, text.length - 1)
  return { kind: 'utf8', start, end: start + 1, message: 'Not valid UTF-8 (RFC 8259 §8.1)' }
}

/**
 * @param {string} text of a header without faults
 * @returns {Mark[]}
 */
function keyMarks(text) {
  const header = JSON.parse(text)
  // RFC 9449 §4.2: a proof has its key with it.
  const members = isProofHeader(header) ? KEY_MEMBERS.filter((member) => member !== 'jwk') : KEY_MEMBERS
  return members
    .filter((member) => Object.hasOwn(header, member))
    .flatMap((member) => {
      const found = new RegExp(`"${member}"\\s*:`).exec(text)
      if (found === null) return []
      const message = `"${member}": the token brings its own key. It is never used: it proves nothing`
      return [{ kind: 'key', start: found.index, end: found.index + member.length + 2, message }]
    })
}

/**
 * @param {string} text
 * @param {number[]} positions index in the segment of the character where each byte begins
 * @param {number} length of the segment
 * @returns {(index: number) => number} maps an index of the text to one of the segment
 */
function placeInToken(text, positions, length) {
  const encoder = new TextEncoder()
  return (index) => positions[encoder.encode(text.slice(0, index)).length] ?? length
}
