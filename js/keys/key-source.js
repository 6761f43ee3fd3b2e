// What a verifier asks of a place that has keys. This file holds no code.

/** @import { AssayError } from '../shared/error.js' */
/** @import { Recipe } from '../core/prepared-verifiers.js' */
/** @import { JwksSnapshot, KeyStatus } from '../shared/types.js' */

/** @typedef {(promise: Promise<unknown>) => void} WaitUntil keeps the runtime at work after the response */

/**
 * @callback Emit counts an event, and tells the caller of it
 * @param {string} type
 * @param {AssayError} [error]
 * @returns {void}
 */

/**
 * @typedef {object} KeySource
 * @property {() => Recipe | undefined} current what serves now
 * @property {() => boolean} due whether load() has something to do though there is something that serves
 * @property {(waitUntil?: WaitUntil) => Promise<boolean>} load makes `current` be there, and refreshes it. True: it was
 *   fetched meanwhile, so that it cannot be newer. Throws an AssayError where there is nothing that serves
 * @property {(seen: Recipe, waitUntil?: WaitUntil) => Promise<boolean>} lookUp after a token that other keys might save:
 *   whether `current` is another than `seen` now. Throws AUTH_KEYS_UNAVAILABLE where it is not known
 * @property {() => boolean} isSettled whether it is known that no other keys are to be had
 * @property {(isLookUp: boolean) => number | undefined} retryAfter seconds after which there may be others
 * @property {(isLookUp?: boolean) => AssayError} unavailable why there are no keys, or none that help
 * @property {() => KeyStatus} status
 * @property {() => JwksSnapshot | undefined} snapshot
 * @property {() => Recipe | undefined} close ends it; returns what it held
 */

export {}
