// The shapes of js/keys/machine.js. This file holds no code.

/**
 * @typedef {object} MachineLimits in seconds
 * @property {number} maxStale how long a document serves after it was fetched; at least while it is fresh. 0: only while fresh
 * @property {number} cooldown between two look-ups, and after a first failure
 * @property {number} lease after it, an attempt that has not ended counts as lost
 * @property {number} patience the same for callers that wait because no document serves
 * @property {boolean} hasStore
 */

/**
 * @template [V=unknown]
 * @typedef {V & { fetchedAt: number, maxAge: number, etag?: string }} Entry a document, which the machine
 *   never reads, with its cache metadata: when it was requested or last confirmed, in seconds since the epoch; how many
 *   seconds it is fresh from then; and its entity-tag (RFC 9110 §8.8.3) for If-None-Match
 */

/** @typedef {'network' | 'store' | 'snapshot'} EntrySource */

/**
 * @template [V=unknown]
 * @typedef {object} State immutable: transition() returns a new one. Times are in seconds since the epoch, -Infinity: never
 * @property {MachineLimits} limits
 * @property {Entry<V> | undefined} entry what is known, usable or not
 * @property {EntrySource | undefined} source where the entry came from
 * @property {number} seenAt the time of the last event
 * @property {number} startedAt of the attempt that is under way
 * @property {boolean} isLookUp whether an `unknown` event started it
 * @property {number} readAt when the store was last read
 * @property {number} lookUpAt when the endpoint was last asked for an `unknown` event
 * @property {number} answers how many answers of the endpoint were used
 * @property {number} failures in a row
 * @property {unknown} error of the last attempt, where it failed
 * @property {number} retryAt no attempt starts before; set by a failure
 * @property {number} dueAt before it, a `need` event changes nothing
 * @property {number} early seconds that a refresh begins before the entry is stale
 * @property {number} refreshAt when the entry is to be refreshed
 * @property {number} expiresAt when the entry stops serving
 */

/**
 * @template [V=unknown]
 * @typedef {{ type: 'need' } | { type: 'unknown' } | { type: 'stored', entry: Entry<V> | undefined }
 *   | { type: 'fetched', entry: Entry<V> } | { type: 'renewed', at: number, etag: string, maxAge: number }
 *   | { type: 'failed', at: number, error: unknown, retryAfter: number }
 *   | { type: 'expire' } | { type: 'clock' }} Event
 *
 * - need: a verification wants the document.
 * - unknown: a token was refused that other keys might save. It starts a look-up.
 * - stored: the answer to `read`; no entry where the store has no valid one.
 * - fetched, renewed, failed: the answer to `fetch`, with its `at` (of an entry: its fetchedAt). `retryAfter` is in
 *   seconds.
 * - expire: the document is known to be outdated.
 * - clock: the clock went back.
 */

/**
 * @typedef {{ type: 'read' } | { type: 'fetch', at: number, etag: string | undefined } | { type: 'write' }
 *   | { type: 'wait', until: number }} Action
 *
 * - read: read the store, then dispatch `stored`. fetch: ask the endpoint, then dispatch `fetched`, `renewed` or `failed`.
 * - write: write `state.entry` to the store.
 * - wait: another attempt is under way. When it has ended, or at `until`, dispatch the same event again.
 */

export {}
