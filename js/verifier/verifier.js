import { checkCallOptions, checkToken } from '../options/call-options.js'
import { AssayError, isKeyMiss } from '../shared/error.js'
import { LOOK_UPS } from './issuer-verifier.js'
import { refusedReport } from './report.js'
import { traceToken, verifyToken } from '../core/index.js'

/** @import { AskedIssuers } from './asked-issuers.js' */
/** @import { IssuerVerifiers } from './issuer-verifiers.js' */
/** @import { TokenRequest } from '../core/run-token.js' */
/** @import { JwksSnapshot, KeyStatus, Report, VerifiedToken, VerifyOptions } from '../shared/types.js' */

const READY_AT_ONCE = 8

/** Frees what the core keeps for a verifier that was dropped without dispose(). Some runtimes lack the registry. */
const dropped =
  typeof FinalizationRegistry === 'function'
    ? new FinalizationRegistry((/** @type {IssuerVerifiers | AskedIssuers} */ issuers) => issuers.close())
    : undefined

/**
 * Verifies tokens by one policy, or by one for each issuer. createVerifier makes it.
 * @template [Own={}] claims that every token of it has
 * @template {string | undefined} [Subject=string]
 */
export class Verifier {
  #issuers
  #only
  #now
  #disposed = false

  /**
   * @param {IssuerVerifiers | AskedIssuers} issuers
   * @param {() => number} now seconds since the epoch
   */
  constructor(issuers, now) {
    this.#issuers = issuers
    this.#only = issuers.only
    this.#now = now
    dropped?.register(this, issuers, this)
  }

