/**
 * When a document (a JWK Set, an authorization server's metadata) is asked for, used and given up: a pure function of
 * state, event and time. It reads no clock, does no I/O, and rolls no dice. js/keys/document.js carries out what it says.
 *
 * - Within `maxAge` a document is fresh: nothing happens, until one attempt refreshes it: where there is a store, somewhat
 *   early, by chance. It serves meanwhile, also when it is stale; `maxStale` after it was fetched it is gone.
 * - An attempt reads the store (where there is one, and once per `cooldown`), and what that has is used if it is newer
 *   than what is here. Where that does not make the document fresh, it is fetched. What is fetched replaces all.
 * - A token that other keys might save starts an attempt, too: one per `cooldown`, whatever the token is.
 * - After a failure the next attempt waits, a little less by chance: `cooldown`, doubled each time; while nothing serves one
 *   second, doubled each time up to `cooldown`.
 * - When the clock goes back, every time that is remembered goes back with it: an age never shrinks.
 */

/** @import { Action, Entry, Event, MachineLimits, State } from './machine-types.js' */

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
  /** @type {any} */
  const state = { limits, entry: snapshot, source: snapshot && 'snapshot', answers: 0, early: 0 }
  end(state)
  state.seenAt = state.readAt = state.lookUpAt = NEVER
  return derive(state)
}

/**
 * @template V
 * @param {State<V>} before
 * @param {Event<V>} event
 * @param {number} now seconds since the epoch
 * @param {number} random from 0 to 1
 * @returns {{ state: State<V>, action: Action | undefined }} a new state, and what is to be done
 */
export function step(before, event, now, random) {
  const state = { ...before }
  rewind(state, now)
  state.seenAt = now
  const react = /** @type {(...given: unknown[]) => Action | undefined} */ (reactions[event.type])
  const action = react(state, event, now, random)
  return { state: derive(state), action }
}

/**
 * @param {State<any>} state
 * @param {number} now
 * @returns {boolean} whether the entry may serve. While the clock is behind `seenAt`, ask after a `clock` event
 */
export function isUsable({ entry, expiresAt }, now) {
  return entry !== undefined && now >= entry.fetchedAt && now < expiresAt
}

/**
 * @param {State<any>} state after an `unknown` event that started nothing, or without one
 * @param {number} now
 * @returns {boolean} whether it is known that no other keys are to be had: the endpoint was asked within the cooldown
 */
export function isSettled({ entry, failures, limits }, now) {
  return entry !== undefined && failures === 0 && now < entry.fetchedAt + limits.cooldown
}

/**
 * @param {State<any>} state
 * @param {number} now
 * @param {boolean} isLookUp whether a look-up is meant, which waits for its cooldown, too
 * @returns {number} whole seconds, one at least, after which another attempt may start; one, while an attempt is under way
 */
export function secondsUntilAttempt({ limits, startedAt, retryAt, lookUpAt, refreshAt }, now, isLookUp) {
  if (now < startedAt + limits.lease) return 1
  // A refresh that is due sooner brings what a look-up would.
  const lookUp = isLookUp ? Math.min(lookUpAt + limits.cooldown, refreshAt) : NEVER
  return Math.max(Math.ceil(Math.max(retryAt, lookUp) - now), 1)
}

/**
 * What becomes of a state, which is a copy and is changed, and what is to be done.
 * @type {{ [T in Event<any>['type']]: (state: State<any>, event: Extract<Event<any>, { type: T }>, now: number,
 *   random: number) => Action | undefined }}
 */
