import { invalidOption } from '../shared/error.js'

/**
 * Whole numbers of the unit; without a unit, any number of seconds.
 * @typedef {readonly [min: number, max: number, unit?: string]} Range
 */

const DIVIDE = 'Divide milliseconds by 1000'

/** What to do about a value of another type. @type {{ [type: string]: string }} */
const OTHERS = { string: 'Write the number without quotes and without a unit: 60' }

/**
 * @param {unknown} value
 * @param {string} name
 * @param {Range} range
 * @returns {number}
 */
export function checkNumber(value, name, [min, max, unit = '']) {
  const isSeconds = unit === '' || unit === 'seconds'
  const number = typeof value === 'number' && (unit === '' || Number.isInteger(value)) ? value : NaN
  if (!(number >= min && number <= max)) {
    throw invalidOption(name, ruleOf(min, max, unit), isSeconds && number >= 1000 ? DIVIDE : OTHERS[typeof value])
  }
  if (isSeconds && isMilliseconds(number)) {
    throw invalidOption(name, `must be in seconds: ${number} looks like milliseconds`, DIVIDE)
  }
  return number
}

/** @param {number} min @param {number} max @param {string} unit */
const ruleOf = (min, max, unit) =>
  `must be a ${unit ? 'whole ' : ''}number of ${unit || 'seconds'} from ${min} to ${max}`

/**
 * A minute, or a multiple of five, in milliseconds. As seconds these are 16 h 40 min and multiples of 83 h 20 min, which nobody
 * means: of whole days only 125, 250 and so on are among them.
 * @param {number} seconds
 */
const isMilliseconds = (seconds) => seconds === 60_000 || (seconds > 0 && seconds % 300_000 === 0)
