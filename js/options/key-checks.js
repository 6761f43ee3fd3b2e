import { invalidOption } from '../shared/error.js'
import { isTemplate } from '../shared/issuer-templates.js'
import { readRequestHeaders } from '../shared/request-headers.js'
import { parseKeyUrl } from '../shared/urls.js'
import { checkUrl } from './check-url.js'
import { checkString } from './option-checks.js'

/** @import { KeyEvent, KeyStore, RequestHeaders } from '../shared/types.js' */

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
 * @property {string} [discoverFrom] the issuer whose metadata names them
 * @property {boolean} allowInsecureLoopback
 * @property {readonly string[]} allowInsecureHosts as URL.host has them
 * @property {RequestHeaders | (() => RequestHeaders | Promise<RequestHeaders>)} [headers]
 * @property {typeof globalThis.fetch} [fetch]
 * @property {KeyStore} [store]
 * @property {(event: KeyEvent) => unknown} [onEvent]
 */

/**
 * @param {unknown} value
 * @param {string} name
 * @param {{ allowInsecureLoopback?: boolean, allowInsecureHosts?: readonly string[] }} options
 */
export function checkKeyUrl(value, name, { allowInsecureLoopback, allowInsecureHosts }) {
  return checkUrl(value, name, allowInsecureLoopback === true, allowInsecureHosts)
}

/**
 * @param {unknown} item
 * @param {string} name
 * @returns {string} the host, with its port unless it is 80, as URL.host has it
 */
export function checkInsecureHost(item, name) {
  const text = checkString(item, name).toLowerCase()
  if (/^([\w.-]+|\[[\da-f:.]+\])(:\d+)?$/.test(text) && URL.canParse(`http://${text}`)) {
    const { host, hostname } = new URL(`http://${text}`)
    // The URL parser reads 8080 as an IPv4 address.
    if (text.replace(/:\d+$/, '') === hostname) return host
  }
  throw invalidOption(name, 'must be one host, with its port unless it is 80, such as keycloak:8080')
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {unknown} a copy; of a function itself, which is asked before each request
 */
export function checkHeaders(value, name) {
  if (typeof value === 'function') return value
  const headers = readRequestHeaders(value)
  if (typeof headers === 'string') throw invalidOption(name, headers)
  return headers
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {KeyStore}
 */
export function checkStore(value, name) {
  const store = /** @type {any} */ (value)
  if (typeof store?.get === 'function' && typeof store.put === 'function') return store
  const hint = 'Take memoryStore(), kvStore(env.KEYS) or cacheStore() of assay-jwt/stores'
  throw invalidOption(name, 'must have the functions "get" and "put"', hint)
}

/** Options that say where the keys are. A snapshot is not one: it only serves until they are fetched. */
const PLACES = ['jwks', 'jwksUri', 'metadataUrl']

/**
 * Allows one place for the keys. RFC 8414 §2: an issuer is an https URL without query and fragment; otherwise its keys
 * cannot be discovered.
 * @param {{ [name: string]: any }} options
 * @returns {string | undefined} the issuer that they are discovered from: the first spelling that is such a URL
 */
export function checkKeyPlace(options) {
  const [place, other] = PLACES.filter((name) => options[name] !== undefined)
  if (other) throw invalidOption(other, `cannot be combined with "${place}"`)
  if (place) return undefined
  const { issuer: spellings, allowInsecureLoopback, allowInsecureHosts } = options
  if (spellings.some(isTemplate)) {
    const url = 'https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration'
    const hint = `Give "jwks", "jwksUri" or "metadataUrl", for Entra ID ${url}`
    throw invalidOption('issuer', 'is a template, so the keys cannot be discovered from it', hint)
  }
  const faults = []
  for (const issuer of spellings) {
    const url = /[?]|\/\.well-known\//.test(issuer)
      ? issuer.includes('?')
        ? 'must not contain a query'
        : 'must end before /.well-known/: the whole is the option metadataUrl'
      : parseKeyUrl(issuer, allowInsecureLoopback, allowInsecureHosts)
    if (typeof url !== 'string') return issuer
    faults.push(url)
  }
  const hint = 'Write the issuer as tokens have it, https:// included, or give "jwks", "jwksUri" or "metadataUrl"'
  throw invalidOption('issuer', `${faults[0]}, because the keys are discovered from it`, hint)
}
