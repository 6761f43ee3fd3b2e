import { headerOf } from './header-of.js'
import { requestError } from './request-error.js'

/** @import { RequestLike } from './bearer-token.js' */

/** @typedef {RequestLike & { readonly method?: string | undefined, readonly url?: string | undefined }} Target */

/** RFC 9110 §9.2.1: methods that change nothing. */
const SAFE = ['GET', 'HEAD', 'OPTIONS', 'TRACE']

/**
 * Cross-site request forgery: a browser sends cookies with the requests that any page causes. Refuses those of another
 * origin that may change something, or open a WebSocket. Who sends neither Sec-Fetch-Site nor Origin is no browser.
 * @param {Target} request
 * @param {'*' | readonly string[]} allowedOrigins '*' allows none: with cookies, the Fetch standard gives it no meaning
 * @throws {AssayError} REQUEST_INVALID, cross_site_request
 */
export function assertSameOrigin(request, allowedOrigins) {
  if (SAFE.includes(String(request.method)) && headerOf(request, 'upgrade') === null) return
  const origin = headerOf(request, 'origin')
  if (origin !== null && allowedOrigins !== '*' && allowedOrigins.includes(origin)) return
  const site = headerOf(request, 'sec-fetch-site')
  const isSame = site === null ? origin === null || isOwn(origin, request) : /^(same-origin|none)$/.test(site)
  if (!isSame) throw requestError('cross_site_request')
}

/**
 * @param {string} origin
 * @param {Target} request
 * @returns {boolean} whether it has the request's host, and https where the request came by https: anybody between browser
 *   and server can write a page of http. Where TLS ends at a proxy that says nothing, the request seems to have come by http
 */
function isOwn(origin, request) {
  if (!URL.canParse(origin) || hostIn(origin) !== hostOf(request)) return false
  const { protocol } = new URL(origin)
  return protocol === 'https:' || (protocol === 'http:' && !isSecure(request))
}

/**
 * @param {Target} request
 * @returns {boolean} whether the browser used https, by what the request says. X-Forwarded-Proto is believed: no page of
 *   another origin can set it, and it makes the check stricter only
 */
function isSecure(request) {
  const { url, protocol, socket } = /** @type {any} */ (request)
  if (/^https:/i.test(url ?? '') || protocol === 'https' || socket?.encrypted) return true
  if (/^https\b/i.test(headerOf(request, 'x-forwarded-proto') ?? '')) return true
  return /** @type {any} */ (request.headers)[':scheme'] === 'https'
}

/** @param {string} url @returns {string} '' where there is none */
const hostIn = (url) => (URL.canParse(url) ? new URL(url).host : '')

/** @param {Target} request @returns {string | undefined} */
function hostOf(request) {
  const host = hostIn(request.url ?? '') || headerOf(request, 'host') || headerOf(request, ':authority')
  return host ? host.toLowerCase() : undefined
}
