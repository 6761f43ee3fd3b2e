import { runInBackground } from './background.js'
import { FetchFault } from './fetch-text.js'
import { capLifetime, lifetimeOf, retryAfterOf } from './freshness.js'
import { readStore, writeStore } from './store-access.js'
import { checkEtag } from './stored-entry.js'

/** @import { AssayError } from '../shared/error.js' */
/** @import { DocumentState } from './document-state.js' */
/** @import { Value } from './document-types.js' */
/** @import { Action, Event } from './machine-types.js' */
/** @import { WaitUntil } from './key-source.js' */

/**
 * One attempt to get a document: it asks the store, and then the endpoint.
 * @template M
 */
export class Attempt {
  #options
  #document
  #waitUntil
  #reportServed = () => {}
  /** @type {Promise<void>} resolved once a document from the store serves while it is refreshed */
  served

  /**
   * @param {DocumentState<M>} document
   * @param {WaitUntil | undefined} waitUntil
   */
  constructor(document, waitUntil) {
    this.#options = document.options
    this.#document = document
    this.#waitUntil = waitUntil
    this.served = new Promise((resolve) => {
      this.#reportServed = resolve
    })
  }

  /**
   * Tells the document's state how the attempt ends.
   * @param {Action} first
   */
  async run(first) {
    const document = this.#document
    const { locate, now } = this.#options
    /** @type {Action | undefined} */
    let action = first
    let urls
    try {
      urls = await locate(this.#waitUntil)
    } catch (error) {
      const fault = /** @type {AssayError} */ (error)
      return this.#fail(fault, now(), fault.retryAfter ?? 0)
    }
    if (action.type === 'read') {
      const entry = await readStore(document, urls)
      if (document.isClosed) return
      action = document.dispatch({ type: 'stored', entry })
    }
    if (action?.type !== 'fetch') return
    void document.canServe(document.current()).then((serves) => serves && this.#reportServed())
    await this.#fetchFrom(urls, action)
  }

  /**
   * @param {readonly string[]} urls
   * @param {{ at: number, etag: string | undefined }} action
   */
  async #fetchFrom(urls, { at, etag }) {
    const document = this.#document
    /** @type {{ url: string, error: unknown }[]} */
    const failures = []
    let retryAfter = 0
    // The URL where the document was found before comes first.
    for (const url of urls[1] === document.state.entry?.url ? [...urls].reverse() : urls) {
      if (document.isClosed) return
      try {
        const event = await this.#fetch(url, at, etag)
        if (document.isClosed) return
        const action = document.dispatch(event)
        document.emit(event.type === 'renewed' ? 'not_modified' : 'fetched')
        if (action) await this.#store(urls[0])
        return
      } catch (error) {
        if (error instanceof FetchFault) {
          retryAfter = Math.max(retryAfter, retryAfterOf(error.headers, this.#options.now()))
        }
        failures.push({ url, error })
      }
    }
    this.#fail(this.#options.toError(failures), at, retryAfter)
  }

  /**
   * @param {string} url
   * @param {number} requestedAt
   * @param {string | undefined} etag of the cached document, which counts only at the URL that it came from
   * @returns {Promise<Event<Value<M>>>}
   * @throws {FetchFault | AssayError}
   */
  async #fetch(url, requestedAt, etag) {
    const { fetchText, limits, closing } = this.#options
    const document = this.#document
    const condition = url === document.state.entry?.url ? etag : undefined
    const { text, headers, at } = await fetchText(url, limits, condition, requestedAt, closing)
    // RFC 9111 §3.2: a field that a 304 does not send keeps its value.
    const before = text === undefined ? (document.state.entry?.maxAge ?? 0) : 0
    const lifetime = lifetimeOf(headers) ?? (before > 0 ? before : (limits.maxAge ?? 600))
    const maxAge = capLifetime(lifetime, limits.maxAge)
    if (text === undefined) return { type: 'renewed', at, etag: String(etag), maxAge }
    const parsed = await document.parse(text)
    return {
      type: 'fetched',
      entry: { text, url, parsed, fetchedAt: at, maxAge, etag: checkEtag(headers.get('etag')) }
    }
  }

  /** @param {string} url */
  #store(url) {
    const written = writeStore(this.#document, url)
    return runInBackground(written, this.#waitUntil, this.#options.sharesPromises)
  }

  /**
   * @param {AssayError} error
   * @param {number} at
   * @param {number} retryAfter seconds
   */
  #fail(error, at, retryAfter) {
    const document = this.#document
    if (document.isClosed) return
    document.dispatch({ type: 'failed', at, error, retryAfter })
    document.emit('fetch_failed', error)
    this.#options.onFailure?.()
  }
}
