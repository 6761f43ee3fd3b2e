import { AssayError } from '../shared/error.js'
import { hasKeys, noUsableKey, withKeys } from './availability.js'
import { metadataError, metadataUrls, readMetadata, showUrl } from './discovery.js'
import { CachedDocument } from './document.js'
import { makeEventLog } from './event-log.js'
import { asFault } from './fetch-text.js'
import { ownHeaders } from './own-headers.js'

/** @import { Core } from '../core/core.js' */
/** @import { VerifierSpec } from '../core/core-verifiers.js' */
/** @import { VerifierConfig } from '../options/options.js' */
/** @import { JwksSnapshot, KeyStatus } from '../shared/types.js' */
/** @import { DocumentContext, DocumentKind, Value } from './document-types.js' */
/** @import { FetchFault } from './fetch-text.js' */
/** @import { WaitUntil } from './key-source.js' */
/** @import { Entry } from './machine-types.js' */

/** Seconds that a snapshot is fresh where the options do not say. */
const SNAPSHOT_MAX_AGE = 600

/**
 * The JWK Set at a URL, or at the URL that the issuer's metadata names. Both documents are cached in the same way. It is
 * a KeySource.
 */
export class RemoteKeys {
  #now
  #keyless
  #insecureHosts
  #log
  /** @type {CachedDocument<string> | undefined} the JWK Set's URL */
  #metadata
  /** @type {CachedDocument<VerifierSpec>} */
  #jwkSet

