import { AssayError } from './error.js'

/** @import { VerifiedToken } from './types.js' */

/**
 * How a token is bound to its sender (RFC 7800 §3.1).
 * @param {VerifiedToken<any, any>} token
 * @returns {{ jkt: string | undefined, x5t: string | undefined }} the thumbprints of a key (RFC 9449 §6.1) and of a
 *   certificate (RFC 8705 §3.1)
 * @throws {AssayError} claim_type, where "cnf" has another shape: it is not known to whom the token is bound
 */
export function confirmationOf({ claims }) {
  const cnf = claims?.cnf ?? {}
  if (typeof cnf !== 'object' || Array.isArray(cnf)) throw new AssayError('claim_type', { claim: 'cnf' })
  const { jkt = undefined, 'x5t#S256': x5t = undefined } = /** @type {{ [name: string]: any }} */ (cnf)
  for (const value of [jkt, x5t]) {
    if (value !== undefined && (typeof value !== 'string' || value === '')) {
      throw new AssayError('claim_type', { claim: 'cnf' })
    }
  }
  return { jkt, x5t }
}

/**
 * RFC 8705 §3: a token that is bound to a certificate is good only with it.
 * @param {string | undefined} bound to which
 * @param {string | undefined} certificate the client's; undefined: it had none
 * @throws {AssayError} AUTH_TOKEN_INVALID: certificate_missing, certificate_mismatch
 */
export function checkCertificate(bound, certificate) {
  if (bound === undefined) return
  if (certificate === undefined) throw new AssayError('certificate_missing')
  if (certificate !== bound) throw new AssayError('certificate_mismatch')
}
