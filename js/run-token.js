/** @import { CoreInstance } from './core-instance.js' */
/** @import { Recipe } from './prepared-verifiers.js' */
/** @import { CoreReport } from './report.js' */
/** @import { VerifiedToken } from './types.js' */

/**
 * @typedef {object} TokenRequest one token, and what its call requires
 * @property {string} jwt
 * @property {string} requiredScopes separated by one space
 * @property {number} now seconds since the epoch
 * @property {import('./jwks/key-source.js').WaitUntil} [waitUntil]
 */

// What core.run() does with a token.

/**
 * @param {CoreInstance} instance
 * @param {Recipe} recipe
 * @param {TokenRequest} request
 * @returns {VerifiedToken}
 * @throws {AssayError} the core's refusal of the token, or of the recipe's JWK Set
 */
export function verifyToken({ verifiers }, recipe, request) {
  return verifiers.take(recipe).verify(request)
}

/**
 * @param {CoreInstance} instance
 * @param {Recipe} recipe
 * @param {TokenRequest} request
 * @returns {CoreReport}
 * @throws {AssayError} the core's refusal of the recipe's JWK Set
 */
export function traceToken({ verifiers }, recipe, request) {
  return verifiers.take(recipe).explain(request)
}
