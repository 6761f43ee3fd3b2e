/** The core's limit: src/base/json.hpp. */
export const CORE_MAX_DEPTH = 32

/**
 * Gets each token, in the order of the text. Positions are indexes of the text.
 * @typedef {object} JsonHandler
 * @property {(isObject: boolean) => void} open an object or array begins
 * @property {() => void} close the innermost object or array ends
 * @property {(start: number, end: number) => boolean} name of a member, with its quotation marks; true ends the reading
 * @property {(start: number, end: number) => number | void} scalar a string, or a run of characters that should be a
 *   number, true, false or null: readScalar() reads it. It returns where the reading continues (default: the end)
 */

/**
 * What is wrong or missing. "string": it is not closed, or has a control character. "escape": the string is closed, and
 * has an unknown escape. "trailing": something follows the value.
 * @typedef {'value' | 'string' | 'escape' | 'name' | 'colon' | 'separator' | 'trailing' | 'depth'} JsonFaultKind
 */

/** Ends the reading: nothing after such a fault can be interpreted. */
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

// Code units are compared instead of characters, and none is read past the end: together this is a third of the time.
const [QUOTE, COMMA, COLON, SPACE] = [0x22, 0x2c, 0x3a, 0x20]
const [OPEN_ARRAY, BACKSLASH, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5c, 0x5d, 0x7b, 0x7d]

/**
 * Reads one JSON text (RFC 8259) in one pass, without recursion. It does not check what is inside scalars: readString()
 * and readScalar() do; text that JSON.parse has accepted needs neither. Duplicate members, lone surrogates and numbers
 * beyond a double are left to the handler.
 * @param {string} text
 * @param {JsonHandler} handler
 * @param {number} [maxDepth] of nested objects and arrays
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
      // ASCII: "[" + 2 is "]", and "{" + 2 is "}".
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
      at = endOfSpace(text, endOfScalar(text, at, handler))
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

/**
 * RFC 8259 §3, §6, §7.
 * @param {string} text
 * @param {number} start of a scalar that tokenize() has reported
 * @param {number} end
 * @returns {[value: string | number | boolean | null, end: number]} its value, and where the reading continues: before
 *   `end` if only the beginning of the run is a number, true, false or null
 * @throws {JsonSyntaxError}
 */
export function readScalar(text, start, end) {
  if (text.charCodeAt(start) === QUOTE) return [readString(text, start, end), end]
  const [literal] = LITERAL.exec(text.slice(start, end)) ?? []
  if (literal === undefined) throw new JsonSyntaxError('value', start)
  return [JSON.parse(literal), start + literal.length]
}

const LITERAL = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)/

/**
 * @param {string} text
 * @param {number} start
 * @param {number[]} open
 * @param {JsonHandler} handler
 * @returns {number} where the text continues after the objects and arrays that end here
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
 * @returns {number} where the value begins; -1 if the handler ends the reading
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

/** @param {string} text @param {number} start @param {JsonHandler} handler */
function endOfScalar(text, start, handler) {
  const end = codeAt(text, start) === QUOTE ? endOfString(text, start) : endOfRun(text, start)
  return handler.scalar(start, end) ?? end
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

/** @param {string} text @param {number} start @returns {number} where the next space, comma or bracket is */
function endOfRun(text, start) {
  let end = start
  for (;;) {
    const code = codeAt(text, end)
    if (code === COMMA || code <= SPACE || code === CLOSE_ARRAY || code === CLOSE_OBJECT) break
    end += 1
  }
  if (end === start) throw new JsonSyntaxError('value', start)
  return end
}

/** @param {string} text @param {number} start */
function endOfSpace(text, start) {
  let end = start
  while (isSpace(codeAt(text, end))) end += 1
  return end
}

/** @param {number} code RFC 8259 §2: a space, tab, line feed or carriage return */
const isSpace = (code) => code <= SPACE && (code === SPACE || code === 0x0a || code === 0x0d || code === 0x09)

/** @param {string} text @param {number} at @returns {number} the code unit; past the end 0, which begins no token */
const codeAt = (text, at) => (at < text.length ? text.charCodeAt(at) : 0)
