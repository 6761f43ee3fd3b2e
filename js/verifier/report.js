import { deepFreeze } from '../shared/deep-freeze.js'
import { reasons } from '../shared/error-table.js'
import { errorOf } from '../shared/error.js'

/** @import { AssayError } from '../shared/error.js' */
/** @import { Report, Check } from '../shared/types.js' */

/**
 * @typedef {object} CoreReport the core's trace of one decision
 * @property {boolean} valid
 * @property {{ code: string, reason: string, message: string, lookUp?: boolean, retryAfter?: number } | null} error `lookUp`: other keys might
 *   turn it
 * @property {Check[]} checks
 * @property {{ [member: string]: any } | null} header
 * @property {{ [claim: string]: any } | null} claims
 * @property {boolean} signatureVerified
 * @property {string[]} notes
 */

/** Of the checks that JavaScript makes; the core names the others'. */
const CLAUSES = { token: 'RFC 6750 §2.1', issuer: 'RFC 7519 §4.1.1' }

/**
 * @param {CoreReport} trace
 * @param {AssayError} [keysError] why there are no keys, where there are none: the core only knows that there are none
 * @returns {Report}
 */
export function makeReport(trace, keysError) {
  const { message } = reasons.keys_not_loaded
  const explain = (/** @type {any} */ said) =>
    keysError && said.message === message ? { ...said, message: keysError.message } : said
  const error = trace.error ? errorOf(trace.error) : undefined
  return report(trace, error?.message === message ? (keysError ?? error) : error, trace.checks.map(explain))
}

/**
 * @param {AssayError} error what refused the token before it was verified
 * @param {'token' | 'issuer'} [check] that failed
 * @param {CoreReport} [trace] what it says, as far as it could be decoded
 * @returns {Report}
 */
export function refusedReport(error, check = 'token', trace = undefined) {
  const { message } = error
  return report({ ...trace, valid: false, signatureVerified: false }, error, [
    { check, status: 'fail', message, clause: CLAUSES[check] }
  ])
}

/**
 * @param {Partial<CoreReport>} trace
 * @param {AssayError | undefined} error
 * @param {Check[]} checks
 * @returns {Report}
 */
function report({ valid = false, header, claims, signatureVerified = false, notes = [] }, error, checks) {
  return deepFreeze({
    ...{ valid, error: error?.toJSON(), checks, header: header ?? undefined, claims: claims ?? undefined },
    ...{ signatureVerified, notes }
  })
}
