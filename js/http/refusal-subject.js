import { AssayError } from '../shared/error.js'
import { reasons } from '../shared/error-table.js'
import { redactor } from './decision.js'
import { noteRefusal, refusalNotes } from './refusal-notes.js'

/** @import { Subject } from './refusal-notes.js' */

/**
 * Names what was asked for in the message of a refusal for a missing scope. Clients see the message in debug mode only.
 * @param {AssayError} error
 * @param {Subject} subject
 * @param {string} [sent] the Authorization header's value: no part of it may be shown
 * @returns {AssayError} the same where there is nothing to say
 */
export function withSubject(error, subject, sent = '') {
  const { code, reason } = error
  const { method, name } = subject
  if (method === undefined || code !== 'AUTH_MISSING_SCOPE') return error
  const redact = redactor(sent)
  const what = name === undefined ? redact(method) : `${redact(method)} "${redact(name)}"`
  // The message of tool_not_allowed may name the subject already, without what was sent redacted.
  const text = reason === 'tool_not_allowed' ? reasons[reason].message : error.message
  return noteRefusal(new AssayError(reason, { ...error, message: `${text} (${what})` }), refusalNotes(error))
}
