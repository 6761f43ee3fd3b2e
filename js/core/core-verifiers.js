import { PreparedVerifier } from './core-verifier.js'

/** @import { CoreInstance } from './core-instance.js' */

/**
 * All that a verifier in the core is made of, so that it can be made again at any time.
 * @typedef {object} Recipe
 * @property {string} policy JSON text
 * @property {Uint8Array | undefined} secret
 * @property {string | undefined} jwkSet JSON text; undefined: a verifier without keys
 * @property {Recipe} [keyless] the same without keys, where there are some
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
 * the recipe, which the garbage collector sees; WebAssembly memory, which it does not see, stays bounded even where a
 * program makes verifiers in a loop and never disposes one.
 */
export class PreparedVerifiers {
  #instance
  /** @type {Map<Recipe, PreparedVerifier>} not in order of use: see PreparedVerifier on what a Map that changes costs */
  #verifiers = new Map()
  /** @type {Recipe | undefined} */
  #latest
  #uses = 0
  #tokens = { bytes: 0 }
  /**
   * The one without keys, made again for another recipe: it judges what no key could save, so that such tokens push nothing
   * out, however many issuers they name.
   * @type {{ recipe: Recipe, verifier: PreparedVerifier } | undefined}
   */
  #keyless

  /** @param {CoreInstance} instance */
  constructor(instance) {
    this.#instance = instance
  }

  /**
   * @param {Recipe} recipe
   * @returns {PreparedVerifier}
   * @throws {AssayError} the core's refusal of the JWK Set
   */
  take(recipe) {
    if (recipe.jwkSet === undefined) return this.#takeKeyless(recipe)
    const known = this.find(recipe)
    if (known) return known
    const made = new PreparedVerifier(this.#instance, recipe, this.#tokens)
    this.#verifiers.set(recipe, made)
    this.find(recipe)
    if (this.#verifiers.size > LIMIT) for (const [least] of this.#byUse().slice(0, BATCH)) this.release(least)
    return made
  }

  /** @param {Recipe} recipe @returns {PreparedVerifier | undefined} nothing where it is to be prepared */
  find(recipe) {
    const known = this.#verifiers.get(recipe)
    if (known === undefined || this.#latest === recipe) return known
    this.#latest = recipe
    known.lastUse = ++this.#uses
    if (this.#tokens.bytes > TOKENS_LIMIT) this.#limitTokens()
    return known
  }

  /** @param {Recipe} recipe @returns {PreparedVerifier} */
  #takeKeyless(recipe) {
    if (this.#keyless?.recipe !== recipe) {
      if (this.#keyless) this.release(this.#keyless.recipe)
      this.#keyless = { recipe, verifier: new PreparedVerifier(this.#instance, recipe, this.#tokens) }
    }
    return this.#keyless.verifier
  }

  /** @param {Recipe} recipe */
  release(recipe) {
    if (this.#keyless?.recipe === recipe) {
      const { verifier } = this.#keyless
      this.#keyless = undefined
      return verifier.delete()
    }
    const verifier = this.#verifiers.get(recipe)
    this.#verifiers.delete(recipe)
    verifier?.delete()
  }

  /** @returns {[Recipe, PreparedVerifier][]} from the least to the most recently used */
  #byUse() {
    return [...this.#verifiers].sort(([, a], [, b]) => a.lastUse - b.lastUse)
  }

  /** Keeps the token caches of all verifiers together within their limit; `latest` was used last. */
  #limitTokens() {
    for (const [recipe, verifier] of this.#byUse()) {
      if (this.#tokens.bytes <= TOKENS_LIMIT || recipe === this.#latest) return
      verifier.forget()
    }
  }
}
