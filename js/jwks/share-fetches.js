import { fetchText } from '../fetch-text.js'

/** @import { Answer } from '../fetch-text.js' */

/**
 * One fetch in flight per URL: verifiers that ask for the same at the same time share the answer. Each judges it for
 * itself, and keeps what it makes of it to itself.
 * @param {boolean} sharesPromises
 * @returns {typeof fetchText}
 */
export function shareFetches(sharesPromises) {
  /** @type {{ key: unknown[], answer: Promise<Answer> }[]} */
  let flights = []
  return (url, limits, etag) => {
    if (!sharesPromises) return fetchText(url, limits, etag)
    const key = [url, etag, limits.fetch, limits.timeout, limits.maxBytes]
    const known = flights.find((flight) => flight.key.every((part, index) => part === key[index]))
    if (known !== undefined) return known.answer
    const answer = fetchText(url, limits, etag).finally(() => {
      flights = flights.filter((flight) => flight.answer !== answer)
    })
    flights.push({ key, answer })
    return answer
  }
}
