import { notify } from '../keys/event-log.js'

/** @import { KeyEvent } from '../shared/types.js' */

/** @typedef {(issuer: string, message: string) => void} WarnOfStore */

/**
 * @param {() => number} now seconds since the epoch
 * @param {((event: KeyEvent) => unknown) | undefined} onEvent
 * @returns {WarnOfStore} tells onEvent of each failure of a replay store; without that the console, once
 */
export function storeWarning(now, onEvent) {
  let isDone = false
  return (issuer, message) => {
    const type = 'replay_store_failed'
    if (onEvent) return notify(onEvent, { type, issuer, time: now(), reason: type, message })
    // eslint-disable-next-line no-console -- where proofs are let in no call fails, and a client cannot mend the store
    if (!isDone) console.error(`assay-jwt: ${message}`)
    isDone = true
  }
}
