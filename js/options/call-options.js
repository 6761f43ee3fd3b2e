import { isGuarded } from '../shared/dpop-of-guards.js'
import { AssayError, invalidOption } from '../shared/error.js'
import { hintForNoString } from '../shared/no-string.js'
import { assertOptions, checkFunction, checkScope, checkScopes, checkTime, missingOption } from './option-checks.js'
import { unknownOption } from './unknown-option.js'
import { VERIFY_OPTIONS } from './rules.js'

/** @import { WaitUntil } from '../keys/key-source.js' */
/** @import { Possession } from '../shared/dpop-types.js' */
/** @import { VerifyOptions } from '../shared/types.js' */

/**
 * @typedef {object} CallConfig
 * @property {string} requiredScopes as js/options/required-scopes.js reads them, separated by one space; '' if none is required
 * @property {number | undefined} now seconds since the epoch
 * @property {WaitUntil | undefined} waitUntil
 * @property {Possession | undefined} possession
 */

/**
 * Checks the options of one verification.
 * @param {unknown} given
 * @returns {CallConfig}
 * @throws {AssayError} CONFIG_INVALID, naming the option
 */
export function checkCallOptions(given) {
  // Like readOptions(), but without an object for the values: this runs on each call.
  /** @type {any} */
  let requiredScope, now, waitUntil, possession
  if (given !== undefined) {
    assertOptions(given)
    const options = /** @type {VerifyOptions} */ (given)
    for (const key of Reflect.ownKeys(given)) {
      if (key === 'now') now = options.now
      else if (key === 'requiredScope') requiredScope = options.requiredScope
      else if (key === 'waitUntil') waitUntil = options.waitUntil
      else if (key === 'possession') possession = checkPossessionShape(options.possession)
      else throw unknownOption(String(key), VERIFY_OPTIONS)
    }
  }
  if (now !== undefined) checkTime(now, 'now')
  if (waitUntil !== undefined) checkFunction(waitUntil, 'waitUntil')
  if (requiredScope === undefined) return { requiredScopes: '', now, waitUntil, possession }
  const requiredScopes =
    typeof requiredScope === 'string'
      ? checkScope(requiredScope, 'requiredScope')
      : checkScopes(requiredScope, 'requiredScope').join(' ')
  return { requiredScopes, now, waitUntil, possession }
}

const POSSESSION = ['scheme', 'proof', 'method', 'url', 'certificate']

/**
 * @param {unknown} given
 * @returns {Possession | undefined} its own members: what Object.prototype may have says nothing of the sender
 */
function checkPossessionShape(given) {
  if (given === undefined) return undefined
  assertOptions(given, 'possession')
  if (isGuarded(given)) return given // a guard made it
  /** @type {Possession} */
  const own = Object.assign(Object.create(null), given)
  for (const [name, value] of Object.entries(own)) {
    if (!POSSESSION.includes(name)) throw unknownOption(name, POSSESSION, 'possession')
    if (value !== undefined && typeof value !== 'string') throw invalidOption(`possession.${name}`, 'must be a string')
  }
  const { scheme = 'Bearer', proof, method, url } = own
  if (scheme !== 'Bearer' && scheme !== 'DPoP') throw invalidOption('possession.scheme', 'must be one of Bearer, DPoP')
  if (scheme === 'DPoP' && proof) checkRequest({ method, url })
  return own
}

/** RFC 9449 §4.3, checks 8 and 9. @param {Pick<Possession, 'method' | 'url'>} request */
function checkRequest(request) {
  for (const [name, value] of Object.entries(request)) {
    if (value === undefined) throw missingOption(`possession.${name}`, 'of the request with the proof')
  }
}

/**
 * Distinguishes a missing token from a bad one.
 * @param {unknown} jwt
 * @returns {string} the token
 * @throws {AssayError} AUTH_TOKEN_MISSING or AUTH_TOKEN_INVALID
 */
export function checkToken(jwt) {
  if (jwt === undefined || jwt === null || jwt === '') throw new AssayError('token_missing')
  if (typeof jwt !== 'string') throw new AssayError('token_not_string', { hint: hintForNoString(jwt) })
  return jwt
}
