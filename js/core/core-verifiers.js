import { CoreVerifier } from './core-verifier.js'

/** @import { CoreInstance } from './core-instance.js' */

/**
 * All that a verifier in the core is made from.
 * @typedef {object} VerifierSpec
 * @property {string} policy JSON text
 * @property {Uint8Array | undefined} secret
 * @property {string | undefined} jwkSet JSON text; undefined: a verifier without keys
 * @property {VerifierSpec} [keyless] the same without keys, where there are some
 * @property {number} maxTokenBytes
 * @property {number} maxJwksBytes
 * @property {number} cachedTokens limit of its token cache; 0: it has none
 * @property {number} cachedBytes limit of its token cache
 */

// A verifier is a few kB of WebAssembly memory. Making it again takes about as long as one verification.
const LIMIT = 1000
// Released at once, because finding the least recently used ones sorts all of them.
const BATCH = 100
// For the token caches of all verifiers together. The caches of the verifiers used least recently are emptied first.
const CACHED_BYTES_LIMIT = 64 * 1024 * 1024

/**
 * The verifiers that one instance of the core holds: a bounded cache, the least recently used goes first. A verifier can
 * be made from its spec at any time. So WebAssembly memory, which no garbage collector sees, stays bounded even where a
 * program makes verifiers in a loop and never disposes one.
 */
export class CoreVerifiers {
  #instance
  /** @type {Map<VerifierSpec, CoreVerifier>} in no order of use: see SentTokens on what a changing Map costs */
  #verifiers = new Map()
  /** @type {VerifierSpec | undefined} */
  #latest
  #uses = 0
  /**
   * The only one without keys, replaced for another spec. It judges tokens that no key could save. So such tokens push no
   * other verifier out, however many issuers they name.
   * @type {{ spec: VerifierSpec, verifier: CoreVerifier } | undefined}
   */
  #keyless

  /** @param {CoreInstance} instance */
  constructor(instance) {
    this.#instance = instance
  }

  /**
   * @param {VerifierSpec} spec
   * @returns {CoreVerifier}
   * @throws {AssayError} the core's refusal of the JWK Set
   */
  getOrCreate(spec) {
    if (spec.jwkSet === undefined) return this.#getOrCreateKeyless(spec)
    const known = this.find(spec)
    if (known) return known
    const made = new CoreVerifier(this.#instance, spec)
    this.#verifiers.set(spec, made)
    this.find(spec)
    if (this.#verifiers.size > LIMIT) for (const [least] of this.#byUse().slice(0, BATCH)) this.release(least)
    return made
  }

  /** @param {VerifierSpec} spec @returns {CoreVerifier | undefined} nothing where none is made yet */
  find(spec) {
    const known = this.#verifiers.get(spec)
    if (known === undefined || this.#latest === spec) return known
    this.#latest = spec
    known.lastUse = ++this.#uses
    if (this.#exceedsBytes()) this.#limitBytes()
    return known
  }

  /** @param {VerifierSpec} spec @returns {CoreVerifier} */
  #getOrCreateKeyless(spec) {
    if (this.#keyless?.spec !== spec) {
      if (this.#keyless) this.release(this.#keyless.spec)
      this.#keyless = { spec, verifier: new CoreVerifier(this.#instance, spec) }
    }
    return this.#keyless.verifier
  }

  /** @param {VerifierSpec} spec */
  release(spec) {
    if (this.#keyless?.spec === spec) {
      const { verifier } = this.#keyless
      this.#keyless = undefined
      return verifier.delete()
    }
    const verifier = this.#verifiers.get(spec)
    this.#verifiers.delete(spec)
    verifier?.delete()
  }

  /** @returns {[VerifierSpec, CoreVerifier][]} from the least to the most recently used */
  #byUse() {
    return [...this.#verifiers].sort(([, a], [, b]) => a.lastUse - b.lastUse)
  }

  #exceedsBytes() {
    return this.#instance.exports.cachedBytes() > CACHED_BYTES_LIMIT
  }

  /** Empties token caches until all of them together are within their limit, but not the one in use. */
  #limitBytes() {
    for (const [spec, verifier] of this.#byUse()) {
      if (!this.#exceedsBytes() || spec === this.#latest) return
      verifier.forget()
    }
  }
}
