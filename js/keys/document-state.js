import { AssayError, errorOf } from '../shared/error.js'
import { initialState, isSettled, isUsable, secondsUntilAttempt, transition } from './machine.js'

/** @import { DocumentOptions, Value } from './document-types.js' */
/** @import { Action, Entry, Event, State } from './machine-types.js' */

/**
 * What is known of a document: the state of js/keys/machine.js, with a clock. It starts no attempt.
 * @template M
 */
export class DocumentState {
  /** @readonly */
  options
  /** @type {State<Value<M>>} */
  #state
  #isClosed = false
  #isSnapshotUnchecked

  /**
   * @param {DocumentOptions<M>} options
   * @param {Entry<Value<M>>} [snapshot]
   */
  constructor(options, snapshot) {
    this.options = options
    this.#state = initialState(options.limits, snapshot)
    this.#isSnapshotUnchecked = snapshot !== undefined
  }

  get state() {
    return this.#state
  }

  get isClosed() {
    return this.#isClosed
  }

  /** @returns {M | undefined} what serves now */
  current() {
    const { now } = this.options
    if (now() < this.#state.seenAt) this.dispatch({ type: 'clock' })
    const parsed = isUsable(this.#state, now()) ? this.#state.entry?.parsed : undefined
    return this.#isSnapshotUnchecked && parsed ? this.#checkSnapshot(parsed) : parsed
  }

  /** @returns {boolean} whether load() has something to do; a document may serve meanwhile */
  isDue() {
    const now = this.options.now()
    return now >= this.#state.dueAt || now < this.#state.seenAt
  }

  /** @returns {boolean} whether the endpoint was asked within the cooldown, so that it has nothing newer */
  isSettled() {
    return isSettled(this.#state, this.options.now())
  }

  /** @param {number} time @returns {boolean} whether it was requested after that time, or within the cooldown */
  isAsOf(time) {
    return Number(this.#state.entry?.fetchedAt) >= time || this.isSettled()
  }

  /** @param {boolean} isLookUp @returns {number} seconds after which an attempt may start again */
  retryAfter(isLookUp) {
    return secondsUntilAttempt(this.#state, this.options.now(), isLookUp)
  }

  /**
   * @param {boolean} isLookUp
   * @returns {AssayError} why there is no document; for a look-up, why there is no newer one
   */
  unavailable(isLookUp) {
    const error = /** @type {AssayError | undefined} */ (this.#state.error)
    const known = error ?? new AssayError(isLookUp ? 'keys_outdated' : 'keys_not_loaded')
    return errorOf({ ...known, message: known.message, retryAfter: this.retryAfter(isLookUp) })
  }

  /**
   * @param {Event<Value<M>>} event
   * @returns {Action | undefined} what to do now
   */
  dispatch(event) {
    const before = this.#state.entry?.parsed
    const { state, action } = transition(this.#state, event, this.options.now(), Math.random())
    this.#state = state
    if (before && before !== state.entry?.parsed) this.options.release?.(before)
    return action
  }

  /**
   * @param {string} type
   * @param {AssayError} [error]
   */
  emit(type, error) {
    this.options.emit(`${this.options.name}_${type}`, error)
  }

  /**
   * @param {string} text
   * @returns {Promise<M>} for an unchanged text the same object, so that the core keeps what it prepared for it
   * @throws {AssayError}
   */
  async parse(text) {
    this.assertOpen()
    const { entry } = this.#state
    return entry?.text === text ? entry.parsed : await this.options.parse(text)
  }

  /**
   * @param {M | undefined} parsed
   * @returns {Promise<boolean>} whether it can serve while it is refreshed; never rejected
   */
  async canServe(parsed) {
    try {
      return parsed !== undefined && (await this.options.canServe?.(parsed)) !== false
    } catch {
      return false
    }
  }

  /** @returns {M | undefined} what it held. Nothing that arrives later is used */
  close() {
    const last = this.#state.entry?.parsed
    this.#isClosed = true
    this.#forget()
    return last
  }

  /** @throws {AssayError} CONFIG_INVALID, verifier_disposed */
  assertOpen() {
    if (this.#isClosed) throw new AssayError('verifier_disposed')
  }

  #forget() {
    this.#state = initialState(this.options.limits)
  }

  /**
   * @param {M} parsed of the snapshot
   * @returns {M | undefined} undefined where it is of no use
   */
  #checkSnapshot(parsed) {
    try {
      this.#isSnapshotUnchecked = this.options.checkSnapshot?.(parsed) === false
      return parsed
    } catch {
      this.#forget()
      this.emit('snapshot_refused')
      return undefined
    }
  }
}
