// Walks through a JSON text as the core does, and says what the core refuses about it and where. JSON.parse cannot: it
// drops a duplicate member without a word. It decides nothing: it shows.

import { visibleText } from './visible-text.js'

/** @import { Mark } from './inspect-token.js' */

/** As src/base/json.hpp has it. */
const MAX_DEPTH = 32

const SPACE = /[ \t\n\r]*/y
// eslint-disable-next-line no-control-regex -- RFC 8259 §7: control characters must be escaped
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*"/y
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const WORD = /true|false|null/y

/** @typedef {{ close: '}' | ']', names: Map<string, number[]> }} Level an open object or array; of each name, where it stands */

/** Ends the walk: nothing behind a syntax error can be trusted to be what it looks like. */
class Stop extends Error {}

class Scanner {
  /** @type {Mark[]} */
  marks = []
  #text
  #at = 0
  /** Where the first of several members of one name stands. @type {Set<number>} */
  #firsts = new Set()

  /** @param {string} text */
  constructor(text) {
    this.#text = text
  }

  run() {
    try {
      this.#skipSpace()
      if (this.#text[this.#at] !== '{') this.#fault('Not a JSON object', this.#text.length)
      this.#walk()
      this.#skipSpace()
      if (this.#at < this.#text.length) this.#fault('Something follows the JSON object', this.#text.length)
    } catch (error) {
      if (!(error instanceof Stop)) throw error
    }
    return this.marks
  }

  /** Without recursion: the nesting is the token's choice. */
  #walk() {
    /** @type {Level[]} */
    const open = []
    do {
      const opened = this.#value(open)
      if (opened) continue
      while (open.length > 0 && this.#closes(open[open.length - 1])) open.pop()
      if (open.length > 0) this.#separator(open[open.length - 1])
    } while (open.length > 0)
  }

  /**
   * @param {Level[]} open
   * @returns {boolean} whether it opened a level whose first value comes next
   */
  #value(open) {
    this.#skipSpace()
    const first = this.#text[this.#at]
    if (first !== '{' && first !== '[') {
      this.#scalar(first)
      return false
    }
    if (open.length === MAX_DEPTH) this.#fault(`Nested deeper than ${MAX_DEPTH} levels`, this.#at + 1)
    /** @type {Level} */
    const level = { close: first === '{' ? '}' : ']', names: new Map() }
    open.push(level)
    this.#at += 1
    this.#skipSpace()
    if (this.#text[this.#at] === level.close) return false
    if (level.close === '}') this.#name(level)
    return true
  }

  /** @param {Level} level */
  #closes(level) {
    this.#skipSpace()
    if (this.#text[this.#at] !== level.close) return false
    this.#at += 1
    return true
  }

  /** @param {Level} level */
  #separator(level) {
    if (this.#text[this.#at] !== ',') this.#fault(`"," or "${level.close}" is missing here`)
    this.#at += 1
    if (level.close === '}') this.#name(level)
  }

  /** @param {Level} level */
  #name({ names }) {
    this.#skipSpace()
    const start = this.#at
    if (this.#text[start] !== '"') this.#fault('A member name in quotation marks is missing here')
    const name = this.#string()
    const seen = names.get(name)
    if (seen === undefined) names.set(name, [start, this.#at])
    else this.#duplicate(name, seen, start)
    this.#skipSpace()
    if (this.#text[this.#at] !== ':') this.#fault('":" is missing here')
    this.#at += 1
  }

  /**
   * @param {string} name
   * @param {number[]} seen
   * @param {number} start
   */
  #duplicate(name, seen, start) {
    // Messages end up in logs, as those of readJwkSet() do.
    const shown = visibleText(JSON.stringify(name.length > 40 ? `${name.slice(0, 40)}…` : name))
    const [firstStart, firstEnd] = seen
    if (!this.#firsts.has(firstStart)) {
      this.#firsts.add(firstStart)
      this.#mark('duplicate', `${shown} is here twice: the first one`, firstStart, firstEnd)
    }
    this.#mark('duplicate', `${shown} is here twice: JSON.parse would take this one and say nothing`, start, this.#at)
  }

  /** @param {string | undefined} first */
  #scalar(first) {
    if (first === '"') {
      this.#string()
      return
    }
    const start = this.#at
    if (this.#take(WORD) !== null) return
    const number = this.#take(NUMBER)
    if (number === null) this.#fault(first === undefined ? 'The text ends here, in the middle' : 'No JSON value')
    if (Number.isFinite(Number(number))) return
    this.#mark('json', 'A number that no double can hold: many readers make it infinite', start, this.#at)
  }

  /** @returns {string} unescaped */
  #string() {
    const start = this.#at
    const literal = this.#take(STRING)
    if (literal === null) this.#fault('This string is not closed, or has a control character or an unknown escape')
    const value = JSON.parse(/** @type {string} */ (literal))
    if (/\p{Surrogate}/u.test(value)) this.#mark('json', 'A lone surrogate is no Unicode character', start, this.#at)
    return value
  }

  /**
   * @param {RegExp} pattern
   * @returns {string | null}
   */
  #take(pattern) {
    const sticky = pattern
    sticky.lastIndex = this.#at
    const found = sticky.exec(this.#text)?.[0] ?? null
    this.#at += found?.length ?? 0
    return found
  }

  #skipSpace() {
    this.#take(SPACE)
  }

  /**
   * @param {string} kind
   * @param {string} message
   * @param {number} start
   * @param {number} end
   */
  #mark(kind, message, start, end) {
    this.marks.push({ kind, message, start, end })
  }

  /**
   * @param {string} message
   * @param {number} [end]
   * @returns {never}
   */
  #fault(message, end = this.#at + 1) {
    const start = Math.min(this.#at, Math.max(0, this.#text.length - 1))
    this.#mark('json', message, start, Math.max(start + 1, Math.min(end, this.#text.length)))
    throw new Stop()
  }
}

/**
 * @param {string} text
 * @returns {Mark[]} in the order of the text
 */
export function scanJson(text) {
  return new Scanner(text).run().sort((a, b) => a.start - b.start)
}
