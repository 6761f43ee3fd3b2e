import { checkString } from '../options/option-checks.js'

/**
 * @param {unknown} value a string or a URL
 * @param {string} name
 */
export function checkResource(value, name) {
  return checkString(String(value), name)
}
