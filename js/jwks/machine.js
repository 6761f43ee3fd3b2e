/**
 * When a document (a JWK Set, an authorization server's metadata) is asked for, used and given up: a pure function of
 * state, event and time. It reads no clock, does no I/O, and rolls no dice. js/jwks/document.js carries out what it says.
 *
 * - Within `maxAge` a document is fresh: nothing happens, until one attempt refreshes it: where there is a store, somewhat
 *   early, by chance. It serves meanwhile, also when it is stale; `maxStale` after it was fetched it is gone.
 * - An attempt reads the store (where there is one, and once per `cooldown`), and what that has is used if it is newer
 *   than what is here. Where that does not make the document fresh, it is fetched. What is fetched replaces all.
 * - A key id that the set does not have starts an attempt, too: one per `cooldown`, and for the same `key` again only after
 *   twice that, so that a forgotten client cannot keep a new key id from being looked up.
 * - After a failure the next attempt waits: `cooldown`, doubled each time, less up to a half by chance.
 * - When the clock goes back, every time that is remembered goes back with it: an age never shrinks.
 */

/** @import { Action, Entry, Event, MachineLimits, State } from './machine-types.js' */

const MAX_UNKNOWN = 100
const NEVER = -Infinity
// A store's entry that another machine wrote, whose clock is a little ahead.
const CLOCK_SKEW = 2
// Of what is left of a life. Fetches an hour, simulated with Workers KV: 2,068 with 0; 248, 150 and 100 with 0.1, 0.2, 0.3.
const EARLY = 0.2

/**
 * @template [V=unknown]
 * @param {MachineLimits} limits
 * @param {Entry<V>} [snapshot] what is known from the beginning
 * @returns {State<V>}
 */
export function initialState(limits, snapshot) {
  return derive({
    limits,
    entry: snapshot,
    source: snapshot && 'snapshot',
    seenAt: NEVER,
    startedAt: NEVER,
    asked: undefined,
    readAt: NEVER,
    unknownAt: NEVER,
    unknown: new Map(),
    failures: 0,
    error: undefined,
    ...{ retryAt: NEVER, early: 0, dueAt: NEVER, refreshAt: NEVER, freshUntil: NEVER, expiresAt: NEVER }
  })
}

/**
 * @template V
 * @param {State<V>} before
 * @param {Event<V>} event
 * @param {number} now seconds since the epoch
 * @param {number} random from 0 to 1
 * @returns {{ state: State<V>, actions: Action[] }} a new state, and what is to be done, in this order
 */
export function step(before, event, now, random) {
  const state = { ...rewind(before, now), seenAt: now }
  const actions = react(state, event, random, now)
  return { state: derive(state), actions }
}

/**
 * @template V
 * @param {State<V>} state
 * @param {number} now
 * @returns {boolean} whether the entry may serve. While the clock is behind `seenAt`, ask after a `clock` event
 */
export function isUsable({ entry, expiresAt }, now) {
  return entry !== undefined && now >= entry.fetchedAt && now < expiresAt
}

/**
 * @template V
 * @param {State<V>} state a copy, which is changed
 * @param {Event<V>} event
 * @param {number} random
 * @param {number} now
 * @returns {Action[]}
 */
function react(state, event, random, now) {
  switch (event.type) {
    case 'need':
      return need(state, now)
    case 'unknown':
      return lookUp(state, event.key, now)
    case 'stored':
      return takeStored(state, event.entry, random, now)
    case 'fetched':
      return takeFetched(state, event.entry, random, now)
    case 'renewed':
      return renew(state, event, random, now)
    case 'failed':
      return fail(state, event, random, now)
    case 'expire':
      if (state.entry) state.entry = { ...state.entry, maxAge: NEVER }
      return []
    case 'clock':
      return []
  }
}

/**
 * @param {State<any>} state
 * @param {number} now
 * @returns {Action[]}
 */
function need(state, now) {
  const usable = isUsable(state, now)
  if (usable && now < state.refreshAt) return []
  if (now < state.startedAt + (usable ? state.limits.lease : state.limits.patience)) {
    return usable ? [] : [{ type: 'wait' }]
  }
  return now < state.retryAt ? [] : start(state, now)
}

/**
 * @param {State<any>} state
 * @param {string} key
 * @param {number} now
 * @returns {Action[]}
 */
function lookUp(state, key, now) {
  const { limits, startedAt, retryAt, unknownAt, unknown } = state
  if (now < startedAt + limits.patience) return [{ type: 'wait' }]
  const early = now < unknownAt + limits.cooldown || now < (unknown.get(key)?.until ?? NEVER)
  if (early || now < retryAt) return []
  state.unknownAt = now
  state.asked = key
  return start(state, now)
}

/**
 * @param {State<any>} state
 * @param {number} now
 * @returns {Action[]}
 */
function start(state, now) {
  state.startedAt = now
  const { hasStore, cooldown } = state.limits
  return hasStore && now >= state.readAt + cooldown ? [{ type: 'read' }] : [ask(state, now)]
}

/**
 * @param {State<any>} state
 * @param {number} now
 * @returns {Action} A server that fails may fail for what is asked of it: after a failure it is asked without conditions
 */
function ask({ entry, failures }, now) {
  return { type: 'fetch', at: now, etag: failures === 0 ? entry?.etag : undefined }
}

/**
 * @template V
 * @param {State<V>} state
 * @param {Entry<V> | undefined} entry
 * @param {number} random
 * @param {number} now
 * @returns {Action[]}
 */
