import { verdicts, verdictsByReason } from './verdict-table.js'

/** @import { AssayError } from '../shared/error.js' */

/**
 * @param {AssayError} error
 * @param {boolean} debug
 * @returns {{ error: string, description: string }}
 */
export function describe({ code, reason, message, hint }, debug) {
  const [error, general] = Object.hasOwn(verdictsByReason, reason) ? verdictsByReason[reason] : verdicts[code]
  // The message of an internal error may quote anything: no client sees it, not even in debug mode. The form that a
  // request must have is no secret: every client sees what is wrong with it.
  const tells = debug ? code !== 'INTERNAL' : code === 'REQUEST_INVALID'
  // What stands in the header instead of a token only the hint says.
  const more = debug && code === 'AUTH_TOKEN_MISSING' ? `. ${hint}` : ''
  return { error, description: tells ? `${message}${more}` : general }
}
