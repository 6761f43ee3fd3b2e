import { CoreInstance } from './core-instance.js'
import { LazyCode } from './lazy-code.js'
import { AssayError } from '../shared/error.js'

/** @import { CodeSource } from './lazy-code.js' */
/** @import { VerifierSpec } from './core-verifiers.js' */

/**
 * @typedef {object} PlatformParts what differs between the runtimes, beside where the core comes from
 * @property {CodeSource} [curves] where assay-ec.wasm comes from; undefined: there are no elliptic curves
 * @property {boolean} [isAtHand] the code is compiled before anything runs, so that its instance is made with the Core: on
 *   Workers at global scope, whose time is no request's
 * @property {boolean} sharesPromises whether one request may await a promise that another request made
 * @property {() => number} [now] seconds since the epoch (default: the runtime's clock)
 * @property {(promise: Promise<unknown>) => void} [waitUntil] keeps the runtime at work after the response
 */

/** @typedef {CodeSource & PlatformParts} Platform */

/**
 * The WebAssembly core. It fails closed: a call that ends in neither OK nor a refusal is INTERNAL, and its instance,
 * whose memory may be damaged, is never used again.
 */
export class Core {
  platform
  #code
  #curves
  /** @type {CoreInstance | undefined} */
  #instance
  /**
   * Reports once that the code cannot be loaded. Until it can, every verification that needs it fails.
   * @param {string} text what is wrong, and what to do
   */
  // eslint-disable-next-line no-console -- callers only see 503; the operator needs the cause
  complain = (text) => console.error(`assay-jwt: ${text}`)

  /** @param {Platform} platform */
  constructor(platform) {
    const { curves = {}, sharesPromises } = platform
    const complain = (/** @type {string} */ text) => this.complain(text)
    this.platform = platform
    this.#code = new LazyCode('The WebAssembly core', platform, sharesPromises, complain, 'assay_ec')
    this.#curves = new LazyCode('assay-ec.wasm', curves, sharesPromises, complain, 'prepare')
    if (platform.isAtHand) this.#instance = this.#instantiate()
  }

  /** @returns {CoreInstance | undefined} nothing where that fails: run() will say why */
  #instantiate() {
    try {
      return new CoreInstance(this.#code.get(), this.#curves)
    } catch {
      return undefined
    }
  }

  /** Whether run() works now: the code is loaded, or can be loaded synchronously. */
  get isLoaded() {
    return this.#code.isLoaded
  }

  /** Whether keys of elliptic curves work now: assay-ec.wasm is loaded, or can be loaded synchronously. */
  get hasCurves() {
    return this.#curves.isLoaded
  }

  /**
   * Loads the code, where that is asynchronous.
   * @returns {Promise<void>}
   * @throws {AssayError} AUTH_KEYS_UNAVAILABLE, core_not_loaded; the next call tries again
   */
  load() {
    return this.#code.load()
  }

  /**
   * Loads assay-ec.wasm.
   * @returns {Promise<void>}
   * @throws {AssayError} AUTH_KEYS_UNAVAILABLE, core_not_loaded; the next call tries again
   */
  async loadCurves() {
    await this.#curves.load()
    this.#curves.get()
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
    const code = this.#code.get()
    try {
      return action((this.#instance ??= new CoreInstance(code, this.#curves)), first, second)
    } catch (error) {
      if (error instanceof AssayError && error.code !== 'INTERNAL') throw this.#named(error)
    }
    this.#instance = undefined
    throw new AssayError('internal')
  }

  /**
   * @param {unknown} error of run()
   * @returns {boolean} whether the call may succeed after loadCurves(). Where they load synchronously, run() has tried;
   *   where there is no instance, the core itself is missing
   */
  lacksCurves(error) {
    return (
      this.#instance !== undefined &&
      !this.hasCurves &&
      /** @type {{ reason?: unknown }} */ (error)?.reason === 'core_not_loaded'
    )
  }

  /**
   * The core cannot know why it has no curves. It is only told now that they cannot be loaded: within a call of the core
   * no code of a user may run, such as onEvent.
   * @param {AssayError} refusal of the core
   * @returns {AssayError} the refusal; where it is core_not_loaded, what happened to assay-ec.wasm
   */
  #named(refusal) {
    if (refusal.reason !== 'core_not_loaded') return refusal
    try {
      this.#curves.get()
      return refusal
    } catch (error) {
      return /** @type {AssayError} */ (error)
    }
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
   * @param {VerifierSpec} spec
   * @returns {boolean} whether its JWK Set has a key for which assay-ec.wasm must be loaded
   */
  needsCurves(spec) {
    return this.run(prepare, spec).needsCurves
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
