// Where a token may be in a request. Never in its URL, which logs and other servers see (RFC 6750 §5.3).

import { invalidOption } from '../shared/error.js'
import { bearerToken, trimSpaces } from './bearer-token.js'
import { headerOf } from './header-of.js'
import { requestError } from './request-error.js'

/** @import { RequestLike } from './bearer-token.js' */
/** @import { TokenSource } from './types.js' */

/**
 * What the sources read: a request of the Fetch API, one of node:http, or Hono's context.
 * @typedef {RequestLike | { readonly req: { readonly raw: RequestLike } }} TokenCarrier
 */

export const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/ // RFC 9110 §5.1: a token

/**
 * The Authorization header, as a guard reads it without the option `getToken`: the bearer token in it, if it is of that
 * scheme (RFC 6750 §2.1).
 * @returns {TokenSource<TokenCarrier>}
 */
export function fromAuthorization() {
  return source('Authorization', bearerToken)
}

/**
 * A header that has the token and nothing else, such as `cf-access-jwt-assertion`. The scheme Bearer before it is
 * allowed. Only where a proxy sets the header, or removes what a client wrote into it, does it say more than
 * Authorization.
 * @param {string} name in any case
 * @returns {TokenSource<TokenCarrier>} it throws REQUEST_INVALID, token_ambiguous, where the header comes twice
 * @throws {AssayError} CONFIG_INVALID
 */
export function fromHeader(name) {
  const key = checkName(name, 'fromHeader').toLowerCase()
  if (key === 'authorization') throw invalidOption('fromHeader', `must not be ${name}: take fromAuthorization()`)
  if (key === 'cookie') throw invalidOption('fromHeader', `must not be ${name}: take fromCookie()`)
  return source(name, (request) => {
    const value = headerOf(request, key) ?? ''
    // The Fetch API joins two headers with a comma, which no token has.
    if (value.includes(',')) throw ambiguous(`The header ${name} must hold exactly one token`)
    return trimSpaces(value).replace(/^bearer(?: +|$)/i, '')
  })
}

/**
 * A cookie that has the token, such as `__session`. A browser sends it with requests that other sites cause, too: the
 * guard refuses those that could change something (docs/guides/guard.md, "Where the token is").
 * @param {string} name compared exactly
 * @returns {TokenSource<TokenCarrier>} it throws REQUEST_INVALID, token_ambiguous, where the cookie comes twice: another
 *   subdomain or path may have set one of them, and the header does not say which
 * @throws {AssayError} CONFIG_INVALID
 */
export function fromCookie(name) {
  checkName(name, 'fromCookie')
  return source('Cookie', (request) => {
    const values = cookiesNamed(name, headerOf(request, 'cookie') ?? '')
    if (values.length > 1) throw ambiguous(`The cookie ${name} must come exactly once`)
    return values[0]
  })
}

/**
 * @param {string} name
 * @param {string} header a Cookie header (RFC 6265 §4.2.1)
 * @returns {string[]} the values of all cookies of this name
 */
function cookiesNamed(name, header) {
  return header.split(';').flatMap((pair) => {
    const end = pair.indexOf('=')
    if (end < 0 || trimSpaces(pair.slice(0, end)) !== name) return []
    // RFC 6265 §4.1.1: a value may stand in double quotes.
    const value = trimSpaces(pair.slice(end + 1))
    return [value.replace(/^"([^"]*)"$/, '$1')]
  })
}

/**
 * @param {string} header
 * @param {(request: RequestLike) => string | undefined} read
 * @returns {TokenSource<TokenCarrier>}
 */
function source(header, read) {
  const find = (/** @type {TokenCarrier} */ request) => read('headers' in request ? request : request.req.raw)
  return Object.assign(find, { header })
}

/** @type {{ readonly [option: string]: string }} */
const EXAMPLES = {
  fromCookie: "fromCookie('__session')",
  fromHeader: "fromHeader('cf-access-jwt-assertion')",
  fromCertificateHeader: "fromCertificateHeader('client-cert')"
}

/**
 * @param {unknown} name
 * @param {string} option
 * @returns {string}
 */
export function checkName(name, option) {
  if (typeof name === 'string' && HEADER_NAME.test(name)) return name
  const example = EXAMPLES[option]
  // RFC 6265 §4.1.1: a cookie's name is such a token, too.
  throw invalidOption(option, `must be called with a name of letters, digits and !#$%&'*+-.^_\`|~, such as ${example}`)
}

/** @param {string} message */
const ambiguous = (message) => requestError('token_ambiguous', { message })
