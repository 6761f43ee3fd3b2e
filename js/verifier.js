import { checkCallOptions, checkToken } from './call-options.js'
import { AssayError } from './error.js'
import { makeReport, refusedReport } from './report.js'
import { traceToken, verifyToken } from './run-token.js'

/** @import { Core } from './core.js' */
/** @import { Recipe } from './prepared-verifiers.js' */
/** @import { KeySource } from './remote-jwk-set.js' */
/** @import { CoreReport } from './report.js' */
/** @import { TokenRequest } from './run-token.js' */
/** @import { Report, VerifiedToken, VerifyOptions } from './types.js' */

/**
 * @typedef {object} Parts what a verifier is made of
 * @property {Core} core
 * @property {KeySource} source
 * @property {Recipe} keyless the recipe without keys
 * @property {() => number} now seconds since the epoch
 */

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
    this.#assertUsable()
    if (source.current !== undefined) core.prepare(source.current)
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
    const request = this.#request(jwt, options)
    const waits = this.#mustWait()
    if (waits) await this.#load(request)
    const recipe = this.#parts.source.current
    try {
      return this.#verify(recipe, request)
    } catch (error) {
      // A set that was fetched for this very token is as new as it can be.
      if (waits || !(await this.#hasNewKeys(error, recipe))) throw error
    }
    return this.#verify(this.#parts.source.current, request)
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
    return this.#verify(this.#parts.source.current, this.#request(jwt, options))
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
    this.#assertUsable()
    const { requiredScopes, now = this.#parts.now() } = checkCallOptions(options)
    try {
      return await this.#explain({ jwt: checkToken(jwt), requiredScopes, now })
    } catch (error) {
      this.#assertUsable()
      if (error instanceof AssayError) return refusedReport(error)
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
   * @param {unknown} jwt
   * @param {unknown} options
   * @returns {TokenRequest}
   * @throws {AssayError} CONFIG_INVALID, AUTH_TOKEN_MISSING, AUTH_TOKEN_INVALID
   */
  #request(jwt, options) {
    this.#assertUsable()
    const { requiredScopes, now = this.#parts.now() } = checkCallOptions(options)
    return { jwt: checkToken(jwt), requiredScopes, now }
  }

  #assertUsable() {
    if (this.#disposed) throw new AssayError('verifier_disposed')
  }

  /** @returns {boolean} whether something must be loaded first */
  #mustWait() {
    const { core, source } = this.#parts
    return !core.isLoaded || !source.fresh
  }

  /** @param {TokenRequest} request */
  async #load(request) {
    const { core, source } = this.#parts
    // A token that no key could save costs no fetch, and is refused as such while the keys cannot be had, too.
    const fault = source.current === undefined ? this.#faultWithoutKeys(request) : undefined
    if (fault !== undefined) throw fault
    try {
      await Promise.all([core.load(), source.load()])
    } catch (error) {
      this.#assertUsable()
      throw this.#faultWithoutKeys(request) ?? error
    }
  }

  /**
   * The one way to a verified token, for verify() and verifySync().
   * @param {Recipe | undefined} recipe
   * @param {TokenRequest} request
   * @returns {VerifiedToken}
   */
  #verify(recipe, request) {
    this.#assertUsable()
    const { core, keyless } = this.#parts
    try {
      return verifyToken(core, recipe ?? keyless, request)
    } catch (error) {
      const refused = /** @type {AssayError} */ (error)
      if (refused.code !== 'AUTH_KEYS_UNAVAILABLE') throw refused
      throw this.#faultWithoutKeys(request) ?? refused
    }
  }

  /**
   * @param {TokenRequest} request
   * @returns {AssayError | undefined} what is wrong with the token whatever the keys are
   */
  #faultWithoutKeys(request) {
    const { core, keyless } = this.#parts
    if (!core.isLoaded) return undefined
    try {
      verifyToken(core, keyless, request)
    } catch (error) {
      const { code } = /** @type {AssayError} */ (error)
      return code === 'AUTH_KEYS_UNAVAILABLE' ? undefined : /** @type {AssayError} */ (error)
    }
    return new AssayError('internal') // nothing can be proven without a key
  }

  /**
   * @param {unknown} error why a token was refused
   * @param {Recipe | undefined} recipe the keys that it was refused with
   * @returns {Promise<boolean>} whether it may be for a key that was not there, and other keys are there now
   */
  async #hasNewKeys(error, recipe) {
    const { reason } = /** @type {{ reason: string }} */ (error)
    return reason === 'key_not_found' && recipe !== undefined && (await this.#parts.source.refetch(recipe))
  }

  /**
   * @param {TokenRequest} request
   * @returns {Promise<Report>}
   */
  async #explain(request) {
    const { core, source, keyless } = this.#parts
    await core.load()
    const waits = this.#mustWait()
    /** @type {CoreReport} */
    let trace
    try {
      if (waits) await source.load()
      trace = traceToken(core, source.current ?? keyless, request)
    } catch (error) {
      return makeReport(traceToken(core, keyless, request), /** @type {AssayError} */ (error))
    }
    if (trace.error !== null && !waits && (await this.#hasNewKeys(trace.error, source.current))) {
      trace = traceToken(core, source.current ?? keyless, request)
    }
    return makeReport(trace)
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
