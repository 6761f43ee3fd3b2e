import { AssayError, invalidOption } from './error.js'
import { checkBoolean, checkNumber, checkNumbers, optional, optionalFunction, readOptions } from './option-checks.js'
import { checkUrl } from './urls.js'

/** @import { KeyEvent, KeyStore } from './types.js' */

/** Where the keys are: each issuer has its own. */
export const KEY_PLACES = ['jwks', 'jwksUri', 'metadataUrl', 'jwksSnapshot']
export const KEY_OPTIONS = [...KEY_PLACES, 'jwksCache', 'fetch', 'store', 'onEvent', 'allowInsecureLoopback']

const CACHE_LIMITS = {
  maxAge: { fallback: undefined, min: 1, max: 86_400 },
  maxStale: { fallback: 86_400, min: 0, max: 2_592_000 },
  cooldown: { fallback: 30, min: 1, max: 3_600 },
  timeout: { fallback: 5, min: 0, above: true, max: 60 },
  maxBytes: { fallback: 65_536, min: 1, max: 1_048_576, whole: true, unit: 'bytes' }
}

/**
 * @typedef {object} CacheLimits
 * @property {number | undefined} maxAge seconds
 * @property {number} maxStale seconds
 * @property {number} cooldown seconds
 * @property {number} timeout seconds
 * @property {number} maxBytes bytes
 */

/**
 * @typedef {object} KeyLocation where the keys come from: without the first two, they are discovered
 * @property {string} issuer
 * @property {string} [jwkSet] JSON text
 * @property {string} [jwksUri]
 * @property {string} [metadataUrl]
 * @property {string} [snapshot] JSON text of a JWK Set
 * @property {number} [snapshotAt] when it was fetched, in seconds since the epoch
 * @property {boolean} allowInsecureLoopback
 * @property {typeof globalThis.fetch} [fetch]
 * @property {KeyStore} [store]
 * @property {(event: KeyEvent) => unknown} [onEvent]
 * @property {CacheLimits} cache
 */

/**
 * @param {{ [name: string]: unknown }} options
 * @param {string} issuer
 * @returns {KeyLocation}
 */
export function checkKeyLocation(options, issuer) {
  const given = KEY_PLACES.slice(0, 3).filter((name) => options[name] !== undefined)
  if (given.length > 1) {
    throw invalidOption(given[1], `cannot be combined with "${given[0]}": the keys come from one place`)
  }
  const { jwks, jwksUri, metadataUrl, jwksSnapshot } = options
  const insecure = optional(options, 'allowInsecureLoopback', false, checkBoolean)
  const url = (/** @type {unknown} */ value, /** @type {string} */ name) => checkUrl(value, name, insecure)
  /** @type {KeyLocation} */
  const location = {
    issuer,
    jwkSet: optional(options, 'jwks', undefined, checkJwkSet),
    jwksUri: optional(options, 'jwksUri', undefined, url),
    metadataUrl: optional(options, 'metadataUrl', undefined, url),
    allowInsecureLoopback: insecure,
    fetch: optionalFunction(options.fetch, 'fetch'),
    store: optional(options, 'store', undefined, checkStore),
    onEvent: optionalFunction(options.onEvent, 'onEvent'),
    cache: checkNumbers(
      optional(options, 'jwksCache', {}, (value) => value),
      'jwksCache',
      CACHE_LIMITS
    )
  }
  if (jwks === undefined && jwksUri === undefined && metadataUrl === undefined) checkDiscoverable(issuer, insecure)
  return jwksSnapshot === undefined ? location : { ...location, ...checkSnapshot(jwksSnapshot) }
}

/**
 * @param {unknown} given
 * @returns {{ snapshot: string, snapshotAt: number }}
 */
function checkSnapshot(given) {
  const { jwks, fetchedAt } = readOptions(given, ['jwks', 'fetchedAt'], 'jwksSnapshot')
  const range = { min: 0, max: Number.MAX_SAFE_INTEGER, unit: 'seconds since the epoch' }
  return {
    snapshot: checkJwkSet(jwks, 'jwksSnapshot.jwks'),
    snapshotAt: checkNumber(fetchedAt, 'jwksSnapshot.fetchedAt', range)
  }
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {KeyStore}
 */
function checkStore(value, name) {
  const store = /** @type {any} */ (value)
  if (typeof store?.get !== 'function' || typeof store.put !== 'function') {
    throw invalidOption(name, 'must have the functions "get" and "put"')
  }
  return store
}

/**
 * @param {unknown} value
 * @param {string} [name]
 * @returns {string} JSON text, made at once
 */
export function checkJwkSet(value, name = 'jwks') {
  const keys = typeof value === 'object' && value !== null && 'keys' in value ? value.keys : undefined
  if (!Array.isArray(keys)) throw invalidOption(name, 'must be a JWK Set: an object with an array "keys"')
  try {
    const text = JSON.stringify(value)
    if (typeof text === 'string') return text
  } catch {
    // A cycle or a BigInt. The platform's own message would quote the key.
  }
  throw invalidOption(name, 'must be a JWK Set that JSON can express')
}

/**
 * RFC 8414 §2: an issuer is an https URL without query and fragment. One that isn't cannot be asked for its keys.
 * @param {string} issuer
 * @param {boolean} insecure
 */
function checkDiscoverable(issuer, insecure) {
  try {
    checkUrl(issuer, 'issuer', insecure)
    if (issuer.includes('?')) throw invalidOption('issuer', 'must not contain a query')
  } catch (error) {
    const { message } = /** @type {AssayError} */ (error)
    throw new AssayError('option_invalid', {
      option: 'issuer',
      message: `${message}, because the keys are discovered from it`,
      hint: 'Change the issuer, or give "jwks", "jwksUri" or "metadataUrl"'
    })
  }
}
