import { invalidOption } from '../shared/error.js'
import { hasLoneSurrogate } from '../shared/lone-surrogate.js'
import { checkString, classOf } from './option-checks.js'

// The option `claims`: what the values of claims must be. It becomes a flat list for the core.

/** @typedef {string | number | boolean} ClaimValue */

/**
 * What one claim must be, as the core reads it: `negated`: values and prefixes are those that are forbidden.
 * @typedef {[path: string[], negated: boolean, values: ClaimValue[], prefixes: string[]]} ClaimRule
 */

const OPERATORS = ['startsWith', 'not']
/** What other libraries call operators. As a nested claim it would refuse everybody. */
const FOREIGN = /^(starts?_?with|prefix|equals?|in|any_?of|one_?of)$/i
const NO_OPERATOR = 'is no operator: did you mean { startsWith: … }? For one of several values write an array'
const MAX_DEPTH = 16

/** @param {unknown} value @returns {value is object} not an array, a RegExp or the like */
const isMembers = (value) => classOf(value) === '[object Object]'

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {ClaimRule[]}
 */
export function checkClaims(value, name) {
  if (!isMembers(value)) throw invalidOption(name, 'must be an object of claims')
  return rulesInside(value, name, [])
}

/**
 * @param {object} members
 * @param {string} name
 * @param {string[]} path
 * @returns {ClaimRule[]}
 */
function rulesInside(members, name, path) {
  const keys = Reflect.ownKeys(members)
  if (keys.length === 0) throw invalidOption(name, 'must not be empty')
  if (path.length === MAX_DEPTH) throw invalidOption(name, 'is nested too deep')
  return keys.flatMap((key) => {
    const claim = checkString(key, name)
    return rulesOf(/** @type {any} */ (members)[claim], `${name}.${claim}`, [...path, claim])
  })
}

/**
 * @param {any} expected
 * @param {string} name
 * @param {string[]} path
 * @returns {ClaimRule[]}
 */
function rulesOf(expected, name, path) {
  if (!isMembers(expected)) return [[path, false, checkValues(expected, name), []]]
  const keys = Reflect.ownKeys(expected)
  const operators = OPERATORS.filter((each) => keys.includes(each))
  if (operators.length === 0) {
    if (keys.length === 1 && FOREIGN.test(String(keys[0]))) {
      throw invalidOption(`${name}.${String(keys[0])}`, NO_OPERATOR)
    }
    return rulesInside(expected, name, path)
  }
  if (operators.length < keys.length)
    throw invalidOption(name, `must not mix ${operators.join(' and ')} with other members`)
  return operators.map((each) => ruleOf(each, /** @type {any} */ (expected)[each], `${name}.${each}`, path))
}

/**
 * @param {string} operator
 * @param {any} operand
 * @param {string} name
 * @param {string[]} path
 * @returns {ClaimRule}
 */
function ruleOf(operator, operand, name, path) {
  if (operator === 'startsWith') return [path, false, [], checkPrefixes(operand, name)]
  if (!isMembers(operand)) return [path, true, checkValues(operand, name), []]
  if (String(Reflect.ownKeys(operand)) !== 'startsWith') {
    throw invalidOption(name, 'must be a value, an array of values, or { startsWith }')
  }
  return [path, true, [], checkPrefixes(/** @type {any} */ (operand).startsWith, `${name}.startsWith`)]
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {string[]}
 */
function checkPrefixes(value, name) {
  const list = Array.isArray(value) ? [...value] : [value]
  if (list.length === 0) throw invalidOption(name, 'must not be empty')
  return list.map((each) => checkString(each, name))
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {ClaimValue[]}
 */
function checkValues(value, name) {
  const list = Array.isArray(value) ? [...value] : [value]
  if (list.length === 0) throw invalidOption(name, 'must not be empty')
  for (const each of list) if (!isComparable(each)) throw invalidOption(name, RULE)
  return list
}

const RULE =
  'must be a string, a finite number within ±2^53 or a boolean, an array of these, { startsWith }, { not }, or an object of members'

/** @param {unknown} value */
function isComparable(value) {
  if (typeof value === 'string') return !hasLoneSurrogate(value)
  // Beyond it, two integers are the same number.
  return typeof value === 'boolean' || (typeof value === 'number' && Math.abs(value) <= Number.MAX_SAFE_INTEGER)
}
