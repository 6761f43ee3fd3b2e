// Marks what the core refuses in a JSON text. JSON.parse cannot: of duplicate members it silently keeps the last.
// Nothing here decides about a token.

import { CORE_MAX_DEPTH, JsonSyntaxError, readScalar, readString, tokenize } from '../json/tokenize.js'
import { hasLoneSurrogate } from '../shared/lone-surrogate.js'
import { visibleText } from './visible-text.js'

/** @import { JsonFaultKind, JsonHandler } from '../json/tokenize.js' */
/** @import { Mark } from './inspect-token.js' */

const STRING = 'This string is not closed, or has a control character or an unknown escape'
/** The message for each fault, except for a missing separator. */
const FAULTS = {
  value: 'No JSON value',
  string: STRING,
  escape: STRING,
  name: 'A member name in quotation marks is missing here',
  colon: '":" is missing here',
  depth: `Nested deeper than ${CORE_MAX_DEPTH} levels`
}

/**
 * @typedef {object} Level an object or array that is open
 * @property {'}' | ']'} closing
 * @property {Map<string, readonly number[]>} names the place of the first member of each name
 */

/** @implements {JsonHandler} */
class Marker {
  /** @type {Mark[]} */
  marks = []
  #text
  /** From the outermost. @type {Level[]} */
  #open = []
  /** Where members start that are already marked as the first of several. @type {Set<number>} */
  #firsts = new Set()

  /** @param {string} text */
  constructor(text) {
    this.#text = text
  }

  /** @param {boolean} isObject */
  open(isObject) {
    this.#open.push({ closing: isObject ? '}' : ']', names: new Map() })
  }

  close() {
    this.#open.pop()
  }

  /** @param {number} start @param {number} end */
  name(start, end) {
    const name = readString(this.#text, start, end)
    this.#checkString(name, start, end)
    const { names } = this.#open[this.#open.length - 1]
    const first = names.get(name)
    if (first === undefined) names.set(name, [start, end])
    else this.#duplicate(name, first, start, end)
    return false
  }

  /** @param {number} start @param {number} end */
  scalar(start, end) {
    const [value, next] = readScalar(this.#text, start, end)
    if (typeof value === 'string') this.#checkString(value, start, end)
    else if (Math.abs(Number(value)) === Infinity) {
      this.mark('json', 'A number that no double can hold: many readers make it infinite', start, next)
    }
    return next
  }

  /** @param {JsonSyntaxError} error that ended the reading */
  markSyntax({ kind, start }) {
    const last = this.#text.length
    if (kind === 'trailing') this.mark('json', 'Something follows the JSON object', start, last)
    else this.mark('json', this.#describe(kind, start), Math.min(start, last - 1), Math.min(start + 1, last))
  }

  /** @param {Exclude<JsonFaultKind, 'trailing'>} kind @param {number} start */
  #describe(kind, start) {
    if (kind === 'value' && start === this.#text.length) return 'The text ends here, in the middle'
    return kind === 'separator' ? `"," or "${this.#open.at(-1)?.closing}" is missing here` : FAULTS[kind]
  }

  /** @param {string} value @param {number} start @param {number} end */
  #checkString(value, start, end) {
    if (hasLoneSurrogate(value)) this.mark('json', 'A lone surrogate is no Unicode character', start, end)
  }

  /**
   * @param {string} name
   * @param {readonly number[]} first the place of the first member of that name
   * @param {number} start
   * @param {number} end
   */
  #duplicate(name, [firstStart, firstEnd], start, end) {
    // Messages end up in logs, like those of readJwkSet().
    const shown = visibleText(JSON.stringify(name.length > 40 ? `${name.slice(0, 40)}…` : name))
    if (!this.#firsts.has(firstStart)) {
      this.#firsts.add(firstStart)
      this.mark('duplicate', `${shown} is here twice: the first one`, firstStart, firstEnd)
    }
    this.mark('duplicate', `${shown} is here twice: JSON.parse would take this one and say nothing`, start, end)
  }

  /**
   * @param {string} kind
   * @param {string} message
   * @param {number} start
   * @param {number} end
   */
  mark(kind, message, start, end) {
    this.marks.push({ kind, message, start, end })
  }
}

/**
 * @param {string} text
 * @returns {Mark[]} in the order of the text
 */
export function scanJson(text) {
  const marker = new Marker(text)
  const start = text.search(/[^ \t\n\r]|$/)
  if (text[start] !== '{') {
    marker.mark('json', 'Not a JSON object', Math.min(start, Math.max(0, text.length - 1)), Math.max(1, text.length))
    return marker.marks
  }
  try {
    tokenize(text, marker, CORE_MAX_DEPTH)
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error
    marker.markSyntax(error)
  }
  return marker.marks.sort((a, b) => a.start - b.start)
}
