// How long a document may be used without asking again (RFC 9111 §4.2), and how long to leave an endpoint alone.

const MIN = 60
const MAX = 86_400
const MAX_RETRY_AFTER = 3_600

/**
 * @param {Headers} headers of the response
 * @returns {number | undefined} seconds, from 60 to 86,400; undefined where Cache-Control does not say it
 */
export function lifetimeOf(headers) {
  const text = headers.get('cache-control') ?? ''
  if (/(^|,)\s*no-(cache|store)\s*(,|$)/i.test(text)) return MIN
  const maxAge = /(?:^|,)\s*max-age\s*=\s*"?(\d+)"?\s*(?:,|$)/i.exec(text)?.[1]
  if (maxAge === undefined) return undefined
  // RFC 9111 §5.1: what a cache on the way has kept it for has passed already.
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
 * @returns {number} seconds, at most an hour; 0 where it does not say it
 */
export function retryAfterOf(headers, now) {
  const text = headers?.get('retry-after') ?? ''
  const seconds = /[a-z]/i.test(text) ? Date.parse(text) / 1000 - now : secondsOf(text)
  return seconds > 0 ? Math.min(seconds, MAX_RETRY_AFTER) : 0
}

/**
 * @param {string | null} text
 * @returns {number} 0 for what is no whole number
 */
function secondsOf(text) {
  return /^\d+$/.test(text ?? '') ? Number(text) : 0
}
