import { checkCallOptions, checkToken } from './call-options.js'
import { AssayError } from './error.js'
import { makeReport, refusedReport } from './report.js'
import { makeToken } from './verified-token.js'

/** @import { CallConfig } from './call-options.js' */
/** @import { Core } from './core.js' */
/** @import { CoreInstance } from './core-instance.js' */
/** @import { Recipe } from './prepared-verifiers.js' */
/** @import { KeySource } from './remote-jwk-set.js' */
/** @import { Report, VerifiedToken, VerifyOptions } from './types.js' */

/**
 * @typedef {object} Parts what a verifier is made of
 * @property {Core} core
 * @property {KeySource} source
 * @property {Recipe} keyless the recipe without keys, for explain() where there are none
 * @property {() => number} now seconds since the epoch
 */

/** @typedef {'verify' | 'explain'} Operation */

/** Frees what the core keeps for a verifier that was dropped without dispose(). Some runtimes lack the registry. */
const dropped =
  typeof FinalizationRegistry === 'function'
    ? new FinalizationRegistry((/** @type {Parts} */ parts) => release(parts))
    : undefined

/** Verifies tokens by one policy. createVerifier makes it. */
export class Verifier {
  /** @type {Parts} */
  #parts
  #disposed = false

  /** @param {Parts} parts */
  constructor(parts) {
    this.#parts = parts
    dropped?.register(this, parts, this)
  }

  /**
   * Loads the WebAssembly and the keys, so that verifySync works and the first verification need not wait.
   * @returns {Promise<void>}
   * @throws {AssayError} AUTH_KEYS_UNAVAILABLE; CONFIG_INVALID once disposed
   */
  async ready() {
    this.#assertUsable()
    const { core, source } = this.#parts
    await Promise.all([core.load(), source.load()])
    core.prepare(this.#recipe())
  }

  /**
   * Verifies a token: its form, its signature, and everything that the options require (RFC 7515 §5.2, RFC 7519 §7.2,
   * RFC 8725). Fetches the keys where they are not there or too old, and once more for an unknown key id.
   * @param {string} jwt JWS compact serialization
   * @param {VerifyOptions} [options]
   * @returns {Promise<VerifiedToken>}
   * @throws {AssayError} AUTH_… with the reason; CONFIG_INVALID for a misuse. Always as a rejection
   */
  async verify(jwt, options) {
    const call = this.#begin(options)
    checkToken(jwt)
    const waits = this.#mustWait()
    if (waits) await this.#load()
    const recipe = this.#recipe()
    try {
      return this.#verify(recipe, jwt, call)
    } catch (error) {
      // A set that was fetched for this very token is as new as it can be.
      if (waits || !(await this.#mayHaveNewKey(error, recipe))) throw error
    }
    return this.#verify(this.#recipe(), jwt, call)
  }

  /**
   * Verifies as verify() does, without waiting for anything: it never fetches. Keys that are there are used, however old
   * (up to a day); ready() or verify() bring them.
   * @param {string} jwt JWS compact serialization
   * @param {VerifyOptions} [options]
   * @returns {VerifiedToken}
   * @throws {AssayError} as verify(); AUTH_KEYS_UNAVAILABLE with core_not_loaded or keys_not_loaded where ready() is due
   */
  verifySync(jwt, options) {
    const call = this.#begin(options)
    checkToken(jwt)
    return this.#verify(this.#recipe(), jwt, call)
  }

  /**
   * Says, check by check, why verify() accepts or refuses a token. Never throws for a bad token, nor where keys cannot
   * be had: that is a check that failed.
   * @param {string} jwt JWS compact serialization
   * @param {VerifyOptions} [options]
   * @returns {Promise<Report>}
   * @throws {AssayError} CONFIG_INVALID for a misuse
   */
  async explain(jwt, options) {
    const call = this.#begin(options)
    try {
      checkToken(jwt)
      return await this.#explain(jwt, call)
    } catch (error) {
      if (error instanceof AssayError && error.code !== 'CONFIG_INVALID') return refusedReport(error)
      throw error
    }
  }

  /** Frees the memory that the verifier holds in the core, and wipes its copy of the secret. It cannot be used after. */
  dispose() {
    if (this.#disposed) return
    this.#disposed = true
    dropped?.unregister(this)
    release(this.#parts)
    this.#parts.keyless.secret?.fill(0)
  }

  /**
   * @param {VerifyOptions} [options]
   * @returns {CallConfig}
   */
  #begin(options) {
    this.#assertUsable()
    return checkCallOptions(options)
  }

  #assertUsable() {
    if (this.#disposed) throw new AssayError('verifier_disposed')
  }

  /**
   * @returns {Recipe} with the keys that are there now
   * @throws {AssayError} AUTH_KEYS_UNAVAILABLE, keys_not_loaded
   */
  #recipe() {
    this.#assertUsable()
    const { current } = this.#parts.source
    if (current === undefined) throw new AssayError('keys_not_loaded')
    return current
  }

  /** @returns {boolean} */
  #mustWait() {
    const { core, source } = this.#parts
    return !core.isLoaded || !source.fresh
  }

  async #load() {
    await Promise.all([this.#parts.core.load(), this.#parts.source.load()])
  }

  /**
   * @param {unknown} error
   * @param {Recipe} recipe
   * @returns {Promise<boolean>} whether the token may be for a key that the recipe does not have, and other keys are there now
   */
  async #mayHaveNewKey(error, recipe) {
    if (/** @type {AssayError} */ (error).reason !== 'key_not_found') return false
    return await this.#parts.source.refetch(recipe)
  }

  /**
   * @param {Recipe} recipe
   * @param {string} jwt
   * @param {CallConfig} call
   * @returns {VerifiedToken}
   */
  #verify(recipe, jwt, call) {
    return this.#parts.core.run(
      (instance) => this.#runToken(instance, 'verify', recipe, jwt, call),
      (instance) => makeToken(instance.readJson())
    )
  }

