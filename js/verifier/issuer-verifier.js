import { judgeWithoutKeys, traceToken } from '../core/index.js'
import { hasKeys, noUsableKey } from '../keys/availability.js'
import { AssayError, isKeyMiss, isKeysUnavailable } from '../shared/error.js'
import { lacksCurves, makeReport } from './report.js'

/** @import { Core } from '../core/core.js' */
/** @import { VerifierSpec } from '../core/core-verifiers.js' */
/** @import { TokenRequest } from '../core/run-token.js' */
/** @import { KeySource, WaitUntil } from '../keys/key-source.js' */
/** @import { Report } from '../shared/types.js' */
/** @import { CoreReport } from './report.js' */

// A new set that another isolate has stored may lack a key as well: then the endpoint is asked.
export const LOOK_UPS = 2

/** What it takes to verify the tokens of one issuer: the core, a policy, and keys. */
export class IssuerVerifier {
  core
  source
  keyless
  #isClosed = false
  /** @type {VerifierSpec | undefined} whose need of curves is known */
  #seen

  /**
   * @param {Core} core
   * @param {KeySource} source
   * @param {VerifierSpec} keyless the policy without keys
   */
  constructor(core, source, keyless) {
    this.core = core
    this.source = source
    this.keyless = keyless
  }

  /**
   * @returns {VerifierSpec} the policy with the keys that serve now
   * @throws {AssayError} CONFIG_INVALID, verifier_disposed
   */
  spec() {
    this.#assertOpen()
    return this.source.spec()
  }

  /** @returns {boolean} whether nothing has to be loaded or refreshed */
  isReady() {
    return !this.source.isDue() && this.core.isLoaded && hasKeys(this.source.spec())
  }

  /**
   * Loads the core, and the keys where none serve. Refreshes stale keys in the background.
   * @param {WaitUntil} [waitUntil]
   * @returns {Promise<number>} how many look-ups may follow for one token
   * @throws {AssayError}
   */
  async load(waitUntil = this.core.platform.waitUntil) {
    let [, isNew] = await Promise.all([this.core.load(), this.source.load(waitUntil)])
    // The loaded core may have found that the snapshot is of no use.
    if (!hasKeys(this.source.spec())) isNew = await this.source.load(waitUntil)
    return isNew ? 0 : LOOK_UPS
  }

  /**
   * Loads for one token. A token that no key could save causes no fetch, and is refused for its own fault during an outage.
   * @param {TokenRequest} request
   * @returns {Promise<number>} as load()
   * @throws {AssayError}
   */
  async loadFor(request) {
    if (!hasKeys(this.source.spec())) this.#assertNoFault(request)
    try {
      return await this.load(request.waitUntil)
    } catch (error) {
      this.#assertNoFault(request)
      throw error
    }
  }

