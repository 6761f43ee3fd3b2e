import { invalidOption } from '../shared/error.js'
import * as check from '../options/option-checks.js'

/** @import { GuardOptions } from './types.js' */

export const DECISION_OPTIONS = ['scopeChallenge', 'onDecision', 'requestId', 'rateLimit', 'preflight']

/**
 * @param {{ [name: string]: unknown }} given
 * @returns {GuardOptions<any, any>}
 */
export function readDecisionOptions(given) {
  for (const name of ['onDecision', 'requestId']) {
    if (given[name] !== undefined && typeof given[name] !== 'function') throw invalidOption(name, 'must be a function')
  }
  const { rateLimit } = /** @type {GuardOptions} */ (given)
  if (rateLimit !== undefined && typeof rateLimit?.retryAfter !== 'function') {
    throw invalidOption('rateLimit', 'must be what rateLimit() returns')
  }
  check.optional(given, 'scopeChallenge', undefined, oneOf('required', 'accumulated'))
  check.optional(given, 'preflight', undefined, oneOf('guard', 'handler'))
  return given
}

/**
 * @param {unknown} value what a function in the options has returned for a request
 * @param {string} name
 * @returns {string | undefined}
 * @throws {AssayError} CONFIG_INVALID: all promises, and all objects, would be one and the same name
 */
export function checkReturned(value, name) {
  if (value === undefined || value === null) return undefined
  if (typeof assertNoPromise(value, name) !== 'object') return String(value)
  throw invalidOption(name, 'must return a string, or undefined')
}

/**
 * @template T
 * @param {T} value what a function in the options has returned
 * @param {string} name
 * @returns {T} the same
 * @throws {AssayError} CONFIG_INVALID where it is a promise, which would be rejected with nobody there to hear
 */
export function assertNoPromise(value, name) {
  if (typeof (/** @type {any} */ (value)?.then) !== 'function') return value
  Promise.resolve(value).catch(() => {})
  throw invalidOption(name, 'must return its value, not a promise: find out what it takes before the guard')
}

/** @param {string[]} known @returns {(value: unknown, name: string) => string} */
function oneOf(...known) {
  return (value, name) => check.checkOneOf(value, name, known)
}
