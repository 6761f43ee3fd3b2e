// Stores for the option `store`. A store shares fetched documents with other isolates and processes. It is not trusted:
// an entry is bound to issuer and URL, and is checked again. If it fails, the verifier works without it.

import { MEMORY_STORE_RULES } from '../options/store-rules.js'
import { checkCache, checkKvNamespace, checkStoreOptions } from '../options/store-checks.js'

/** @import { KeyStore } from '../shared/types.js' */

// <MemoryStoreOptions>
/**
 * @typedef {object} MemoryStoreOptions how many documents are kept
 * @property {number} [maxEntries] documents that are kept: beyond them, the oldest is dropped, 1 to 1,000,000
 *   (default: 1,000)
 * @property {() => number} [now] the time in seconds since the epoch (default: the runtime’s clock)
 */
// </MemoryStoreOptions>

/**
 * For the verifiers of one process: beyond `maxEntries`, the oldest entry is dropped.
 * @param {MemoryStoreOptions} [options]
 * @returns {KeyStore}
 * @throws {AssayError} CONFIG_INVALID
 */
export function memoryStore(options = {}) {
  const checked = checkStoreOptions('memoryStore', options, MEMORY_STORE_RULES)
  const { maxEntries, now = () => Date.now() / 1000 } = checked
  /** @type {Map<string, { value: string, until: number }>} */
  const entries = new Map()
  return {
    get(key) {
      const entry = entries.get(key)
      if (entry === undefined || now() < entry.until) return entry?.value
      entries.delete(key)
      return undefined
    },
    put(key, value, { expirationTtl }) {
      entries.delete(key)
      entries.set(key, { value, until: now() + expirationTtl })
      for (const oldest of entries.keys()) if (entries.size > maxEntries) entries.delete(oldest)
    }
  }
}

/** @typedef {{ get: (key: string) => Promise<string | null>, put: (key: string, value: string, options: { expirationTtl: number }) => Promise<void> }} KvNamespace what of a Workers KV namespace is used */

// https://developers.cloudflare.com/kv/platform/limits/
const MAX_KV_KEY_BYTES = 512

/**
 * For all isolates everywhere: Workers KV. A write reaches other places within about a minute.
 * @param {KvNamespace} namespace the binding: `env.KEYS`
 * @returns {KeyStore}
 * @throws {AssayError} CONFIG_INVALID
 */
export function kvStore(namespace) {
  checkKvNamespace(namespace)
  return {
    get: async (key) => namespace.get(await kvKey(key)),
    put: async (key, value, { expirationTtl }) => namespace.put(await kvKey(key), value, { expirationTtl })
  }
}

/**
 * @param {string} key
 * @returns {Promise<string>} the key; its hash where it is too long. The entry itself names issuer and URL
 */
async function kvKey(key) {
  const bytes = new TextEncoder().encode(key)
  return bytes.length <= MAX_KV_KEY_BYTES ? key : `assay-jwt:1:${await sha256(bytes)}`
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {Promise<string>} lower-case hex
 */
async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/**
 * For the isolates of one place (a data centre, an origin of a browser): the Cache API.
 * @param {Cache | Promise<Cache> | (() => Cache | Promise<Cache>)} [cache] (default, on Workers: `caches.default`; elsewhere
 *   the cache `assay-jwt`). A function is called at each use
 * @returns {KeyStore}
 * @throws {AssayError} CONFIG_INVALID
 */
export function cacheStore(cache = defaultCache) {
  checkCache(cache)
  const open = () => (typeof cache === 'function' ? cache() : cache)
  return {
    async get(key) {
      const response = await (await open()).match(await cacheUrl(key))
      return response?.text()
    },
    async put(key, value, { expirationTtl }) {
      const headers = { 'cache-control': `max-age=${Math.floor(expirationTtl)}`, 'content-type': 'application/json' }
      await (await open()).put(await cacheUrl(key), new Response(value, { headers }))
    }
  }
}

/** @returns {Cache | Promise<Cache>} */
function defaultCache() {
  const caches = /** @type {CacheStorage & { default?: Cache }} */ (globalThis.caches)
  return caches.default ?? caches.open('assay-jwt')
}

/**
 * @param {string} key
 * @returns {Promise<string>} a URL that nobody serves (RFC 6761 §6.4): the Cache API needs one as the key
 */
async function cacheUrl(key) {
  return `https://assay-jwt.invalid/${await sha256(new TextEncoder().encode(key))}`
}
