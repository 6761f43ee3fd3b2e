// The absolute URL of a request of node:http, which has only a target, and a Host header that may be missing or wrong.

import { trimSpaces } from './bearer-token.js'
import { headerOf } from './header-of.js'
import { pathOf } from './resource-metadata.js'

/** @import { NodeRequest } from './node-response.js' */

/**
 * What a framework says of a request that it wraps: its request, or its context. `trustedHost` is the host where the
 * application believes its proxy; `protocol` is then what the proxy says, too.
 * @typedef {{ readonly url?: string | undefined, readonly originalUrl?: string | undefined,
 *   readonly protocol?: string | undefined, readonly trustedHost?: string | undefined }} Outer
 */

/**
 * @param {NodeRequest} request
 * @param {Outer} [outer]
 * @returns {string | undefined} its URL (RFC 9112 §3.3); undefined where it does not say on which host it is
 */
export function urlOf(request, outer = request) {
  const target = targetOf(outer)
  // RFC 9112 §3.2.2: where the target is absolute, the Host header says nothing.
  const [, scheme, authority] = /^(https?):\/\/([^/?#]*)/i.exec(target) ?? []
  const protocol = forwarded(request, 'x-forwarded-proto') ?? scheme ?? protocolOf(request, outer)
  const host = trustedHost(request, outer) ?? authority ?? hostOf(request)
  const path = pathOf(target) || '/'
  // What is no host (RFC 9110 §7.2) makes none: it could move the rest of the URL.
  if (!/^https?$/i.test(protocol) || !/^[\w.~:[\]-]+$/.test(host) || !path.startsWith('/')) return undefined
  const url = `${protocol}://${host}${path}`
  return URL.canParse(url) ? url : undefined
}

/** @param {Outer} outer @returns {string} what the client asked for, whatever a mount has made of it */
export const targetOf = ({ originalUrl, url = '' }) => originalUrl ?? url

/** @param {NodeRequest} request @param {Outer} outer @returns {string | undefined} what a trusted proxy says, if it says another */
function trustedHost(request, outer) {
  const isAnother = outer.trustedHost !== undefined && outer.trustedHost !== request.headers.host
  return isAnother ? outer.trustedHost : forwarded(request, 'x-forwarded-host')
}

/**
 * As Express does: what a proxy says of itself is believed of those that the application names ("trust proxy").
 * @param {any} request
 * @param {string} name
 * @returns {string | undefined}
 */
function forwarded({ app, headers, socket }, name) {
  const isTrusted = app?.settings?.['trust proxy fn']
  const value = isTrusted?.(socket?.remoteAddress, 0) && headers[name]
  return value ? trimSpaces(String(value).split(',')[0]) : undefined
}

/** @param {any} request @param {Outer} outer @returns {string} */
function protocolOf({ scheme, socket }, { protocol }) {
  return String(protocol ?? scheme ?? (socket?.encrypted ? 'https' : 'http'))
}

/** @param {NodeRequest} request @returns {string} no host where there are two, with a comma (RFC 9112 §3.2) */
const hostOf = (request) => headerOf(request, ':authority') ?? headerOf(request, 'host') ?? ''
