/** The core's limit: src/base/json.hpp. */
export const CORE_MAX_DEPTH = 32

/**
 * Is told of each token, in the order of the text. Places are indexes of the text.
 * @typedef {object} JsonHandler
 * @property {(isObject: boolean) => void} open an object or array begins
 * @property {() => void} close the innermost object or array ends
 * @property {(start: number, end: number) => boolean} name of a member, with its quotation marks; true ends the reading
 * @property {(start: number, end: number) => void} scalar a string, a number, true, false or null
 */
/**
 * What is wrong or missing. "string": it is not closed, or has a control character. "escape": the string is closed, and has
 * an unknown escape. "trailing": something follows the value.
 * @typedef {'value' | 'string' | 'escape' | 'name' | 'colon' | 'separator' | 'trailing' | 'depth'} JsonFaultKind
 */

/** Ends the reading: what follows such a fault cannot be told. */
export class JsonSyntaxError extends Error {
  /**
   * @param {JsonFaultKind} kind
   * @param {number} start of the token, or where it is missing
   * @param {number} [end] of the token, where it has one
   */
  constructor(kind, start, end = start) {
    super(kind)
    this.kind = kind
    this.start = start
    this.end = end
  }
}

// Code units are compared instead of characters, and none is read behind the end: both are a third of the time.
const [QUOTE, COMMA, MINUS, DOT, ZERO, NINE, COLON] = [0x22, 0x2c, 0x2d, 0x2e, 0x30, 0x39, 0x3a]
const [OPEN_ARRAY, BACKSLASH, CLOSE_ARRAY, OPEN_OBJECT] = [0x5b, 0x5c, 0x5d, 0x7b]
const [SPACE, TAB, LINE_FEED, CARRIAGE_RETURN] = [0x20, 0x09, 0x0a, 0x0d]
const [F, T] = [0x66, 0x74]

/**
 * Reads one JSON text (RFC 8259) in one pass, without recursion. What is inside of strings is checked by readString().
 * Duplicate members, lone surrogates and numbers beyond a double are for the handler to judge.
 * @param {string} text
 * @param {JsonHandler} handler
 * @param {number} [maxDepth] of objects and arrays within each other
 * @throws {JsonSyntaxError}
 */
export function tokenize(text, handler, maxDepth = Infinity) {
  /** What closes each object and array that is open. @type {number[]} */
  const open = []
  let at = endOfSpace(text, 0)
  for (;;) {
    const first = codeAt(text, at)
    if (first === OPEN_OBJECT || first === OPEN_ARRAY) {
      if (open.length === maxDepth) throw new JsonSyntaxError('depth', at)
      // ASCII: ] stands two behind [, and } two behind {.
      const closing = first + 2
      open.push(closing)
      handler.open(first === OPEN_OBJECT)
      at = endOfSpace(text, at + 1)
      if (codeAt(text, at) !== closing) {
        at = startOfValue(text, at, closing, handler)
        if (at < 0) return
        continue
      }
    } else {
      const end = endOfScalar(text, at, first)
      handler.scalar(at, end)
      at = endOfSpace(text, end)
    }
    at = closeEnded(text, at, open, handler)
    if (open.length === 0) break
    if (codeAt(text, at) !== COMMA) throw new JsonSyntaxError('separator', at)
    at = startOfValue(text, endOfSpace(text, at + 1), open[open.length - 1], handler)
    if (at < 0) return
  }
  if (at < text.length) throw new JsonSyntaxError('trailing', at)
}

/**
 * RFC 8259 §7.
 * @param {string} text
 * @param {number} start of a string that tokenize() has reported
 * @param {number} end
 * @returns {string} its value
 * @throws {JsonSyntaxError}
 */
export function readString(text, start, end) {
  const literal = text.slice(start, end)
  try {
    return JSON.parse(literal)
  } catch {
    // eslint-disable-next-line no-control-regex -- RFC 8259 §7: control characters must be escaped
    const hasControl = /[\u0000-\u001f]/.test(literal.replace(/\\[^]/g, ''))
    throw new JsonSyntaxError(hasControl ? 'string' : 'escape', start, end)
  }
}

