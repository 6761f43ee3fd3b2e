import { headerOf } from './bearer-token.js'
import { requestError } from './request-error.js'

/** @import { RequestLike } from './bearer-token.js' */

/** RFC 9110 §9.2.1: methods that change nothing. */
const SAFE = ['GET', 'HEAD', 'OPTIONS', 'TRACE']

/**
 * Cross-site request forgery: a browser sends cookies with the requests that any page causes. Refuses those of another
 * origin that may change something, or open a WebSocket. Who sends neither Sec-Fetch-Site nor Origin is no browser.
 * @param {RequestLike & { readonly method?: string | undefined, readonly url?: string | undefined }} request
 * @param {'*' | readonly string[]} allowedOrigins '*' allows none: with cookies, the Fetch standard gives it no meaning
 * @throws {AssayError} REQUEST_INVALID, cross_site_request
 */
export function assertSameOrigin(request, allowedOrigins) {
  if (SAFE.includes(String(request.method)) && headerOf(request, 'upgrade') === null) return
  const origin = headerOf(request, 'origin')
  if (origin !== null && allowedOrigins !== '*' && allowedOrigins.includes(origin)) return
  const site = headerOf(request, 'sec-fetch-site')
  const isSame =
    site === null ? origin === null || hostIn(origin) === hostOf(request) : /^(same-origin|none)$/.test(site)
  if (!isSame) throw requestError('cross_site_request')
}

/** @param {string} url @returns {string} '' where there is none */
const hostIn = (url) => (URL.canParse(url) ? new URL(url).host : '')

/** @param {RequestLike & { readonly url?: string | undefined }} request @returns {string | undefined} */
function hostOf(request) {
  const host = hostIn(request.url ?? '') || headerOf(request, 'host') || headerOf(request, ':authority')
  return host ? host.toLowerCase() : undefined
}
