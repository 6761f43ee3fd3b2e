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

/** @param {string[]} known @returns {(value: unknown, name: string) => string} */
function oneOf(...known) {
  return (value, name) => check.checkOneOf(value, name, known)
}
