import { AssayError } from '../shared/error.js'
import { checkBuild } from './build-stamp.js'

/**
 * @typedef {object} CodeSource
 * @property {() => WebAssembly.Module} [loadSync] loads it synchronously, where that is possible
 * @property {() => Promise<WebAssembly.Module>} [load] loads it, where it is not
 */

/** The code of one .wasm, loaded when it is first needed. */
export class LazyCode {
  #what
  #source
  #sharesPromises
  #complain
  #mark
  /** @type {WebAssembly.Module | undefined} */
  #code
  /** @type {Promise<WebAssembly.Module> | undefined} */
  #loading
  /** @type {unknown} what was thrown last */
  #failure
  #hasFailed = false

  /**
   * @param {string} what the code's name in messages
   * @param {CodeSource} source
   * @param {boolean} sharesPromises whether one request may await a promise that another request made
   * @param {(text: string) => void} complain reports once that the code cannot be loaded
   * @param {string} mark an import or export that no other .wasm has
   */
  constructor(what, source, sharesPromises, complain, mark) {
    this.#what = what
    this.#source = source
    this.#sharesPromises = sharesPromises
    this.#complain = complain
    this.#mark = mark
  }

  /** Whether get() works now: the code is loaded, or can be loaded synchronously. */
  get isLoaded() {
    return (this.#code ?? this.#source.loadSync) !== undefined
  }

  /**
   * Loads the code, where that is asynchronous.
   * @returns {Promise<void>}
   * @throws {AssayError} AUTH_KEYS_UNAVAILABLE, core_not_loaded; the next call tries again
   */
  async load() {
    const { load } = this.#source
    if (this.isLoaded || !load) return
    try {
      this.#loading = (this.#sharesPromises ? this.#loading : undefined) ?? load()
      this.#code = this.#checked(await this.#loading)
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
  get() {
    if (this.#code) return this.#code
    const { loadSync } = this.#source
    if (!loadSync && this.#hasFailed) throw this.#notLoaded(this.#failure)
    if (!loadSync) {
      const message = `${this.#what} is not loaded yet: await verifier.ready() first`
      throw new AssayError('core_not_loaded', { message, hint: CALL_READY })
    }
    try {
      return (this.#code = this.#checked(loadSync()))
    } catch (error) {
      throw this.#notLoaded(error)
    }
  }

  /** @returns {WebAssembly.Module | undefined} as get(), but says nothing where there is none: no code of a user runs */
  find() {
    try {
      const { loadSync } = this.#source
      return (this.#code ??= loadSync && this.#checked(loadSync()))
    } catch {
      return undefined
    }
  }

  /**
   * @param {WebAssembly.Module} code
   * @returns {WebAssembly.Module}
   * @throws {Error & { other: string }} it is another file, or of another build: what it did would be INTERNAL, or wrong
   */
  #checked(code) {
    const { exports, imports } = WebAssembly.Module
    if ([...exports(code), ...imports(code)].some(({ name }) => name === this.#mark)) return checkBuild(code)
    throw Object.assign(new Error(), { other: 'is another file, not that of assay-jwt' })
  }

  /**
   * @param {unknown} error what the platform threw. Its message may quote paths and URLs; its code or name does not
   * @returns {AssayError}
   */
  #notLoaded(error) {
    const { code, name, places, other } = /** @type {{ [member: string]: unknown }} */ (error ?? {})
    const cause = [code, name].find((each) => typeof each === 'string' && /^\w{1,40}$/.test(each))
    const message = `${this.#what} ${other ?? `could not be loaded${cause ? ` (${cause})` : ''}`}`
    this.#failure = error
    if (!this.#hasFailed) {
      this.#hasFailed = true
      // Only the operator may know paths.
      const tried = Array.isArray(places) ? ` It was looked for at ${places.join(' and ')}.` : ''
      this.#complain(`${message}.${tried} ${DEPLOY}`)
    }
    return new AssayError('core_not_loaded', { message, hint: DEPLOY })
  }
}

const CALL_READY = 'Call await verifier.ready(), or await verifier.verify()'
const DEPLOY =
  'Deploy dist/*.wasm of the same version beside the JavaScript, keep assay-jwt out of the bundle (external; in Next.js serverExternalPackages, in Vite optimizeDeps.exclude), or import assay-jwt/inline (for elliptic curves: inline-ec); a Content-Security-Policy must allow wasm-unsafe-eval, and the runtime have SIMD'
