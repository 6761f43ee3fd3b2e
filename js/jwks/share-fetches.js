import { fetchText } from '../fetch-text.js'

/** @import { Answer, FetchLimits } from '../fetch-text.js' */

/** @typedef {Answer & { at: number }} DatedAnswer with the time when it was asked for, in seconds since the epoch */

/**
 * One fetch in flight per URL: verifiers that ask for the same at the same time share the answer. Each judges it for
 * itself, and keeps what it makes of it to itself. An answer is as old as its fetch, whoever joins it later.
 * @param {boolean} sharesPromises
 * @returns {(url: string, limits: FetchLimits, etag: string | undefined, at: number) => Promise<DatedAnswer>}
 */
export function shareFetches(sharesPromises) {
  /** @type {Map<string, { fetch: unknown, answer: Promise<DatedAnswer> }>} */
  const flights = new Map()
  return (url, limits, etag, at) => {
    const ask = async () => ({ ...(await fetchText(url, limits, etag)), at })
    if (!sharesPromises) return ask()
    const { fetch, timeout, maxBytes } = limits
    const key = [url, etag, timeout, maxBytes].join(' ')
    const known = flights.get(key)
    if (known && known.fetch === fetch) return known.answer
    const answer = ask().finally(() => {
      if (flights.get(key)?.answer === answer) flights.delete(key)
    })
    flights.set(key, { fetch, answer })
    return answer
  }
}