  /**
   * Loads the WebAssembly and the keys (of all issuers, where there are several), so that verifySync works and the first
   * verification does not wait.
   * @returns {Promise<void>}
   * @throws {AssayError} AUTH_KEYS_UNAVAILABLE; CONFIG_INVALID once disposed
   */
  async ready() {
    this.#assertUsable()
    /** @type {unknown[]} */
    const errors = []
    // All workers share one iterator.
    const names = this.#issuers.names.values()
    if (this.#issuers.names.length === 0) await this.#issuers.core.load()
    const work = async () => {
      for (const name of names) await this.#prepare(name).catch((error) => errors.push(error))
    }
    await Promise.all(Array.from({ length: READY_AT_ONCE }, work))
    this.#assertUsable()
    if (errors.length > 0) throw errors[0]
  }

  /** @param {string} name of an issuer */
  async #prepare(name) {
    if (!this.#disposed) await this.#issuers.named(name).prepare()
  }

  /**
   * Verifies a token: its form, its signature, and everything that the options require (RFC 7515 §5.2, RFC 7519 §7.2,
   * RFC 8725). Waits for keys where there are none, and looks up an unknown key id. Stale keys serve while they are
   * refreshed in the background.
   * @param {string} jwt JWS compact serialization
   * @param {VerifyOptions} [options]
   * @template [More={}] claims that this token has
   * @returns {Promise<VerifiedToken<Own & More, Subject>>}
   * @throws {AssayError} AUTH_… with the reason; CONFIG_INVALID for a misuse. Always as a rejection
   */
  async verify(jwt, options) {
    const request = this.#request(jwt, options)
    const issuers = this.#issuers
    if (issuers.several) {
      await issuers.core.load()
      this.#assertUsable()
    }
    const issuer = this.#only ?? (await issuers.resolve(jwt, request.waitUntil))
    let lookUps = issuer.isReady() ? LOOK_UPS : await issuer.loadFor(request)
    for (;;) {
      const spec = issuer.spec()
      try {
        const token = /** @type {VerifiedToken<any, any>} */ (issuer.core.run(verifyToken, spec, request))
        // So that verifySync works for each key. That they cannot be loaded is no fault of this token.
        if (issuer.wantsCurves(spec)) await issuer.core.loadCurves().catch(() => {})
        return token
      } catch (thrown) {
        const error = issuer.refusal(thrown, request)
        if (issuer.core.lacksCurves(error)) await issuer.core.loadCurves()
        else if (isKeyMiss(error) && lookUps-- > 0 && (await issuer.lookUp(spec, request))) continue
        else throw issuer.withRetryAfter(error, spec)
      }
    }
  }

  /**
   * Verifies as verify() does, but never waits and never fetches. Stale keys serve up to jwksCache.maxStale; ready() or
   * verify() load them.
   * @param {string} jwt JWS compact serialization
   * @param {VerifyOptions} [options]
   * @template [More={}] claims that this token has
   * @returns {VerifiedToken<Own & More, Subject>}
   * @throws {AssayError} as verify(); AUTH_KEYS_UNAVAILABLE with core_not_loaded or keys_not_loaded where ready() is due
   */
  verifySync(jwt, options) {
    const request = this.#request(jwt, options)
    const issuer = this.#only ?? this.#issuers.of(jwt)
    const spec = issuer.spec()
    try {
      return /** @type {VerifiedToken<any, any>} */ (issuer.core.run(verifyToken, spec, request))
    } catch (thrown) {
      throw issuer.refusalWithoutLookUp(thrown, spec, request)
    }
  }

  /**
   * Says, check by check, why verify() accepts or refuses a token. It does not throw for a bad token or missing keys: these
   * are failed checks.
   * @param {string} jwt JWS compact serialization
   * @param {VerifyOptions} [options]
   * @returns {Promise<Report>}
   * @throws {AssayError} CONFIG_INVALID for a misuse
   */
  async explain(jwt, options) {
    this.#assertUsable()
    checkCallOptions(options)
    const issuers = this.#issuers
    let trace
    try {
      const request = this.#request(jwt, options)
      await issuers.core.load()
      this.#assertUsable()
      // Decodes the token for the report, even if it names an unknown issuer.
      if (issuers.several) trace = issuers.core.run(traceToken, issuers.keyless, request)
      return await (await issuers.resolve(jwt, request.waitUntil)).explain(request)
    } catch (error) {
      this.#assertUsable()
      if (error instanceof AssayError) return refusedReport(error, trace && 'issuer', trace)
      throw error
    }
  }

  /**
   * Reports the state of the keys. Does no I/O.
   * @param {string} [issuer] where there are several; without it, the counters are sums over all
   * @returns {KeyStatus}
   */
  status(issuer) {
    if (!this.#issuers.several || issuer !== undefined) return this.#issuers.named(issuer).source.status()
    /** @type {{ [type: string]: number }} */
    const counters = {}
    const issuers = this.#issuers.used.map(([name, { source }]) => ({ issuer: name, ...source.status() }))
    for (const each of issuers) {
      for (const type in each.counters) counters[type] = (counters[type] ?? 0) + each.counters[type]
    }
    const { insecureHosts } = this.#issuers
    return { counters, issuers, ...(insecureHosts.length > 0 && { insecureHosts }) }
  }

  /**
   * The current keys, for the option `jwksSnapshot`: a verifier that has it starts without a fetch.
   * @param {string} [issuer] where there are several
   * @returns {JwksSnapshot | undefined} undefined where there are none, or where the options hold them
   */
  snapshot(issuer) {
    return this.#issuers.named(issuer).source.snapshot()
  }

  /** Frees the verifier's memory in the core, and wipes its copy of the secret. Later calls throw. */
  dispose() {
    if (this.#disposed) return
    this.#disposed = true
    dropped?.unregister(this)
    this.#issuers.close()
  }

  /**
   * @param {unknown} jwt
   * @param {unknown} options
   * @returns {TokenRequest}
   * @throws {AssayError} CONFIG_INVALID, AUTH_TOKEN_MISSING, AUTH_TOKEN_INVALID
   */
  #request(jwt, options) {
    this.#assertUsable()
    const { requiredScopes, now = this.#now(), waitUntil } = checkCallOptions(options)
    return { jwt: checkToken(jwt), requiredScopes, now, waitUntil }
  }

  #assertUsable() {
    if (this.#disposed) throw new AssayError('verifier_disposed')
  }
}

// `using verifier = createVerifier(…)` where the runtime knows it. Not a class member: its type would require the
// library of explicit resource management from every TypeScript program.
if (Symbol.dispose) /** @type {any} */ (Verifier.prototype)[Symbol.dispose] = Verifier.prototype.dispose
