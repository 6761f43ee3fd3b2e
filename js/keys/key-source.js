// Where a verifier gets its keys: the interface of js/keys. This file holds no code.

/** @import { AssayError } from '../shared/error.js' */
/** @import { VerifierSpec } from '../core/core-verifiers.js' */
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
 * @property {() => VerifierSpec} spec the policy with the keys that serve now; without keys where none do
 * @property {() => boolean} isDue whether load() has something to do; keys may serve meanwhile
 * @property {(waitUntil?: WaitUntil) => Promise<boolean>} load loads the keys, or refreshes them. True: they were fetched
 *   during this call, so a look-up would find nothing newer. Throws an AssayError where no keys serve
 * @property {(seen: VerifierSpec, waitUntil?: WaitUntil) => Promise<boolean>} lookUp after a token was refused that other keys
 *   might save: whether other keys than `seen` serve now. Throws AUTH_KEYS_UNAVAILABLE where it is not known
 * @property {() => AssayError | undefined} outdatedError AUTH_KEYS_UNAVAILABLE where there may be newer keys; undefined where it
 *   is known that there are none
 * @property {string} noKeyHint what to do where no key of the set can verify a token
 * @property {string} [missHint] what to do where no key of the set has the token's kid
 * @property {(seen: VerifierSpec) => number | undefined} retryAfter seconds after which there may be other keys than `seen`
 * @property {() => KeyStatus} status
 * @property {() => JwksSnapshot | undefined} snapshot
 * @property {() => VerifierSpec} close ends every wait and every fetch; returns what it held
 */

export {}
