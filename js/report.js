import { deepFreeze } from './deep-freeze.js'
import { reasons } from './error-table.js'
import { errorFromCore } from './error.js'

/** @import { AssayError } from './error.js' */
/** @import { Report, Check } from './types.js' */

/**
 * @typedef {object} CoreReport the core's trace of one decision
 * @property {boolean} valid
 * @property {{ code: string, reason: string, message: string } | null} error
 * @property {Check[]} checks
 * @property {{ [member: string]: any } | null} header
 * @property {{ [claim: string]: any } | null} claims
 * @property {boolean} signatureVerified
 * @property {string[]} notes
 */

/**
 * @param {CoreReport} trace
 * @param {AssayError} [keysError] why there are no keys, where there are none: the core only knows that there are none
 * @returns {Report}
 */
export function makeReport(trace, keysError) {
  const error = trace.error === null ? undefined : errorFromCore(trace.error)
  const withoutKeys = keysError !== undefined && error?.reason === 'keys_not_loaded'
  return deepFreeze({
    valid: trace.valid,
    error: (withoutKeys ? keysError : error)?.toJSON(),
    checks: keysError === undefined ? trace.checks : trace.checks.map((check) => explainKeys(check, keysError)),
    header: trace.header ?? undefined,
    claims: trace.claims ?? undefined,
    signatureVerified: trace.signatureVerified,
    notes: trace.notes
  })
}

/**
 * @param {Check} check
 * @param {AssayError} keysError
 * @returns {Check}
 */
function explainKeys(check, keysError) {
  const failed = check.check === 'key' && check.message === reasons.keys_not_loaded.message
  return failed ? { ...check, message: keysError.message } : check
}

/** Of the checks that JavaScript makes; the core names the others'. */
const CLAUSES = { token: 'RFC 6750 §2.1', issuer: 'RFC 7519 §4.1.1' }

/**
 * @param {AssayError} error what refused the token before it was verified
 * @param {'token' | 'issuer'} [check] that failed
 * @param {CoreReport} [trace] what it says, as far as it could be decoded
 * @returns {Report}
 */
export function refusedReport(error, check = 'token', trace = undefined) {
  return deepFreeze({
    valid: false,
    error: error.toJSON(),
    checks: [{ check, status: 'fail', message: error.message, clause: CLAUSES[check] }],
    header: trace?.header ?? undefined,
    claims: trace?.claims ?? undefined,
    signatureVerified: false,
    notes: trace?.notes ?? []
  })
}