  /**
   * Loads the keys and gives them to the core, which says whether it can use one.
   * @returns {Promise<void>}
   * @throws {AssayError} AUTH_KEYS_UNAVAILABLE
   */
  async prepare() {
    await this.load()
    const spec = this.source.spec()
    if (!hasKeys(spec) || this.#isClosed) return
    const error = noUsableKey(this.core, spec)
    if (error) throw this.withRetryAfter(error, spec)
    if (this.core.needsCurves(spec)) await this.core.loadCurves()
  }

  /**
   * @param {TokenRequest} request
   * @returns {Promise<Report>}
   */
  async explain(request) {
    const { core, keyless } = this
    try {
      let lookUps = await this.load(request.waitUntil)
      let loads = 1
      for (;;) {
        const spec = this.spec()
        const trace = core.run(traceToken, spec, request)
        if (lacksCurves(trace) && loads-- > 0) {
          await core.loadCurves()
          continue
        }
        const isMiss = trace.error?.lookUp === true
        if (isMiss && lookUps-- > 0 && (await this.lookUp(spec, request))) continue
        return makeReport(this.#withMore(trace, spec))
      }
    } catch (error) {
      if (this.#isClosed) throw error
      return makeReport(core.run(traceToken, keyless, request), /** @type {AssayError} */ (error))
    }
  }

  /**
   * Asked after a token was accepted.
   * @param {VerifierSpec} spec what it was accepted with
   * @returns {boolean} whether another key needs curves that are not there. True once for each set of keys: a failure must
   *   not delay each token
   */
  wantsCurves(spec) {
    if (this.core.hasCurves || this.#seen === spec) return false
    this.#seen = spec
    return this.core.needsCurves(spec)
  }

  /**
   * Looks for other keys, after a token was refused that they might save.
   * @param {VerifierSpec} seen what the token was refused with
   * @param {TokenRequest} request
   * @returns {Promise<boolean>} whether other keys serve now
   * @throws {AssayError} AUTH_KEYS_UNAVAILABLE where it is not known: an outage does not make a token bad
   */
  lookUp(seen, { waitUntil = this.core.platform.waitUntil }) {
    return this.source.lookUp(seen, waitUntil)
  }

  /**
   * @param {unknown} error why the core refused a token
   * @param {TokenRequest} request
   * @returns {unknown} the error; where keys are unavailable, the token's own fault instead, if no key could save it
   */
  refusal(error, request) {
    try {
      if (isKeysUnavailable(error)) this.#assertNoFault(request)
      return error
    } catch (fault) {
      return fault
    }
  }

  /**
   * @param {unknown} refusal of a token
   * @param {VerifierSpec} spec what it was refused with
   * @returns {unknown} the refusal; AUTH_KEYS_UNAVAILABLE says when to try again
   */
  withRetryAfter(refusal, spec) {
    if (!(refusal instanceof AssayError) || refusal.reason === 'core_not_loaded') return refusal
    if (isKeysUnavailable(refusal)) refusal.retryAfter ??= this.source.retryAfter(spec)
    return Object.assign(refusal, this.#hintOf(refusal))
  }

  /** @param {CoreReport} trace @param {VerifierSpec} spec @returns {CoreReport} with what the core does not know */
  #withMore({ error, ...trace }, spec) {
    if (error && isKeysUnavailable(error)) error.retryAfter = this.source.retryAfter(spec)
    return { ...trace, error: error && { ...error, ...this.#hintOf(error) } }
  }

  /** @param {{ reason: string }} error @returns {{ hint?: string }} where more is known than the core does */
  #hintOf({ reason }) {
    const { missHint, noKeyHint } = this.source
    if (reason === 'keys_not_loaded') return { hint: 'Call await verifier.ready(), or await verifier.verify()' }
    if (reason === 'key_not_found' && missHint) return { hint: missHint }
    return reason === 'jwks_no_usable_key' ? { hint: noKeyHint } : {}
  }

  /**
   * @param {unknown} error why the core refused a token
   * @param {VerifierSpec} spec what it was refused with
   * @param {TokenRequest} request
   * @returns {unknown} the refusal; AUTH_KEYS_UNAVAILABLE where newer keys might save the token
   */
  refusalWithoutLookUp(error, spec, request) {
    const refusal = this.refusal(error, request)
    return (isKeyMiss(refusal) ? this.source.outdatedError() : undefined) ?? this.withRetryAfter(refusal, spec)
  }

  /** Frees what the core keeps, for good. */
  close() {
    this.#isClosed = true
    this.#release(this.source.close())
  }

  /** Frees what the core keeps. A verification that is under way prepares it again. */
  release() {
    this.#release(this.source.spec())
  }

  /** @param {VerifierSpec} spec */
  #release(spec) {
    this.core.release(spec)
    this.core.release(this.keyless)
  }

  /**
   * @param {TokenRequest} request
   * @throws {AssayError} what is wrong with the token whatever the keys are, where the core is there to say it
   */
  #assertNoFault(request) {
    this.#assertOpen()
    if (this.core.isLoaded) this.core.run(judgeWithoutKeys, this.keyless, request)
  }

  #assertOpen() {
    if (this.#isClosed) throw new AssayError('verifier_disposed')
  }
}
