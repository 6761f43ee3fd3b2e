import { invalidOption } from './error.js'
import { withCommas } from './with-commas.js'

/**
 * @param {string} option
 * @param {unknown} value
 * @param {number} min
 * @param {number} max
 * @throws {AssayError} CONFIG_INVALID
 */
export function assertWhole(option, value, min, max) {
  if (Number.isSafeInteger(value) && Number(value) >= min && Number(value) <= max) return
  throw invalidOption(option, `must be a whole number from ${withCommas(min)} to ${withCommas(max)}`)
}
