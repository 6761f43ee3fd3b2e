import { AssayError, errorOf } from '../shared/error.js'
import { attemptsOf } from './attempt.js'
import { initialState, isSettled, isUsable, secondsUntilAttempt, step } from './machine.js'

/** @import { CachedDocument, DocumentOptions, Value } from './document-types.js' */
/** @import { Action, Entry, Event } from './machine-types.js' */
/** @import { WaitUntil } from './key-source.js' */

const PAUSE_MILLISECONDS = 20
/** What a first attempt has brought may have expired before whoever waited for it goes on. */
const MAX_ATTEMPTS = 2

/**
 * A document that is fetched, and kept as js/keys/machine.js says.
 * @template M
 * @param {DocumentOptions<M>} options
 * @param {Entry<Value<M>>} [snapshot]
 * @returns {CachedDocument<M>}
 */
// eslint-disable-next-line max-lines-per-function -- a class in all but name: each function in it is one of its methods
export function cachedDocument(options, snapshot) {
  const { now, sharesPromises, limits, closing } = options
  let state = initialState(limits, snapshot)
  /** @type {Promise<unknown> | undefined} the attempt that is under way, to its very end; it is never rejected */
  let attempt
  let closed = false
  /** Whether the snapshot has yet to be judged. */
  let unjudged = snapshot !== undefined

  /**
   * @param {Event<Value<M>>} event
   * @returns {Action | undefined}
   */
  function say(event) {
    const before = state.entry?.made
    const { state: after, action } = step(state, event, now(), Math.random())
    state = after
    if (before && before !== after.entry?.made) options.drop?.(before)
    return action
  }

  /**
   * @param {string} type
   * @param {AssayError} [error]
   */
  function emit(type, error) {
    options.emit(`${options.name}_${type}`, error)
  }

  function forget() {
    state = initialState(limits)
  }

  function current() {
    if (now() < state.seenAt) say({ type: 'clock' })
    const made = isUsable(state, now()) ? state.entry?.made : undefined
    if (!unjudged || !made) return made
    try {
      unjudged = options.judge?.(made) === false
      return made
    } catch {
      forget()
      emit('snapshot_refused')
      return undefined
    }
  }

  /**
   * Waits for the attempt that is under way, or for a timer, so that nothing spins: on Workers no request may await another
   * one's promise, and an attempt that is lost never ends.
   * @param {number} until seconds since the epoch
   * @returns {Promise<void>}
   */
  function pause(until) {
    const shared = sharesPromises ? attempt : undefined
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, shared ? (until - now()) * 1000 : PAUSE_MILLISECONDS)
      shared?.then(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }

  /**
   * @param {WaitUntil | undefined} waitUntil
   * @param {Promise<unknown>} work that is never rejected
   * @returns {Promise<unknown> | undefined} to be awaited: where nothing else would keep the work alive
   */
  function inBackground(waitUntil, work) {
    try {
      if (waitUntil) waitUntil(work)
      return waitUntil || sharesPromises ? undefined : work
    } catch {
      return work
    }
  }

  const run = attemptsOf(options, { say, current, emit, inBackground, state: () => state, isClosed: () => closed })

  /**
   * Starts an attempt.
   * @param {Action} action
   * @param {WaitUntil | undefined} waitUntil
   * @returns {{ work: Promise<true>, served: Promise<unknown> }} `served` ends where the store's document serves while it
   *   is refreshed, `work` with the attempt
   */
  function begin(action, waitUntil) {
    /** @type {(nothing?: undefined) => void} */
    let serve = () => {}
    const served = new Promise((resolve) => {
      serve = resolve
    })
    /** @type {(nothing?: undefined) => void} */
    let abandon = () => {}
    const abandoned = new Promise((resolve) => {
      abandon = resolve
    })
    closing.add(abandon)
    const running = run(action, waitUntil, serve).catch(() => {
      // Nothing is known to bring it here. A wait that never ended would be worse than a failure.
      say({ type: 'failed', at: now(), error: new AssayError('internal'), retryAfter: 0 })
    })
    const work = Promise.race([running, abandoned]).then(() => {
      closing.delete(abandon)
      if (attempt === work) attempt = undefined
      return /** @type {true} */ (true)
    })
    attempt = work
    return { work, served }
  }

  /**
   * Waits for an attempt as long as that is of use.
   * @param {ReturnType<typeof begin>} attempt
   * @param {boolean} patient
   * @param {WaitUntil | undefined} waitUntil
   * @returns {Promise<boolean>} whether whoever needs the document can go on; else it is to be seen what came of it
   */
  async function attempted({ work, served }, patient, waitUntil) {
    const waits = patient || current() === undefined
    const hasEnded = waits && (await (patient ? work : Promise.race([work, served])))
    if (!hasEnded) await inBackground(waitUntil, work)
    return patient || !waits
  }

  /** @param {number} time @returns {boolean} whether what is there was asked for after that time, or within the cooldown */
  function isAsOf(time) {
    return Number(state.entry?.fetchedAt) >= time || isSettled(state, now())
  }

  const retryAfter = (/** @type {boolean} */ isLookUp) => secondsUntilAttempt(state, now(), isLookUp)

  /**
   * @param {boolean} [isLookUp]
   * @returns {AssayError} why there is no document, or none that helps
   */
  function unavailable(isLookUp = false) {
    const error = /** @type {AssayError | undefined} */ (state.error)
    const known = error ?? new AssayError(isLookUp ? 'keys_outdated' : 'keys_not_loaded')
    return errorOf({ ...known, message: known.message, retryAfter: retryAfter(isLookUp) })
  }

  return {
    current,

    state: () => state,

    due: () => now() >= state.dueAt || now() < state.seenAt,

    isSettled: () => isSettled(state, now()),

    retryAfter,

    unavailable,

    async load(waitUntil, patient = false) {
      const came = now()
      const wasThere = current() !== undefined
      for (let attempts = 0; attempts < MAX_ATTEMPTS;) {
        if (closed) throw new AssayError('verifier_disposed')
        const action = say({ type: 'need' })
        if (!action) break
        if (action.type === 'wait') await pause(action.until)
        else attempts += (await attempted(begin(action, waitUntil), patient, waitUntil)) ? MAX_ATTEMPTS : 1
      }
      if (!current()) throw unavailable()
      return !wasThere && state.source === 'network' && isAsOf(came)
    },

    async lookUp(seen, waitUntil) {
      const came = now()
      const { answers } = state
      for (;;) {
        if (closed) throw new AssayError('verifier_disposed')
        const found = current()
        if (found && found !== seen) return true
        // What the endpoint has said meanwhile is the same set.
        if (found && state.answers !== answers && isAsOf(came)) return false
        const action = say({ type: 'unknown' })
        if (action) await (action.type === 'wait' ? pause(action.until) : begin(action, waitUntil).work)
        else if (found && isSettled(state, now())) return false
        else throw unavailable(true)
      }
    },

    expire: () => void say({ type: 'expire' }),

    close() {
      const last = state.entry?.made
      closed = true
      forget()
      for (const tell of closing) {
        try {
          tell()
        } catch {
          // On Workers what another request has started is out of reach.
        }
      }
      closing.clear()
      return last
    }
  }
}
