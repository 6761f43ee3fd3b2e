// What it takes to read a request of the Fetch API, and to answer it.

import { mergedHeader } from './cors.js'
import { pathOf } from './resource-metadata.js'

/** @import { Asked, HandlerHeaders } from './gate.js' */
/** @import { Answer } from './resource-metadata.js' */

/**
 * @param {{ readonly method: string, readonly url: string, readonly headers: Headers }} request
 * @param {any} [env] what the runtime hands over besides it
 * @returns {Asked}
 */
export function askedOf({ method, url, headers }, env) {
  const sent = requestUrl({ url, headers })
  return {
    ...{ method, path: pathOf(url), header: (/** @type {string} */ name) => headers.get(name) },
    url: sent && urlAsSent(sent, env?.incoming)
  }
}

/**
 * @param {{ readonly url: string, readonly headers: Headers }} request
 * @returns {string | undefined} undefined where it came with two Host headers: on Node one of them was taken (RFC 9112 §3.2)
 */
export const requestUrl = ({ url, headers }) => (headers.get('host')?.includes(',') ? undefined : url)

/**
 * @param {string} url
 * @param {{ url?: unknown } | undefined} incoming Node's own request, where Hono runs on it: mount() takes its path off the
 *   URL of the Request, and nothing but this one still has it
 * @returns {string}
 */
function urlAsSent(url, incoming) {
  if (typeof incoming?.url !== 'string') return url
  const sent = pathOf(incoming.url)
  return sent.startsWith('/') ? url.slice(0, url.length - pathOf(url).length) + sent : url
}

/** @param {Answer} answer */
export const responseOf = ({ body, ...init }) => new Response(body, init)

/**
 * @param {Response} response what a handler answers
 * @param {HandlerHeaders} headers
 * @returns {Response} with these headers; without those of CORS where it has the decisive one: then the handler does that
 *   itself
 */
export function withHeaders(response, { cors, cache }) {
  const isOwnCors = response.headers.has('access-control-allow-origin')
  const entries = [...(isOwnCors ? [] : Object.entries(cors)), ...Object.entries(cache)]
  if (entries.length === 0) return response
  // Neither can be copied, nor can a script read them: a network error, and an upgrade to a WebSocket.
  if (response.type === 'error' || response.status === 101) return response
  try {
    addHeaders(response.headers, entries)
    return response
  } catch {
    // Those of a redirect, and of what fetch() gives, are immutable.
    const copy = new Headers(response.headers)
    addHeaders(copy, entries)
    return new Response(response.body, { status: response.status, statusText: response.statusText, headers: copy })
  }
}

/** @param {Headers} headers @param {[name: string, value: string][]} entries */
export function addHeaders(headers, entries) {
  for (const [name, value] of entries) headers.set(name, mergedHeader(name, headers.get(name), value))
}
