import { codes } from '../error-table.js'
import { AssayError } from '../error.js'
import { httpHints, httpReasons } from './error-table.js'

/** @import { ErrorDetails } from '../types.js' */

/**
 * @param {string} reason one that a request is refused for, whatever its token is
 * @param {ErrorDetails} [details]
 * @returns {AssayError}
 */
export function requestError(reason, details) {
  const row = httpReasons[reason]
  return new AssayError(reason, { ...row, hint: httpHints[row.code], ...details })
}

/**
 * @param {unknown} thrown anything
 * @returns {AssayError} itself, or INTERNAL: nothing of what an unknown error says may reach a client
 */
export function asAssayError(thrown) {
  if (thrown instanceof AssayError) return thrown
  // Another copy of this package has a class of its own. Its code and reason are looked up, not believed.
  const { name, code, reason, message, hint, scope } = /** @type {Partial<AssayError>} */ (thrown ?? {})
  if (name !== 'AssayError' || typeof reason !== 'string' || !/^\w{1,64}$/.test(reason))
    return new AssayError('internal')
  const { status } = Object.hasOwn(httpReasons, reason) ? httpReasons[reason] : {}
  return new AssayError(reason, { code, status, message, hint, scope: typeof scope === 'string' ? scope : undefined })
}

/** @param {AssayError} error @returns {number} the status of the answer, from the tables alone */
export function statusOf({ code, reason }) {
  return (Object.hasOwn(httpReasons, reason) ? httpReasons[reason].status : undefined) ?? codes[code].status
}
