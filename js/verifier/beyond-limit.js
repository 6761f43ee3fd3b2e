/** @import { IssuerVerifier } from './issuer-verifier.js' */

// Characters of JWK Sets in memory.
const SETS_LIMIT = 64 * 1024 * 1024

/**
 * @param {[string, IssuerVerifier][]} used from the least to the most recently used
 * @param {number} [maxCount]
 * @returns {string[]} the least recently used ones, whose JWK Sets are beyond the limit, or which are too many
 */
export function beyondLimit(used, maxCount = Infinity) {
  let size = 0
  let count = 0
  return used
    .reverse()
    .filter(([, { source }]) => {
      size += source.spec().jwkSet?.length ?? 0
      count += 1
      return size > SETS_LIMIT || count > maxCount
    })
    .map(([name]) => name)
}
