/** @import { AssayError } from '../error.js' */
/** @import { KeyError, KeyEvent } from '../types.js' */

/** What happened to the keys of one issuer: counted, and told to the caller. */
export class EventLog {
  #issuer
  #now
  #onEvent
  /** @type {{ [type: string]: number }} */
  counters = {}
  /** @type {KeyError | undefined} */
  lastError

  /**
   * @param {string} issuer
   * @param {() => number} now
   * @param {((event: KeyEvent) => unknown) | undefined} onEvent
   */
  constructor(issuer, now, onEvent) {
    this.#issuer = issuer
    this.#now = now
    this.#onEvent = onEvent
  }

  /**
   * @param {string} type
   * @param {AssayError} [error]
   */
  emit(type, error) {
    const time = this.#now()
    this.counters[type] = (this.counters[type] ?? 0) + 1
    if (error !== undefined) this.lastError = { time, reason: error.reason, message: error.message }
    const details = error === undefined ? {} : { reason: error.reason, message: error.message }
    try {
      // Neither what it throws nor what it rejects concerns a verification.
      Promise.resolve(this.#onEvent?.({ type, issuer: this.#issuer, time, ...details })).catch(() => {})
    } catch {
      // As said.
    }
  }
}
