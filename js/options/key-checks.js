import { invalidOption } from '../shared/error.js'
import { parseKeyUrl } from '../shared/urls.js'
import { checkUrl } from './check-url.js'

/** @import { KeyEvent, KeyStore } from '../shared/types.js' */

/**
 * @typedef {object} CacheLimits
 * @property {number} [maxAge] seconds
 * @property {number} maxStale seconds
 * @property {number} cooldown seconds
 * @property {number} timeout seconds
 * @property {number} maxBytes bytes
 */

/**
 * @typedef {object} KeyOptions where the keys come from: without the first three, they are discovered
 * @property {string} [jwks] JSON text
 * @property {string} [jwksUri]
 * @property {string} [metadataUrl]
 * @property {{ jwks: string, fetchedAt: number }} [jwksSnapshot] JSON text; in seconds since the epoch
 * @property {CacheLimits} jwksCache
 * @property {boolean} allowInsecureLoopback
 * @property {typeof globalThis.fetch} [fetch]
 * @property {KeyStore} [store]
 * @property {(event: KeyEvent) => unknown} [onEvent]
 */

/**
 * @param {unknown} value
 * @param {string} name
 * @param {{ allowInsecureLoopback?: boolean }} options
 */
export function checkKeyUrl(value, name, { allowInsecureLoopback }) {
  return checkUrl(value, name, allowInsecureLoopback === true)
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {KeyStore}
 */
export function checkStore(value, name) {
  const store = /** @type {any} */ (value)
  if (typeof store?.get === 'function' && typeof store.put === 'function') return store
  throw invalidOption(name, 'must have the functions "get" and "put"')
}

/**
 * @param {unknown} value
 * @param {string} [name]
 * @returns {string} JSON text, which later changes by the caller cannot reach
 */
export function checkJwkSet(value, name = 'jwks') {
  if (!Array.isArray(/** @type {any} */ (value)?.keys))
    throw invalidOption(name, 'must be a JWK Set: an object with an array "keys"')
  try {
    const text = JSON.stringify(value)
    if (typeof text === 'string') return text
  } catch {
    // A cycle or a BigInt. The platform's own message would quote the key.
  }
  throw invalidOption(name, 'must be a JWK Set that JSON can express')
}

/** Options that say where the keys are. A snapshot is not one: it only serves until they are fetched. */
const PLACES = ['jwks', 'jwksUri', 'metadataUrl']

/**
 * Allows one place for the keys. RFC 8414 §2: an issuer is an https URL without query and fragment; otherwise its keys
 * cannot be discovered.
 * @param {{ [name: string]: any }} options
 */
export function checkKeyPlace(options) {
  const [place, other] = PLACES.filter((name) => options[name] !== undefined)
  if (other) throw invalidOption(other, `cannot be combined with "${place}"`)
  if (place) return
  const { issuer, allowInsecureLoopback } = options
  const url = issuer.includes('?') ? 'must not contain a query' : parseKeyUrl(issuer, allowInsecureLoopback)
  if (typeof url === 'string') {
    const hint = 'Change the issuer, or give "jwks", "jwksUri" or "metadataUrl"'
    throw invalidOption('issuer', `${url}, because the keys are discovered from it`, hint)
  }
}
