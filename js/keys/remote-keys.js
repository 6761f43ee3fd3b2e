import { metadataError, metadataUrls, readMetadata, showUrl } from './discovery.js'
import { AssayError } from '../shared/error.js'
import { asFault } from './fetch-text.js'
import { cachedDocument } from './document.js'
import { makeEventLog } from './event-log.js'

/** @import { Core } from '../core/core.js' */
/** @import { VerifierConfig } from '../options/options.js' */
/** @import { Recipe } from '../core/prepared-verifiers.js' */
/** @import { CachedDocument, DocumentContext } from './document-types.js' */
/** @import { KeySource } from './key-source.js' */

/**
 * The JWK Set at a URL, or at the URL that the issuer's metadata names. Both documents are kept in the same way.
 * @param {Core} core
 * @param {() => number} now seconds since the epoch
 * @param {DocumentContext['fetchText']} fetchText
 * @param {VerifierConfig} config
 * @param {Recipe} keyless
 * @returns {KeySource}
 */
// eslint-disable-next-line max-lines-per-function -- two documents are described, and wired to each other
export function remoteKeys(core, now, fetchText, config, keyless) {
  const { issuer, jwksUri, jwksSnapshot, jwksCache, fetch, store } = config
  const { sharesPromises } = core.platform
  const { log, emit } = makeEventLog(issuer, now, config.onEvent)
  // An attempt ends by itself: where promises are not shared, a request that is cancelled takes it along.
  const lease = 5 * jwksCache.timeout + 10
  const patience = sharesPromises ? lease : 1
  const limits = { ...jwksCache, fetch, lease, patience, hasStore: store !== undefined }
  /** @type {DocumentContext} */
  const context = { issuer, now, sharesPromises, fetchText, limits, store, emit, closing: new Set() }
  const metadata = !jwksUri ? metadataOf(config, context) : undefined
  const recipeOf = (/** @type {string} */ jwkSet) => /** @type {Recipe} */ ({ ...keyless, jwkSet, keyless })
  const snapshot = jwksSnapshot && {
    ...{ text: jwksSnapshot.jwks, url: '', made: recipeOf(jwksSnapshot.jwks), fetchedAt: jwksSnapshot.fetchedAt },
    maxAge: jwksCache.maxAge ?? 600
  }
  const hasKeys = (/** @type {Recipe} */ recipe) => core.usableKeys(recipe) > 0
  /** @type {CachedDocument<Recipe>} */
  const keys = cachedDocument(
    {
      ...context,
      name: 'jwks',
      async locate(waitUntil) {
        await metadata?.load(waitUntil, true)
        return [String(metadata ? metadata.current() : jwksUri)]
      },
      async make(text) {
        await core.load()
        const recipe = recipeOf(text)
        core.prepare(recipe)
        return recipe
      },
      judge(recipe) {
        if (core.isLoaded && !hasKeys(recipe)) throw new AssayError('jwks_no_usable_key')
        return core.isLoaded
      },
      async isUseful(recipe) {
        await core.load()
        return hasKeys(recipe)
      },
      drop: (recipe) => core.release(recipe),
      explain: ([{ error, url }]) => (error instanceof AssayError ? error : jwksError(asFault(error), url, !jwksUri)),
      // The set may have moved.
      onFailure: () => metadata?.expire()
    },
    snapshot
  )
  return {
    ...keys,

    close() {
      metadata?.close()
      return keys.close()
    },

    status() {
      const current = keys.current()
      const { entry, source, refreshAt, retryAt, expiresAt } = keys.state()
      const times = entry && {
        ...{ source: current && source, age: now() - entry.fetchedAt },
        ...{ nextRefresh: Math.max(refreshAt, retryAt), usableUntil: expiresAt }
      }
      return { counters: { ...log.counters }, lastError: log.lastError, ...times }
    },

    snapshot() {
      const { entry } = keys.state()
      return entry && { jwks: JSON.parse(entry.text), fetchedAt: entry.fetchedAt }
    }
  }
}

/**
 * @param {VerifierConfig} config
 * @param {DocumentContext} context
 * @returns {CachedDocument<string>}
 */
function metadataOf({ issuer, metadataUrl, allowInsecureLoopback }, context) {
  return cachedDocument({
    ...{ ...context, name: 'metadata', explain: metadataError },
    locate: () => (!metadataUrl ? metadataUrls(issuer) : [metadataUrl]),
    make: (text) => readMetadata(text, issuer, allowInsecureLoopback),
    // It is asked for when the keys are: their back-off is enough.
    limits: { ...context.limits, cooldown: 0 }
  })
}

/**
 * @param {import('./fetch-text.js').FetchFault} fault
 * @param {string} url
 * @param {boolean} [isDiscovered] whether the issuer's metadata has named it
 * @returns {AssayError} naming the host, not the whole URL: its query may hold a credential
 */
export function jwksError({ kind, detail }, url, isDiscovered) {
  const { reason, message } = new AssayError(`jwks_${kind}`)
  return new AssayError(reason, {
    message: `${message} (${new URL(url).host}${detail && `: ${detail}`})`,
    hint: isDiscovered ? `Verify what ${showUrl(url)} answers, the "jwks_uri" of the issuer's metadata` : undefined
  })
}
