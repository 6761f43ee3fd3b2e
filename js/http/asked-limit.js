import { assayErrorOf, requestError, statusOf } from './request-error.js'
import { noteRefusal } from './refusal-notes.js'
import { assertNoPromise, checkReturned } from './returned-value.js'

/** @import { AssayError } from '../shared/error.js' */
/** @import { RateLimit } from './types.js' */

/** The codes of a bad token: these count. A missing token or scope, and missing keys, do not. */
const COUNTED = [
  'AUTH_TOKEN_INVALID',
  'AUTH_TOKEN_EXPIRED',
  'AUTH_INVALID_ISSUER',
  'AUTH_INVALID_AUDIENCE',
  'AUTH_PROOF_INVALID'
]
/** Not the reasons by which a server asks for a nonce: an honest client meets them, too. */
const UNCOUNTED = ['proof_nonce_missing', 'proof_nonce']
const DAY = 86_400

/**
 * The option `rateLimit`, as a gate asks it: before a token is looked at, and again when it was, for others of the same key
 * may have failed meanwhile. No request waits for another: on Cloudflare Workers none may, and the other may never end.
 * @template R the request, as the framework has it
 */
export class AskedLimit {
  #limit

  /** @param {RateLimit<R> | undefined} limit undefined: nothing is limited */
  constructor(limit) {
    this.#limit = limit
  }

  /** @param {R} request @returns {string | undefined} whose failures are counted; undefined: this request is not limited */
  keyOf(request) {
    return checkReturned(this.#limit?.key(request), 'rateLimit.key')
  }

  /** @param {string | undefined} key @throws {AssayError} AUTH_RATE_LIMITED: it failed too often */
  assertFree(key) {
    const refusal = this.#refusal(key)
    if (refusal) throw refusal
  }

  /**
   * @param {string | undefined} key
   * @param {unknown} thrown why the request is refused
   * @returns {unknown} what to say: the same, counted if it is a bad token, or AUTH_RATE_LIMITED if no more is told of tokens
   */
  failed(key, thrown) {
    const error = assayErrorOf(thrown)
    // Faults of the server are none of the token's.
    if (key === undefined || error === undefined || statusOf(error) >= 500) return thrown
    const refusal = this.#refusal(key)
    const counts = COUNTED.includes(error.code) && !UNCOUNTED.includes(error.reason)
    if (!refusal && counts) Promise.resolve(this.#limit?.fail(key)).catch(() => {}) // a limit of the user's own may be told later
    return refusal ?? thrown
  }

  /** @param {string | undefined} key @returns {AssayError | undefined} */
  #refusal(key) {
    const wait = key === undefined ? 0 : this.#limit?.retryAfter(key)
    const retryAfter = assertNoPromise(wait, 'rateLimit.retryAfter') ?? 0
    return retryAfter > 0
      ? noteRefusal(requestError('rate_limited'), { retryAfter: Math.min(retryAfter, DAY) })
      : undefined
  }
}
