import { isObject } from '../shared/deep-freeze.js'
import { AssayError, invalidOption } from '../shared/error.js'
import { MAX_SECRET_BYTES, MIN_SECRET_BYTES } from '../shared/limits.js'
import { hasLoneSurrogate } from '../shared/lone-surrogate.js'
import { anyOf } from './required-scopes.js'
import { checkNumber } from './check-number.js'
import { hintForBoolean } from './quotes.js'
import { pathOf, unknownOption } from './unknown-option.js'

// One check per shape. Each takes what the caller gave and the option's name, and returns a value of its own that no
// later change by the caller can reach, or throws CONFIG_INVALID with the name in its message.

/** @import { Range } from './check-number.js' */

/**
 * `before`: the options checked before.
 * @typedef {(value: any, name: string, before: { [name: string]: any }) => unknown} Check
 */

/**
 * What an option must be (a check, or a range of numbers), its default, and why it is required, if it is.
 * @typedef {readonly [check: Check | Range, fallback?: unknown, need?: string]} Rule
 */

/** @typedef {{ readonly [name: string]: Rule }} Rules of all options that exist, in the order of their checks */

/**
 * @param {unknown} given what the caller gave
 * @param {Rules} rules
 * @param {string} [parent] the option that holds these, for the messages
 * @returns {{ [name: string]: any }} all of them; undefined if neither the caller nor the rule has a value
 */
export function checkOptions(given, rules, parent) {
  const options = readOptions(given, Object.keys(rules), parent)
  /** @type {{ [name: string]: any }} */
  const checked = {}
  for (const [name, [rule, fallback, need]] of Object.entries(rules)) {
    const path = pathOf(name, parent)
    const { [name]: value = fallback } = options
    if (value === undefined && need) throw missingOption(path, need)
    const check = typeof rule === 'function' ? rule : checkNumber
    checked[name] =
      value === undefined ? value : check(value, path, /** @type {any} */ (rule === check ? checked : rule))
  }
  return checked
}

/**
 * Reads each option once, and only the object's own properties: neither a polluted prototype nor a getter that returns
 * something else the second time can change what was checked.
 * @param {unknown} given what the caller gave
 * @param {readonly string[]} known the names that exist
 * @param {string} [parent] the option that holds these, for the messages
 * @returns {{ [name: string]: unknown }} without a prototype; undefined options are left out
 */
export function readOptions(given, known, parent) {
  assertOptions(given, parent)
  const options = Object.create(null)
  for (const key of Reflect.ownKeys(given)) {
    const name = String(key)
    if (name !== key || !known.includes(name)) throw unknownOption(name, known, parent)
    const value = /** @type {{ [name: string]: unknown }} */ (given)[name]
    if (value !== undefined) options[name] = value
  }
  return options
}

/**
 * @param {unknown} given
 * @param {string} [parent]
 * @returns {asserts given is object}
 */
export function assertOptions(given, parent) {
  if (isMembers(given)) return
  if (parent !== undefined) throw invalidOption(parent, 'must be an object')
  throw new AssayError('option_invalid', { message: 'Options must be an object' })
}

/** @param {unknown} value @returns {value is object} */
const isMembers = (value) => isObject(value) && !Array.isArray(value)

/**
 * @param {string} name
 * @param {string} rule
 * @returns {AssayError} CONFIG_INVALID, option_missing
 */
export function missingOption(name, rule) {
  return new AssayError('option_missing', { option: name, message: `Option "${name}" is required: ${rule}` })
}

/** What to do with a PEM that is given in another option's place. */
export const PEM = 'Keys are the option jwks: jwkFromPem of assay-jwt/keys makes a JWK of a PEM'

const URL_OBJECT =
  'This is a URL object: write its .href, or rather the string as tokens have it: an .href may have a / more'

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {string} not empty, and well-formed: a string with a lone surrogate has no UTF-8, so it could never equal a
 *   claim
 */
export function checkString(value, name) {
  if (typeof value !== 'string' || value === '') {
    const isUrl = classOf(value) === '[object URL]'
    throw invalidOption(name, 'must be a string that is not empty', isUrl ? URL_OBJECT : undefined)
  }
  if (value.includes('-----BEGIN ')) throw invalidOption(name, 'is a PEM', PEM)
  if (hasLoneSurrogate(value)) throw invalidOption(name, 'must not contain a lone surrogate')
  return value
}

const ARRAY = "Write an array with one string for each, also where there is one: ['a', 'b']"

/** @typedef {(item: any, name: string) => string} ItemCheck */

/**
 * @param {ItemCheck} [checkItem]
 * @returns {(value: unknown, name: string) => string[]} the check of an array: it returns a copy, each string once
 */
export function strings(checkItem = checkString) {
  return (value, name) => {
    if (!Array.isArray(value)) throw invalidOption(name, 'must be an array of strings', ARRAY)
    return [...new Set(Array.from(value, (item, index) => checkItem(item, `${name}[${index}]`)))]
  }
}

/**
 * @param {ItemCheck} [checkItem]
 * @returns {(value: unknown, name: string) => string[]} the check of a string or an array: it returns at least one,
 *   each once
 */
