import { checkOptions } from '../options/option-checks.js'
import { RATE_LIMIT_RULES } from './option-rules.js'

/** @import { RateLimit, RateLimitOptions } from './types.js' */

/** A longer key is cut: what a caller takes from a request must not fill the memory. */
const MAX_KEY_LENGTH = 256

/**
 * Limits failed authentications: once a key has failed too often, its requests are refused for a while, with 429 and
 * Retry-After, and their tokens are not looked at. So are those whose tokens are being verified just then, good and bad
 * ones: nobody is told of more bad tokens. Only tokens that were refused count; a missing token, a missing scope, and keys
 * that cannot be had do not. For the guard's option `rateLimit`; one limit may serve several guards.
 * @template [R=Request]
 * @param {RateLimitOptions<R>} options
 * @returns {RateLimit<R>}
 * @throws {AssayError} CONFIG_INVALID, naming the option
 */
export function rateLimit(options) {
  const { key, maxFailures, window, maxKeys } = checkOptions(options, RATE_LIMIT_RULES)
  const failures = new FailureCounter({ maxFailures, window, maxKeys })
  return {
    key,
    retryAfter: (name) => failures.retryAfter(name),
    fail: (name) => failures.fail(name)
  }
}

/**
 * Two maps, each bounded: keys with the times of their failures, the one that failed last at the end, and keys that are blocked,
 * the one blocked first at the front. New keys push out counted ones only: to push out a blocked key takes as many
 * blocked keys as there is room for, each with all its failures.
 */
export class FailureCounter {
  /** @type {Map<string, number[]>} */
  #counted = new Map()
  /** @type {Map<string, number>} */
  #blocked = new Map()
  #limits

  /** @param {{ maxFailures: number, window: number, maxKeys: number }} limits */
  constructor(limits) {
    this.#limits = { ...limits, maxKeys: Math.floor(limits.maxKeys / 2) }
  }

  /** How many keys are remembered. */
  get size() {
    return this.#counted.size + this.#blocked.size
  }

  /**
   * @param {string} name
   * @returns {number} seconds; 0: not blocked
   */
  retryAfter(name) {
    const key = name.slice(0, MAX_KEY_LENGTH)
    const since = this.#blocked.get(key)
    if (since === undefined) return 0
    const left = this.#left(since)
    if (left === 0) this.#blocked.delete(key)
    return left
  }

  /** @param {string} name */
  fail(name) {
    const key = name.slice(0, MAX_KEY_LENGTH)
    if (this.#blocked.has(key)) return
    const times = this.#counted.get(key) ?? []
    times.push(seconds())
    // One is at the end that has just begun.
    times.splice(
      0,
      times.findIndex((since) => this.#left(since) > 0)
    )
    this.#counted.delete(key)
    if (times.length < this.#limits.maxFailures) this.#insert(this.#counted, key, times)
    else this.#insert(this.#blocked, key, seconds())
  }

  /**
   * @template T
   * @param {Map<string, T>} map
   * @param {string} key
   * @param {T} entry
   */
  #insert(map, key, entry) {
    if (map.size >= this.#limits.maxKeys) map.delete(/** @type {string} */ (map.keys().next().value))
    map.set(key, entry)
  }

  /**
   * @param {number} since
   * @returns {number} seconds that are left of the window; 0 too where the clock was set back by more than that
   */
  #left(since) {
    const passed = Math.abs(seconds() - since)
    return Math.max(0, this.#limits.window - passed)
  }
}

const seconds = () => Date.now() / 1000
