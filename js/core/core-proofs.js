/** @import { CoreInstance } from './core-instance.js' */
/** @import { Check, ErrorJson } from '../shared/types.js' */

/**
 * A policy of DPoP proofs, as the core takes it.
 * @typedef {object} ProofSpec
 * @property {string} key names what the core holds for it: the same for equal policies, so that one made for each request
 *   takes no place of its own
 * @property {string} policy JSON text
 * @property {Uint8Array} secrets of nonces, one after the other
 */

/**
 * A proof, and the request that it came with.
 * @typedef {object} ProofInput
 * @property {string} proof
 * @property {string} method
 * @property {string} url absolute
 * @property {string} token the access token; '': there is none
 * @property {string} thumbprint of the key that the token is bound to; '': not known
 * @property {number} now seconds since the epoch
 */

/** @typedef {{ thumbprint: string, replayId: string, expiresAt: number }} AcceptedProof */

/**
 * @typedef {object} CoreProofReport
 * @property {boolean} valid
 * @property {ErrorJson | null} error
 * @property {Check[]} checks
 * @property {{ [member: string]: unknown } | null} header
 * @property {{ [claim: string]: unknown } | null} claims
 */

// One for each verifier or guard that has one; each keeps the keys of up to 256 clients.
const LIMIT = 100
/** The core's limit is 8,192 bytes. What is longer is cut behind it, so that the core still sees that it is too long. */
const MAX_PROOF = 8193

/** The policies of DPoP proofs that one instance of the core holds: the least recently made goes first. */
export class CoreProofs {
  #instance
  /** @type {Map<string, number>} by their keys */
  #handles = new Map()

  /** @param {CoreInstance} instance */
  constructor(instance) {
    this.#instance = instance
  }

  /**
   * @param {ProofSpec} spec
   * @returns {number}
   */
  #handleOf(spec) {
    const known = this.#handles.get(spec.key)
    if (known !== undefined) return known
    const { exports } = this.#instance
    const handle = exports.newProofs()
    const [policyLength, secretsLength] = this.#instance.write(spec.policy, spec.secrets)
    this.#instance.check(exports.configureProofs(handle, policyLength, secretsLength))
    this.#handles.set(spec.key, handle)
    for (const [oldest, its] of this.#handles) {
      if (this.#handles.size <= LIMIT) break
      this.#handles.delete(oldest)
      exports.deleteProofs(its)
    }
    return handle
  }

  /**
   * @param {ProofInput} input
   * @returns {[number, number, number, number, number]} the lengths of what was written
   */
  #write({ proof, method, url, token, thumbprint }) {
    const lengths = this.#instance.writeTexts(proof.slice(0, MAX_PROOF), method, url, token, thumbprint)
    return /** @type {[number, number, number, number, number]} */ (lengths)
  }

  /**
   * @param {ProofSpec} spec
   * @param {ProofInput} input
   * @returns {AcceptedProof}
   * @throws {AssayError} AUTH_PROOF_INVALID, with the check that failed
   */
  verify(spec, input) {
    const instance = this.#instance
    const handle = this.#handleOf(spec)
    instance.check(instance.exports.verifyProof(handle, ...this.#write(input), input.now))
    const [thumbprint, replayId, expiresAt] = instance.readJson()
    return { thumbprint, replayId, expiresAt }
  }

  /**
   * @param {ProofSpec} spec
   * @param {ProofInput} input
   * @returns {CoreProofReport}
   */
  explain(spec, input) {
    const instance = this.#instance
    const handle = this.#handleOf(spec)
    instance.check(instance.exports.explainProof(handle, ...this.#write(input), input.now))
    return instance.readJson()
  }

  /**
   * @param {ProofSpec} spec that has a secret
   * @param {number} now
   * @returns {string}
   */
  nonce(spec, now) {
    const instance = this.#instance
    instance.check(instance.exports.proofNonce(this.#handleOf(spec), now))
    return instance.readText()
  }
}

/**
 * @param {CoreInstance} instance
 * @param {ProofSpec} spec
 * @param {ProofInput} input
 */
export const verifyProof = ({ proofs }, spec, input) => proofs.verify(spec, input)

/**
 * @param {CoreInstance} instance
 * @param {ProofSpec} spec
 * @param {ProofInput} input
 */
export const explainProof = ({ proofs }, spec, input) => proofs.explain(spec, input)

/**
 * @param {CoreInstance} instance
 * @param {ProofSpec} spec
 * @param {number} now
 */
export const makeNonce = ({ proofs }, spec, now) => proofs.nonce(spec, now)
