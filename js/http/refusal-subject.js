import { AssayError } from '../shared/error.js'
import { reasons } from '../shared/error-table.js'
import { redactor } from './decision.js'
import { noteRefusal, refusalNotes } from './refusal-notes.js'

/** @import { Subject } from './refusal-notes.js' */

/**
 * Says in a refusal for want of a scope what was asked for: in its message, which a client sees in debug mode alone.
 * @param {AssayError} error
 * @param {Subject} subject
 * @param {string} [sent] the Authorization header's value: no part of it may be told
 * @returns {AssayError} the same where there is nothing to say
 */
export function withSubject(error, subject, sent = '') {
  const { code, reason } = error
  const { method, name } = subject
  if (method === undefined || code !== 'AUTH_MISSING_SCOPE') return error
  const redact = redactor(sent)
  const what = name === undefined ? redact(method) : `${redact(method)} "${redact(name)}"`
  // Of tool_not_allowed the message may name the subject already, by someone who did not know what was sent.
  const text = reason === 'tool_not_allowed' ? reasons[reason].message : error.message
  return noteRefusal(new AssayError(reason, { ...error, message: `${text} (${what})` }), refusalNotes(error))
}
