import { AssayError, repeatError } from '../error.js'
import { FetchFault } from '../fetch-text.js'
import { lifetimeOf, retryAfterOf } from './freshness.js'
import { initialState, isUsable, step } from './machine.js'
import { readStore, writeStore } from './store-access.js'
import { checkEtag } from './stored-entry.js'

/** @import { KeyStore } from '../types.js' */
/** @import { DocumentOptions, Value } from './document-types.js' */
/** @import { Action, Entry, Event, State } from './machine-types.js' */
/** @import { WaitUntil } from './key-source.js' */

const PAUSE_MILLISECONDS = 20

/**
 * A document that is fetched, and kept as js/jwks/machine.js says.
 * @template M
 */
export class CachedDocument {
  #options
  /** @type {State<Value<M>>} */
  #state
  /** @type {Promise<void> | undefined} the latest attempt; it is never rejected */
  #attempt
  #closed = false

  /**
   * @param {DocumentOptions<M>} options
   * @param {Entry<Value<M>>} [snapshot]
   */
  constructor(options, snapshot) {
    this.#options = options
    this.#state = initialState(options.limits, snapshot)
  }

  get state() {
    return this.#state
  }

  /** Whether load() has something to do, though there may be something that serves. */
  get due() {
    const now = this.#options.now()
    const { dueAt, seenAt } = this.#state
    return now >= dueAt || now < seenAt
  }

  /** What serves now. */
  get current() {
    return this.usable()
  }

  usable() {
    const now = this.#options.now()
    if (now < this.#state.seenAt) this.#say({ type: 'clock' })
    const state = this.#state
    return isUsable(state, now) ? state.entry?.value.made : undefined
  }

  /**
   * Makes `current` be there, and fresh where that is possible: waits where there is nothing, else works in the background.
   * @param {WaitUntil} [waitUntil]
   * @param {boolean} [patient] waits until it is fresh, or cannot be
   * @throws {AssayError} where there is nothing
   */
  async load(waitUntil, patient = false) {
    let action
    do {
      if (this.#closed) throw new AssayError('verifier_disposed')
      action = this.#say({ type: 'need' })[0]
      if (action?.type === 'wait') await this.#pause()
    } while (action?.type === 'wait')
    if (action !== undefined) {
      const waits = patient || this.current === undefined
      const attempt = this.#start(action, patient || !waits, waitUntil)
      await (waits ? attempt : this.#inBackground(attempt, waitUntil))
    }
    if (this.current === undefined) throw repeatError(this.#state.error)
  }

  /**
   * @param {M} seen what has no key for a token
   * @param {string} key stands for the token's key id
   * @param {WaitUntil} [waitUntil]
   * @returns {Promise<boolean>} whether there is something else now
   */
  async lookUp(seen, key, waitUntil) {
    for (;;) {
      const [action] = this.#say({ type: 'unknown', key })
      if (action?.type === 'wait') await this.#pause()
      else if (action !== undefined) await this.#start(action, true, waitUntil)
      const { current } = this
      // A store may have had the old set, confirmed by another isolate: then the machine has yet to ask the endpoint.
      if (current !== seen || action === undefined) return current !== undefined && current !== seen
    }
  }

  forget() {
    this.#state = initialState(this.#options.limits)
  }

  expire() {
    this.#say({ type: 'expire' })
  }

  /** @returns {M | undefined} what it held. What arrives later is not used */
  close() {
    const last = this.#state.entry?.value.made
    this.#closed = true
    this.forget()
    return last
  }

  /**
   * @param {Event<Value<M>>} event
   * @returns {Action[]}
   */
  #say(event) {
    const before = this.#state.entry?.value.made
    const { state, actions } = step(this.#state, event, this.#options.now(), Math.random())
    this.#state = state
    if (before !== undefined && before !== state.entry?.value.made) this.#options.drop?.(before)
    return actions
  }

  /** Until another request's attempt has ended, or for a moment: on Workers no request may await another one's promise. */
  async #pause() {
    if (this.#options.sharesPromises) await this.#attempt
    else await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLISECONDS))
  }

  /**
   * @param {Promise<void>} work that is never rejected
   * @param {WaitUntil | undefined} waitUntil
   * @returns {Promise<void> | undefined} to be awaited: where nothing else would keep the work alive
   */
  #inBackground(work, waitUntil) {
    if (waitUntil === undefined) return this.#options.sharesPromises ? undefined : work
    try {
      waitUntil(work)
    } catch {
      return work
    }
    return undefined
  }

  /**
   * @param {Action} action
   * @param {boolean} patient whether to wait for the endpoint, though the store's document serves
   * @param {WaitUntil | undefined} waitUntil
   */
  #start(action, patient, waitUntil) {
    this.#attempt = this.#run(action, patient, waitUntil)
    return this.#attempt
  }

