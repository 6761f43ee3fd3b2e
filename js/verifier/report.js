import { deepFreeze } from '../shared/deep-freeze.js'
import { reasons } from '../shared/error-table.js'
import { errorOf } from '../shared/error.js'
import { withoutPrivateKeys } from '../shared/without-private-keys.js'

/** @import { AssayError } from '../shared/error.js' */
/** @import { Report, Check } from '../shared/types.js' */

/**
 * @typedef {object} CoreReport the core's trace of one decision
 * @property {boolean} valid
 * @property {{ code: string, reason: string, message: string, lookUp?: boolean, retryAfter?: number } | null} error `lookUp`: other keys might
 *   save the token
 * @property {Check[]} checks
 * @property {{ [member: string]: any } | null} header
 * @property {{ [claim: string]: any } | null} claims
 * @property {boolean} signatureVerified
 * @property {string[]} notes
 */

/** The clauses of the checks that JavaScript makes. The core names all others. */
const CLAUSES = { token: 'RFC 6750 §2.1', issuer: 'RFC 7519 §4.1.1' }

/** @param {CoreReport} trace @returns {boolean} whether assay-ec.wasm was not there for a check of the token */
export function lacksCurves({ checks }) {
  return checks.some(({ message }) => message === reasons.core_not_loaded.message)
}

/**
 * @param {CoreReport} trace
 * @param {AssayError} [keysError] why there are no keys, which the core does not know
 * @returns {Report}
 */
export function makeReport(trace, keysError) {
  const { message } = reasons.keys_not_loaded
  const withCause = (/** @type {Check} */ check) =>
    keysError && check.message === message ? { ...check, message: keysError.message } : check
  const error = trace.error ? errorOf(trace.error) : undefined
  return report(trace, error?.message === message ? (keysError ?? error) : error, trace.checks.map(withCause))
}

/**
 * @param {AssayError} error what refused the token before it was verified
 * @param {'token' | 'issuer'} [check] that failed
 * @param {CoreReport} [trace] of the token, as far as the core could decode it
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
    ...{ valid, error: error?.toJSON(), checks, signatureVerified, notes },
    header: withoutPrivateKeys(header ?? undefined),
    claims: withoutPrivateKeys(claims ?? undefined)
  })
}
