// JSON text as the core reads it (src/base/json.hpp), with every fault and its place instead of the first alone.

/** @typedef {'syntax' | 'too_deep' | 'number_range' | 'lone_surrogate' | 'duplicate_member'} JsonFaultKind */
/** @typedef {readonly (string | number)[]} JsonPath member names and indexes, from the outermost */
/** @typedef {{ kind: JsonFaultKind, path: JsonPath, offset: number }} JsonFault */
/**
 * @typedef {null | boolean | number | string | JsonArray | JsonObject} JsonValue
 * @typedef {JsonValue[]} JsonArray
 * @typedef {{ [name: string]: JsonValue }} JsonObject
 */

/** The core's limit: src/base/json.hpp. */
const MAX_DEPTH = 32
/** Faults that are told apart; a text of nothing but faults stays cheap. */
const MAX_FAULTS = 100

/** Ends the reading: what follows a fault like this cannot be told. */
class Stop extends Error {}

/**
 * Reads a JSON text (RFC 8259). After a fault other than of syntax or depth it goes on; of members with one name the first
 * is kept.
 * @param {string} text
 * @returns {{ value: JsonValue | undefined, faults: readonly JsonFault[] }} undefined where the text could not be read to
 *   its end. Objects have no prototype
 */
export function readJsonText(text) {
  // A lone surrogate has no UTF-8: what is handed to the core has U+FFFD in its place.
  const reader = new Reader(text.replace(/\p{Surrogate}/gu, '\ufffd'))
  try {
    return { value: reader.read(), faults: reader.faults }
  } catch (error) {
    if (error instanceof Stop) return { value: undefined, faults: reader.faults }
    throw error
  }
}

class Reader {
  /** @type {JsonFault[]} */
  faults = []
  #text
  #at = 0
  /** @type {(string | number)[]} */
  #path = []

  /** @param {string} text */
  constructor(text) {
    this.#text = text
  }

  /** @returns {JsonValue} */
  read() {
    const value = this.#value(0)
    this.#skipSpace()
    if (this.#at < this.#text.length) this.#stop('syntax')
    return value
  }

  /**
   * @param {number} depth of the containers around it
   * @returns {JsonValue}
   */
  #value(depth) {
    this.#skipSpace()
    const first = this.#text[this.#at]
    if (first === '{' || first === '[') {
      if (depth === MAX_DEPTH) this.#stop('too_deep')
      this.#at += 1
      return first === '{' ? this.#object(depth + 1) : this.#array(depth + 1)
    }
    if (first === '"') return this.#string()
    const [word] = this.#match(/true|false|null/y) ?? []
    return word === undefined ? this.#number() : JSON.parse(word)
  }

  /** @param {number} depth */
  #object(depth) {
    /** @type {{ [name: string]: JsonValue }} */
    const members = Object.create(null)
    if (this.#take('}')) return members
    do {
      this.#skipSpace()
      if (this.#text[this.#at] !== '"') this.#stop('syntax')
      const name = this.#string()
      this.#path.push(name)
      if (!this.#take(':')) this.#stop('syntax')
      const known = Object.hasOwn(members, name)
      if (known) this.#report('duplicate_member')
      const value = this.#value(depth)
      if (!known) members[name] = value
      this.#path.pop()
    } while (this.#take(','))
    if (!this.#take('}')) this.#stop('syntax')
    return members
  }

  /** @param {number} depth */
  #array(depth) {
    /** @type {JsonValue[]} */
    const elements = []
    if (this.#take(']')) return elements
    do {
      this.#path.push(elements.length)
      elements.push(this.#value(depth))
      this.#path.pop()
    } while (this.#take(','))
    if (!this.#take(']')) this.#stop('syntax')
    return elements
  }

  #string() {
    const start = this.#at
    let end = start + 1
    for (;;) {
      const code = this.#text.charCodeAt(end)
      if (code === 0x22) break
      // NaN, at the end of the text, is not above anything.
      if (!(code >= 0x20)) this.#stop('syntax')
      end += code === 0x5c ? 2 : 1
    }
    this.#at = end + 1
    const string = this.#unescape(this.#text.slice(start, this.#at))
    if (/\p{Surrogate}/u.test(string)) this.#report('lone_surrogate')
    return string
  }

  /** @param {string} literal @returns {string} */
  #unescape(literal) {
    try {
      return JSON.parse(literal)
    } catch {
      return this.#stop('syntax')
    }
  }

  #number() {
    const [literal] = this.#match(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y) ?? this.#stop('syntax')
    const number = Number(literal)
    if (!Number.isFinite(number)) this.#report('number_range')
    return number
  }

  #skipSpace() {
    this.#match(/[ \t\n\r]*/y)
  }

  /** @param {string} character */
  #take(character) {
    this.#skipSpace()
    const found = this.#text[this.#at] === character
    if (found) this.#at += 1
    return found
  }

  /** @param {RegExp} pattern sticky */
  #match(pattern) {
    pattern.lastIndex = this.#at
    const match = pattern.exec(this.#text)
    if (match !== null) this.#at = pattern.lastIndex
    return match
  }

  /** @param {JsonFaultKind} kind */
  #report(kind) {
    if (this.faults.length < MAX_FAULTS) this.faults.push({ kind, path: [...this.#path], offset: this.#at })
  }

  /** @param {JsonFaultKind} kind @returns {never} */
  #stop(kind) {
    this.#report(kind)
    throw new Stop()
  }
}
