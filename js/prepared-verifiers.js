import { AssayError, errorFromCore } from './error.js'

/** @import { CoreInstance, CoreVerifier } from './core-instance.js' */

/**
 * All that a verifier in the core is made of, so that it can be made again at any time.
 * @typedef {object} Recipe
 * @property {string} policy JSON text
 * @property {Uint8Array | undefined} secret
 * @property {string | undefined} jwkSet JSON text; undefined: a verifier without keys
 * @property {number} maxTokenBytes
 * @property {number} maxJwksBytes
 */

// One prepared verifier is a few kB of WebAssembly memory, and making it again costs about as much as one verification.
const LIMIT = 1000

/**
 * The verifiers that one instance of the core holds: a bounded cache, the least recently used goes first. The truth is
 * the recipe, which the garbage collector sees; WebAssembly memory, which it does not see, stays bounded even where a
 * program makes verifiers in a loop and never disposes one.
 */
export class PreparedVerifiers {
  #instance
  /** @type {Map<Recipe, CoreVerifier>} from the least to the most recently used */
  #verifiers = new Map()
  /** @type {Recipe | undefined} */
  #latest

  /** @param {CoreInstance} instance */
  constructor(instance) {
    this.#instance = instance
  }

  /**
   * @param {Recipe} recipe
   * @returns {CoreVerifier}
   * @throws {AssayError} the core's refusal of the JWK Set
   */
  take(recipe) {
    const known = this.#verifiers.get(recipe)
    if (known !== undefined && this.#latest === recipe) return known
    const verifier = known ?? this.#make(recipe)
    this.#verifiers.delete(recipe)
    this.#verifiers.set(recipe, verifier)
    this.#latest = recipe
    if (this.#verifiers.size > LIMIT) {
      const [oldest] = this.#verifiers.keys()
      this.release(oldest)
    }
    return verifier
  }

  /** @param {Recipe} recipe */
  release(recipe) {
    const verifier = this.#verifiers.get(recipe)
    this.#verifiers.delete(recipe)
    verifier?.delete()
  }

  /**
   * @param {Recipe} recipe
   * @returns {CoreVerifier}
   */
  #make({ policy, secret, jwkSet, maxJwksBytes }) {
    const instance = this.#instance
    const verifier = new instance.exports.Verifier()
    try {
      const [policyLength, secretLength] = instance.write({ data: policy }, { data: secret ?? '' })
      this.#check(verifier.configure(policyLength, secretLength))
      if (jwkSet !== undefined) {
        const [length] = instance.write({ data: jwkSet, limit: maxJwksBytes })
        this.#check(verifier.setKeys(length, maxJwksBytes))
      }
    } catch (error) {
      verifier.delete()
      throw error
    }
    return verifier
  }

  /** @param {number} status */
  #check(status) {
    if (status === 1) return
    if (status === 2) throw errorFromCore(this.#instance.readJson())
    throw new AssayError('internal')
  }
}
