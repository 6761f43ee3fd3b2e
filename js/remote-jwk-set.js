import { discoverJwksUri } from './discovery.js'
import { AssayError } from './error.js'
import { fetchText } from './fetch-text.js'

/** @import { FetchFault } from './fetch-text.js' */
/** @import { KeyLocation } from './key-options.js' */
/** @import { Recipe } from './prepared-verifiers.js' */

/**
 * A place that has keys. `current` is what is there now, `fresh` says whether it may be used without asking again.
 * @typedef {object} KeySource
 * @property {Recipe | undefined} current
 * @property {boolean} fresh
 * @property {() => Promise<void>} load makes `current` be there, and fresh where that is possible; throws an AssayError
 * @property {(seen: Recipe) => Promise<boolean>} refetch after an unknown key id: whether `current` is another than `seen` now
 * @property {() => Recipe | undefined} close ends it; returns what it held
 */

// A set whose refresh keeps failing serves this long after it was fetched, and not longer (ATTACKS.md 17).
const MAX_STALE = 86_400

/**
 * The JWK Set at a URL, or at the URL that discovery finds. A new set replaces the old one as a whole; a set that
 * cannot be fetched or that the core refuses changes nothing, and starts the cooldown.
 * @implements {KeySource}
 */
export class RemoteJwkSet {
  #location
  #now
  #adopt
  #sharesPromises
  /** @type {Recipe | undefined} */
  #current
  /** @type {string | undefined} where discovery found the set */
  #discovered
  /** @type {AssayError | undefined} of the last fetch, where it failed */
  #failure
  /** @type {Promise<void> | undefined} */
  #inFlight
  // Each in seconds since the epoch; -Infinity: never.
  #fetchedAt = -Infinity
  #failedAt = -Infinity
  #refetchedAt = -Infinity
  #startedAt = -Infinity
  #closed = false

  /**
   * @param {KeyLocation} location
   * @param {object} context
   * @param {(jwkSet: string, previous: Recipe | undefined) => Promise<Recipe>} context.adopt has the core judge a set,
   *   and frees the previous one; throws the refusal
   * @param {() => number} context.now seconds since the epoch
   * @param {boolean} context.sharesPromises whether one request may await what another request started
   */
  constructor(location, { adopt, now, sharesPromises }) {
    this.#location = location
    this.#adopt = adopt
    this.#now = now
    this.#sharesPromises = sharesPromises
  }

  get current() {
    return this.#now() - this.#fetchedAt < MAX_STALE ? this.#current : undefined
  }

  get fresh() {
    return this.#isWithin(this.#fetchedAt, this.#location.cache.maxAge)
  }

  async load() {
    if (this.fresh) return
    if (this.#failure !== undefined && this.#isWithin(this.#failedAt, this.#location.cache.cooldown)) {
      if (this.current === undefined) throw repeat(this.#failure)
      return
    }
    if (this.current !== undefined && this.#othersAreFetching()) return
    try {
      await this.#fetch({ discover: true })
    } catch (error) {
      if (this.current === undefined) throw error
    }
  }

  /** @param {Recipe} seen the set that has no key for a token */
  async refetch(seen) {
    const { cooldown } = this.#location.cache
    const cooling = this.#isWithin(this.#refetchedAt, cooldown) || this.#isWithin(this.#failedAt, cooldown)
    if (cooling && (this.#inFlight === undefined || !this.#sharesPromises)) return false
    if (!cooling) this.#refetchedAt = this.#now()
    try {
      await this.#fetch({ discover: false })
    } catch {
      return false // the token is refused for its key id; a failed refetch is no reason to call the keys unavailable
    }
    return this.#current !== seen && this.current !== undefined
  }

  /** @returns {Recipe | undefined} */
  close() {
    const last = this.#current
    this.#closed = true
    this.#current = undefined
    return last
  }

  /**
   * @param {number} time
   * @param {number} seconds
   * @returns {boolean} whether less than that has passed since. Never for a time that has not come yet: a clock that
   *   jumps backwards must not make a set fresh for ever
   */
  #isWithin(time, seconds) {
    const age = this.#now() - time
    return age >= 0 && age < seconds
  }

  /** @returns {boolean} where promises cannot be shared: whether another request is at it, so that a stale set will do */
  #othersAreFetching() {
    return !this.#sharesPromises && this.#isWithin(this.#startedAt, this.#location.cache.timeout)
  }

  /**
   * @param {{ discover: boolean }} how whether discovery is done again
   * @returns {Promise<void>}
   */
  #fetch(how) {
    if (!this.#sharesPromises) return this.#fetchOnce(how)
    this.#inFlight ??= this.#fetchOnce(how).finally(() => (this.#inFlight = undefined))
    return this.#inFlight
  }

  /** @param {{ discover: boolean }} how */
  async #fetchOnce({ discover }) {
    this.#startedAt = this.#now()
    try {
      const jwkSet = await this.#fetchText(discover)
      if (this.#closed) throw new AssayError('verifier_disposed')
      this.#current = await this.#adopt(jwkSet, this.#current)
      this.#fetchedAt = this.#now()
      this.#failure = undefined
      this.#failedAt = -Infinity
    } catch (error) {
      this.#discovered = undefined
      this.#failure = /** @type {AssayError} */ (error)
      this.#failedAt = this.#now()
      throw error
    } finally {
      this.#startedAt = -Infinity
    }
  }

  /**
   * @param {boolean} discover
   * @returns {Promise<string>}
   */
  async #fetchText(discover) {
    const { jwksUri, discovery, allowInsecureLoopback, fetch, cache } = this.#location
    const limits = { fetch, timeout: cache.timeout, maxBytes: cache.maxBytes }
    if (discovery !== undefined && (discover || this.#discovered === undefined)) {
      this.#discovered = await discoverJwksUri({ ...discovery, allowInsecureLoopback, limits })
    }
    const url = /** @type {string} */ (jwksUri ?? this.#discovered)
    try {
      return await fetchText(url, limits)
    } catch (error) {
      throw jwksError(/** @type {FetchFault} */ (error), url)
    }
  }
}

/**
 * @param {FetchFault} fault
 * @param {string} url
 * @returns {AssayError} naming the host, not the whole URL: its query may hold a credential
 */
function jwksError({ kind, detail }, url) {
  const error = new AssayError(`jwks_${kind}`)
  const where = [new URL(url).host, detail].filter(Boolean).join(': ')
  return new AssayError(error.reason, { message: `${error.message} (${where})` })
}

/**
 * @param {AssayError} failure
 * @returns {AssayError} the same failure with a stack of its own: no request gets to see where another one stood
 */
function repeat({ reason, code, message, hint }) {
  return new AssayError(reason, { code, message, hint })
}