/** @param {string} value of a string @returns {boolean} whether it has half a character */
export const hasLoneSurrogate = (value) => /\p{Surrogate}/u.test(value)

/**
 * @param {string} text
 * @param {number} start
 * @param {number[]} open
 * @param {JsonHandler} handler
 * @returns {number} what follows the objects and arrays that end here
 */
function closeEnded(text, start, open, handler) {
  let at = start
  while (open.length > 0 && codeAt(text, at) === open[open.length - 1]) {
    open.pop()
    handler.close()
    at = endOfSpace(text, at + 1)
  }
  return at
}

/**
 * @param {string} text
 * @param {number} start of an element, or of a member's name
 * @param {number} closing what closes the object or array
 * @param {JsonHandler} handler
 * @returns {number} where the value begins; -1 where the handler ends the reading
 */
function startOfValue(text, start, closing, handler) {
  if (closing === CLOSE_ARRAY) return start
  if (codeAt(text, start) !== QUOTE) throw new JsonSyntaxError('name', start)
  const end = endOfString(text, start)
  if (handler.name(start, end)) return -1
  const at = endOfSpace(text, end)
  if (codeAt(text, at) !== COLON) throw new JsonSyntaxError('colon', at)
  return endOfSpace(text, at + 1)
}

/** @param {string} text @param {number} start @param {number} first its first code unit */
function endOfScalar(text, start, first) {
  if (first === QUOTE) return endOfString(text, start)
  if (first === MINUS || isDigit(first)) {
    const end = endOfNumber(text, start)
    if (end > start) return end
  } else {
    const word = first === T ? 'true' : first === F ? 'false' : 'null'
    if (isWord(text, start, word)) return start + word.length
  }
  throw new JsonSyntaxError('value', start)
}

/** @param {string} text @param {number} start */
function endOfString(text, start) {
  let at = start + 1
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) return at + 1
    at += code === BACKSLASH ? 2 : 1
  }
  throw new JsonSyntaxError('string', start)
}

/**
 * RFC 8259 §6.
 * @param {string} text
 * @param {number} start
 * @returns {number} the end of the longest number that begins here; start, where none does
 */
function endOfNumber(text, start) {
  const whole = codeAt(text, start) === MINUS ? start + 1 : start
  let end = codeAt(text, whole) === ZERO ? whole + 1 : endOfDigits(text, whole)
  if (end === whole) return start
  if (codeAt(text, end) === DOT) {
    const fraction = endOfDigits(text, end + 1)
    if (fraction === end + 1) return end
    end = fraction
  }
  if (text[end] !== 'e' && text[end] !== 'E') return end
  const isSigned = text[end + 1] === '+' || text[end + 1] === '-'
  const digits = isSigned ? end + 2 : end + 1
  const exponent = endOfDigits(text, digits)
  return exponent > digits ? exponent : end
}

/** @param {string} text @param {number} start */
function endOfDigits(text, start) {
  let end = start
  while (isDigit(codeAt(text, end))) end += 1
  return end
}

/** @param {string} text @param {number} start */
function endOfSpace(text, start) {
  let end = start
  while (isSpace(codeAt(text, end))) end += 1
  return end
}

/** @param {string} text @param {number} start @param {string} word */
function isWord(text, start, word) {
  for (let index = 0; index < word.length; index += 1) if (text[start + index] !== word[index]) return false
  return true
}

/** @param {number} code RFC 8259 §2 */
const isSpace = (code) =>
  code <= SPACE && (code === SPACE || code === LINE_FEED || code === CARRIAGE_RETURN || code === TAB)

/** @param {number} code */
const isDigit = (code) => code >= ZERO && code <= NINE

/** @param {string} text @param {number} at @returns {number} the code unit; 0, which begins nothing, behind the end */
const codeAt = (text, at) => (at < text.length ? text.charCodeAt(at) : 0)
