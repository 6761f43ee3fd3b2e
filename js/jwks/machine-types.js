// The shapes of js/jwks/machine.js. This file holds no code.

/**
 * @typedef {object} MachineLimits in seconds
 * @property {number} maxStale after it was fetched, a document serves no longer, unless it is fresh; 0: only while fresh
 * @property {number} cooldown between two attempts for unknown key ids, and after a first failure
 * @property {number} lease an attempt that has not ended by then counts as lost
 * @property {number} patience the same for those who have no document and wait for it
 * @property {boolean} hasStore
 */

/**
 * @template [V=unknown]
 * @typedef {V & { fetchedAt: number, maxAge: number, etag?: string }} Entry a document, which the machine never looks into, with
 *   what its cache must know of it: when it was asked for, or last confirmed, in seconds since the epoch; the seconds from
 *   then that it is fresh; and its entity-tag (RFC 9110 §8.8.3) for If-None-Match
 */

/** @typedef {'network' | 'store' | 'snapshot'} EntrySource */

/**
 * @template [V=unknown]
 * @typedef {object} State frozen in spirit: step() makes a new one. Times are in seconds since the epoch, -Infinity: never
 * @property {MachineLimits} limits
 * @property {Entry<V> | undefined} entry what is known, usable or not
 * @property {EntrySource | undefined} source where the entry came from
 * @property {number} seenAt the latest time that an event brought
 * @property {number} startedAt of the attempt that is under way
 * @property {string | undefined} asked the `key` for which that attempt was started
 * @property {number} readAt when the store was last read
 * @property {number} unknownAt when an attempt was last started for an unknown key id
 * @property {ReadonlyMap<string, { until: number, misses: number }>} unknown keys that were looked up in vain, oldest first
 * @property {number} failures in a row
 * @property {unknown} error of the last attempt, where it failed
 * @property {number} retryAt after a failure, no attempt starts before
 * @property {number} dueAt before, a `need` changes nothing: need not even be said
 * @property {number} early seconds that a refresh begins before the entry is stale
 * @property {number} refreshAt from then on the entry is refreshed
 * @property {number} expiresAt from then on the entry is of no use
 */

/**
 * @template [V=unknown]
 * @typedef {{ type: 'need' } | { type: 'unknown', key: string } | { type: 'stored', entry: Entry<V> | undefined }
 *   | { type: 'fetched', entry: Entry<V> } | { type: 'renewed', at: number, etag: string, maxAge: number }
 *   | { type: 'failed', at: number, error: unknown, retryAfter: number }
 *   | { type: 'expire' } | { type: 'clock' }} Event
 *
 * - need: a verification wants the document.
 * - unknown: it has no key for a token. `key` stands for the token's key id, and is remembered.
 * - stored: the answer to `read`; nothing where the store has nothing that can be used.
 * - fetched, renewed, failed: the answer to `fetch`, with its `at` (of an entry: its fetchedAt). `retryAfter` is in
 *   seconds.
 * - expire: the document is known to be outdated.
 * - clock: nothing happened but time.
 */

/**
 * @typedef {{ type: 'read' } | { type: 'fetch', at: number, etag: string | undefined } | { type: 'write' }
 *   | { type: 'wait' }} Action
 *
 * - read: ask the store, then say `stored`. fetch: ask the endpoint, then say `fetched`, `renewed` or `failed`.
 * - write: give `state.entry` to the store.
 * - wait: another attempt is under way. When it has ended, or after `patience`, say the same event again.
 */

export {}
