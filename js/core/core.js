import { CoreInstance } from './core-instance.js'
import { AssayError } from '../shared/error.js'

/** @import { VerifierSpec } from './core-verifiers.js' */

/**
 * @typedef {object} Platform what differs between the runtimes
 * @property {() => WebAssembly.Module} [loadSync] loads the core synchronously, where that is possible
 * @property {() => Promise<WebAssembly.Module>} [load] loads the core, where it is not
 * @property {boolean} sharesPromises whether one request may await a promise that another request made
 * @property {() => number} [now] seconds since the epoch (default: the runtime's clock)
 * @property {(promise: Promise<unknown>) => void} [waitUntil] keeps the runtime at work after the response
 */

/**
 * The WebAssembly core. It fails closed: a call that ends in neither OK nor a refusal is INTERNAL, and its instance,
 * whose memory may be damaged, is never used again.
 */
export class Core {
  platform
  /** @type {WebAssembly.Module | undefined} */
  #code
  /** @type {CoreInstance | undefined} */
  #instance
  /** @type {Promise<WebAssembly.Module> | undefined} */
  #loading
  #hasFailed = false
  /**
   * Reports once that the code cannot be loaded. Until it can, every verification fails.
   * @param {string} text what is wrong, and what to do
   */
  // eslint-disable-next-line no-console -- callers only see 503; the operator needs the cause
  complain = (text) => console.error(`assay-jwt: ${text}`)

  /** @param {Platform} platform */
  constructor(platform) {
    this.platform = platform
  }

  /** Whether run() works now: the code is loaded, or can be loaded synchronously. */
  get isLoaded() {
    return (this.#code ?? this.platform.loadSync) !== undefined
  }

  /**
   * Loads the code, where that is asynchronous.
   * @returns {Promise<void>}
   * @throws {AssayError} AUTH_KEYS_UNAVAILABLE, core_not_loaded; the next call tries again
   */
  async load() {
    const { load, sharesPromises } = this.platform
    if (this.isLoaded || !load) return
    try {
      this.#loading = (sharesPromises ? this.#loading : undefined) ?? load()
      this.#code = await this.#loading
    } catch (error) {
      throw this.#notLoaded(error)
    } finally {
      this.#loading = undefined
    }
  }

  /**
   * @returns {WebAssembly.Module}
   * @throws {AssayError} AUTH_KEYS_UNAVAILABLE, core_not_loaded
   */
  #codeNow() {
    const { loadSync } = this.platform
    if (this.#code) return this.#code
    if (!loadSync) throw new AssayError('core_not_loaded')
    try {
      return (this.#code = loadSync())
    } catch (error) {
      throw this.#notLoaded(error)
    }
  }

  /** @param {unknown} cause @returns {AssayError} */
  #notLoaded(cause) {
    const error = notLoaded(cause)
    if (!this.#hasFailed) {
      this.#hasFailed = true
      this.complain(`${error.message}. ${error.hint}`)
    }
    return error
  }

  /**
   * Runs an action that calls the core and reads its answer.
   * @template T
   * @param {(instance: CoreInstance, first: any, second: any) => T} action throws what instance.check() throws
   * @param {unknown} [first] input of the action, so that it needs no closure
   * @param {unknown} [second]
   * @returns {T}
   * @throws {AssayError} the core's refusal, or INTERNAL
   */
  run(action, first, second) {
    const code = this.#codeNow()
    try {
      return action((this.#instance ??= new CoreInstance(code)), first, second)
    } catch (error) {
      if (error instanceof AssayError && error.code !== 'INTERNAL') throw error
    }
    this.#instance = undefined
    throw new AssayError('internal')
  }

  /**
   * Makes the verifier, to find out whether the core accepts its JWK Set.
   * @param {VerifierSpec} spec
   * @throws {AssayError} AUTH_KEYS_UNAVAILABLE with the reason
   */
  prepare(spec) {
    this.run(prepare, spec)
  }

  /**
   * @param {VerifierSpec} spec
   * @returns {number} how many keys of its JWK Set can verify a token
   * @throws {AssayError} AUTH_KEYS_UNAVAILABLE with the reason for which it is no JWK Set
   */
  usableKeys(spec) {
    return this.run(prepare, spec).usableKeys
  }

  /**
   * Frees the verifier of a spec. The spec stays valid: its next use makes the verifier again.
   * @param {VerifierSpec} spec
   */
  release(spec) {
    try {
      this.#instance?.verifiers.release(spec)
    } catch {
      this.#instance = undefined
    }
  }
}

/**
 * @param {CoreInstance} instance
 * @param {VerifierSpec} spec
 */
function prepare({ verifiers }, spec) {
  return verifiers.getOrCreate(spec)
}

/**
 * @param {unknown} error what the platform threw. Its message may quote paths and URLs; its code or name does not
 * @returns {AssayError}
 */
function notLoaded(error) {
  const { code, name } = /** @type {{ code?: unknown, name?: unknown }} */ (error ?? {})
  const cause = [code, name].find((each) => typeof each === 'string' && /^\w{1,40}$/.test(each))
  return new AssayError('core_not_loaded', {
    message: `The WebAssembly core could not be loaded${cause ? ` (${cause})` : ''}`,
    hint: 'Deploy dist/*.wasm beside the JavaScript, or use assay-jwt/inline; a Content-Security-Policy must allow wasm-unsafe-eval, and the runtime have SIMD and exceptions'
  })
}
