/**
 * When a document (a JWK Set, an authorization server's metadata) is fetched, used and given up: a pure function of state,
 * event and time. It reads no clock, does no I/O, and rolls no dice. js/keys/document.js runs the actions that it returns.
 *
 * - A document is fresh for `maxAge`. Then one attempt refreshes it; where there is a store, a random while earlier. The
 *   document serves meanwhile, also when it is stale, until `maxStale` after it was fetched.
 * - An attempt reads the store first (if there is one, once per `cooldown`), and uses its entry if that is newer than the
 *   known one. If the document is still not fresh, the attempt fetches it. A fetched document replaces any other.
 * - A token that other keys might save starts an attempt, too: one per `cooldown`, whatever the token is.
 * - After a failure the next attempt waits for `cooldown`, doubled each time; while nothing serves, for one second, doubled
 *   each time up to `cooldown`. Both waits are randomly shortened.
 * - When the clock goes back, every remembered time goes back with it: an age never shrinks.
 */

/** @import { Action, Entry, Event, MachineLimits, State } from './machine-types.js' */

const NEVER = -Infinity
// The clock of the machine that wrote a store's entry may be a little ahead.
const CLOCK_SKEW = 2
// The share of the remaining lifetime. Fetches per hour, simulated with Workers KV: 2,068 with 0; 248, 150 and 100 with 0.1,
// 0.2 and 0.3.
const EARLY = 0.2

/**
 * @template [V=unknown]
 * @param {MachineLimits} limits
 * @param {Entry<V>} [snapshot] the document to start with
 * @returns {State<V>}
 */
export function initialState(limits, snapshot) {
  /** @type {any} */
  const state = { limits, entry: snapshot, source: snapshot && 'snapshot', answers: 0, early: 0 }
  endAttempt(state)
  state.seenAt = state.readAt = state.lookUpAt = NEVER
  return withDeadlines(state)
}

/**
 * @template V
 * @param {State<V>} before
 * @param {Event<V>} event
 * @param {number} now seconds since the epoch
 * @param {number} random from 0 to 1
 * @returns {{ state: State<V>, action: Action | undefined }} the new state, and what to do
 */
export function transition(before, event, now, random) {
  const state = { ...before }
  rewind(state, now)
  state.seenAt = now
  const react = /** @type {(...given: unknown[]) => Action | undefined} */ (reactions[event.type])
  const action = react(state, event, now, random)
  return { state: withDeadlines(state), action }
}

/**
 * @param {State<any>} state
 * @param {number} now
 * @returns {boolean} whether the entry may serve. If the clock is behind `seenAt`, a `clock` event must come first
 */
export function isUsable({ entry, expiresAt }, now) {
  return entry !== undefined && now >= entry.fetchedAt && now < expiresAt
}

/**
 * @param {State<any>} state after an `unknown` event that started nothing, or outside of one
 * @param {number} now
 * @returns {boolean} whether it is known that there are no other keys: the endpoint was asked within the cooldown
 */
export function isSettled({ entry, failures, limits }, now) {
  return entry !== undefined && failures === 0 && now < entry.fetchedAt + limits.cooldown
}

/**
 * @param {State<any>} state
 * @param {number} now
 * @param {boolean} isLookUp whether the attempt is a look-up, which has its own cooldown
 * @returns {number} whole seconds until another attempt may start, at least 1; 1 while an attempt is under way
 */
export function secondsUntilAttempt({ limits, startedAt, retryAt, lookUpAt, refreshAt }, now, isLookUp) {
  if (now < startedAt + limits.lease) return 1
  // A refresh that is due sooner fetches the same document.
  const lookUp = isLookUp ? Math.min(lookUpAt + limits.cooldown, refreshAt) : NEVER
  return Math.max(Math.ceil(Math.max(retryAt, lookUp) - now), 1)
}

/**
 * Each changes the state, which is a copy, and returns what to do.
 * @type {{ [T in Event<any>['type']]: (state: State<any>, event: Extract<Event<any>, { type: T }>, now: number,
 *   random: number) => Action | undefined }}
 */