function takeStored(state, entry, random, now) {
  state.readAt = now
  if (entry === undefined || entry.fetchedAt > now + CLOCK_SKEW) return [ask(state, now)]
  const fetchedAt = Math.min(entry.fetchedAt, now)
  const serves = now < fetchedAt + Math.max(entry.maxAge, state.limits.maxStale)
  if (!serves || fetchedAt <= latest(state, now)) return [ask(state, now)]
  adopt(state, { ...entry, fetchedAt }, random, now)
  state.source = 'store'
  if (now >= fetchedAt + entry.maxAge) return [ask(state, now)]
  // What was looked up may be in there. If it isn't, it is looked up again, and then fetched.
  if (state.asked !== undefined) state.unknownAt = NEVER
  return end(state)
}

/**
 * @template V
 * @param {State<V>} state
 * @param {Entry<V>} entry
 * @param {number} random
 * @param {number} now
 * @returns {Action[]}
 */
function takeFetched(state, entry, random, now) {
  const fetchedAt = Math.min(entry.fetchedAt, now)
  // Where two attempts crossed each other, the one that asked later knows better.
  if (fetchedAt < latest(state, now)) return end(state)
  // However long it took, what has just arrived is of use to those who waited for it.
  adopt(state, { ...entry, fetchedAt, maxAge: Math.max(entry.maxAge, now - fetchedAt + 1) }, random, now)
  state.source = 'network'
  if (state.asked !== undefined) remember(state, state.asked, now)
  end(state)
  return state.limits.hasStore ? [{ type: 'write' }] : []
}

/**
 * @param {State<any>} state
 * @param {{ at: number, etag: string, maxAge: number }} answer
 * @param {number} random
 * @param {number} now
 * @returns {Action[]}
 */
function renew(state, { at, etag, maxAge }, random, now) {
  const { entry } = state
  return entry?.etag === etag ? takeFetched(state, { ...entry, fetchedAt: at, maxAge }, random, now) : end(state)
}

/** @param {State<any>} state @param {Entry<any>} entry @param {number} random @param {number} now */
function adopt(state, entry, random, now) {
  state.entry = entry
  // Those who share an entry of a store would go stale in one second, and all would fetch before it shows the first answer.
  const left = Math.max(entry.fetchedAt + entry.maxAge - now, 0)
  state.early = state.limits.hasStore ? left * EARLY * random : 0
}

/** @param {State<any>} state @param {number} now @returns {number} when it was fetched; never: a snapshot's future */
function latest({ entry }, now) {
  return entry !== undefined && entry.fetchedAt <= now ? entry.fetchedAt : NEVER
}

/**
 * @param {State<any>} state whose attempt has succeeded, or is of no account any more
 * @returns {Action[]} none
 */
function end(state) {
  state.startedAt = state.retryAt = NEVER
  state.failures = 0
  state.error = state.asked = undefined
  return []
}

/**
 * @param {State<any>} state
 * @param {string} key
 * @param {number} now
 */
function remember(state, key, now) {
  const { cooldown } = state.limits
  const unknown = new Map(state.unknown)
  const misses = unknown.get(key)?.misses ?? 0
  unknown.delete(key)
  // Not longer: who guesses the next key id could put it off by asking for it beforehand.
  unknown.set(key, { until: now + cooldown * Math.min(2 ** misses, 2), misses: misses + 1 })
  for (const oldest of unknown.keys()) if (unknown.size > MAX_UNKNOWN) unknown.delete(oldest)
  state.unknown = unknown
}

/**
 * @param {State<any>} state
 * @param {{ at: number, error: unknown, retryAfter: number }} failure
 * @param {number} random
 * @param {number} now
 * @returns {Action[]}
 */
function fail(state, { at, error, retryAfter }, random, now) {
  if (at < latest(state, now)) return end(state)
  const { cooldown } = state.limits
  // Where nothing serves meanwhile, the end of an outage must be noticed sooner.
  const longest = isUsable(state, now) ? 4 : 2
  const wait = cooldown * Math.min(2 ** state.failures, longest) * (1 - random / 2)
  state.retryAt = now + Math.max(wait, retryAfter)
  state.failures += 1
  state.error = error
  state.startedAt = NEVER
  state.asked = undefined
  return []
}

/**
 * @template V
 * @param {State<V>} state
 * @param {number} now
 * @returns {State<V>} with all times moved back, where the clock was; what was fresh is asked for again
 */
function rewind(state, now) {
  const back = state.seenAt - now
  if (!(back > 0)) return state
  const { entry, startedAt, retryAt, unknownAt } = state
  const moved = { ...state, startedAt: startedAt - back, retryAt: retryAt - back, unknownAt: unknownAt - back }
  moved.readAt = NEVER
  moved.unknown = new Map()
  if (entry !== undefined && entry.fetchedAt <= state.seenAt) {
    const maxAge = back > CLOCK_SKEW ? Math.min(entry.maxAge, state.seenAt - entry.fetchedAt) : entry.maxAge
    moved.entry = { ...entry, fetchedAt: entry.fetchedAt - back, maxAge }
  }
  return derive(moved)
}

/**
 * @template {State<any>} S
 * @param {S} state a copy, which is changed
 * @returns {S}
 */
function derive(state) {
  const { entry, limits, startedAt, retryAt } = state
  state.freshUntil = entry === undefined ? NEVER : entry.fetchedAt + entry.maxAge
  state.expiresAt = entry === undefined ? NEVER : Math.max(state.freshUntil, entry.fetchedAt + limits.maxStale)
  state.refreshAt = state.freshUntil - state.early
  state.dueAt = Math.max(state.refreshAt, retryAt, startedAt + limits.lease)
  return state
}
