import { verifyCompact } from './compact-verify.js'
import { Core } from './core.js'
import { checkVerifierOptions } from './options.js'
import { RemoteJwkSet } from './remote-jwk-set.js'
import { StaticJwkSet } from './static-jwk-set.js'
import { Verifier } from './verifier.js'

/** @import { Platform } from './core.js' */
/** @import { VerifierConfig } from './options.js' */
/** @import { Recipe } from './prepared-verifiers.js' */
/** @import { CompactVerifyOptions, VerifiedJws, VerifierOptions } from './types.js' */

/**
 * The public API on one platform. Nothing is loaded before the first verification.
 * @param {Platform} platform
 */
export function makeApi(platform) {
  const core = new Core(platform)
  const now = platform.now ?? (() => Date.now() / 1000)

  /**
   * Makes a verifier: what is required of a token, and where its keys are. Does no I/O.
   * @param {VerifierOptions} options
   * @returns {Verifier}
   * @throws {AssayError} CONFIG_INVALID, with the option's name in its message and in its `option`
   */
  function createVerifier(options) {
    const config = checkVerifierOptions(options)
    const keyless = keylessRecipe(config)
    const { jwkSet } = config.keys
    if (jwkSet !== undefined) {
      return new Verifier({ core, now, keyless, source: new StaticJwkSet({ ...keyless, jwkSet }) })
    }
    // A function that knew the verifier would keep it from being collected.
    const adopt = async (/** @type {string} */ text, /** @type {Recipe | undefined} */ previous) => {
      await core.load()
      const recipe = { ...keyless, jwkSet: text }
      core.prepare(recipe)
      if (previous !== undefined) core.release(previous)
      return recipe
    }
    const source = new RemoteJwkSet(config.keys, { adopt, now, sharesPromises: platform.sharesPromises })
    return new Verifier({ core, now, keyless, source })
  }

  /**
   * Verifies a JWS compact serialization (RFC 7515 §5.2) whose payload may be anything. No claim is read or checked.
   * @param {string} jws
   * @param {CompactVerifyOptions} options
   * @returns {Promise<VerifiedJws>}
   * @throws {AssayError} AUTH_… with the reason; CONFIG_INVALID for a misuse. Always as a rejection
   */
  function compactVerify(jws, options) {
    return verifyCompact(core, jws, options)
  }

  return { createVerifier, compactVerify }
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
