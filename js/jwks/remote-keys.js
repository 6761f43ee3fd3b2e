import { metadataError, metadataUrls, readMetadata } from '../discovery.js'
import { AssayError } from '../error.js'
import { CachedDocument } from './document.js'

/** @import { FetchFault } from '../fetch-text.js' */
/** @import { KeyLocation } from '../key-options.js' */
/** @import { Recipe } from '../prepared-verifiers.js' */
/** @import { JwksSnapshot, KeyStatus } from '../types.js' */
/** @import { DocumentContext } from './document-types.js' */
/** @import { EventLog } from './event-log.js' */
/** @import { WaitUntil } from "./key-source.js" */

/**
 * @typedef {object} KeyHandling what the core does with a JWK Set
 * @property {(jwkSet: string) => Promise<Recipe>} make judges a set, and prepares it; throws the refusal
 * @property {(recipe: Recipe) => void} drop frees it
 * @property {(recipe: Recipe) => boolean | undefined} judge whether the core takes it; undefined while there is no core
 */

/**
 * The JWK Set at a URL, or at the URL that the issuer's metadata names. Both documents are kept in the same way.
 * @extends {CachedDocument<Recipe>}
 */
export class RemoteKeys extends CachedDocument {
  #log
  #judge
  #context
  /** Whether the core has yet to see the snapshot. */
  #unjudged

  /**
   * @param {KeyLocation} location
   * @param {DocumentContext} context
   * @param {KeyHandling} handling
   * @param {EventLog} log
   * @param {Recipe} [snapshot]
   */
  constructor(location, context, { make, drop, judge }, log, snapshot) {
    const metadata = location.jwksUri === undefined ? metadataOf(location, context) : undefined
    super(
      {
        ...{ ...context, name: 'jwks', make, drop, explain: jwksError },
        locate: (waitUntil) => (metadata === undefined ? [String(location.jwksUri)] : locate(metadata, waitUntil)),
        // The set may have moved.
        onFailure: () => metadata?.expire()
      },
      snapshot && {
        value: { text: String(snapshot.jwkSet), url: '', made: snapshot },
        ...{ fetchedAt: Number(location.snapshotAt), maxAge: context.lifetime.usual }
      }
    )
    this.#log = log
    this.#judge = judge
    this.#context = context
    this.#unjudged = snapshot !== undefined
  }

  /** @override @returns {Recipe | undefined} */
  get current() {
    const recipe = this.usable()
    if (!this.#unjudged || recipe === undefined) return recipe
    const verdict = this.#judge(recipe)
    this.#unjudged = verdict === undefined
    if (verdict !== false) return recipe
    this.forget()
    this.#context.emit('jwks_snapshot_refused')
    return undefined
  }

  /** @returns {boolean} */
  get isNew() {
    return this.state.source === 'network'
  }

  /** @returns {KeyStatus} */
  status() {
    const { current, state } = this
    const { counters, lastError } = this.#log
    const { entry, source, refreshAt, retryAt, expiresAt } = state
    const status = { counters: { ...counters }, lastError }
    if (entry === undefined) return status
    const age = this.#context.now() - entry.fetchedAt
    const nextRefresh = Math.max(refreshAt, retryAt)
    return { ...status, source: current && source, age, nextRefresh, usableUntil: expiresAt }
  }

  /** @returns {JwksSnapshot | undefined} */
  snapshot() {
    const { entry } = this.state
    return entry && { jwks: JSON.parse(entry.value.text), fetchedAt: entry.fetchedAt }
  }
}

/**
 * @param {KeyLocation} location
 * @param {DocumentContext} context
 * @returns {CachedDocument<string>}
 */
function metadataOf({ metadataUrl, allowInsecureLoopback }, context) {
  const { issuer, limits } = context
  const urls = metadataUrl === undefined ? metadataUrls(issuer) : [metadataUrl]
  return new CachedDocument({
    ...{ ...context, name: 'metadata', explain: metadataError },
    locate: () => urls,
    make: (text) => readMetadata(text, issuer, allowInsecureLoopback),
    // It is asked for when the keys are: their back-off is enough.
    limits: { ...limits, cooldown: 0 }
  })
}

/**
 * @param {CachedDocument<string>} metadata
 * @param {WaitUntil | undefined} waitUntil
 * @returns {Promise<string[]>}
 */
async function locate(metadata, waitUntil) {
  await metadata.load(waitUntil, true)
  return [String(metadata.current)]
}

/**
 * @param {FetchFault} fault
 * @param {string} url
 * @returns {AssayError} naming the host, not the whole URL: its query may hold a credential
 */
export function jwksError({ kind, detail }, url) {
  const error = new AssayError(`jwks_${kind}`)
  const where = [new URL(url).host, detail].filter(Boolean).join(': ')
  return new AssayError(error.reason, { message: `${error.message} (${where})` })
}
