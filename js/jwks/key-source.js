// What a verifier asks of a place that has keys. This file holds no code.

/** @import { Recipe } from '../prepared-verifiers.js' */
/** @import { JwksSnapshot, KeyStatus } from '../types.js' */

/** @typedef {(promise: Promise<unknown>) => void} WaitUntil keeps the runtime at work after the response */

/**
 * @callback Emit counts an event, and tells the caller of it
 * @param {string} type
 * @param {import('../error.js').AssayError} [error]
 * @returns {void}
 */

/**
 * @typedef {object} KeySource
 * @property {() => Recipe | undefined} current what serves now
 * @property {() => boolean} due whether load() has something to do though there is something that serves
 * @property {() => boolean} isNew whether `current` came from the endpoint: it is no older than the wait for it
 * @property {(waitUntil?: WaitUntil) => Promise<void>} load makes `current` be there, and refreshes it; throws an
 *   AssayError where there is nothing that serves
 * @property {(seen: Recipe, key: string, waitUntil?: WaitUntil) => Promise<boolean>} lookUp after an unknown key id: whether
 *   `current` is another than `seen` now
 * @property {() => KeyStatus} status
 * @property {() => JwksSnapshot | undefined} snapshot
 * @property {() => Recipe | undefined} close ends it; returns what it held
 */

export {}
