import { within } from '../keys/fetch-text.js'
import { AssayError } from '../shared/error.js'
import { IssuerAnswers } from './issuer-answers.js'
import { readIssuer } from './read-issuer.js'

/** @import { Core } from '../core/core.js' */
/** @import { AskedIssuers as Options, VerifierConfig } from '../options/options.js' */
/** @import { IssuerVerifier } from './issuer-verifier.js' */

/** How many issuers may be asked for at the same time. */
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

  get used() {
    return this.#answers.used
  }

  /**
   * Asks the function, where its answer is not known or is old.
   * @param {string} jwt
   * @returns {Promise<IssuerVerifier>}
   * @throws {AssayError} the core's refusal, issuer_mismatch, issuers_unavailable, or CONFIG_INVALID for a bad answer
   */
  async resolve(jwt) {
    const issuer = readIssuer(this.core, jwt)
    assertAskable(issuer)
    if (this.#answers.isDue(issuer)) await this.#askOnce(issuer)
    return this.named(issuer)
  }

  /**
   * @param {string} jwt
   * @returns {IssuerVerifier} as resolve(), but nobody is asked
   * @throws {AssayError} keys_not_loaded where the answer is not known
   */
  of(jwt) {
    return this.named(readIssuer(this.core, jwt))
  }

  /**
   * @param {string} [issuer]
   * @returns {IssuerVerifier}
   * @throws {AssayError} as of()
   */
  named(issuer = '') {
    assertAskable(issuer)
    const verifier = this.#answers.get(issuer)
    if (verifier) return verifier
    const message = 'The function "issuers" was not asked for this issuer yet: await verifier.verify() first'
    throw new AssayError('keys_not_loaded', { message })
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
   * Requests that need the same answer share it, except on Workers.
   * @param {string} issuer
   * @returns {Promise<void>}
   */
  #askOnce(issuer) {
    if (!this.core.platform.sharesPromises) return this.#ask(issuer)
    const asking = this.#asking.get(issuer)
    if (asking) return asking
    if (this.#asking.size >= MAX_ASKING) throw new AssayError('issuers_unavailable', { retryAfter: 1 })
    const asked = this.#ask(issuer).finally(() => this.#asking.delete(issuer))
    this.#asking.set(issuer, asked)
    return asked
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
    let answer
    try {
      answer = await within(shared.jwksCache.timeout, () => ask(issuer), controller.signal)
    } catch {
      // What it throws may quote a secret, such as a database's password.
      return new AssayError('issuers_unavailable')
    } finally {
      this.#closing.delete(controller)
    }
    try {
      return answer === undefined || answer === null ? mismatch() : checkAnswer(issuer, answer)
    } catch (error) {
      return /** @type {AssayError} */ (error)
    }
  }
}

/**
 * @param {string} issuer of a token that proves nothing yet
 * @throws {AssayError} issuer_mismatch for what is no issuer. One with braces would be a template in the answer's place
 */
function assertAskable(issuer) {
  if (issuer === '' || issuer.length > MAX_ISSUER || /[{}]/.test(issuer)) throw mismatch()
}

const mismatch = () => new AssayError('issuer_mismatch', { claim: 'iss' })
