/** @import { KeyError, KeyEvent } from '../shared/types.js' */

/**
 * What happened to the keys of one issuer: counted, and reported to the caller.
 * @param {string} issuer
 * @param {() => number} now
 * @param {((event: KeyEvent) => unknown) | undefined} onEvent
 */
export function makeEventLog(issuer, now, onEvent) {
  /** @type {{ counters: { [type: string]: number }, lastError: KeyError | undefined }} */
  const log = { counters: {}, lastError: undefined }
  /** @type {import('./key-source.js').Emit} */
  const emit = (type, error) => {
    const time = now()
    const { counters } = log
    counters[type] = (counters[type] ?? 0) + 1
    const details = error && { reason: error.reason, message: error.message }
    if (details) log.lastError = { time, ...details }
    if (onEvent) notify(onEvent, { type, issuer, time, ...details })
  }
  return { log, emit }
}

/**
 * Calls onEvent. What it throws or rejects does not affect a verification.
 * @param {(event: KeyEvent) => unknown} onEvent
 * @param {KeyEvent} event
 */
export function notify(onEvent, event) {
  new Promise((resolve) => resolve(onEvent(event))).catch(() => {})
}

/** @typedef {ReturnType<typeof makeEventLog>['log']} EventLog */
