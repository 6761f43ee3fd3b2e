import { AskedIssuers } from './asked-issuers.js'
import { audienceWarning } from './audience-warning.js'
import { verifyCompact } from './compact-verify.js'
import { Core } from '../core/index.js'
import { IssuerVerifier } from './issuer-verifier.js'
import { IssuerVerifiers } from './issuer-verifiers.js'
import { keyWarning } from './key-warning.js'
import { withKeys } from '../keys/availability.js'
import { notify } from '../keys/event-log.js'
import { RemoteKeys } from '../keys/remote-keys.js'
import { shareFetches } from '../keys/share-fetches.js'
import { StaticKeys } from '../keys/static-keys.js'
import { checkVerifierOptions } from '../options/options.js'
import { storeWarning } from './store-warning.js'
import { Verifier } from './verifier.js'

/** @import { Platform } from '../core/core.js' */
/** @import { VerifierConfig } from '../options/options.js' */
/** @import { VerifierSpec } from '../core/core-verifiers.js' */
/** @import { CompactVerifyOptions, IssuersOptions, VerifiedJws, VerifierOptions } from '../shared/types.js' */

/**
 * Makes a verifier: what is required of a token, and where its keys are. Does no I/O. It throws CONFIG_INVALID, with the
 * option's name in the message and in `option`.
 * @typedef {{
 *   <Own = {}>(options: (VerifierOptions | IssuersOptions) & { requireSubject: true }): Verifier<Own>,
 *   <Own = {}>(options: (VerifierOptions | IssuersOptions) & { requireSubject: boolean }): Verifier<Own, string | undefined>,
 *   <Own = {}>(options: VerifierOptions | IssuersOptions): Verifier<Own>
 * }} CreateVerifier
 */

/**
 * The public API on one platform. Nothing is loaded before the first verification. Entries for bundlers import the two
 * functions below instead, so that a bundle contains only the one that it uses.
 * @param {Platform} platform
 */
export function makeApi(platform) {
  const core = new Core(platform)
  return { createVerifier: makeCreateVerifier(core), compactVerify: makeCompactVerify(core) }
}

/** @param {Core} core @returns {CreateVerifier} */
export function makeCreateVerifier(core) {
  const { now = () => Date.now() / 1000, sharesPromises } = core.platform
  const fetchText = shareFetches(sharesPromises)

  /**
   * @param {VerifierConfig} config
   * @returns {IssuerVerifier}
   */
  function makeIssuerVerifier(config) {
    const { issuer, policy, tokenIdSecret, maxTokenBytes, tokenCache, jwks, jwksCache, onEvent } = config
    /** @type {VerifierSpec} */
    const keyless = {
      ...{ policy, secret: tokenIdSecret, jwkSet: undefined, maxTokenBytes, maxJwksBytes: jwksCache.maxBytes },
      ...{ cachedTokens: tokenCache.maxEntries, cachedBytes: tokenCache.maxBytes }
    }
    if (onEvent)
      core.complain = (message) => notify(onEvent, { type: 'core_load_failed', issuer, time: now(), message })
    const source = jwks
      ? new StaticKeys(withKeys(keyless, jwks), keyless)
      : new RemoteKeys(core, now, fetchText, config, keyless)
    return new IssuerVerifier(core, source, keyless)
  }

  /** @param {VerifierOptions | IssuersOptions} options @returns {Verifier<any, any>} */
  return function createVerifier(options) {
    const checked = checkVerifierOptions(options, core.platform.curves !== undefined)
    const warnings = [audienceWarning(now), keyWarning(now)]
    const warn = (/** @type {VerifierConfig} */ config) => warnings.forEach((each) => each(config))
    // A function's answers have issuers, what stands beside it has none.
    for (const config of checked.asked ? [{ ...checked.asked.shared, issuer: '*' }] : checked.configs) warn(config)
    const make = (/** @type {VerifierConfig} */ config) => {
      warn(config)
      return makeIssuerVerifier(config)
    }
    const issuers = checked.asked
      ? new AskedIssuers(checked.asked, make, core, now)
      : new IssuerVerifiers(checked, make, core)
    const { onEvent } = checked.asked?.shared ?? checked.configs[0]
    return new Verifier(issuers, now, storeWarning(now, onEvent), checked.dpop)
  }
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