const reactions = {
  need(state, _event, now) {
    const { limits, startedAt, refreshAt, retryAt } = state
    const usable = isUsable(state, now)
    if (usable && now < refreshAt) return undefined
    if (now < startedAt + (usable ? limits.lease : limits.patience)) return usable ? undefined : waitAction(state)
    return now < retryAt ? undefined : startAttempt(state, now)
  },

  unknown(state, _event, now) {
    const { limits, startedAt, retryAt, lookUpAt } = state
    if (now < startedAt + limits.patience) return waitAction(state)
    if (now < Math.max(lookUpAt + limits.cooldown, retryAt)) return undefined
    return startAttempt(state, now, true)
  },

  stored(state, { entry }, now, random) {
    state.readAt = now
    if (!entry || entry.fetchedAt > now + CLOCK_SKEW) return startFetch(state, now)
    const fetchedAt = Math.min(entry.fetchedAt, now)
    const serves = now < fetchedAt + Math.max(entry.maxAge, state.limits.maxStale)
    if (!serves || fetchedAt <= fetchedAtOf(state, now)) return startFetch(state, now)
    replaceEntry(state, 'store', { ...entry, fetchedAt }, now, random)
    // It may hold the key that a look-up wants. If not, the next look-up fetches.
    return now >= fetchedAt + entry.maxAge ? startFetch(state, now) : endAttempt(state)
  },

  fetched(state, { entry }, now, random) {
    const fetchedAt = Math.min(entry.fetchedAt, now)
    // Of two concurrent attempts, the one that asked later is right.
    if (fetchedAt < fetchedAtOf(state, now)) return endAttempt(state)
    // A slow answer still serves those who waited for it.
    const maxAge = Math.max(entry.maxAge, now - fetchedAt + 1)
    replaceEntry(state, 'network', { ...entry, fetchedAt, maxAge }, now, random)
    state.answers += 1
    endAttempt(state)
    return state.limits.hasStore ? { type: 'write' } : undefined
  },

  renewed(state, { at, etag, maxAge }, now, random) {
    const { entry } = state
    if (entry?.etag !== etag) return endAttempt(state)
    return reactions.fetched(state, { type: 'fetched', entry: { ...entry, fetchedAt: at, maxAge } }, now, random)
  },

  failed(state, { at, error, retryAfter }, now, random) {
    const { failures, limits } = state
    endAttempt(state)
    if (at < fetchedAtOf(state, now)) return undefined
    const { cooldown } = limits
    const doubled = 2 ** failures
    const pause = isUsable(state, now)
      ? cooldown * Math.min(doubled, 4) * (1 - random / 2)
      : Math.min(doubled, cooldown) * (1 - random / 10)
    state.retryAt = now + Math.max(pause, retryAfter)
    state.failures = failures + 1
    state.error = error
    return undefined
  },

  expire(state) {
    if (state.entry) state.entry = { ...state.entry, maxAge: NEVER }
    return undefined
  },

  clock: () => undefined
}

/** @param {State<any>} state @returns {Action} */
function waitAction({ startedAt, limits }) {
  return { type: 'wait', until: startedAt + limits.patience }
}

/** @param {State<any>} state @param {number} now @param {boolean} [isLookUp] @returns {Action} */
function startAttempt(state, now, isLookUp = false) {
  state.startedAt = now
  state.isLookUp = isLookUp
  const { hasStore, cooldown } = state.limits
  return hasStore && now >= state.readAt + cooldown ? { type: 'read' } : startFetch(state, now)
}

/**
 * A server may fail because of the condition: after a failure the request has none.
 * @param {State<any>} state @param {number} now @returns {Action}
 */
function startFetch(state, now) {
  if (state.isLookUp) state.lookUpAt = now
  return { type: 'fetch', at: now, etag: state.failures === 0 ? state.entry?.etag : undefined }
}

/**
 * @param {State<any>} state
 * @param {'network' | 'store'} source
 * @param {Entry<any>} entry
 * @param {number} now
 * @param {number} random
 */
function replaceEntry(state, source, entry, now, random) {
  state.source = source
  state.entry = entry
  // Else all isolates that share a store's entry would find it stale in the same second, and all would fetch.
  const left = Math.max(entry.fetchedAt + entry.maxAge - now, 0)
  state.early = state.limits.hasStore ? left * EARLY * random : 0
}

/** @param {State<any>} state @param {number} now @returns {number} when the entry was fetched; NEVER for a snapshot from the future */
function fetchedAtOf({ entry }, now) {
  return entry && entry.fetchedAt <= now ? entry.fetchedAt : NEVER
}

/** Ends the attempt, and clears what earlier failures left. @param {State<any>} state @returns {undefined} */
function endAttempt(state) {
  state.startedAt = state.retryAt = NEVER
  state.failures = 0
  state.error = undefined
  state.isLookUp = false
}

/**
 * Moves all times back as far as the clock went. What was fresh is fetched again.
 * @param {State<any>} state
 * @param {number} now
 */
function rewind(state, now) {
  const { entry, seenAt } = state
  const back = seenAt - now
  if (!(back > 0)) return
  state.startedAt -= back
  state.retryAt -= back
  state.lookUpAt -= back
  state.readAt = NEVER
  if (entry && entry.fetchedAt <= seenAt) {
    const maxAge = back > CLOCK_SKEW ? Math.min(entry.maxAge, seenAt - entry.fetchedAt) : entry.maxAge
    state.entry = { ...entry, fetchedAt: entry.fetchedAt - back, maxAge }
  }
  withDeadlines(state)
}

/**
 * @template {State<any>} S
 * @param {S} state a copy, which is changed
 * @returns {S}
 */
function withDeadlines(state) {
  const { limits } = state
  const { fetchedAt = NEVER, maxAge = 0 } = state.entry ?? {}
  const freshUntil = fetchedAt + maxAge
  state.expiresAt = Math.max(freshUntil, fetchedAt + limits.maxStale)
  state.refreshAt = freshUntil - state.early
  state.dueAt = Math.max(state.refreshAt, state.retryAt, state.startedAt + limits.lease)
  return state
}
