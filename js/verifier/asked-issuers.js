import { runInBackground } from '../keys/background.js'
import { notify } from '../keys/event-log.js'
import { within } from '../shared/within.js'
import { AssayError } from '../shared/error.js'
import { IssuerAnswers } from './issuer-answers.js'
import { nearIssuerHint } from './issuer-hints.js'
import { readIssuer } from './read-issuer.js'

/** @import { Core } from '../core/core.js' */
/** @import { AskedIssuers as Options, VerifierConfig } from '../options/options.js' */
/** @import { WaitUntil } from '../keys/key-source.js' */
/** @import { IssuerVerifier } from './issuer-verifier.js' */

/** How many questions may be open at the same time about issuers that nothing is known of. */
const MAX_ASKING = 1000
/** Characters. */
const MAX_ISSUER = 2000

/**
 * The verifiers of the issuers that the option `issuers`, a function, allows. It is asked for each unverified "iss", which
 * only chooses the verifier; that one checks it.
 */
export class AskedIssuers {
  #options
  #answers
  #now
  /** @type {Map<string, Promise<void>>} */
  #asking = new Map()
  /** @type {Set<AbortController>} */
  #closing = new Set()
  /** @type {Map<object, number>} the open questions, and when each is over at the latest */
  #open = new Map()
  #isClosed = false
  core
  /** The policy that decodes a token for a report, where its issuer is not allowed. */
  keyless
  several = true
  /** @type {IssuerVerifier | undefined} */
  only = undefined
  /** @type {string[]} nobody knows them before their tokens come */
  names = []

  /**
   * @param {Options} options
   * @param {(config: VerifierConfig) => IssuerVerifier} make
   * @param {Core} core
   * @param {() => number} now seconds since the epoch
   */
  constructor(options, make, core, now) {
    this.#options = options
    this.#answers = new IssuerAnswers(make, now, options.shared.jwksCache.cooldown)
    this.#now = now
    this.core = core
    this.keyless = make(options.shared).keyless
  }

  /** What the options allow; an answer may allow others. */
  get insecureHosts() {
    return [...this.#options.shared.allowInsecureHosts]
  }

  get used() {
    return this.#answers.used
  }

  /**
   * Asks the function, where its answer is not known. One that is old serves while the function is asked again.
   * @param {string} jwt
   * @param {WaitUntil} [waitUntil]
   * @returns {Promise<IssuerVerifier>}
   * @throws {AssayError} the core's refusal, issuer_mismatch, issuers_unavailable, or CONFIG_INVALID for a bad answer
   */
  async resolve(jwt, waitUntil = this.core.platform.waitUntil) {
    const issuer = readIssuer(this.core, jwt)
    assertAskable(issuer)
    if (this.#answers.isDue(issuer)) {
      if (this.#answers.isKept(issuer)) await this.#refresh(issuer, waitUntil)
      else await this.#askOnce(issuer)
    }
    return this.named(issuer)
  }

  /**
   * @param {string} jwt
   * @returns {IssuerVerifier} as resolve(), but nobody is asked
   * @throws {AssayError} keys_not_loaded where no answer is known, or an old one that nobody has tried to refresh
   */
  of(jwt) {
    const issuer = readIssuer(this.core, jwt)
    if (this.#answers.isDue(issuer) && !this.#answers.isRefreshing(issuer)) throw notAsked(issuer)
    return this.named(issuer)
  }

  /**
   * @param {string} [issuer]
   * @returns {IssuerVerifier}
   * @throws {AssayError} keys_not_loaded where no answer is known; or the refusal
   */
  named(issuer = '') {
    assertAskable(issuer)
    const verifier = this.#answers.get(issuer)
    if (verifier) return verifier
    throw notAsked(issuer)
  }

  /** Ends every wait, frees what the core keeps, and wipes the secrets. */
  close() {
    this.#isClosed = true
    for (const controller of this.#closing) {
      try {
        controller.abort()
      } catch {
        // On Workers one request cannot touch what another one started.
      }
    }
    this.#answers.close()
    this.core.release(this.keyless)
    this.#options.shared.tokenIdSecret?.fill(0)
  }

  /**
   * Asks again about a known issuer. It counts for no limit: there are as many of them as answers are kept.
   * @param {string} issuer
   * @param {WaitUntil | undefined} waitUntil
   * @returns {Promise<unknown> | undefined} what the caller must await, as of runInBackground()
   */
  #refresh(issuer, waitUntil) {
    if (this.#answers.isRefreshing(issuer)) return undefined
    this.#answers.markRefreshing(issuer, this.#options.shared.jwksCache.timeout)
    const asked = this.#ask(issuer).catch(() => {})
    return runInBackground(asked, waitUntil, this.core.platform.sharesPromises)
  }

  /**
   * Requests that need the same answer share it, except on Workers.
   * @param {string} issuer
   * @returns {Promise<void>}
   */
  #askOnce(issuer) {
    const asking = this.#asking.get(issuer)
    if (asking) return asking
    const question = {}
    this.#assertRoom()
    this.#open.set(question, this.#now() + this.#options.shared.jwksCache.timeout)
    const asked = this.#ask(issuer).finally(() => {
      this.#open.delete(question)
      this.#asking.delete(issuer)
    })
    if (this.core.platform.sharesPromises) this.#asking.set(issuer, asked)
    return asked
  }