export function stringOrStrings(checkItem = checkString) {
  return (value, name) => {
    const list =
      typeof value === 'string' || classOf(value) === '[object URL]'
        ? [checkItem(value, name)]
        : strings(checkItem)(value, name)
    if (list.length === 0) throw invalidOption(name, 'must not be empty')
    return list
  }
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {string} a scope-token (RFC 6749 §3.3): no space, quote or backslash, so that it is one scope and not
 *   several
 */
export function checkScope(value, name) {
  if (typeof value !== 'string' || !/^[\x21\x23-\x5B\x5D-\x7E]+$/.test(value)) {
    const hint = typeof value === 'string' && / /.test(value) ? ARRAY : undefined
    throw invalidOption(name, 'must be one scope: ASCII without space, quote or backslash (RFC 6749 §3.3)', hint)
  }
  return value
}

/**
 * @param {unknown} value what must be granted: a scope, `{ anyOf: [...] }`, or an array of these, all of which must be
 * @param {string} name
 * @returns {string[]} at least one, each once, as js/options/required-scopes.js reads them
 */
export function checkScopes(value, name) {
  if (!Array.isArray(value)) return [checkRequiredScope(value, name)]
  return stringOrStrings(checkRequiredScope)(value, name)
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {string}
 */
function checkRequiredScope(value, name) {
  if (!isObject(value) || Array.isArray(value)) return checkScope(value, name)
  const list = `${name}.anyOf`
  const { anyOf: scopes } = readOptions(value, ['anyOf'], name)
  if (!Array.isArray(scopes)) throw invalidOption(list, 'must be an array of scopes, of which one must be granted')
  return anyOf(stringOrStrings(checkScope)(scopes, list))
}

/**
 * @param {...string} known
 * @returns {ItemCheck} the check that allows only these strings
 */
export function oneOf(...known) {
  return (value, name) => {
    if (!known.includes(value)) throw invalidOption(name, `must be one of ${known.join(', ')}`)
    return value
  }
}

/**
 * @param {Rules} rules
 * @returns {Check} of an object of options
 */
export function nested(rules) {
  return (value, name) => checkOptions(value, rules, name)
}

/**
 * @param {Rules} rules of numbers
 * @returns {Check} the check of an object of options, true for their defaults, or false, which makes each of them 0
 */
export function switchable(rules) {
  return (value, name) => {
    if (value === false) return Object.fromEntries(Object.keys(rules).map((each) => [each, 0]))
    return checkSwitched(value, rules, name)
  }
}

/**
 * @param {unknown} value not false
 * @param {Rules} rules
 * @param {string} name
 * @returns {{ [name: string]: any }} the options of an object; of true, their defaults
 */
export function checkSwitched(value, rules, name) {
  if (value === true || isMembers(value)) return checkOptions(value === true ? {} : value, rules, name)
  throw invalidOption(name, 'must be true, false or an object of options', hintForBoolean(value))
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {number}
 */
export function checkTime(value, name) {
  // Number.isFinite() is false for anything but a number. As milliseconds they are the years 1973 to 2286, as seconds
  // those from 5138 on.
  const seconds = /** @type {number} */ (value)
  if (Number.isFinite(value) && !(seconds >= 1e11 && seconds < 1e13)) return seconds
  const form = classOf(value) === '[object Date]' ? 'This is a Date: give date.getTime() / 1000' : undefined
  const hint =
    form ?? (typeof value === 'number' && seconds >= 1e11 ? 'These are milliseconds: divide them by 1000' : undefined)
  throw invalidOption(name, 'must be a finite number of seconds since the epoch: Date.now() / 1000, no Date', hint)
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {boolean}
 */
export function checkBoolean(value, name) {
  if (typeof value !== 'boolean') throw invalidOption(name, 'must be true or false', hintForBoolean(value))
  return value
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {any} the function
 */
export function checkFunction(value, name) {
  if (typeof value !== 'function') throw invalidOption(name, 'must be a function')
  return value
}

/**
 * @param {unknown} value a string (taken as UTF-8) or bytes, also from another realm
 * @param {string} name
 * @returns {Uint8Array} a copy of 16 to 4,096 bytes: no HMAC of Botan's takes a longer key
 */
export function checkSecret(value, name) {
  const bytes =
    typeof value === 'string' && !hasLoneSurrogate(value)
      ? new TextEncoder().encode(value)
      : classOf(value) === '[object Uint8Array]' && Uint8Array.from(/** @type {Uint8Array} */ (value))
  if (bytes && bytes.length >= MIN_SECRET_BYTES && bytes.length <= MAX_SECRET_BYTES) return bytes
  // Of each lone surrogate UTF-8 makes the same three bytes.
  const rule = 'must be 16 to 4,096 bytes: a Uint8Array, or a string without lone surrogates'
  throw invalidOption(name, rule, 'Make one: openssl rand -base64 32')
}

/**
 * @param {unknown} value
 * @returns {string} the class as "[object …]", the same in all realms
 */
export function classOf(value) {
  return Object.prototype.toString.call(value)
}
