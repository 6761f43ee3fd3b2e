import { headerOf } from './header-of.js'
import { requestError } from './request-error.js'

/**
 * A request as the Fetch API has it, or as node:http has it.
 * @typedef {{ readonly headers: { get(name: string): string | null } } | NodeRequest} RequestLike
 */

/** @typedef {{ readonly headers: object, readonly rawHeaders?: readonly string[] | undefined }} NodeRequest */

/**
 * Takes the bearer token out of a request: of its Authorization header alone (RFC 6750 §2.1), never of its URL or body.
 * @param {RequestLike} request
 * @returns {string | undefined} the token, or undefined where none was sent: no such header, another scheme, or the
 *   scheme alone
 * @throws {AssayError} AUTH_TOKEN_INVALID, authorization_malformed (400): two headers, two tokens, or what is no token
 */
export function bearerToken(request) {
  return tokenOfScheme(request, 'bearer')
}

/**
 * As bearerToken(), for the scheme DPoP (RFC 9449 §7.1).
 * @param {RequestLike} request
 * @returns {string | undefined}
 * @throws {AssayError} AUTH_TOKEN_INVALID, authorization_malformed (400)
 */
export function dpopToken(request) {
  return tokenOfScheme(request, 'dpop')
}

/**
 * @param {RequestLike} request
 * @param {string} wanted a scheme in lower case
 * @returns {string | undefined}
 */
function tokenOfScheme(request, wanted) {
  const value = headerOf(request, 'authorization')
  if (value === null) return undefined
  const [, scheme, rest] = /** @type {string[]} */ (/^[ \t]*([^\s,;="]*)([^]*)$/.exec(value))
  // RFC 9110 §11.1: the scheme's case does not matter.
  if (scheme.toLowerCase() !== wanted) {
    // RFC 9110 §11.6.2: there is one Authorization header; the Fetch API joins two with a comma.
    if (new RegExp(`,[ \\t]*${wanted}(?![^\\s,])`, 'i').test(value)) throw requestError('authorization_malformed')
    return undefined
  }
  if (/^[ \t]*$/.test(rest)) return undefined
  const token = /^ +([\w.~+/-]+=*)[ \t]*$/.exec(rest)?.[1] // RFC 6750 §2.1, RFC 9449 §7.1: b64token, token68
  if (token === undefined) throw requestError('authorization_malformed', { hint: hintFor(rest) })
  return token
}

/** @param {string} rest what follows the scheme, and is no token @returns {string} */
function hintFor(rest) {
  if (/^\s*bearer\b/i.test(rest)) return 'Write "Bearer" once'
  if (/["'`]/.test(rest)) return 'Take the quotes away from the token'
  if (rest.includes(',')) return 'Send one Authorization header, with one token'
  return 'Send "Authorization: Bearer <token>", with no other character in the token or behind it (RFC 6750 §2.1)'
}

/**
 * RFC 9110 §5.6.3: optional white space is spaces and tabs. trim() strips more, such as a no-break space: a cookie of
 * another name would then become the one that is asked for, whatever a prefix such as __Host- promises.
 * @param {string} text
 * @returns {string}
 */
export function trimSpaces(text) {
  return text.replace(/^[ \t]+|(?<![ \t])[ \t]+$/g, '')
}
