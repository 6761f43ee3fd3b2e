import { fetchText } from './fetch-text.js'

/** @import { Answer, FetchLimits } from './fetch-text.js' */

/** @typedef {Answer & { at: number }} DatedAnswer with the time of the request, in seconds since the epoch */

/**
 * @callback FetchDated
 * @param {string} url
 * @param {FetchLimits} limits
 * @param {string | undefined} etag
 * @param {number} at
 * @param {Set<() => void>} closing what to call once the caller does not need the answer any more
 * @returns {Promise<DatedAnswer>}
 */

/**
 * @typedef {object} Flight a fetch that is under way, and how many callers wait for it
 * @property {unknown} fetch
 * @property {AbortController} controller
 * @property {Promise<DatedAnswer>} answer
 * @property {number} waiting
 */

/**
 * One fetch in flight per URL: verifiers that need the same document at the same time share the answer. Each one checks and
 * parses it on its own. The answer's age counts from the start of the fetch, also for those who join later. A fetch that
 * no caller waits for is aborted. A fetch with headers of its own is not shared: others may get another answer.
 * @param {boolean} sharesPromises
 * @returns {FetchDated}
 */
export function shareFetches(sharesPromises) {
  /** @type {Map<string, Flight>} */
  const flights = new Map()
  return (url, limits, etag, at, closing) => {
    const { fetch, timeout, maxBytes, headersOf } = limits
    const key = [url, etag, timeout, maxBytes].join(' ')
    const known = flights.get(key)
    const land = (/** @type {Flight} */ flight) => void (flights.get(key) === flight && flights.delete(key))
    if (known && known.fetch === fetch && !headersOf) return join(known, closing, land)
    const controller = new AbortController()
    const answer = fetchText(url, limits, etag, controller).then((found) => ({ ...found, at }))
    const flight = { fetch, controller, answer, waiting: 0 }
    if (sharesPromises && !headersOf) flights.set(key, flight)
    return join(flight, closing, land)
  }
}

/**
 * @param {Flight} flight
 * @param {Set<() => void>} closing
 * @param {(flight: Flight) => void} land lets no further caller join it
 * @returns {Promise<DatedAnswer>}
 */
async function join(flight, closing, land) {
  const leave = () => {
    flight.waiting -= 1
    if (flight.waiting > 0) return
    land(flight)
    flight.controller.abort()
  }
  flight.waiting += 1
  closing.add(leave)
  try {
    return await flight.answer
  } finally {
    closing.delete(leave)
    land(flight)
  }
}
