import { AssayError } from '../shared/error.js'

/** @import { Core } from '../core/core.js' */
/** @import { VerifierSpec } from '../core/core-verifiers.js' */

// The one place that says whether a verifier has keys. Without any, its spec has no JWK Set; a JWK Set may still hold no key
// that can verify a token, which only the core knows.

/**
 * @param {VerifierSpec} keyless
 * @param {string} jwkSet JSON text
 * @returns {VerifierSpec}
 */
export function withKeys(keyless, jwkSet) {
  return { ...keyless, jwkSet, keyless }
}

/** @param {VerifierSpec} spec */
export function hasKeys(spec) {
  return spec.jwkSet !== undefined
}

/**
 * @param {Core} core which is loaded
 * @param {VerifierSpec} spec with a JWK Set
 * @returns {AssayError | undefined} jwks_no_usable_key; undefined where a key can verify a token
 * @throws {AssayError} the core's refusal of the JWK Set
 */
export function noUsableKey(core, spec) {
  return core.usableKeys(spec) > 0 ? undefined : new AssayError('jwks_no_usable_key')
}
