import { within } from '../shared/within.js'
import { capLifetime } from './freshness.js'
import { readEntry, storeKey, writeEntry } from './stored-entry.js'

/** @import { KeyStore } from '../shared/types.js' */
/** @import { DocumentState } from './document-state.js' */
/** @import { Value } from './document-types.js' */
/** @import { Entry } from './machine-types.js' */

// A document in the option `store`. A store that fails or hangs costs a second at most, and an event reports it.

const STORE_SECONDS = 1
/** Workers KV takes no less. */
const MIN_TTL = 60

/**
 * @template M
 * @param {DocumentState<M>} document
 * @param {readonly string[]} urls where the document may have come from
 * @returns {Promise<Entry<Value<M>> | undefined>} undefined where the store has nothing newer; never rejected
 */
export async function readStore(document, urls) {
  const { issuer, limits } = document.options
  const store = /** @type {KeyStore} */ (document.options.store)
  let event = 'store_failed'
  try {
    const stored = await within(STORE_SECONDS, () => store.get(storeKey(issuer, urls[0])))
    event = stored === undefined || stored === null ? 'store_miss' : 'store_refused'
    const entry = readEntry(stored, issuer, urls, limits.maxBytes)
    // An older entry is not worth parsing: the machine would not take it.
    const known = (document.current() && document.state.entry?.fetchedAt) ?? 0
    if (!entry) return undefined
    if (entry.fetchedAt <= known) {
      event = 'store_miss'
      return undefined
    }
    const parsed = await document.parse(entry.text)
    event = 'store_hit'
    // A set that withdraws all keys replaces the known one, and is fetched again at once.
    const maxAge = (await document.canServe(parsed)) ? capLifetime(entry.maxAge, limits.maxAge) : 0
    return { ...entry, parsed, maxAge }
  } catch {
    return undefined
  } finally {
    document.emit(event)
  }
}

/**
 * @template M
 * @param {DocumentState<M>} document
 * @param {string} url
 * @returns {Promise<void>} never rejected
 */
export async function writeStore(document, url) {
  const { store, issuer, limits } = document.options
  const { entry } = document.state
  if (!entry || !store) return
  // Workers KV takes whole seconds.
  const expirationTtl = Math.ceil(Math.max(MIN_TTL, entry.maxAge, limits.maxStale))
  let event = 'store_failed'
  try {
    await within(STORE_SECONDS, () => store.put(storeKey(issuer, url), writeEntry(issuer, entry), { expirationTtl }))
    event = 'store_written'
  } catch {
    // The event reports it.
  }
  document.emit(event)
}
