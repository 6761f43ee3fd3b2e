import { verifyCompact } from './compact-verify.js'
import { Core } from './core.js'
import { Issuers } from './issuers.js'
import { makeEventLog } from './jwks/event-log.js'
import { RemoteKeys } from './jwks/remote-keys.js'
import { shareFetches } from './jwks/share-fetches.js'
import { staticKeys } from './jwks/static-keys.js'
import { checkVerifierOptions } from './options.js'
import { Verifier } from './verifier.js'

export { Core }

/** @import { Platform } from './core.js' */
/** @import { Issuer } from './issuer.js' */
/** @import { DocumentContext } from './jwks/document-types.js' */
/** @import { KeySource } from './jwks/key-source.js' */
/** @import { VerifierConfig } from './options.js' */
/** @import { Recipe } from './prepared-verifiers.js' */
/** @import { CompactVerifyOptions, IssuersOptions, VerifiedJws, VerifierOptions } from './types.js' */

/**
 * The public API on one platform. Nothing is loaded before the first verification. An entry that bundlers see takes its two
 * halves, so that who needs one of them does not get the other.
 * @param {Platform} platform
 */
export function makeApi(platform) {
  const core = new Core(platform)
  return { createVerifier: makeCreateVerifier(core), compactVerify: makeCompactVerify(core) }
}

/** @param {Core} core */
export function makeCreateVerifier(core) {
  const { now = () => Date.now() / 1000, sharesPromises, request, waitUntil } = core.platform
  const fetchText = shareFetches(sharesPromises)

  /**
   * Makes a verifier: what is required of a token, and where its keys are. Does no I/O.
   * @param {VerifierOptions | IssuersOptions} options
   * @returns {Verifier}
   * @throws {AssayError} CONFIG_INVALID, with the option's name in its message and in its `option`
   */
  function createVerifier(options) {
    return new Verifier(new Issuers(checkVerifierOptions(options), makeIssuer, core), now)
  }

  /**
   * @param {VerifierConfig} config
   * @returns {Issuer}
   */
  function makeIssuer(config) {
    const keyless = keylessRecipe(config)
    return { core, keyless, waitUntil, source: keySource(config, keyless), closed: false }
  }

  /**
   * @param {VerifierConfig} config
   * @param {Recipe} keyless
   * @returns {KeySource}
   */
  function keySource({ keys, issuer }, keyless) {
    const { jwkSet, fetch, store, onEvent, snapshot, cache } = keys
    if (jwkSet !== undefined) return staticKeys({ ...keyless, jwkSet })
    const { log, emit } = makeEventLog(issuer, now, onEvent)
    const { maxAge, maxBytes, timeout, maxStale, cooldown } = cache
    // An attempt ends by itself: where promises are not shared, a request that is cancelled takes it along.
    const lease = 5 * timeout + 10
    const patience = sharesPromises ? lease : 1
    /** @type {DocumentContext} */
    const context = {
      ...{ issuer, now, sharesPromises, fetchText, store, emit },
      fetchLimits: { fetch, request, timeout, maxBytes },
      // A lifetime that the options say is the longest, too.
      lifetime: { usual: maxAge ?? 600, longest: maxAge ?? 86_400 },
      limits: { maxStale, cooldown, lease, patience, hasStore: store !== undefined }
    }
    // Functions that knew the verifier would keep it from being collected.
    const handling = {
      make: async (/** @type {string} */ text) => {
        await core.load()
        const recipe = { ...keyless, jwkSet: text }
        core.prepare(recipe)
        return recipe
      },
      drop: (/** @type {Recipe} */ recipe) => core.release(recipe),
      judge: (/** @type {Recipe} */ recipe) => (core.isLoaded ? core.accepts(recipe) : undefined)
    }
    const known = snapshot === undefined ? undefined : { ...keyless, jwkSet: snapshot }
    return new RemoteKeys(keys, context, handling, log, known)
  }

  return createVerifier
}

/** @param {Core} core */
export function makeCompactVerify(core) {
  /**
   * Verifies a JWS compact serialization (RFC 7515 §5.2) whose payload may be anything. No claim is read or checked.
   * @param {string} jws
   * @param {CompactVerifyOptions} options
   * @returns {Promise<VerifiedJws>}
   * @throws {AssayError} AUTH_… with the reason; CONFIG_INVALID for a misuse. Always as a rejection
   */
  return function compactVerify(jws, options) {
    return verifyCompact(core, jws, options)
  }
}

/**
 * @param {VerifierConfig} config
 * @returns {Recipe}
 */
function keylessRecipe({ policy, secret, maxTokenBytes, tokenCache, keys }) {
  return {
    ...{ policy, secret, jwkSet: undefined, maxTokenBytes, maxJwksBytes: keys.cache.maxBytes },
    ...{ cachedTokens: tokenCache.maxEntries, cachedBytes: tokenCache.maxBytes }
  }
}
