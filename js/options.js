import { AssayError, invalidOption } from './error.js'
import { checkKeyLocation, KEY_OPTIONS, KEY_PLACES } from './key-options.js'
import * as check from './option-checks.js'

/** @import { Algorithm } from './types.js' */
/** @import { KeyLocation } from './key-options.js' */

/** @type {readonly unknown[]} */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']
const POLICY_OPTIONS = [
  ...['issuer', 'audience', 'algorithms', 'allowedScopes', 'clockTolerance', 'tokenIdSecret', 'typ', 'maxTokenAge'],
  ...['requiredClaims', 'maxTokenBytes', 'tokenCache', 'profile', 'audienceMatch']
]
const OPTIONS = [...POLICY_OPTIONS, ...KEY_OPTIONS]

const TOKEN_CACHE_LIMITS = {
  maxEntries: { fallback: 1000, min: 1, max: 100_000, whole: true, unit: 'entries' },
  maxBytes: { fallback: 4 * 1024 * 1024, min: 1, max: 64 * 1024 * 1024, whole: true, unit: 'bytes' }
}

/**
 * @typedef {object} VerifierConfig options that were checked; shares nothing with what the caller gave
 * @property {string} issuer
 * @property {string} policy the core's policy as JSON text
 * @property {Uint8Array | undefined} secret
 * @property {number} maxTokenBytes
 * @property {{ maxEntries: number, maxBytes: number }} tokenCache no entries: there is none
 * @property {KeyLocation} keys
 */

/**
 * Checks the options of createVerifier, all of them and at once.
 * @param {unknown} given
 * @returns {{ several: boolean, configs: VerifierConfig[] }} of each issuer; `several`: they were given as a list
 * @throws {AssayError} CONFIG_INVALID (option_unknown, option_missing, option_invalid), naming the option
 */
export function checkVerifierOptions(given) {
  const options = check.readOptions(given, [...OPTIONS, 'issuers'])
  const several = options.issuers !== undefined
  return { several, configs: several ? checkIssuers(options) : [checkIssuer(options)] }
}

/**
 * @param {{ [name: string]: unknown }} shared what holds for each issuer that does not say it itself
 * @returns {VerifierConfig[]}
 */
function checkIssuers({ issuers, ...shared }) {
  for (const name of ['issuer', ...KEY_PLACES]) {
    if (Object.hasOwn(shared, name)) throw invalidOption(name, 'must stand in each entry of "issuers"')
  }
  if (!Array.isArray(issuers) || issuers.length === 0) throw invalidOption('issuers', 'must be an array of issuers')
  const names = new Set()
  return issuers.map((each, index) => {
    try {
      const config = checkIssuer(Object.assign(Object.create(null), shared, check.readOptions(each, OPTIONS)))
      if (names.has(config.issuer)) throw invalidOption('issuer', 'must not be the same twice')
      names.add(config.issuer)
      return config
    } catch (error) {
      const { reason, message, hint, option } = /** @type {AssayError} */ (error)
      throw new AssayError(reason, { option, hint, message: `In issuers[${index}]: ${message}` })
    }
  })
}

/**
 * @param {{ [name: string]: unknown }} options
 * @returns {VerifierConfig}
 */