const reactions = {
  need(state, _event, now) {
    const { limits, startedAt, refreshAt, retryAt } = state
    const usable = isUsable(state, now)
    if (usable && now < refreshAt) return undefined
    if (now < startedAt + (usable ? limits.lease : limits.patience)) return usable ? undefined : wait(state)
    return now < retryAt ? undefined : start(state, now)
  },

  unknown(state, _event, now) {
    const { limits, startedAt, retryAt, lookUpAt } = state
    if (now < startedAt + limits.patience) return wait(state)
    if (now < Math.max(lookUpAt + limits.cooldown, retryAt)) return undefined
    return start(state, now, true)
  },

  stored(state, { entry }, now, random) {
    state.readAt = now
    if (!entry || entry.fetchedAt > now + CLOCK_SKEW) return ask(state, now)
    const fetchedAt = Math.min(entry.fetchedAt, now)
    const serves = now < fetchedAt + Math.max(entry.maxAge, state.limits.maxStale)
    if (!serves || fetchedAt <= latest(state, now)) return ask(state, now)
    adopt(state, 'store', { ...entry, fetchedAt }, now, random)
    // What was looked up may be in there. If it isn't, it is looked up again, and then fetched.
    return now >= fetchedAt + entry.maxAge ? ask(state, now) : end(state)
  },

  fetched(state, { entry }, now, random) {
    const fetchedAt = Math.min(entry.fetchedAt, now)
    // Where two attempts crossed each other, the one that asked later knows better.
    if (fetchedAt < latest(state, now)) return end(state)
    // However long it took, what has just arrived is of use to those who waited for it.
    const maxAge = Math.max(entry.maxAge, now - fetchedAt + 1)
    adopt(state, 'network', { ...entry, fetchedAt, maxAge }, now, random)
    state.answers += 1
    end(state)
    return state.limits.hasStore ? { type: 'write' } : undefined
  },

  renewed(state, { at, etag, maxAge }, now, random) {
    const { entry } = state
    if (entry?.etag !== etag) return end(state)
    return reactions.fetched(state, { type: 'fetched', entry: { ...entry, fetchedAt: at, maxAge } }, now, random)
  },

  failed(state, { at, error, retryAfter }, now, random) {
    const { failures, limits } = state
    end(state)
    if (at < latest(state, now)) return undefined
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
function wait({ startedAt, limits }) {
  return { type: 'wait', until: startedAt + limits.patience }
}

/** @param {State<any>} state @param {number} now @param {boolean} [looksUp] @returns {Action} */
function start(state, now, looksUp = false) {
  state.startedAt = now
  state.looksUp = looksUp
  const { hasStore, cooldown } = state.limits
  return hasStore && now >= state.readAt + cooldown ? { type: 'read' } : ask(state, now)
}

/**
 * A server that fails may fail for what is asked of it: after a failure it is asked without conditions.
 * @param {State<any>} state @param {number} now @returns {Action}
 */
function ask(state, now) {
  if (state.looksUp) state.lookUpAt = now
  return { type: 'fetch', at: now, etag: state.failures === 0 ? state.entry?.etag : undefined }
}

/**
 * @param {State<any>} state
 * @param {'network' | 'store'} source
 * @param {Entry<any>} entry
 * @param {number} now
 * @param {number} random
 */
function adopt(state, source, entry, now, random) {
  state.source = source
  state.entry = entry
  // Those who share an entry of a store would go stale in one second, and all would fetch before it shows the first answer.
  const left = Math.max(entry.fetchedAt + entry.maxAge - now, 0)
  state.early = state.limits.hasStore ? left * EARLY * random : 0
}

/** @param {State<any>} state @param {number} now @returns {number} when it was fetched; never: a snapshot's future */
function latest({ entry }, now) {
  return entry && entry.fetchedAt <= now ? entry.fetchedAt : NEVER
}

/** @param {State<any>} state whose attempt has ended, and left nothing behind @returns {undefined} */
function end(state) {
  state.startedAt = state.retryAt = NEVER
  state.failures = 0
  state.error = undefined
  state.looksUp = false
}

/**
 * Moves all times back, where the clock was; what was fresh is asked for again.
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
  derive(state)
}

/**
 * @template {State<any>} S
 * @param {S} state a copy, which is changed
 * @returns {S}
 */
function derive(state) {
  const { limits } = state
  const { fetchedAt = NEVER, maxAge = 0 } = state.entry ?? {}
  const freshUntil = fetchedAt + maxAge
  state.expiresAt = Math.max(freshUntil, fetchedAt + limits.maxStale)
  state.refreshAt = freshUntil - state.early
  state.dueAt = Math.max(state.refreshAt, state.retryAt, state.startedAt + limits.lease)
  return state
}
