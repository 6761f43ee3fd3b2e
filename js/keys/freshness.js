// How long a document is fresh (RFC 9111 §4.2), and how long an endpoint asks to be left alone.

const MIN = 60
const MAX = 86_400
const MAX_RETRY_AFTER = 3_600

/**
 * @param {Headers} headers of the response
 * @returns {number | undefined} seconds, from 60 to 86,400; undefined where Cache-Control states no lifetime
 */
export function lifetimeOf(headers) {
  const text = headers.get('cache-control') ?? ''
  if (/(^|,)\s*no-(cache|store)\s*(,|$)/i.test(text)) return MIN
  const maxAge = /(?:^|,)\s*max-age\s*=\s*"?(\d+)"?\s*(?:,|$)/i.exec(text)?.[1]
  if (maxAge === undefined) return undefined
  // RFC 9111 §5.1: Age is how long a cache on the way has held it.
  return Math.min(Math.max(Number(maxAge) - secondsOf(headers.get('age')), MIN), MAX)
}

/**
 * @param {number} seconds
 * @param {number} [limit]
 * @returns {number}
 */
export function capLifetime(seconds, limit = MAX) {
  return Math.min(seconds, limit)
}

/**
 * RFC 9110 §10.2.3: seconds, or a date.
 * @param {Headers | undefined} headers of a response that was no success
 * @param {number} now seconds since the epoch
 * @returns {number} seconds, at most an hour; 0 where there is no such header
 */
export function retryAfterOf(headers, now) {
  const text = headers?.get('retry-after') ?? ''
  const seconds = /[a-z]/i.test(text) ? Date.parse(text) / 1000 - now : secondsOf(text)
  return seconds > 0 ? Math.min(seconds, MAX_RETRY_AFTER) : 0
}

/**
 * @param {string | null} text
 * @returns {number} 0 for anything but a whole number
 */
function secondsOf(text) {
  return /^\d+$/.test(text ?? '') ? Number(text) : 0
}
