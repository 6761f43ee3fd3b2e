import { invalidOption } from './error.js'
import { checkKeyLocation, KEY_OPTIONS } from './key-options.js'
import * as check from './option-checks.js'

/** @import { Algorithm } from './types.js' */
/** @import { KeyLocation } from './key-options.js' */

/** @type {readonly unknown[]} */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']
const POLICY_OPTIONS = [
  ...['issuer', 'audience', 'algorithms', 'allowedScopes', 'clockTolerance', 'tokenIdSecret', 'typ', 'maxTokenAge'],
  ...['requiredClaims', 'maxTokenBytes', 'tokenCache', 'profile', 'audienceMatch']
]

const DEFAULT_TOKEN_CACHE = { maxEntries: 1000, maxBytes: 4 * 1024 * 1024 }

/**
 * @typedef {object} VerifierConfig options that were checked; shares nothing with what the caller gave
 * @property {string} policy the core's policy as JSON text
 * @property {Uint8Array | undefined} secret
 * @property {number} maxTokenBytes
 * @property {{ maxEntries: number, maxBytes: number }} tokenCache no entries: there is none
 * @property {KeyLocation} keys
 */

/**
 * Checks the options of createVerifier, all of them and at once.
 * @param {unknown} given
 * @returns {VerifierConfig}
 * @throws {AssayError} CONFIG_INVALID (option_unknown, option_missing, option_invalid), naming the option
 */
export function checkVerifierOptions(given) {
  const options = check.readOptions(given, [...POLICY_OPTIONS, ...KEY_OPTIONS])
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
  const tokenCache = check.optional(options, 'tokenCache', DEFAULT_TOKEN_CACHE, checkTokenCache)
  return { policy: JSON.stringify(policy), secret, maxTokenBytes, tokenCache, keys }
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
  return check.checkNumber(value, name, { min: 0, max: 300, unit: 'seconds' })
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {number} seconds
 */
function checkMaxTokenAge(value, name) {
  return check.checkNumber(value, name, { min: 0, above: true, max: Number.MAX_SAFE_INTEGER, unit: 'seconds' })
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {{ maxEntries: number, maxBytes: number }}
 */
function checkTokenCache(value, name) {
  if (value === false) return { maxEntries: 0, maxBytes: 0 }
  if (value === true) return DEFAULT_TOKEN_CACHE
  const options = check.readOptions(value, ['maxEntries', 'maxBytes'], name)
  const { maxEntries, maxBytes } = DEFAULT_TOKEN_CACHE
  const limit = (/** @type {string} */ option, /** @type {number} */ fallback, /** @type {any} */ range) =>
    check.optional(options, option, fallback, (v) =>
      check.checkNumber(v, `${name}.${option}`, { min: 1, whole: true, ...range })
    )
  return {
    maxEntries: limit('maxEntries', maxEntries, { max: 100_000, unit: 'entries' }),
    maxBytes: limit('maxBytes', maxBytes, { max: 64 * 1024 * 1024, unit: 'bytes' })
  }
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
