import { AssayError, invalidOption } from './error.js'
import { checkBoolean, checkNumber, optional, readOptions } from './option-checks.js'
import { checkUrl } from './urls.js'

export const KEY_OPTIONS = ['jwks', 'jwksUri', 'metadataUrl', 'jwksCache', 'fetch', 'allowInsecureLoopback']

/**
 * @typedef {object} CacheLimits
 * @property {number} maxAge seconds
 * @property {number} cooldown seconds
 * @property {number} timeout seconds
 * @property {number} maxBytes bytes
 */

/**
 * @typedef {object} KeyLocation where the keys come from: exactly one of the first three is there
 * @property {string} [jwkSet] JSON text
 * @property {string} [jwksUri]
 * @property {{ issuer: string, metadataUrl?: string }} [discovery]
 * @property {boolean} allowInsecureLoopback
 * @property {typeof globalThis.fetch} [fetch]
 * @property {CacheLimits} cache
 */

/**
 * @param {{ [name: string]: unknown }} options
 * @param {string} issuer
 * @returns {KeyLocation}
 */
export function checkKeyLocation(options, issuer) {
  const given = ['jwks', 'jwksUri', 'metadataUrl'].filter((name) => options[name] !== undefined)
  if (given.length > 1) {
    throw invalidOption(given[1], `cannot be combined with "${given[0]}": the keys come from one place`)
  }
  const insecure = optional(options, 'allowInsecureLoopback', false, checkBoolean)
  const common = {
    allowInsecureLoopback: insecure,
    fetch: optional(options, 'fetch', undefined, checkFetch),
    cache: optional(options, 'jwksCache', checkCacheLimits({}), checkCacheLimits)
  }
  const { jwks, jwksUri, metadataUrl } = options
  if (jwks !== undefined) return { ...common, jwkSet: checkJwkSet(jwks) }
  if (jwksUri !== undefined) return { ...common, jwksUri: checkUrl(jwksUri, 'jwksUri', insecure) }
  if (metadataUrl !== undefined) {
    return { ...common, discovery: { issuer, metadataUrl: checkUrl(metadataUrl, 'metadataUrl', insecure) } }
  }
  checkDiscoverable(issuer, insecure)
  return { ...common, discovery: { issuer } }
}

/**
 * @param {unknown} value
 * @returns {string} JSON text, made at once
 */
export function checkJwkSet(value) {
  const keys = typeof value === 'object' && value !== null && 'keys' in value ? value.keys : undefined
  if (!Array.isArray(keys)) throw invalidOption('jwks', 'must be a JWK Set: an object with an array "keys"')
  try {
    const text = JSON.stringify(value)
    if (typeof text === 'string') return text
  } catch {
    // A cycle or a BigInt. The platform's own message would quote the key.
  }
  throw invalidOption('jwks', 'must be a JWK Set that JSON can express')
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

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {typeof globalThis.fetch}
 */
function checkFetch(value, name) {
  if (typeof value !== 'function') throw invalidOption(name, 'must be a function')
  return /** @type {typeof globalThis.fetch} */ (value)
}

/**
 * @param {unknown} given
 * @returns {CacheLimits}
 */
function checkCacheLimits(given) {
  const options = readOptions(given, ['maxAge', 'cooldown', 'timeout', 'maxBytes'], 'jwksCache')
  const limit = (/** @type {string} */ name, /** @type {number} */ fallback, /** @type {any} */ range) =>
    optional(options, name, fallback, (value) => checkNumber(value, `jwksCache.${name}`, range))
  return {
    maxAge: limit('maxAge', 600, { min: 1, max: 86_400, unit: 'seconds' }),
    cooldown: limit('cooldown', 30, { min: 1, max: 3_600, unit: 'seconds' }),
    timeout: limit('timeout', 5, { min: 0, above: true, max: 60, unit: 'seconds' }),
    maxBytes: limit('maxBytes', 65_536, { min: 1, max: 1_048_576, whole: true, unit: 'bytes' })
  }
}
