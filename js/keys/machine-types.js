// The shapes of js/keys/machine.js. This file holds no code.

/**
 * @typedef {object} MachineLimits in seconds
 * @property {number} maxStale after it was fetched, a document serves no longer, unless it is fresh; 0: only while fresh
 * @property {number} cooldown between two attempts for tokens that other keys might save, and after a first failure
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
 * @property {boolean} looksUp whether an `unknown` event started it
 * @property {number} readAt when the store was last read
 * @property {number} lookUpAt when the endpoint was last asked for an `unknown` event
 * @property {number} answers of the endpoint that were taken over, counted
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
 * @typedef {{ type: 'need' } | { type: 'unknown' } | { type: 'stored', entry: Entry<V> | undefined }
 *   | { type: 'fetched', entry: Entry<V> } | { type: 'renewed', at: number, etag: string, maxAge: number }
 *   | { type: 'failed', at: number, error: unknown, retryAfter: number }
 *   | { type: 'expire' } | { type: 'clock' }} Event
 *
 * - need: a verification wants the document.
 * - unknown: a token was refused that other keys might save.
 * - stored: the answer to `read`; nothing where the store has nothing that can be used.
 * - fetched, renewed, failed: the answer to `fetch`, with its `at` (of an entry: its fetchedAt). `retryAfter` is in
 *   seconds.
 * - expire: the document is known to be outdated.
 * - clock: nothing happened but time.
 */

/**
 * @typedef {{ type: 'read' } | { type: 'fetch', at: number, etag: string | undefined } | { type: 'write' }
 *   | { type: 'wait', until: number }} Action
 *
 * - read: ask the store, then say `stored`. fetch: ask the endpoint, then say `fetched`, `renewed` or `failed`.
 * - write: give `state.entry` to the store.
 * - wait: another attempt is under way. When it has ended, or at `until`, say the same event again.
 */

export {}
