import { AssayError, invalidOption } from './error.js'
import { assertOptions, checkFunction, checkScope, checkStringOrStrings, unknownOption } from './option-checks.js'

/** @import { WaitUntil } from './jwks/key-source.js' */

const CALL_OPTIONS = ['requiredScope', 'now', 'waitUntil']

/**
 * @typedef {object} CallConfig
 * @property {string} requiredScopes the required scopes, separated by one space; '' where none is required
 * @property {number | undefined} now seconds since the epoch
 * @property {WaitUntil | undefined} waitUntil
 */

/** @type {CallConfig} */
const NOTHING_REQUIRED = Object.freeze({ requiredScopes: '', now: undefined, waitUntil: undefined })

/**
 * Checks the options of one verification.
 * @param {unknown} given
 * @returns {CallConfig}
 * @throws {AssayError} CONFIG_INVALID, naming the option
 */
export function checkCallOptions(given) {
  if (given === undefined) return NOTHING_REQUIRED
  assertOptions(given)
  // As readOptions(), without an object to hold two values: this runs on each call.
  /** @type {any} */
  let waitUntil
  let requiredScope, now
  for (const key of Reflect.ownKeys(given)) {
    if (key === 'now') now = /** @type {{ now?: unknown }} */ (given).now
    else if (key === 'requiredScope') requiredScope = /** @type {{ requiredScope?: unknown }} */ (given).requiredScope
    else if (key === 'waitUntil') waitUntil = /** @type {{ waitUntil?: unknown }} */ (given).waitUntil
    else throw unknownOption(String(key), CALL_OPTIONS)
  }
  if (now !== undefined && (typeof now !== 'number' || !Number.isFinite(now))) {
    throw invalidOption('now', 'must be a finite number of seconds since the epoch')
  }
  if (waitUntil !== undefined) checkFunction(waitUntil, 'waitUntil')
  if (requiredScope === undefined) return { requiredScopes: '', now, waitUntil }
  const requiredScopes =
    typeof requiredScope === 'string'
      ? checkScope(requiredScope, 'requiredScope')
      : checkStringOrStrings(requiredScope, 'requiredScope', checkScope).join(' ')
  return { requiredScopes, now, waitUntil }
}

/**
 * Tells a caller without a token from one whose token is bad.
 * @param {unknown} jwt
 * @returns {string} the token
 * @throws {AssayError} AUTH_TOKEN_MISSING or AUTH_TOKEN_INVALID
 */
export function checkToken(jwt) {
  if (jwt === undefined || jwt === null || jwt === '') throw new AssayError('token_missing')
  if (typeof jwt !== 'string') throw new AssayError('token_not_string')
  return jwt
}
