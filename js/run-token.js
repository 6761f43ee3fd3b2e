import { makeToken } from './verified-token.js'

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
 */

/**
 * @param {Core} core
 * @param {Recipe} recipe
 * @param {TokenRequest} request
 * @returns {VerifiedToken}
 * @throws {AssayError} the core's refusal of the token, or of the recipe's JWK Set
 */
export function verifyToken(core, recipe, request) {
  return core.run(
    (instance) => call(instance, 'verify', recipe, request),
    (instance) => makeToken(instance.readJson())
  )
}

/**
 * @param {Core} core
 * @param {Recipe} recipe
 * @param {TokenRequest} request
 * @returns {CoreReport}
 * @throws {AssayError} the core's refusal of the recipe's JWK Set
 */
export function traceToken(core, recipe, request) {
  return core.run(
    (instance) => call(instance, 'explain', recipe, request),
    (instance) => instance.readJson()
  )
}

/**
 * @param {CoreInstance} instance
 * @param {'verify' | 'explain'} operation
 * @param {Recipe} recipe
 * @param {TokenRequest} request
 * @returns {number} the core's status
 */
function call(instance, operation, recipe, { jwt, requiredScopes, now }) {
  const verifier = instance.verifiers.take(recipe)
  const [length, scopesLength] = instance.write({ data: jwt, limit: recipe.maxTokenBytes }, { data: requiredScopes })
  return verifier[operation](length, scopesLength, now)
}
