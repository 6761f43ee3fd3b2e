import { AssayError, errorOf } from '../error.js'
import { FetchFault, within } from '../fetch-text.js'
import { lifetimeOf, retryAfterOf } from './freshness.js'
import { initialState, isUsable, step } from './machine.js'
import { checkEtag, readEntry, storeKey, writeEntry } from './stored-entry.js'

/** @import { KeyStore } from '../types.js' */
/** @import { CachedDocument, DocumentOptions, Value } from './document-types.js' */
/** @import { Action, Entry, Event } from './machine-types.js' */
/** @import { WaitUntil } from './key-source.js' */

const PAUSE_MILLISECONDS = 20
const STORE_SECONDS = 1

/**
 * A document that is fetched, and kept as js/jwks/machine.js says.
 * @template M
 * @param {DocumentOptions<M>} options
 * @param {Entry<Value<M>>} [snapshot]
 * @returns {CachedDocument<M>}
 */
// eslint-disable-next-line max-lines-per-function -- a class in all but name: each function in it is one of its methods
export function cachedDocument(options, snapshot) {
  const { issuer, now, sharesPromises, fetchText, limits } = options
  const store = /** @type {KeyStore} */ (options.store)
  let state = initialState(limits, snapshot)
  /** @type {Promise<void> | undefined} the latest attempt; it is never rejected */
  let attempt
  let closed = false
  /** Whether the snapshot has yet to be judged. */
  let unjudged = snapshot !== undefined

  /**
   * @param {Event<Value<M>>} event
   * @returns {Action | undefined}
   */
  function say(event) {
    const before = state.entry?.made
    const { state: after, action } = step(state, event, now(), Math.random())
    state = after
    if (before && before !== after.entry?.made) options.drop?.(before)
    return action
  }

  /**
   * @param {string} type
   * @param {AssayError} [error]
   */
  function emit(type, error) {
    options.emit(`${options.name}_${type}`, error)
  }

  function forget() {
    state = initialState(limits)
  }

  function current() {
    if (now() < state.seenAt) say({ type: 'clock' })
    const made = isUsable(state, now()) ? state.entry?.made : undefined
    if (!unjudged || !made) return made
    try {
      unjudged = options.judge?.(made) === false
      return made
    } catch {
      forget()
      emit('snapshot_refused')
      return undefined
    }
  }

  /** Until another request's attempt has ended, or for a moment: on Workers no request may await another one's promise. */
  function pause() {
    return sharesPromises ? attempt : new Promise((resolve) => setTimeout(resolve, PAUSE_MILLISECONDS))
  }

  /**
   * @param {WaitUntil | undefined} waitUntil
   * @param {Promise<void>} work that is never rejected
   * @returns {Promise<void> | undefined} to be awaited: where nothing else would keep the work alive
   */
  function inBackground(waitUntil, work) {
    try {
      if (waitUntil) waitUntil(work)
      return waitUntil || sharesPromises ? undefined : work
    } catch {
      return work
    }
  }

  /**
   * @param {Action} first
   * @param {boolean} patient whether to wait for the endpoint, though the store's document serves
   * @param {WaitUntil | undefined} waitUntil
   */
  async function run(first, patient, waitUntil) {
    /** @type {Action | undefined} */
    let action = first
    let urls
    try {
      urls = await options.locate(waitUntil)
    } catch (error) {
      return fail(/** @type {AssayError} */ (error), now(), 0)
    }
    if (action.type === 'read') {
      const entry = await readStore(urls)
      if (closed) return
      action = say({ type: 'stored', entry })
    }
    if (action?.type !== 'fetch') return
    const work = fetchFrom(urls, action, waitUntil)
    await (patient || !current() ? work : inBackground(waitUntil, work))
  }

  /**
   * @param {readonly string[]} urls
   * @param {{ at: number, etag: string | undefined }} action
   * @param {WaitUntil | undefined} waitUntil
   */
  async function fetchFrom(urls, { at, etag }, waitUntil) {
    /** @type {AssayError | undefined} */
    let failure
    let retryAfter = 0
    // Of two, the one where the document was found before is asked first.
    for (const url of urls[1] === state.entry?.url ? [...urls].reverse() : urls) {
      try {
        const event = await ask(url, at, etag)
        if (closed) return
        const action = say(event)
        emit(event.type === 'renewed' ? 'not_modified' : 'fetched')
        if (action) await inBackground(waitUntil, writeStore(urls[0]))
        return
      } catch (error) {
        let said = /** @type {AssayError} */ (error)
        if (error instanceof FetchFault) {
          retryAfter = Math.max(retryAfter, retryAfterOf(error.headers, now()))
          said = options.explain(error, url)
        }
        // A document that was found and refused says more than one that was not found.
        if (!failure || said.reason === 'discovery_issuer_mismatch') failure = said
      }
    }
    fail(/** @type {AssayError} */ (failure), at, retryAfter)
  }

  /**
   * @param {string} url
   * @param {number} at
   * @param {string | undefined} etag of the document that is there, if it came from that URL
   * @returns {Promise<Event<Value<M>>>}
   * @throws {FetchFault | AssayError}
   */
  async function ask(url, at, etag) {
    const { text, headers } = await fetchText(url, limits, url === state.entry?.url ? etag : undefined)
    const maxAge = shorten(lifetimeOf(headers) ?? limits.maxAge ?? 600)
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
    if (closed) throw new AssayError('verifier_disposed')
    const { entry } = state
    return entry?.text === text ? entry.made : await options.make(text)
  }

  /**
   * @param {AssayError} error
   * @param {number} at
   * @param {number} retryAfter seconds
   */
  function fail(error, at, retryAfter) {
    if (closed) return
    say({ type: 'failed', at, error, retryAfter })
    emit('fetch_failed', error)
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
      const known = (current() && state.entry?.fetchedAt) ?? 0
      if (!entry) return undefined
      if (entry.fetchedAt <= known) event = 'store_miss'
      else {
        const made = await make(entry.text)
        event = 'store_hit'
        return { ...entry, made, maxAge: shorten(entry.maxAge) }
      }
    } catch {
      // The event says it.
    } finally {
      emit(event)
    }
    return undefined
  }

  /** @param {string} url */
  async function writeStore(url) {
    const { entry } = state
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
    emit(event)
  }

  return {
    current,

    state: () => state,

    due: () => now() >= state.dueAt || now() < state.seenAt,

    async load(waitUntil, patient = false) {
      let action
      for (;;) {
        if (closed) throw new AssayError('verifier_disposed')
        action = say({ type: 'need' })
        if (action?.type !== 'wait') break
        await pause()
      }
      if (action) {
        const waits = patient || current() === undefined
        attempt = run(action, patient || !waits, waitUntil)
        await (waits ? attempt : inBackground(waitUntil, attempt))
      }
      if (!current()) throw errorOf(/** @type {any} */ (state.error) ?? new AssayError('keys_not_loaded'))
    },

    async lookUp(seen, key, waitUntil) {
      for (;;) {
        const action = say({ type: 'unknown', key })
        if (action?.type === 'wait') await pause()
        else if (action) await (attempt = run(action, true, waitUntil))
        const found = current()
        // A store may have had the old set, confirmed by another isolate: then the machine has yet to ask the endpoint.
        if (found !== seen || action === undefined) return found !== undefined && found !== seen
      }
    },

    expire: () => void say({ type: 'expire' }),

    close() {
      const last = state.entry?.made
      closed = true
      forget()
      return last
    }
  }
}
