import { ALGORITHMS } from '../shared/algorithms.js'
import { checkOneOf, checkStringOrStrings, checkStrings } from './option-checks.js'

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {string[] | null} null: whoever the token is for
 */
export function checkAudience(value, name) {
  return value === null ? null : checkStringOrStrings(value, name)
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {string[]}
 */
export function checkAlgorithms(value, name) {
  const list = checkStrings(value, name, (item, itemName) => checkOneOf(item, itemName, ALGORITHMS))
  return checkStringOrStrings(list, name)
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {string[]}
 */
export function checkClaimNames(value, name) {
  return checkStrings(value, name)
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {string[]}
 */
export function checkTypes(value, name) {
  return checkStringOrStrings(value, name, (item, itemName) => {
    // RFC 7515 §4.1.9: a media type, compared without regard to case; "application/" may be left out.
    const type = typeof item === 'string' ? item.toLowerCase().replace(/^application\//, '') : item
    return checkOneOf(type, itemName, ['jwt', 'at+jwt'])
  })
}
