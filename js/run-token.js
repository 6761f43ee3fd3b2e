/** @import { Core } from './core.js' */
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

/** @typedef {{ recipe: Recipe, request: TokenRequest }} Input */

/**
 * @param {Core} core
 * @param {Recipe} recipe
 * @param {TokenRequest} request
 * @returns {VerifiedToken}
 * @throws {AssayError} the core's refusal of the token, or of the recipe's JWK Set
 */
export function verifyToken(core, recipe, request) {
  return core.run(verify, { recipe, request })
}

/**
 * @param {CoreInstance} instance
 * @param {Input} input
 */
function verify({ verifiers }, { recipe, request }) {
  return verifiers.take(recipe).verify(request)
}

/**
 * @param {Core} core
 * @param {Recipe} recipe
 * @param {TokenRequest} request
 * @returns {CoreReport}
 * @throws {AssayError} the core's refusal of the recipe's JWK Set
 */
export function traceToken(core, recipe, request) {
  return core.run(explain, { recipe, request })
}

/**
 * @param {CoreInstance} instance
 * @param {Input} input
 */
function explain({ verifiers }, { recipe, request }) {
  return verifiers.take(recipe).explain(request)
}
