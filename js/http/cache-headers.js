/** @import { GuardOptions } from './types.js' */

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
