import { headerOf } from './header-of.js'
import { invalidOption } from '../shared/error.js'

/** @import { RequestLike } from './bearer-token.js' */
/** @import { TokenSource } from './types.js' */

/**
 * @typedef {object} FoundToken
 * @property {string | undefined} jwt undefined: none was sent
 * @property {boolean} isFromCookie whether it was taken from a cookie
 */

/**
 * Asks the sources in their order, until one has a token. Those behind it are not asked: who can set a cookie can neither
 * replace the token of a header before it nor have the request refused.
 * @template R
 * @param {readonly TokenSource<R>[]} sources
 * @param {R} request
 * @returns {Promise<FoundToken>}
 * @throws {AssayError} REQUEST_INVALID, token_ambiguous; CONFIG_INVALID. What a source of the user's throws, as it is
 */
export async function readToken(sources, request) {
  for (const source of sources) {
    const jwt = checkFound(await source(request))
    if (jwt !== undefined) return { jwt, isFromCookie: isCookie(source) }
  }
  return { jwt: undefined, isFromCookie: false }
}

/** @param {TokenSource<any>} source */
const isCookie = ({ header }) => header?.toLowerCase() === 'cookie'

/** @param {unknown} value @returns {string | undefined} */
function checkFound(value) {
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value === 'string') return value
  throw invalidOption('getToken', 'must return the token as a string, or undefined')
}

/**
 * @param {readonly TokenSource<any>[]} sources
 * @param {RequestLike} carrier
 * @returns {string} the values of all headers that they read
 */
export function readHeaders(sources, carrier) {
  return sources.map(({ header }) => (header ? headerOf(carrier, header.toLowerCase()) : '')).join(' ')
}
