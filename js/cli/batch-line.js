import { findToken, takenOutNote } from '../debug/index.js'
import { readTime } from './policy.js'

/** @import { VerifyOptions } from '../shared/types.js' */
/** @import { Line } from './lines.js' */
/** @import { Values } from './run.js' */
/** @import { Verdict } from './batch-summary.js' */

/**
 * @typedef {{ tags: { id?: unknown } } & (({ call: VerifyOptions } & Given) | { verdict: Verdict })} Entry
 *   tags: copied to the output
 */

/** @typedef {{ token: string, notes?: string[] }} Given notes: what was removed around it */

/**
 * @param {string} text
 * @returns {Given}
 */
function given(text) {
  const found = findToken(text)
  const note = takenOutNote(text, found)
  return note === undefined ? { token: found.token } : { token: found.token, notes: [note] }
}

/**
 * Reads a line of a batch: a token, a log line that contains one, a JSON string, or a JSON object.
 * @param {Line} line
 * @param {Values} values
 * @param {VerifyOptions} call the requirements for every token
 * @returns {Entry | undefined} undefined for an empty line
 */
export function readBatchLine({ text, cut }, values, call) {
  if (cut) return unreadable('line_too_long')
  const trimmed = text.trim()
  if (text.startsWith('eyJ') && trimmed === text) return { tags: {}, token: text, call }
  if (trimmed === '') return undefined
  if (!/^["{]/.test(trimmed)) return { tags: {}, ...given(text), call }
  let value
  try {
    value = JSON.parse(trimmed)
  } catch {
    return unreadable('line_not_json')
  }
  return typeof value === 'string' ? { tags: {}, ...given(value), call } : readObject(value, values, call)
}

/**
 * @param {{ [member: string]: unknown }} value
 * @param {Values} values
 * @param {VerifyOptions} call
 * @returns {Entry}
 */
function readObject(value, { 'token-field': tokenField = 'token', 'time-field': timeField }, call) {
  const own = (/** @type {string} */ name) => (Object.hasOwn(value, name) ? value[name] : undefined)
  const id = own('id')
  const tags = typeof id === 'string' || typeof id === 'number' ? { id } : {}
  const token = own(tokenField)
  if (typeof token !== 'string') return { ...unreadable('line_without_token'), tags }
  if (timeField === undefined) return { tags, ...given(token), call }
  try {
    return { tags, ...given(token), call: { ...call, now: readTime(own(timeField), timeField) } }
  } catch {
    return { ...unreadable('line_without_time'), tags }
  }
}

/** @param {string} reason */
const unreadable = (reason) => ({ tags: {}, verdict: { valid: false, code: 'LINE_UNREADABLE', reason } })
