import { invalidOption } from '../error.js'

/** @import { DecisionOptions } from './types.js' */

export const DECISION_OPTIONS = ['scopeChallenge', 'onDecision', 'requestId', 'rateLimit']

/**
 * @param {{ [name: string]: unknown }} given
 * @returns {DecisionOptions<any>}
 */
export function readDecisionOptions(given) {
  for (const name of ['onDecision', 'requestId']) {
    if (given[name] !== undefined && typeof given[name] !== 'function') throw invalidOption(name, 'must be a function')
  }
  const { rateLimit, scopeChallenge } = /** @type {DecisionOptions} */ (given)
  if (rateLimit !== undefined && typeof rateLimit?.retryAfter !== 'function') {
    throw invalidOption('rateLimit', 'must be what rateLimit() returns')
  }
  if (scopeChallenge !== undefined && scopeChallenge !== 'required' && scopeChallenge !== 'accumulated') {
    throw invalidOption('scopeChallenge', "must be 'required' or 'accumulated'")
  }
  return given
}
