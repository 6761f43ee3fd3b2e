import { headerOf } from './bearer-token.js'
import { requestError } from './request-error.js'
import { invalidOption } from '../shared/error.js'

/** @import { RequestLike } from './bearer-token.js' */
/** @import { TokenSource } from './types.js' */

/**
 * @typedef {object} FoundToken
 * @property {string | undefined} jwt undefined: none was sent
 * @property {boolean} isFromCookie whether nothing but cookies has it
 */

/**
 * Asks all sources, in their order, so that two different tokens are seen (RFC 6750 §2: one method for each request).
 * @template R
 * @param {readonly TokenSource<R>[]} sources
 * @param {R} request
 * @returns {Promise<FoundToken>}
 * @throws {AssayError} REQUEST_INVALID, token_ambiguous; CONFIG_INVALID. What a source of the user's throws, as it is
 */
export async function readToken(sources, request) {
  /** @type {FoundToken} */
  const found = { jwt: undefined, isFromCookie: true }
  for (const source of sources) {
    const jwt = checkFound(await source(request))
    if (jwt === undefined) continue
    if (found.jwt !== undefined && found.jwt !== jwt) throw requestError('token_ambiguous')
    found.jwt = jwt
    if (source.header?.toLowerCase() !== 'cookie') found.isFromCookie = false
  }
  return found
}

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
