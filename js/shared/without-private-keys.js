import { isObject } from './deep-freeze.js'

/** RFC 7518 §6.2.2, §6.3.2, §6.4.1; "priv" of the key type AKP. */
const PRIVATE = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'])
const NOT_SHOWN = '(private: not shown)'

/**
 * What a report may show of a header or of claims: a sender by mistake, or one who means no good, may have put a private
 * or symmetric key into them.
 * @template T
 * @param {T} value of JSON
 * @returns {T} itself, or a copy in which the private members of each JWK are replaced
 */
export function withoutPrivateKeys(value) {
  if (!isObject(value)) return value
  if (Array.isArray(value)) return /** @type {T} */ (value.map(withoutPrivateKeys))
  const isJwk = 'kty' in value
  const members = Object.entries(value).map(([name, member]) => [
    name,
    isJwk && PRIVATE.has(name) ? NOT_SHOWN : withoutPrivateKeys(member)
  ])
  return /** @type {T} */ (Object.fromEntries(members))
}
