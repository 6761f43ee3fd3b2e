import { CoreVerifier } from './core-verifier.js'

/** @import { CoreInstance } from './core-instance.js' */

/**
 * All that a verifier in the core is made of, so that it can be made again at any time.
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

// One prepared verifier is a few kB of WebAssembly memory, and making it again costs about as much as one verification.
const LIMIT = 1000
// That many go at once: to find the least recently used ones all are sorted.
const BATCH = 100
// Bytes that all token caches hold together. The caches of the verifiers that were used least recently are emptied first.
const TOKENS_LIMIT = 64 * 1024 * 1024

/**
 * The verifiers that one instance of the core holds: a bounded cache, the least recently used goes first. The truth is
 * the spec, which the garbage collector sees; WebAssembly memory, which it does not see, stays bounded even where a
 * program makes verifiers in a loop and never disposes one.
 */
export class CoreVerifiers {
  #instance
  /** @type {Map<VerifierSpec, CoreVerifier>} not in order of use: see CoreVerifier on what a Map that changes costs */
  #verifiers = new Map()
  /** @type {VerifierSpec | undefined} */
  #latest
  #uses = 0
  #tokens = { bytes: 0 }
  /**
   * The one without keys, made again for another spec: it judges what no key could save, so that such tokens push nothing
   * out, however many issuers they name.
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
    const made = new CoreVerifier(this.#instance, spec, this.#tokens)
    this.#verifiers.set(spec, made)
    this.find(spec)
    if (this.#verifiers.size > LIMIT) for (const [least] of this.#byUse().slice(0, BATCH)) this.release(least)
    return made
  }

  /** @param {VerifierSpec} spec @returns {CoreVerifier | undefined} nothing where it is to be prepared */
  find(spec) {
    const known = this.#verifiers.get(spec)
    if (known === undefined || this.#latest === spec) return known
    this.#latest = spec
    known.lastUse = ++this.#uses
    if (this.#tokens.bytes > TOKENS_LIMIT) this.#limitTokens()
    return known
  }

  /** @param {VerifierSpec} spec @returns {CoreVerifier} */
  #getOrCreateKeyless(spec) {
    if (this.#keyless?.spec !== spec) {
      if (this.#keyless) this.release(this.#keyless.spec)
      this.#keyless = { spec, verifier: new CoreVerifier(this.#instance, spec, this.#tokens) }
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

  /** Keeps the token caches of all verifiers together within their limit; `latest` was used last. */
  #limitTokens() {
    for (const [spec, verifier] of this.#byUse()) {
      if (this.#tokens.bytes <= TOKENS_LIMIT || spec === this.#latest) return
      verifier.forget()
    }
  }
}
