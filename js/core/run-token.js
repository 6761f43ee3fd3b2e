import { AssayError } from '../shared/error.js'

/** @import { CoreInstance } from './core-instance.js' */
/** @import { Recipe } from './core-verifiers.js' */
/** @import { CoreReport } from '../verifier/report.js' */
/** @import { VerifiedToken } from '../shared/types.js' */

/**
 * @typedef {object} TokenRequest one token, and what its call requires
 * @property {string} jwt
 * @property {string} requiredScopes separated by one space
 * @property {number} now seconds since the epoch
 * @property {import('../keys/key-source.js').WaitUntil} [waitUntil]
 */

// What core.run() does with a token.

/**
 * @param {CoreInstance} instance
 * @param {Recipe} recipe
 * @param {TokenRequest} request
 * @returns {VerifiedToken}
 * @throws {AssayError} the core's refusal of the token, or of the recipe's JWK Set
 */
export function verifyToken(instance, recipe, request) {
  const { verifiers } = instance
  const known = verifiers.find(recipe)
  if (known) return known.verify(request)
  // Where many issuers take turns, a token that no key could save costs no preparing.
  if (recipe.keyless) judgeWithoutKeys(instance, recipe.keyless, request)
  return verifiers.take(recipe).verify(request)
}

/**
 * @param {CoreInstance} instance
 * @param {Recipe} keyless
 * @param {TokenRequest} request
 * @throws {AssayError} what is wrong with the token whatever the keys are
 */
export function judgeWithoutKeys({ verifiers }, keyless, request) {
  try {
    verifiers.take(keyless).verify(request)
  } catch (error) {
    if (/** @type {AssayError} */ (error).code === 'AUTH_KEYS_UNAVAILABLE') return
    throw error
  }
  throw new AssayError('internal') // nothing can be proven without a key
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
