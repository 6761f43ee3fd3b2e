import { ALGORITHMS } from '../shared/algorithms.js'
import { AssayError, invalidOption } from '../shared/error.js'
import { checkKeyPlace, KEY_PLACES, KEY_RULES } from './key-options.js'
import * as check from './option-checks.js'

/** @import { KeyOptions } from './key-options.js' */

/** @typedef {{ maxEntries: number, maxBytes: number }} TokenCacheLimits no entries: there is no cache */

/** @type {check.Rules} */
const TOKEN_CACHE_RULES = {
  maxEntries: [[1, 100_000, 'entries'], 1000],
  maxBytes: [[1, 67_108_864, 'bytes'], 4_194_304]
}

/** What the core is told: no secret, no key. @type {check.Rules} */
export const POLICY_RULES = {
  issuer: [check.checkString, undefined, 'the "iss" that every token must have'],
  audience: [checkAudience, undefined, 'who a token must be for, or null to accept any audience'],
  // RFC 8725 §3.1: the caller says which algorithms are allowed, never the token.
  algorithms: [checkAlgorithms, ['RS256']],
  // May be empty: then no scope is granted.
  allowedScopes: [(value, name) => check.checkStrings(value, name, check.checkScope)],
  // The core clamps whatever reaches it to the same range.
  clockTolerance: [[0, 300], 60],
  typ: [checkTypes],
  maxTokenAge: [[check.MILLISECOND, check.MAX_SECONDS]],
  requiredClaims: [(value, name) => check.checkStrings(value, name), []],
  maxTokenBytes: [[1, 65_536, 'bytes'], 16_384],
  profile: [(value, name) => check.checkOneOf(value, name, ['at+jwt'])],
  audienceMatch: [(value, name) => check.checkOneOf(value, name, ['exact', 'exclusive'])]
}

/**
 * Options that were checked, all of them; they share nothing with what the caller gave.
 * @typedef {KeyOptions & { issuer: string, tokenIdSecret: Uint8Array | undefined, maxTokenBytes: number,
 *   tokenCache: TokenCacheLimits, policy: string }} VerifierConfig `policy`: the core's, as JSON text
 */

/**
 * Checks the options of createVerifier, all of them and at once.
 * @param {unknown} given
 * @returns {{ several: boolean, configs: VerifierConfig[] }} of each issuer; `several`: they were given as a list
 * @throws {AssayError} CONFIG_INVALID (option_unknown, option_missing, option_invalid), naming the option
 */
export function checkVerifierOptions(given) {
  /** @type {check.Rules} */
  const rules = {
    ...POLICY_RULES,
    tokenIdSecret: [check.checkSecret],
    tokenCache: [checkTokenCache, true],
    ...KEY_RULES
  }
  const names = Object.keys(rules)
  const { issuers, ...shared } = check.readOptions(given, [...names, 'issuers'])
  if (issuers === undefined) return { several: false, configs: [checkIssuer(shared, rules)] }
  for (const name of ['issuer', ...KEY_PLACES]) {
    if (Object.hasOwn(shared, name)) throw invalidOption(name, 'must stand in each entry of "issuers"')
  }
  if (!Array.isArray(issuers) || issuers.length === 0) throw invalidOption('issuers', 'must be an array of issuers')
  const seen = new Set()
  const configs = issuers.map((each, index) => {
    try {
      const config = checkIssuer({ ...shared, ...check.readOptions(each, names) }, rules)
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
 * @param {check.Rules} rules
 * @returns {VerifierConfig}
 */
function checkIssuer(given, rules) {
  const options = check.checkOptions(given, rules)
  const { audience, typ, profile, audienceMatch } = options
  checkKeyPlace(options)
  const accessTokenProfile = profile !== undefined
  const exclusiveAudience = audienceMatch === 'exclusive'
  if (audience === null && (accessTokenProfile || exclusiveAudience)) {
    throw invalidOption('audience', 'must not be null with profile or audienceMatch')
  }
  if (accessTokenProfile && typ?.includes(profile) === false)
    throw invalidOption('typ', "must be 'at+jwt' with profile")
  /** @type {{ [name: string]: unknown }} */
  const policy = { audiences: audience, types: typ, accessTokenProfile, exclusiveAudience }
  for (const name of Object.keys(POLICY_RULES)) policy[name] = options[name]
  return /** @type {VerifierConfig} */ ({ ...options, policy: JSON.stringify(policy) })
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {string[] | null} null: whoever the token is for
 */
function checkAudience(value, name) {
  return value === null ? null : check.checkStringOrStrings(value, name)
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {string[]}
 */
function checkAlgorithms(value, name) {
  const list = check.checkStrings(value, name, (item, itemName) => check.checkOneOf(item, itemName, ALGORITHMS))
  return check.checkStringOrStrings(list, name)
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {TokenCacheLimits}
 */
function checkTokenCache(value, name) {
  if (value === false) return { maxEntries: 0, maxBytes: 0 }
  return /** @type {any} */ (check.checkOptions(value === true ? {} : value, TOKEN_CACHE_RULES, name))
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {string[]}
 */
function checkTypes(value, name) {
  return check.checkStringOrStrings(value, name, (item, itemName) => {
    // RFC 7515 §4.1.9: a media type, compared without regard to case; "application/" may be left out.
    const type = typeof item === 'string' ? item.toLowerCase().replace(/^application\//, '') : item
    return check.checkOneOf(type, itemName, ['jwt', 'at+jwt'])
  })
}
