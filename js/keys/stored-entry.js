import { parseJson } from './fetch-text.js'

/** @import { Entry } from './machine-types.js' */

// A store is not trusted: anyone with write access could have changed it. An entry counts only for the issuer and the URLs
// that are asked for, and its document is checked like an answer of those URLs.

/** @typedef {{ text: string, url: string }} Fetched a document's text and where it came from */

/**
 * @param {string} issuer
 * @param {string} url
 */
export function storeKey(issuer, url) {
  return `assay-jwt:1:${issuer}:${url}`
}

/**
 * @param {string} issuer
 * @param {Entry<Fetched>} entry
 * @returns {string} JSON
 */
export function writeEntry(issuer, { text, url, fetchedAt, maxAge, etag }) {
  return JSON.stringify({ v: 1, issuer, text, url, fetchedAt, maxAge, etag })
}

/**
 * @param {unknown} stored what the store returned
 * @param {string} issuer
 * @param {readonly string[]} urls where the document may have come from
 * @param {number} maxBytes of the document
 * @returns {Entry<Fetched> | undefined} undefined where it is not an entry of ours for this issuer and one of these URLs
 */
export function readEntry(stored, issuer, urls, maxBytes) {
  // JSON escapes a usual document's characters with at most two.
  if (typeof stored !== 'string' || stored.length > 2 * maxBytes + 8192) return undefined
  const { v, issuer: owner, text, url, fetchedAt, maxAge, etag } = parseJson(stored) ?? {}
  const whole = typeof text === 'string' && text.length <= maxBytes && isTime(fetchedAt) && isTime(maxAge)
  if (v !== 1 || owner !== issuer || !urls.includes(url) || !whole) return undefined
  return { text, url, fetchedAt, maxAge, etag: checkEtag(etag) }
}

/**
 * @param {unknown} etag
 * @returns {string | undefined} an entity-tag (RFC 9110 §8.8.3) that fits into a header; undefined where it is none
 */
export function checkEtag(etag) {
  return typeof etag === 'string' && /^(W\/)?"[!#-~]{0,500}"$/.test(etag) ? etag : undefined
}

/** @param {unknown} value */
function isTime(value) {
  return typeof value === 'number' && value >= 0
}
