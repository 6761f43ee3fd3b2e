import { checkCallOptions, checkToken } from '../options/call-options.js'
import { DPOP, isGuarded } from '../shared/dpop-of-guards.js'
import { memoryReplayStore } from '../shared/memory-replay-store.js'
import { AssayError, invalidOption, isKeyMiss } from '../shared/error.js'
import { findToken } from './found-token.js'
import { LOOK_UPS } from './issuer-verifier.js'
import { refusedReport } from './report.js'
import { makeNonce, traceToken } from '../core/index.js'
import { checkPossession, explainPossession, prepare } from '../dpop/index.js'

/** @import { AskedIssuers } from './asked-issuers.js' */
/** @import { IssuerVerifiers } from './issuer-verifiers.js' */
/** @import { Core } from '../core/core.js' */
/** @import { TokenRequest } from '../core/run-token.js' */
/** @import { FoundToken } from './found-token.js' */
/** @import { WarnOfStore } from './store-warning.js' */
/** @import { Claimed } from '../dpop/possession.js' */
/** @import { DpopMethod, DpopOfGuard } from '../shared/dpop-of-guards.js' */
/** @import { DpopPolicy, ReplayStore } from '../shared/dpop-types.js' */
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
  #dpop
  #warn
  /** @type {ReplayStore | undefined} made for the first proof */
  #replayStore
  #disposed = false

  /**
   * @param {IssuerVerifiers | AskedIssuers} issuers
   * @param {() => number} now seconds since the epoch
   * @param {WarnOfStore} warn
   * @param {DpopPolicy} [dpop] undefined: tokens are bearer tokens
   */
  constructor(issuers, now, warn, dpop) {
    this.#issuers = issuers
    this.#only = issuers.only
    this.#now = now
    this.#dpop = dpop
    this.#warn = warn
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
    const mustProve = this.#mustProve(request)
    let lookUps = issuer.isReady() ? LOOK_UPS : await issuer.loadFor(request)
    for (;;) {
      const spec = issuer.spec()
      try {
        const found = findToken(issuer.core, spec, request, mustProve)
        // So that verifySync works for each key. That they cannot be loaded is no fault of this token.
        if (issuer.wantsCurves(spec)) await issuer.core.loadCurves().catch(() => {})
        if (mustProve) await this.#prove(issuer.core, found, this.#claimed(request))
        return found.token
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
    const mustProve = this.#mustProve(request)
    /** @type {FoundToken} */
    let found
    try {
      found = findToken(issuer.core, spec, request, mustProve)
    } catch (thrown) {
      throw issuer.refusalWithoutLookUp(thrown, spec, request)
    }
    if (mustProve) this.#proveSync(issuer.core, found, this.#claimed(request))
    return found.token
  }

  /** @param {Pick<TokenRequest, 'jwt' | 'possession' | 'now'>} request @returns {Claimed} */
  #claimed({ jwt, possession, now }) {
    // One for all its guards, unless their policies name others: a proof counts once.
    this.#replayStore ??= memoryReplayStore()
    return { jwt, possession, now, policy: this.#dpop, replayStore: this.#replayStore, warn: this.#warn }
  }

  /** @param {TokenRequest} request */
  #mustProve({ possession }) {
    if (possession === undefined) return this.#dpop !== undefined
    return !isGuarded(possession)
  }

  /**
   * @param {Core} core
   * @param {FoundToken} found
   * @param {Claimed} claimed
   */
  async #prove(core, { token, lack }, claimed) {
    try {
      await checkPossession(core, token, claimed)
    } catch (error) {
      if (!core.lacksCurves(error)) throw error
      await core.loadCurves()
      await checkPossession(core, token, claimed)
    }
    if (lack) throw lack
  }

  /**
   * @param {Core} core
   * @param {FoundToken} found
   * @param {Claimed} claimed
   */
  #proveSync(core, { token, lack }, claimed) {
    const counted = checkPossession(core, token, claimed)
    if (counted === undefined && lack) throw lack
    if (counted === undefined) return
    counted.catch(() => {})
    throw invalidOption('dpop.replayStore', 'answers by a promise, for which verifySync cannot wait: call verify()')
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
    let trace, request
    try {
      request = this.#request(jwt, options)
      await issuers.core.load()
      this.#assertUsable()
      // Decodes the token for the report, even if it names an unknown issuer.
      if (issuers.several) trace = issuers.core.run(traceToken, issuers.keyless, request)
      const report = await (await issuers.resolve(jwt, request.waitUntil)).explain(request)
      return await this.#withProof(report, request)
    } catch (error) {
      this.#assertUsable()
      if (!(error instanceof AssayError)) throw error
      const report = refusedReport(error, trace && 'issuer', trace)
      return trace && request ? this.#withProof(report, request) : report
    }
  }

  /**
   * @param {Report} report of the token
   * @param {TokenRequest} request
   * @returns {Promise<Report>} with what its binding requires, and the checks of the proof, where one came with it
   */
  async #withProof(report, request) {
    const { core } = this.#issuers
    if (this.#dpop && request.possession?.proof) await core.loadCurves().catch(() => {})
    return explainPossession(core, report, this.#claimed(request))
  }

  /**
   * For guards. @type {DpopMethod}
   * @internal
   */
  [DPOP](/** @type {DpopPolicy | undefined} */ policy = this.#dpop) {
    if (policy === undefined) return undefined
    const { core } = this.#issuers
    const { spec, algorithms } = prepare(policy, core.platform.curves !== undefined)
    return {
      ...{ required: policy.required, algorithms, origin: policy.origin },
      /** @type {DpopOfGuard['prove']} */
      prove: (jwt, token, possession, origin) =>
        this.#prove(core, { token }, { ...this.#claimed({ jwt, possession, now: this.#now() }), policy, origin }),
      nonce: () => (policy.nonce && core.isLoaded ? core.run(makeNonce, spec, this.#now()) : undefined)
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
    const { requiredScopes, now = this.#now(), waitUntil, possession } = checkCallOptions(options)
    return { jwt: checkToken(jwt), requiredScopes, now, waitUntil, possession }
  }

  #assertUsable() {
    if (this.#disposed) throw new AssayError('verifier_disposed')
  }
}

// `using verifier = createVerifier(…)` where the runtime knows it. Not a class member: its type would require the
// library of explicit resource management from every TypeScript program.
if (Symbol.dispose) /** @type {any} */ (Verifier.prototype)[Symbol.dispose] = Verifier.prototype.dispose
