import { verifyToken } from '../core/index.js'

/** @import { Core } from '../core/core.js' */
/** @import { VerifierSpec } from '../core/core-verifiers.js' */
/** @import { TokenRequest } from '../core/run-token.js' */
/** @import { VerifiedToken } from '../shared/types.js' */

/**
 * @typedef {object} FoundToken
 * @property {VerifiedToken<any, any>} token
 * @property {unknown} [lack] the refusal of a token that lacks a scope, which is not for whoever may not use it at all (RFC 9449
 *   §7.1, RFC 8705 §3): its sender must prove first that it is theirs
 */

/** The second is about other claims, too. */
const ABOUT_SCOPES = ['scope_missing', 'claim_type']

/**
 * @param {Core} core with its code loaded
 * @param {VerifierSpec} spec
 * @param {TokenRequest} request
 * @param {boolean} mustProve whether the sender has to
 * @returns {FoundToken}
 * @throws {AssayError} the core's refusal
 */
export function findToken(core, spec, request, mustProve) {
  try {
    return { token: core.run(verifyToken, spec, request) }
  } catch (lack) {
    if (!mustProve || !ABOUT_SCOPES.includes(/** @type {any} */ (lack)?.reason)) throw lack
    return { token: core.run(verifyToken, spec, { ...request, requiredScopes: '' }), lack }
  }
}
