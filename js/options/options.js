import { AssayError, invalidOption } from '../shared/error.js'
import { checkKeyPlace } from './key-checks.js'
import { checkOptions, readOptions } from './option-checks.js'
import { OWN_OPTIONS, POLICY_RULES, VERIFIER_RULES } from './rules.js'

/** @import { KeyOptions } from './key-checks.js' */

/** @typedef {{ maxEntries: number, maxBytes: number }} TokenCacheLimits maxEntries 0: no cache */

/**
 * All options, checked; they share nothing with the caller's objects.
 * @typedef {KeyOptions & { issuer: string, tokenIdSecret: Uint8Array | undefined, maxTokenBytes: number,
 *   tokenCache: TokenCacheLimits, policy: string }} VerifierConfig `policy`: the core's, as JSON text
 */

/**
 * Checks all options of createVerifier.
 * @param {unknown} given
 * @returns {{ several: boolean, configs: VerifierConfig[] }} one for each issuer; `several`: they were given as a list
 * @throws {AssayError} CONFIG_INVALID (option_unknown, option_missing, option_invalid), naming the option
 */
export function checkVerifierOptions(given) {
  const names = Object.keys(VERIFIER_RULES)
  const { issuers, ...shared } = readOptions(given, [...names, 'issuers'])
  if (issuers === undefined) return { several: false, configs: [checkIssuer(shared)] }
  for (const name of OWN_OPTIONS) {
    if (Object.hasOwn(shared, name)) throw invalidOption(name, 'must stand in each entry of "issuers"')
  }
  if (!Array.isArray(issuers) || issuers.length === 0) throw invalidOption('issuers', 'must be an array of issuers')
  const seen = new Set()
  const configs = issuers.map((each, index) => {
    try {
      const config = checkIssuer({ ...shared, ...readOptions(each, names) })
      if (seen.has(config.issuer)) throw invalidOption('issuer', 'must not be the same twice')
      seen.add(config.issuer)
      return config
    } catch (error) {
      const { reason, message, hint, option } = /** @type {AssayError} */ (error)
      throw new AssayError(reason, { option, hint, message: `In issuers[${index}]: ${message}` })
    }
  })
  return { several: true, configs }
}

/**
 * @param {object} given
 * @returns {VerifierConfig}
 */
function checkIssuer(given) {
  const options = checkOptions(given, VERIFIER_RULES)
  const { audience, typ, profile, audienceMatch, requireSubject } = options
  checkKeyPlace(options)
  if (audience === null && (profile !== undefined || audienceMatch === 'exclusive')) {
    throw invalidOption('audience', 'must not be null with profile or audienceMatch')
  }
  if (profile && typ?.includes(profile) === false) throw invalidOption('typ', "must be 'at+jwt' with profile")
  if (profile && !requireSubject) throw invalidOption('requireSubject', 'must not be false with profile')
  const policy = Object.fromEntries(Object.keys(POLICY_RULES).map((name) => [name, options[name]]))
  return /** @type {VerifierConfig} */ ({ ...options, policy: JSON.stringify(policy) })
}