  /** @throws {AssayError} issuers_unavailable where too many questions are open */
  #assertRoom() {
    for (const [question, end] of this.#open) {
      if (end > this.#now()) break
      // On Workers a question never ends whose request was cancelled.
      this.#open.delete(question)
    }
    if (this.#open.size >= MAX_ASKING) throw new AssayError('issuers_unavailable', { retryAfter: 1, hint: TOO_MANY })
  }

  /** @param {string} issuer */
  async #ask(issuer) {
    const askedAt = this.#now()
    const answer = await this.#answer(issuer)
    if (this.#isClosed) throw new AssayError('verifier_disposed')
    this.#answers.record(issuer, askedAt, answer)
  }

  /**
   * @param {string} issuer
   * @returns {Promise<VerifierConfig | AssayError>} never rejected
   */
  async #answer(issuer) {
    const { ask, checkAnswer, shared } = this.#options
    const controller = new AbortController()
    this.#closing.add(controller)
    try {
      const answer = await within(shared.jwksCache.timeout, () => ask(issuer), controller.signal)
      return answer === undefined || answer === null ? this.#mismatch(issuer) : checkAnswer(issuer, answer)
    } catch (error) {
      // Others are the function's own, or a getter's in its answer. They may quote a secret, such as a database's password.
      return isBadOption(error) ? error : this.#unavailable(issuer)
    } finally {
      this.#closing.delete(controller)
    }
  }

  /** @param {string} issuer */
  #mismatch(issuer) {
    return mismatch(
      nearIssuerHint(
        issuer,
        this.used.map(([name]) => name)
      )
    )
  }

  /** @param {string} issuer */
  #unavailable(issuer) {
    const error = new AssayError('issuers_unavailable', { hint: LOG_IT })
    const { onEvent } = this.#options.shared
    const { reason, message } = error
    if (onEvent && !this.#isClosed)
      notify(onEvent, { type: 'issuers_failed', issuer, time: this.#now(), reason, message })
    return error
  }
}

const TOO_MANY = 'Too many unknown issuers are asked for at the same time'
const LOG_IT =
  'Look at your function "issuers": it threw or took longer than jwksCache.timeout. What it throws is not shown, so log it there'

/** @param {unknown} error @returns {error is AssayError} */
const isBadOption = (error) => error instanceof AssayError && error.code === 'CONFIG_INVALID'

/**
 * @param {string} issuer of a token that proves nothing yet
 * @throws {AssayError} issuer_mismatch for what is no issuer. One with braces would be a template in the answer's place
 */
function assertAskable(issuer) {
  if (issuer === '' || issuer.length > MAX_ISSUER || /[{}]/.test(issuer)) throw mismatch()
}

/** @param {string} [hint] */
const mismatch = (hint) => new AssayError('issuer_mismatch', { claim: 'iss', hint })

/**
 * @param {string} issuer
 * @returns {AssayError} keys_not_loaded
 */
function notAsked(issuer) {
  assertAskable(issuer)
  const message =
    'The function "issuers" was not asked for this issuer in the last ten minutes: await verifier.verify() first'
  return new AssayError('keys_not_loaded', { message, hint: 'Call await verifier.verify(): it asks the function' })
}
