import { fetchText } from '../fetch-text.js'

/** @import { Answer } from '../fetch-text.js' */

/**
 * One fetch in flight per URL: verifiers that ask for the same at the same time share the answer. Each judges it for
 * itself, and keeps what it makes of it to itself.
 * @param {boolean} sharesPromises
 * @returns {typeof fetchText}
 */
export function shareFetches(sharesPromises) {
  /** @type {Map<string, { fetch: unknown, answer: Promise<Answer> }>} */
  const flights = new Map()
  return (url, limits, etag) => {
    if (!sharesPromises) return fetchText(url, limits, etag)
    const { fetch, timeout, maxBytes } = limits
    const key = [url, etag, timeout, maxBytes].join(' ')
    const known = flights.get(key)
    if (known && known.fetch === fetch) return known.answer
    const answer = fetchText(url, limits, etag).finally(() => flights.delete(key))
    flights.set(key, { fetch, answer })
    return answer
  }
}
