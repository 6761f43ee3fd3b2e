import { AssayError, errorOf, isKeysUnavailable } from '../shared/error.js'
import { beyondLimit } from './beyond-limit.js'

/** @import { VerifierConfig } from '../options/options.js' */
/** @import { IssuerVerifier } from './issuer-verifier.js' */

// Two maps, so that made-up issuers, which are refused, push out no real one.
const MAX_KNOWN = 1000
const MAX_REFUSED = 1000
/** Seconds after which the function is asked again, and for which its last answer serves while it fails. */
const FRESH = 600
const KEPT = 3600
/** Seconds until a function that failed is asked again, where there is no answer to serve. */
const SHORT_PAUSE = 1

/** @typedef {{ verifier: IssuerVerifier, config: VerifierConfig, askedAt: number, refreshing?: number }} Known
 *   `refreshing`: until when the function may be at work on a newer answer */
/** @typedef {{ error: AssayError, askedAt: number, until: number }} Refused `until`: when the function may be asked again */

/** What the function `issuers` answered, and the verifiers of the issuers that it allows. */
export class IssuerAnswers {
  #make
  #now
  #cooldown
  /** @type {Map<string, Known>} from the least to the most recently used */
  #known = new Map()
  /** @type {Map<string, Refused>} from the oldest to the newest */
  #refused = new Map()
  /** @type {Known | undefined} */
  #latest

  /**
   * @param {(config: VerifierConfig) => IssuerVerifier} make
   * @param {() => number} now seconds since the epoch
   * @param {number} cooldown seconds until the function is asked again about an issuer that it does not allow
   */
  constructor(make, now, cooldown) {
    this.#make = make
    this.#now = now
    this.#cooldown = cooldown
  }

  /** @returns {[string, IssuerVerifier][]} from the least to the most recently used */
  get used() {
    return [...this.#known].map(([issuer, { verifier }]) => [issuer, verifier])
  }

  /** @param {string} issuer @returns {boolean} whether the function is to be asked */
  isDue(issuer) {
    const known = this.#known.get(issuer)
    return !this.#freshRefusal(issuer) && !(known && this.#isWithin(known.askedAt, FRESH))
  }

  /** @param {string} issuer @returns {boolean} whether an answer serves while the function is asked again */
  isKept(issuer) {
    const known = this.#known.get(issuer)
    return known !== undefined && this.#isWithin(known.askedAt, KEPT)
  }

  /** @param {string} issuer @returns {boolean} whether the function is being asked again about a known issuer */
  isRefreshing(issuer) {
    return Number(this.#known.get(issuer)?.refreshing) > this.#now()
  }

  /**
   * Only until then: on Workers a question is lost with a cancelled request.
   * @param {string} issuer
   * @param {number} seconds
   */
  markRefreshing(issuer, seconds) {
    const known = this.#known.get(issuer)
    if (known) known.refreshing = this.#now() + seconds
  }

  /**
   * @param {string} issuer
   * @returns {IssuerVerifier | undefined} undefined: no answer is known
   * @throws {AssayError} the answer was a refusal, or none could be had
   */
  get(issuer) {
    const known = this.#known.get(issuer)
    if (known && this.isKept(issuer)) {
      if (known !== this.#latest) this.#touch(issuer, known)
      return known.verifier
    }
    const refused = this.#freshRefusal(issuer)
    if (!refused) return undefined
    const { error, until } = refused
    const retryAfter = isKeysUnavailable(error) ? until - this.#now() : undefined
    throw errorOf({ ...error, message: error.message, retryAfter })
  }

  /**
   * @param {string} issuer
   * @param {number} askedAt
   * @param {VerifierConfig | AssayError} answer
   */
  record(issuer, askedAt, answer) {
    const known = this.#known.get(issuer)
    // On Workers each request asks for itself: an older answer may come last.
    if (Number(known?.askedAt) > askedAt || Number(this.#refused.get(issuer)?.askedAt) > askedAt) return
    this.#refused.delete(issuer)
    if (known) known.refreshing = undefined
    if (answer instanceof AssayError) this.#refuse(issuer, askedAt, answer)
    else if (known && isSame(known.config, answer)) known.askedAt = askedAt
    else {
      this.#drop(issuer)
      this.#touch(issuer, { verifier: this.#make(answer), config: answer, askedAt })
      for (const name of beyondLimit(this.used, MAX_KNOWN)) this.#drop(name)
    }
  }

  /** Frees what the core keeps, and wipes the secrets. */
  close() {
    for (const { verifier, config } of this.#known.values()) {
      verifier.close()
      config.tokenIdSecret?.fill(0)
    }
    this.#refused.clear()
  }

  /**
   * @param {string} issuer
   * @param {number} askedAt
   * @param {AssayError} error a function that failed says nothing about the issuer: what it answered before serves on
   */
  #refuse(issuer, askedAt, error) {
    if (!isKeysUnavailable(error)) this.#drop(issuer)
    const isServed = this.#known.has(issuer)
    const seconds = isKeysUnavailable(error) && !isServed ? SHORT_PAUSE : this.#cooldown
    // From the answer on: one that took long would be over when it comes, and whoever waited for it had none.
    this.#refused.set(issuer, { error, askedAt, until: this.#now() + seconds })
    const [oldest] = this.#refused.keys()
    if (this.#refused.size > MAX_REFUSED) this.#refused.delete(oldest)
  }

  /** @param {string} issuer */
  #freshRefusal(issuer) {
    const refused = this.#refused.get(issuer)
    return refused && refused.askedAt <= this.#now() && this.#now() < refused.until ? refused : undefined
  }

  /**
   * @param {string} issuer
   * @param {Known} known
   */
  #touch(issuer, known) {
    this.#known.delete(issuer)
    this.#known.set(issuer, known)
    this.#latest = known
  }

  /** @param {string} issuer verifications that are under way are not affected */
  #drop(issuer) {
    const known = this.#known.get(issuer)
    this.#known.delete(issuer)
    if (this.#latest === known) this.#latest = undefined
    known?.verifier.release()
  }

  /**
   * @param {number} time
   * @param {number} seconds
   * @returns {boolean} false, too, where the clock went back before that time
   */
  #isWithin(time, seconds) {
    const age = this.#now() - time
    return age >= 0 && age < seconds
  }
}

/**
 * @param {any} one
 * @param {any} other
 * @returns {boolean} whether the verifier of one, with its keys, may go on for the other. Functions and stores must be the
 *   same objects. A snapshot only says what a verifier begins with
 */
function isSame({ jwksSnapshot: _, store, ...one }, { jwksSnapshot: __, store: otherStore, ...other }) {
  const isEqual = (/** @type {unknown} */ a, /** @type {unknown} */ b) =>
    a === b || (typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b))
  return store === otherStore && Object.keys(one).every((name) => isEqual(one[name], other[name]))
}
