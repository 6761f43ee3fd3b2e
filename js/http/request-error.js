import { codes, reasons } from '../shared/error-table.js'
import { AssayError } from '../shared/error.js'

/** @import { ErrorDetails } from '../shared/types.js' */

/**
 * @param {string} reason one that a request is refused for, whatever its token is
 * @param {ErrorDetails} [details]
 * @returns {AssayError}
 */
export function requestError(reason, details) {
  return new AssayError(reason, details)
}

/**
 * @param {unknown} thrown anything
 * @returns {AssayError | undefined} itself, or an equal one where another copy of this package threw it; undefined: it is no AssayError
 */
export function assayErrorOf(thrown) {
  if (thrown instanceof AssayError && Object.hasOwn(codes, thrown.code)) return thrown
  // Another copy of the package has its own class. Its code and reason are looked up in our tables, not trusted.
  const { name, code, reason, message, hint, scope, retryAfter } = /** @type {Partial<AssayError>} */ (thrown ?? {})
  const hasNames = Object.hasOwn(codes, String(code)) && /^\w{1,64}$/.test(String(reason))
  if (name !== 'AssayError' || !hasNames) return undefined
  const known = { code, message, hint, retryAfter, scope: typeof scope === 'string' ? scope : undefined }
  return new AssayError(String(reason), known)
}

/**
 * @param {unknown} thrown anything
 * @returns {AssayError} itself, or INTERNAL: nothing of what an unknown error says may reach a client
 */
export function asAssayError(thrown) {
  return assayErrorOf(thrown) ?? new AssayError('internal')
}

/** @param {AssayError} error @returns {number} the status of the answer, from the tables alone */
export function statusOf({ code, reason }) {
  return (Object.hasOwn(reasons, reason) ? reasons[reason].status : undefined) ?? codes[code].status
}

/**
 * @param {unknown} thrown
 * @returns {unknown} what is an object, as it is: for Express and Connect undefined, null, 0, '' and false are no error, and
 *   'route' and 'router' lead past the middleware. All of them would let a request in
 */
export function asError(thrown) {
  if (typeof thrown === 'object' && thrown !== null) return thrown
  return new Error('A function in the options, or the verifier, threw what is no Error', { cause: thrown })
}
