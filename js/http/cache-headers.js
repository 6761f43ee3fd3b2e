import { trimSpaces } from './bearer-token.js'

/** @import { GuardOptions } from './types.js' */

/** Of a response, what lets caches store or use it (RFC 9111 §5.2.2, RFC 5861, RFC 8246). */
const PERMITS = /^(public|max-age|s-maxage|must-understand|immutable|stale-while-revalidate|stale-if-error)$/i

/**
 * What caches must know of an answer behind a guard. Of a request with an Authorization header they know it: a shared
 * cache does not store the answer (RFC 9111 §3.5).
 * @param {GuardOptions<any, any, any>} options checked
 * @returns {{ [name: string]: string }}
 */
export function cacheHeaders({ getToken, optional }) {
  // A stored answer to nobody would do for a request with a token, too.
  if (getToken === undefined) return optional ? { Vary: 'Authorization' } : {}
  const names = [getToken].flat().flatMap(({ header = [] }) => header)
  return { 'Cache-Control': 'private', ...(names.length > 0 && { Vary: [...new Set(names)].join(', ') }) }
}

/**
 * @param {string} cacheControl of a response (RFC 9111 §5.2)
 * @returns {string} the same with no-store, and without what would permit more: a cache that knows must-understand may then
 *   ignore no-store
 */
export function uncacheable(cacheControl) {
  const directives = (cacheControl.match(/(?:"(?:[^"\\]|\\.)*"?|[^,"])+/g) ?? []).map(trimSpaces).filter(Boolean)
  const kept = directives.filter((each) => !PERMITS.test(trimSpaces(each.split('=')[0])))
  return kept.some((each) => /^no-store$/i.test(each)) ? kept.join(', ') : [...kept, 'no-store'].join(', ')
}