function checkIssuer(options) {
  if (options.issuer === undefined) throw check.missingOption('issuer', 'the "iss" that every token must have')
  if (options.audience === undefined) {
    throw check.missingOption('audience', 'who a token must be for, or null to accept any audience')
  }
  const issuer = check.checkString(options.issuer, 'issuer')
  const keys = checkKeyLocation(options, issuer)
  const maxTokenBytes = check.optional(options, 'maxTokenBytes', 16_384, checkMaxTokenBytes)
  const policy = {
    issuer,
    audiences: options.audience === null ? null : check.checkStringOrStrings(options.audience, 'audience'),
    algorithms: check.optional(options, 'algorithms', ['RS256'], checkAlgorithms),
    allowedScopes: check.optional(options, 'allowedScopes', null, checkScopes),
    clockTolerance: check.optional(options, 'clockTolerance', 60, checkTolerance),
    maxTokenAge: check.optional(options, 'maxTokenAge', null, checkMaxTokenAge),
    requiredClaims: check.optional(options, 'requiredClaims', [], (v, name) => check.checkStrings(v, name)),
    types: check.optional(options, 'typ', null, checkTypes),
    ...checkProfiles(options),
    maxTokenBytes,
    maxJwksBytes: keys.cache.maxBytes
  }
  const secret = check.optional(options, 'tokenIdSecret', undefined, check.checkSecret)
  const tokenCache = checkTokenCache(
    check.optional(options, 'tokenCache', true, (value) => value),
    'tokenCache'
  )
  return { issuer, policy: JSON.stringify(policy), secret, maxTokenBytes, tokenCache, keys }
}

/**
 * @param {{ [name: string]: unknown }} options
 * @returns {{ accessTokenProfile: boolean, exclusiveAudience: boolean }} what the core makes more rules of
 */
function checkProfiles({ profile, audienceMatch, audience, typ }) {
  const accessTokenProfile = profile === 'at+jwt'
  const exclusiveAudience = audienceMatch === 'exclusive'
  if (!accessTokenProfile && profile !== undefined) throw invalidOption('profile', "must be 'at+jwt'")
  if (!exclusiveAudience && audienceMatch !== undefined && audienceMatch !== 'exact') {
    throw invalidOption('audienceMatch', "must be 'exact' or 'exclusive'")
  }
  if (audience === null && (accessTokenProfile || exclusiveAudience)) {
    throw invalidOption('audience', 'must not be null with profile or audienceMatch')
  }
  if (accessTokenProfile && typ !== undefined && !checkTypes(typ, 'typ').includes(profile)) {
    throw invalidOption('typ', "must be 'at+jwt' with profile")
  }
  return { accessTokenProfile, exclusiveAudience }
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {number} bytes
 */
export function checkMaxTokenBytes(value, name) {
  return check.checkNumber(value, name, { min: 1, max: 65_536, whole: true, unit: 'bytes' })
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {string[]} RFC 8725 §3.1: the caller says which algorithms are allowed, never the token
 */
export function checkAlgorithms(value, name) {
  const list = check.checkStrings(value, name, (item, itemName) => {
    if (!ALGORITHMS.includes(item)) throw invalidOption(itemName, `must be one of ${ALGORITHMS.join(', ')}`)
    return /** @type {Algorithm} */ (item)
  })
  if (list.length === 0) throw invalidOption(name, 'must not be empty')
  return [...new Set(list)]
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {string[]} may be empty: then no scope is granted
 */
function checkScopes(value, name) {
  return check.checkStrings(value, name, check.checkScope)
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {number} seconds; the core clamps whatever reaches it to the same range
 */
function checkTolerance(value, name) {
  return check.checkNumber(value, name, { min: 0, max: 300 })
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {number} seconds
 */
function checkMaxTokenAge(value, name) {
  return check.checkNumber(value, name, { min: 0, above: true, max: Number.MAX_SAFE_INTEGER })
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {{ maxEntries: number, maxBytes: number }}
 */
function checkTokenCache(value, name) {
  if (value === false) return { maxEntries: 0, maxBytes: 0 }
  return check.checkNumbers(value === true ? {} : value, name, TOKEN_CACHE_LIMITS)
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {string[]}
 */
function checkTypes(value, name) {
  return check.checkStringOrStrings(value, name, (item, itemName) => {
    // RFC 7515 §4.1.9: a media type, compared without regard to case; "application/" may be left out.
    const type = typeof item === 'string' ? item.toLowerCase().replace(/^application\//, '') : ''
    if (type === 'jwt' || type === 'at+jwt') return type
    throw invalidOption(itemName, "must be 'JWT' or 'at+jwt': it only narrows what is accepted")
  })
}
