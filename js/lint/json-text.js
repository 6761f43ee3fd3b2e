// Reads JSON text as the core does (src/base/json.hpp), but reports every fault with its place, not only the first.

import { CORE_MAX_DEPTH, JsonSyntaxError, readScalar, readString, tokenize } from '../json/tokenize.js'
import { hasLoneSurrogate } from '../shared/lone-surrogate.js'

/** @import { JsonHandler } from '../json/tokenize.js' */
/** @typedef {'syntax' | 'too_deep' | 'number_range' | 'lone_surrogate' | 'duplicate_member'} JsonFaultKind */
/** @typedef {readonly (string | number)[]} JsonPath member names and indexes, from the outermost */
/** @typedef {{ kind: JsonFaultKind, path: JsonPath, offset?: number }} JsonFault offset: of a fault of syntax */
/**
 * @typedef {null | boolean | number | string | JsonArray | JsonObject} JsonValue
 * @typedef {JsonValue[]} JsonArray
 * @typedef {{ [name: string]: JsonValue }} JsonObject
 */

/** The most faults that are reported, so that a text full of faults stays cheap. */
const MAX_FAULTS = 100

/**
 * Reads a JSON text (RFC 8259). Only a fault of syntax or depth ends the reading. Of duplicate members the first is
 * kept.
 * @param {string} text
 * @returns {{ value: JsonValue | undefined, faults: readonly JsonFault[] }} undefined if the text could not be read to
 *   its end. Objects have no prototype
 */
export function readJsonText(text) {
  // A lone surrogate has no UTF-8: the core gets U+FFFD in its place.
  const wellFormed = text.replace(/\p{Surrogate}/gu, '\ufffd')
  const builder = new Builder(wellFormed)
  try {
    tokenize(wellFormed, builder, CORE_MAX_DEPTH)
    return { value: builder.value, faults: builder.faults }
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error
    builder.reportSyntax(error)
    return { value: undefined, faults: builder.faults }
  }
}

/**
 * @typedef {object} Level an object or array that is open
 * @property {JsonArray | JsonObject} container
 * @property {string | undefined} name of the member whose value comes next
 * @property {boolean} isDuplicate whether the object already has that member
 */

/** Builds the value from the tokens and collects the faults. @implements {JsonHandler} */
class Builder {
  /** @type {JsonFault[]} */
  faults = []
  /** @type {JsonValue | undefined} */
  value
  #text
  /** From the outermost. @type {Level[]} */
  #open = []

  /** @param {string} text */
  constructor(text) {
    this.#text = text
  }

  /** @param {boolean} isObject */
  open(isObject) {
    this.#reportDuplicate()
    this.#open.push({ container: isObject ? Object.create(null) : [], name: undefined, isDuplicate: false })
  }

  close() {
    this.#put(/** @type {Level} */ (this.#open.pop()).container)
  }

  /** @param {number} start @param {number} end */
  name(start, end) {
    const name = readString(this.#text, start, end)
    this.#checkString(name)
    const level = this.#open[this.#open.length - 1]
    level.name = name
    level.isDuplicate = Object.hasOwn(level.container, name)
    return false
  }

  /** @param {number} start @param {number} end */
  scalar(start, end) {
    const [value, next] = readScalar(this.#text, start, end)
    this.#reportDuplicate()
    if (typeof value === 'string') this.#checkString(value)
    else if (Math.abs(Number(value)) === Infinity) this.#report('number_range', this.#path())
    this.#put(value)
    return next
  }

  /** @param {JsonSyntaxError} error that ended the reading */
  reportSyntax({ kind, start, end }) {
    if (kind === 'depth' || kind === 'value' || kind === 'string' || kind === 'escape') this.#reportDuplicate()
    // A fault between two elements is in neither of them.
    const path = kind === 'separator' ? this.#path().slice(0, this.#open.length - 1) : this.#path()
    if (kind === 'depth') this.#report('too_deep', path)
    else this.#report('syntax', path, kind === 'escape' ? end : start)
  }

  /** @param {JsonValue} value */
  #put(value) {
    const level = this.#open.at(-1)
    if (level === undefined) this.value = value
    else if (Array.isArray(level.container)) level.container.push(value)
    else {
      if (!level.isDuplicate) level.container[String(level.name)] = value
      level.name = undefined
      level.isDuplicate = false
    }
  }

  /** @param {string} value */
  #checkString(value) {
    if (hasLoneSurrogate(value)) this.#report('lone_surrogate', this.#path())
  }

  /** A duplicate is reported at its value: without a value there is only the fault of syntax. */
  #reportDuplicate() {
    if (this.#open.at(-1)?.isDuplicate) this.#report('duplicate_member', this.#path())
  }

  /** @returns {JsonPath} of the value that is being read */
  #path() {
    return this.#open.flatMap(({ container, name }) => (Array.isArray(container) ? container.length : (name ?? [])))
  }

  /** @param {JsonFaultKind} kind @param {JsonPath} path @param {number} [offset] */
  #report(kind, path, offset) {
    if (this.faults.length < MAX_FAULTS) this.faults.push({ kind, path, offset })
  }
}
