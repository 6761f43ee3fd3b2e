import { ALGORITHMS } from '../shared/algorithms.js'
import { oneOf, stringOrStrings, strings } from './option-checks.js'

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {string[] | null} null: any audience
 */
export function checkAudience(value, name) {
  return value === null ? null : stringOrStrings()(value, name)
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {string[]}
 */
export function checkAlgorithms(value, name) {
  return stringOrStrings()(strings(oneOf(...ALGORITHMS))(value, name), name)
}

/**
 * @param {unknown} item
 * @param {string} name
 * @returns {string} in lower case. RFC 7515 §4.1.9: media types ignore case, and "application/" may be left out
 */
export function checkType(item, name) {
  return oneOf('jwt', 'at+jwt')(
    typeof item === 'string' ? item.toLowerCase().replace(/^application\//, '') : item,
    name
  )
}
