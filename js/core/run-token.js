import { AssayError, isKeysUnavailable } from '../shared/error.js'

/** @import { CoreInstance } from './core-instance.js' */
/** @import { VerifierSpec } from './core-verifiers.js' */
/** @import { CoreReport } from '../verifier/report.js' */
/** @import { VerifiedToken } from '../shared/types.js' */

/**
 * @typedef {object} TokenRequest one token, and what its call requires
 * @property {string} jwt
 * @property {string} requiredScopes separated by one space
 * @property {number} now seconds since the epoch
 * @property {import('../keys/key-source.js').WaitUntil} [waitUntil]
 * @property {import('../shared/dpop-types.js').Possession | undefined} [possession]
 */

/**
 * @param {CoreInstance} instance
 * @param {VerifierSpec} spec
 * @param {TokenRequest} request
 * @returns {VerifiedToken}
 * @throws {AssayError} the core's refusal of the token, or of the spec's JWK Set
 */
export function verifyToken(instance, spec, request) {
  const { verifiers } = instance
  const known = verifiers.find(spec)
  if (known) return known.verify(request)
  // A token that no key could save must not prepare a key set, even where many issuers take turns.
  if (spec.keyless) judgeWithoutKeys(instance, spec.keyless, request)
  return verifiers.getOrCreate(spec).verify(request)
}

/**
 * @param {CoreInstance} instance
 * @param {VerifierSpec} keyless
 * @param {TokenRequest} request
 * @throws {AssayError} the refusal of the token, where no keys could change it
 */
export function judgeWithoutKeys({ verifiers }, keyless, request) {
  try {
    verifiers.getOrCreate(keyless).verify(request)
  } catch (error) {
    if (isKeysUnavailable(error)) return
    throw error
  }
  throw new AssayError('internal') // nothing can be proven without a key
}

/**
 * @param {CoreInstance} instance
 * @param {VerifierSpec} spec
 * @param {TokenRequest} request
 * @returns {CoreReport}
 * @throws {AssayError} the core's refusal of the spec's JWK Set
 */
export function traceToken({ verifiers }, spec, request) {
  return verifiers.getOrCreate(spec).explain(request)
}
