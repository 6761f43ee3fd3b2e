import { AssayError } from '../error.js'
import { within } from '../fetch-text.js'
import { readEntry, writeEntry } from './stored-entry.js'

/** @import { KeyStore } from '../types.js' */
/** @import { Entry } from './machine-types.js' */
/** @import { Fetched } from './stored-entry.js' */

const SECONDS = 1

/**
 * @param {KeyStore} store
 * @param {string} issuer
 * @param {readonly string[]} urls where the document may have come from
 * @param {number} maxBytes of the document
 * @returns {Promise<Entry<Fetched> | undefined>} nothing where there is none
 * @throws {AssayError} what there is is none of ours; anything else: the store failed
 */
export async function readStore(store, issuer, urls, maxBytes) {
  const stored = await within(
    SECONDS,
    call(() => store.get(storeKey(issuer, urls[0])))
  )
  if (stored === undefined || stored === null) return undefined
  const entry = readEntry(stored, issuer, urls, maxBytes)
  if (entry === undefined) throw new AssayError('jwks_not_json')
  return entry
}

/**
 * @param {KeyStore} store
 * @param {string} issuer
 * @param {string} url
 * @param {Entry<Fetched>} entry
 * @param {number} maxStale seconds
 */
export async function writeStore(store, issuer, url, entry, maxStale) {
  // Workers KV takes whole seconds, and no less than 60.
  const expirationTtl = Math.ceil(Math.max(60, entry.maxAge, maxStale))
  await within(
    SECONDS,
    call(() => store.put(storeKey(issuer, url), writeEntry(issuer, entry), { expirationTtl }))
  )
}

/**
 * @param {string} issuer
 * @param {string} url
 */
function storeKey(issuer, url) {
  return `assay-jwt:1:${issuer}:${url}`
}

/**
 * @template T
 * @param {() => T} action
 * @returns {Promise<Awaited<T>>} async, so that a store that throws is as one that rejects
 */
async function call(action) {
  return await action()
}