  /**
   * @param {string} jwt
   * @param {CallConfig} call
   * @returns {Promise<Report>}
   */
  async #explain(jwt, call) {
    const { core, keyless } = this.#parts
    const trace = (/** @type {Recipe} */ recipe) =>
      core.run(
        (instance) => this.#runToken(instance, 'explain', recipe, jwt, call),
        (instance) => instance.readJson()
      )
    await core.load()
    let recipe
    try {
      await this.#load()
      recipe = this.#recipe()
      core.prepare(recipe)
    } catch (error) {
      this.#assertUsable()
      return makeReport(trace(keyless), /** @type {AssayError} */ (error))
    }
    const first = trace(recipe)
    if (first.error === null || !(await this.#mayHaveNewKey(first.error, recipe))) return makeReport(first)
    return makeReport(trace(this.#recipe()))
  }

  /**
   * @param {CoreInstance} instance
   * @param {Operation} operation
   * @param {Recipe} recipe
   * @param {string} jwt
   * @param {CallConfig} call
   * @returns {number} the core's status
   */
  #runToken(instance, operation, recipe, jwt, { requiredScopes, now }) {
    const verifier = instance.verifiers.take(recipe)
    const [length, scopesLength] = instance.write({ data: jwt, limit: recipe.maxTokenBytes }, { data: requiredScopes })
    return verifier[operation](length, scopesLength, now ?? this.#parts.now())
  }
}

// `using verifier = createVerifier(…)` where the runtime knows it. Not a class member: the types would then ask every
// TypeScript program for the library of explicit resource management.
if (typeof Symbol.dispose === 'symbol') {
  Object.defineProperty(Verifier.prototype, Symbol.dispose, {
    value: Verifier.prototype.dispose,
    configurable: true,
    writable: true
  })
}

/** @param {Parts} parts */
function release({ core, source, keyless }) {
  const last = source.close()
  if (last !== undefined) core.release(last)
  core.release(keyless)
}
