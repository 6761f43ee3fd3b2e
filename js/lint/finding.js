import { rules } from './rules.js'

/** @import { LintFinding } from '../shared/lint-types.js' */
/** @import { RuleId } from './rules.js' */

/** The most keys that one finding names. */
const MAX_OTHERS = 100

/**
 * @param {RuleId} id
 * @param {string} message what was found, as a sentence without full stop
 * @param {{ member?: string, others?: readonly number[], path?: string, hint?: string }} [where] hint: instead of the
 *   rule's
 * @returns {LintFinding}
 */
export function finding(id, message, { others, ...where } = {}) {
  const { severity, hint, clause } = rules[id]
  const told = { id, severity, message, hint, clause, ...where }
  return others === undefined ? told : { ...told, others: others.slice(0, MAX_OTHERS) }
}

/**
 * @param {unknown} value what the set has
 * @returns {string} for a message: short, and safe for a terminal
 */
export function quote(value) {
  const text = JSON.stringify(value) ?? 'nothing'
  const short = text.length <= 60 ? text : `${text.slice(0, 57)}…`
  return short.replace(/[\p{C}\p{Z}]/gu, (character) =>
    character === ' ' ? ' ' : `\\u{${character.codePointAt(0)?.toString(16)}}`
  )
}

/** @param {readonly number[]} indexes @returns {string} for a message */
export function listKeys(indexes) {
  const names = indexes.slice(0, 5).map((index) => `keys[${index}]`)
  return indexes.length > 5 ? `${names.join(', ')} and ${indexes.length - 5} more` : names.join(', ')
}
