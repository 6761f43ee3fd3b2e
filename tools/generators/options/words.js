import { groups } from '../../../tables/options.js'
import { ALGORITHMS } from '../../../js/shared/algorithms.js'

/** @import { Row } from '../../../tables/options/row-types.js' */

/** How the table's values are written for people. */

/** @param {unknown} value @returns {string} 16384 as 16,384 */
export const number = (value) => (typeof value === 'number' ? value.toLocaleString('en') : String(value))

/** @param {Row} row @returns {string} '0 to 300', 'at least 0.001', or '' where there are no bounds */
export function bounds({ bounds: range }) {
  if (range === undefined) return ''
  const [min, max] = range
  return max > 1e12 ? `at least ${number(min)}` : `${number(min)} to ${number(max)}`
}

/** @param {Row} row @returns {string} as Markdown; '' where there is none */
export function defaultText({ default: value, byDefault, required }) {
  if (required !== undefined || value === null) return 'required'
  if (byDefault !== undefined) return byDefault
  if (value === undefined) return ''
  return typeof value === 'number' ? number(value) : `\`${literal(value)}\``
}

/**
 * @param {Row} row
 * @returns {string} what it means, with its bounds, as Markdown
 */
export function meaning(row) {
  const text = row.text
    .replace('{algorithms}', ALGORITHMS.map((name) => `\`${name}\``).join(', '))
    .replaceAll(/\{(\w+)\.(\w+)\}/g, (_, type, option) => number(groups[type].rows[option].default))
  const range = bounds(row)
  if (text.includes('{range}')) return text.replace('{range}', range)
  return range === '' ? text : `${text}, ${range}`
}

/**
 * @param {string} help of a flag
 * @param {Row} row
 * @returns {string} with the numbers and algorithms that it names
 */
export function filledIn(help, row) {
  const [min, max] = row.bounds ?? []
  const byDefault = number([row.default].flat().join(', '))
  const algorithms = ALGORITHMS.join(', ')
  const values = { '{min}': number(min), '{max}': number(max), '{default}': byDefault, '{algorithms}': algorithms }
  if (typeof row.default === 'number') values['{default}'] = number(row.default)
  return help.replaceAll(/\{\w+\}/g, (name) => values[/** @type {keyof values} */ (name)])
}

/** @param {unknown} value @returns {string} JavaScript */
export function literal(value) {
  if (typeof value === 'string') return `'${value}'`
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  return JSON.stringify(value)
}

/** @param {string} name @returns {string} clockTolerance as clock-tolerance */
export const kebab = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/** @param {number} value @returns {string} 86400 as 86_400 */
export const numeral = (value) =>
  value >= 1e12
    ? value.toExponential().replace('+', '')
    : Number.isInteger(value)
      ? value.toLocaleString('en').replaceAll(',', value < 10_000 ? '' : '_')
      : String(value)
