import { AssayError } from '../shared/error.js'
import { FetchFault, within } from './fetch-text.js'
import { lifetimeOf, retryAfterOf } from './freshness.js'
import { checkEtag, readEntry, storeKey, writeEntry } from './stored-entry.js'

/** @import { KeyStore } from '../shared/types.js' */
/** @import { AttemptedDocument, DocumentOptions, Value } from './document-types.js' */
/** @import { Action, Entry, Event } from './machine-types.js' */
/** @import { WaitUntil } from './key-source.js' */

const STORE_SECONDS = 1

/**
 * What an attempt to get a document does: it asks the store, and then the endpoint.
 * @template M
 * @param {DocumentOptions<M>} options
 * @param {AttemptedDocument<M>} document
 * @returns {(first: Action, waitUntil: WaitUntil | undefined, serve: () => void) => Promise<void>} never rejected
 */
// eslint-disable-next-line max-lines-per-function -- a class in all but name: each function in it is one of its methods
export function attemptsOf(options, document) {
  const { issuer, now, fetchText, limits } = options
  const store = /** @type {KeyStore} */ (options.store)

  /**
   * @param {Action} first
   * @param {WaitUntil | undefined} waitUntil
   * @param {() => void} serve is called where the store's document serves while it is refreshed
   */
  async function run(first, waitUntil, serve) {
    /** @type {Action | undefined} */
    let action = first
    let urls
    try {
      urls = await options.locate(waitUntil)
    } catch (error) {
      const fault = /** @type {AssayError} */ (error)
      return fail(fault, now(), fault.retryAfter ?? 0)
    }
    if (action.type === 'read') {
      const entry = await readStore(urls)
      if (document.isClosed()) return
      action = document.say({ type: 'stored', entry })
    }
    if (action?.type !== 'fetch') return
    void serves(document.current()).then((is) => is && serve())
    await fetchFrom(urls, action, waitUntil)
  }

  /** @param {M | undefined} made @returns {Promise<boolean>} whether somebody is served by it; never rejected */
  async function serves(made) {
    try {
      return made !== undefined && (await options.isUseful?.(made)) !== false
    } catch {
      return false
    }
  }

  /**
   * @param {readonly string[]} urls
   * @param {{ at: number, etag: string | undefined }} action
   * @param {WaitUntil | undefined} waitUntil
   */
  async function fetchFrom(urls, { at, etag }, waitUntil) {
    /** @type {{ url: string, error: unknown }[]} */
    const failures = []
    let retryAfter = 0
    // Of two, the one where the document was found before is asked first.
    for (const url of urls[1] === document.state().entry?.url ? [...urls].reverse() : urls) {
      if (document.isClosed()) return
      try {
        const event = await ask(url, at, etag)
        if (document.isClosed()) return
        const action = document.say(event)
        document.emit(event.type === 'renewed' ? 'not_modified' : 'fetched')
        if (action) await document.inBackground(waitUntil, writeStore(urls[0]))
        return
      } catch (error) {
        if (error instanceof FetchFault) retryAfter = Math.max(retryAfter, retryAfterOf(error.headers, now()))
        failures.push({ url, error })
      }
    }
    fail(options.explain(failures), at, retryAfter)
  }

  /**
   * @param {string} url
   * @param {number} asked
   * @param {string | undefined} etag of the document that is there, if it came from that URL
   * @returns {Promise<Event<Value<M>>>}
   * @throws {FetchFault | AssayError}
   */
  async function ask(url, asked, etag) {
    const condition = url === document.state().entry?.url ? etag : undefined
    const { text, headers, at } = await fetchText(url, limits, condition, asked, options.closing)
    // RFC 9111 §3.2: what a 304 does not say stays as it was said.
    const before = text === undefined ? (document.state().entry?.maxAge ?? 0) : 0
    const maxAge = shorten(lifetimeOf(headers) ?? (before > 0 ? before : (limits.maxAge ?? 600)))
    if (text === undefined) return { type: 'renewed', at, etag: String(etag), maxAge }
    const made = await make(text)
    return { type: 'fetched', entry: { text, url, made, fetchedAt: at, maxAge, etag: checkEtag(headers.get('etag')) } }
  }

  /** @param {number} maxAge @returns {number} A lifetime that the options say is the longest, too */
  function shorten(maxAge) {
    return Math.min(maxAge, limits.maxAge ?? 86_400)
  }

  /**
   * @param {string} text
   * @returns {Promise<M>} the same text makes the very same, so that what hangs on it stays
   */
  async function make(text) {
    if (document.isClosed()) throw new AssayError('verifier_disposed')
    const { entry } = document.state()
    return entry?.text === text ? entry.made : await options.make(text)
  }

  /**
   * @param {AssayError} error
   * @param {number} at
   * @param {number} retryAfter seconds
   */
  function fail(error, at, retryAfter) {
    if (document.isClosed()) return
    document.say({ type: 'failed', at, error, retryAfter })
    document.emit('fetch_failed', error)
    options.onFailure?.()
  }

  /**
   * @param {readonly string[]} urls where the document may have come from
   * @returns {Promise<Entry<Value<M>> | undefined>}
   */
  async function readStore(urls) {
    let event = 'store_failed'
    try {
      const stored = await within(STORE_SECONDS, () => store.get(storeKey(issuer, urls[0])))
      event = stored === undefined || stored === null ? 'store_miss' : 'store_refused'
      const entry = readEntry(stored, issuer, urls, limits.maxBytes)
      // What is older is not worth to be judged: the machine would not take it.
      const known = (document.current() && document.state().entry?.fetchedAt) ?? 0
      if (!entry) return undefined
      if (entry.fetchedAt <= known) event = 'store_miss'
      else {
        const made = await make(entry.text)
        event = 'store_hit'
        // What says that all keys are withdrawn stops them, and is asked for again at once.
        return { ...entry, made, maxAge: (await serves(made)) ? shorten(entry.maxAge) : 0 }
      }
    } catch {
      // The event says it.
    } finally {
      document.emit(event)
    }
    return undefined
  }

  /** @param {string} url */
  async function writeStore(url) {
    const { entry } = document.state()
    if (!entry) return
    // Workers KV takes whole seconds, and no less than 60.
    const expirationTtl = Math.ceil(Math.max(60, entry.maxAge, limits.maxStale))
    let event = 'store_failed'
    try {
      await within(STORE_SECONDS, () => store.put(storeKey(issuer, url), writeEntry(issuer, entry), { expirationTtl }))
      event = 'store_written'
    } catch {
      // The event says it.
    }
    document.emit(event)
  }

  return run
}
