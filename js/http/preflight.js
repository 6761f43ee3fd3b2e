// What a handler gets of a CORS preflight, and what of its answer gets out: anyone can send a preflight, without a token.

import { isCorsHeader } from './cors.js'

/** Of a request's headers that say something of its body, or are credentials: browsers send neither with a preflight. */
export const isWithheld = (/** @type {string} */ name) =>
  /^(content-.*|transfer-encoding|trailer|expect|authorization|proxy-authorization|cookie)$/i.test(name)

/** Of headers that say something of a response's body, which is not sent. */
export const isOfBody = (/** @type {string} */ name) =>
  /^(content-(type|length|encoding|language|range|disposition|location)|etag|last-modified)$/i.test(name)

/** @param {Request} request @returns {Request} without its body, and without credentials */
export function bareRequest({ url, method, headers }) {
  return new Request(url, { method, headers: [...headers].filter(([name]) => !isWithheld(name)) })
}

/**
 * @param {Response} answered
 * @returns {Response} its status and its CORS headers: no body, no status text, no cookie
 */
export function bareResponse({ status, headers, body }) {
  // Its source would wait for a reader for ever.
  body?.cancel().catch(() => {})
  return new Response(null, {
    status: soundStatus(status),
    headers: [...headers].filter(([name]) => isCorsHeader(name))
  })
}

/** @param {unknown} status @returns {number} itself, where it ends an answer; 101 would switch protocols */
export function soundStatus(status) {
  const code = Number(status)
  return Number.isInteger(code) && code >= 200 && code <= 599 ? code : 500
}