  /**
   * @param {Core} core
   * @param {() => number} now seconds since the epoch
   * @param {DocumentContext['fetchText']} fetchText
   * @param {VerifierConfig} config
   * @param {VerifierSpec} keyless
   */
  constructor(core, now, fetchText, config, keyless) {
    const { log, emit } = makeEventLog(config.issuer, now, config.onEvent)
    const context = contextOf(core, now, fetchText, config, emit)
    this.#now = now
    this.#keyless = keyless
    this.#insecureHosts = config.allowInsecureHosts.length > 0 ? [...config.allowInsecureHosts] : undefined
    this.#log = log
    this.#metadata = config.jwksUri ? undefined : cachedMetadata(config, context)
    const kind = jwkSetKind(core, config.jwksUri ?? this.#metadata, keyless)
    this.#jwkSet = new CachedDocument({ ...context, ...kind }, snapshotEntry(config, keyless))
  }

  spec() {
    return this.#jwkSet.current() ?? this.#keyless
  }

  isDue() {
    return this.#jwkSet.isDue()
  }

  /** @param {WaitUntil} [waitUntil] */
  load(waitUntil) {
    return this.#jwkSet.load(waitUntil)
  }

  /**
   * @param {VerifierSpec} seen
   * @param {WaitUntil} [waitUntil]
   */
  async lookUp(seen, waitUntil) {
    return hasKeys(seen) && (await this.#jwkSet.lookUp(seen, waitUntil))
  }

  noKeyHint = "The fault is in the issuer's JWK Set: lintJwks says what to mend"

  outdatedError() {
    return this.#jwkSet.isSettled() ? undefined : this.#jwkSet.unavailable(true)
  }

  /** @param {VerifierSpec} seen */
  retryAfter(seen) {
    return this.#jwkSet.retryAfter(hasKeys(seen))
  }

  /** @returns {KeyStatus} */
  status() {
    // Before the state is read: this may find that the snapshot is of no use, or that the clock went back.
    const serves = hasKeys(this.spec())
    const { entry, source, refreshAt, retryAt, expiresAt } = this.#jwkSet.state
    const times = entry && {
      ...{ source: serves ? source : undefined, age: this.#now() - entry.fetchedAt },
      ...{ nextRefresh: Math.max(refreshAt, retryAt), usableUntil: expiresAt }
    }
    const insecure = this.#insecureHosts && { insecureHosts: this.#insecureHosts }
    return { counters: { ...this.#log.counters }, lastError: this.#log.lastError, ...times, ...insecure }
  }

  /** @returns {JwksSnapshot | undefined} */
  snapshot() {
    const { entry } = this.#jwkSet.state
    return entry && { jwks: JSON.parse(entry.text), fetchedAt: entry.fetchedAt }
  }

  close() {
    this.#metadata?.close()
    return this.#jwkSet.close() ?? this.#keyless
  }
}

/**
 * @param {Core} core
 * @param {() => number} now
 * @param {DocumentContext['fetchText']} fetchText
 * @param {VerifierConfig} config
 * @param {DocumentContext['emit']} emit
 * @returns {DocumentContext}
 */
function contextOf(core, now, fetchText, config, emit) {
  const { issuer, jwksCache, fetch, store } = config
  const { sharesPromises } = core.platform
  // An attempt ends by itself, except on Workers: there it is lost with a cancelled request.
  const lease = 5 * jwksCache.timeout + 10
  const patience = sharesPromises ? lease : 1
  const headersOf = ownHeaders(config)
  const limits = { ...jwksCache, fetch, headersOf, lease, patience, hasStore: store !== undefined }
  return { issuer, now, sharesPromises, fetchText, limits, store, emit, closing: new Set() }
}

/**
 * @param {Core} core
 * @param {string | CachedDocument<string> | undefined} location the JWK Set's URL, or the metadata that names it
 * @param {VerifierSpec} keyless
 * @returns {DocumentKind<VerifierSpec>}
 */
function jwkSetKind(core, location, keyless) {
  const metadata = typeof location === 'string' ? undefined : location
  return {
    name: 'jwks',
    async locate(waitUntil) {
      await metadata?.load(waitUntil, true)
      return [String(metadata ? metadata.current() : location)]
    },
    async parse(text) {
      await core.load()
      const spec = withKeys(keyless, text)
      try {
        core.prepare(spec)
      } catch (error) {
        throw isMetadata(error, text) ? new AssayError('jwks_malformed', { hint: METADATA }) : error
      }
      return spec
    },
    checkSnapshot(spec) {
      const error = core.isLoaded ? noUsableKey(core, spec) : undefined
      if (error) throw error
      return core.isLoaded
    },
    async canServe(spec) {
      await core.load()
      return noUsableKey(core, spec) === undefined
    },
    release: (spec) => core.release(spec),
    toError: ([{ error, url }]) =>
      error instanceof AssayError ? withHost(error, url) : jwksError(asFault(error), url, !!metadata),
    // The set may have moved.
    onFailure: () => metadata?.dispatch({ type: 'expire' })
  }
}

/**
 * @param {VerifierConfig} config
 * @param {VerifierSpec} keyless
 * @returns {Entry<Value<VerifierSpec>> | undefined}
 */
function snapshotEntry({ jwksSnapshot, jwksCache }, keyless) {
  if (!jwksSnapshot) return undefined
  const { jwks: text, fetchedAt } = jwksSnapshot
  return { text, url: '', parsed: withKeys(keyless, text), fetchedAt, maxAge: jwksCache.maxAge ?? SNAPSHOT_MAX_AGE }
}

/**
 * @param {VerifierConfig} config
 * @param {DocumentContext} context
 * @returns {CachedDocument<string>}
 */
function cachedMetadata(config, context) {
  const { discoverFrom, metadataUrl } = config
  return new CachedDocument({
    ...context,
    name: 'metadata',
    locate: () => (!metadataUrl ? metadataUrls(String(discoverFrom)) : [metadataUrl]),
    parse: (text) => readMetadata(text, config.spellings, config),
    toError: metadataError,
    // Only the key document loads it, and that one backs off already.
    limits: { ...context.limits, cooldown: 0 }
  })
}

// OpenID Connect Discovery §3, RFC 8414 §2.
const METADATA = "This is the issuer's metadata, which names the JWK Set: give its URL as the option metadataUrl"

/** @param {unknown} error @param {string} text that was fetched */
const isMetadata = (error, text) =>
  error instanceof AssayError && error.reason === 'jwks_malformed' && text.includes('"jwks_uri"')

/** @param {AssayError} error of what a host answered @param {string} url @returns {AssayError} it names the host */
function withHost(error, url) {
  if (!/^jwks_(not_json|malformed)$/.test(error.reason) || !URL.canParse(url)) return error
  return new AssayError(error.reason, { message: `${error.message} (${new URL(url).host})`, hint: error.hint })
}

/**
 * @param {FetchFault} fault
 * @param {string} url
 * @param {boolean} [isDiscovered] whether the issuer's metadata names it
 * @returns {AssayError} it names the host, not the whole URL: a query may hold a credential
 */
export function jwksError({ kind, detail }, url, isDiscovered) {
  const { reason, message } = new AssayError(`jwks_${kind}`)
  return new AssayError(reason, {
    message: `${message} (${new URL(url).host}${detail && `: ${detail}`})`,
    hint: isDiscovered ? `Verify what ${showUrl(url)} answers, the "jwks_uri" of the issuer's metadata` : undefined
  })
}