  /**
   * @param {Action} first
   * @param {boolean} patient
   * @param {WaitUntil | undefined} waitUntil
   */
  async #run(first, patient, waitUntil) {
    let urls
    try {
      urls = await this.#options.locate(waitUntil)
    } catch (error) {
      return this.#fail(/** @type {AssayError} */ (error), this.#options.now(), 0)
    }
    let action = first
    if (first.type === 'read') {
      const entry = await this.#readStore(urls)
      if (this.#closed) return
      action = this.#say({ type: 'stored', entry })[0]
    }
    if (action?.type !== 'fetch') return
    const work = this.#fetch(action, urls, waitUntil)
    await (patient || this.current === undefined ? work : this.#inBackground(work, waitUntil))
  }

  /**
   * @param {{ at: number, etag: string | undefined }} action
   * @param {readonly string[]} urls
   * @param {WaitUntil | undefined} waitUntil
   */
  async #fetch({ at, etag }, urls, waitUntil) {
    const { explain } = this.#options
    /** @type {AssayError[]} */
    const errors = []
    let retryAfter = 0
    // Where the document was found before is asked first.
    const known = this.#state.entry?.value.url
    for (const url of [...urls].sort((a, b) => Number(b === known) - Number(a === known))) {
      try {
        return await this.#succeed(await this.#ask(url, at, url === known ? etag : undefined), urls, waitUntil)
      } catch (error) {
        const isFault = error instanceof FetchFault
        if (isFault) retryAfter = Math.max(retryAfter, retryAfterOf(error.headers, this.#options.now()))
        errors.push(isFault ? explain(error, url) : /** @type {AssayError} */ (error))
      }
    }
    // A document that was found and refused says more than one that was not found.
    const error = errors.find(({ reason }) => reason === 'discovery_issuer_mismatch') ?? errors[0]
    this.#fail(error, at, retryAfter)
  }

  /**
   * @param {string} url
   * @param {number} at
   * @param {string | undefined} etag
   * @returns {Promise<Event<Value<M>>>}
   * @throws {FetchFault | AssayError}
   */
  async #ask(url, at, etag) {
    const { fetchText, fetchLimits, lifetime } = this.#options
    const { text, headers } = await fetchText(url, fetchLimits, etag)
    const maxAge = Math.min(lifetimeOf(headers) ?? lifetime.usual, lifetime.longest)
    if (text === undefined) return { type: 'renewed', at, etag: String(etag), maxAge }
    const value = await this.#make(text, url)
    return { type: 'fetched', entry: { value, fetchedAt: at, maxAge, etag: checkEtag(headers.get('etag')) } }
  }

  /**
   * @param {string} text
   * @param {string} url
   * @returns {Promise<Value<M>>} the same text makes the very same, so that what hangs on it stays
   */
  async #make(text, url) {
    if (this.#closed) throw new AssayError('verifier_disposed')
    const known = this.#state.entry?.value
    return { text, url, made: known?.text === text ? known.made : await this.#options.make(text) }
  }

  /**
   * @param {Event<Value<M>>} event
   * @param {readonly string[]} urls
   * @param {WaitUntil | undefined} waitUntil
   */
  async #succeed(event, urls, waitUntil) {
    if (this.#closed) return
    const actions = this.#say(event)
    this.#emit(event.type === 'renewed' ? 'not_modified' : 'fetched')
    if (actions.length > 0) await this.#inBackground(this.#writeStore(urls[0]), waitUntil)
  }

  /**
   * @param {AssayError} error
   * @param {number} at
   * @param {number} retryAfter seconds
   */
  #fail(error, at, retryAfter) {
    if (this.#closed) return
    this.#say({ type: 'failed', at, error, retryAfter })
    this.#emit('fetch_failed', error)
    this.#options.onFailure?.()
  }

  /**
   * @param {readonly string[]} urls
   * @returns {Promise<Entry<Value<M>> | undefined>}
   */
  async #readStore(urls) {
    const { store, issuer, fetchLimits, lifetime } = this.#options
    try {
      const entry = await readStore(/** @type {KeyStore} */ (store), issuer, urls, fetchLimits.maxBytes)
      // What is older is not worth to be judged: the machine would not take it.
      const known = this.current === undefined ? 0 : (this.#state.entry?.fetchedAt ?? 0)
      if (entry === undefined || entry.fetchedAt <= known) return this.#emit('store_miss')
      const value = await this.#make(entry.value.text, entry.value.url)
      this.#emit('store_hit')
      return { ...entry, value, maxAge: Math.min(entry.maxAge, lifetime.longest) }
    } catch (error) {
      return this.#emit(error instanceof AssayError ? 'store_refused' : 'store_failed')
    }
  }

  /** @param {string} url */
  async #writeStore(url) {
    const { entry } = this.#state
    if (entry === undefined) return
    const { store, issuer, limits } = this.#options
    try {
      await writeStore(/** @type {KeyStore} */ (store), issuer, url, entry, limits.maxStale)
      this.#emit('store_written')
    } catch {
      this.#emit('store_failed')
    }
  }

  /**
   * @param {string} type
   * @param {AssayError} [error]
   */
  #emit(type, error) {
    this.#options.emit(`${this.#options.name}_${type}`, error)
    return undefined
  }
}
