import { AssayError } from '../shared/error.js'

/** @import { Recipe } from '../core/prepared-verifiers.js' */
/** @import { KeySource } from './key-source.js' */

/**
 * The keys that stand in the options. Nothing is ever fetched.
 * @param {Recipe} recipe
 * @returns {KeySource}
 */
export function staticKeys(recipe) {
  /** @type {Recipe | undefined} */
  let current = recipe
  return {
    current: () => current,
    due: () => false,
    load: () => Promise.resolve(true),
    lookUp: () => Promise.resolve(false),
    isSettled: () => true,
    retryAfter: () => undefined,
    unavailable: () => new AssayError('keys_not_loaded'),
    status: () => ({ source: current && 'options', counters: {} }),
    snapshot: () => undefined,
    close() {
      current = undefined
      return recipe
    }
  }
}
