import { AssayError } from '../shared/error.js'

/** @import { VerifiedToken } from '../shared/types.js' */

/**
 * The core owns the token cache. It names a token by an id, which it never uses again.
 * @typedef {{ id: number, token: VerifiedToken }} SentToken
 */

/**
 * The tokens that the core has sent and may name by their ids from now on. It follows the core's token cache and decides
 * nothing.
 */
export class SentTokens {
  #places
  /**
   * The tokens that were accepted more than once, by their places in the core's cache: id modulo the cache's limit.
   * Not a Map: V8 keeps the tables that a Map outgrows, with what they held, until a full collection.
   * @type {{ [place: number]: SentToken | undefined }}
   */
  #repeated = Object.create(null)
  /**
   * The last new token. Earlier ones are not held until they come again: so many young objects would have V8 enlarge its
   * young generation to 32 MB.
   * @type {SentToken | undefined}
   */
  #latest

  /** @param {number} places the limit of entries of the core's cache */
  constructor(places) {
    this.#places = places
  }

  /**
   * @param {number} id
   * @returns {VerifiedToken} the token of that id
   * @throws {AssayError} INTERNAL where it is not held
   */
  get(id) {
    const sent = this.#repeated[id % this.#places]
    if (sent?.id !== id) throw new AssayError('internal')
    return sent.token
  }

  /** @param {number} id @returns {VerifiedToken | undefined} the last new token where it has that id; it is repeated now */
  repeatLatest(id) {
    const latest = this.#latest
    if (latest?.id !== id) return undefined
    this.#repeated[id % this.#places] = latest
    return latest.token
  }

  /** @param {number} id @param {VerifiedToken} token @param {boolean} isRepeated whether it was accepted before */
  add(id, token, isRepeated) {
    if (isRepeated) this.#repeated[id % this.#places] = { id, token }
    else this.#latest = { id, token }
  }

  /** @param {number[]} ids of the entries that the core has dropped */
  drop(ids) {
    for (const id of ids) {
      const place = id % this.#places
      if (place in this.#repeated) this.#repeated[place] = undefined
    }
  }

  /** Follows the core's cache, which was emptied. */
  clear() {
    this.#repeated = Object.create(null)
    this.#latest = undefined
  }
}
