import { AssayError } from './error.js'
import { DEFAULT_REPLAY_ENTRIES } from './limits.js'

/** @import { ReplayStore } from './dpop-types.js' */

const SECONDS_BETWEEN_SWEEPS = 1
/** Seconds for which an id is kept longer than its proof is good: by as much a clock may be set back. */
const MARGIN = 60
/** The part of the room that one client's key may take: it must not lock out the others. */
const SHARE = 0.9

/**
 * What assay-jwt/stores exports checks the number first.
 * @param {number} [maxEntries]
 * @returns {ReplayStore & { readonly size: number }}
 */
export function memoryReplayStore(maxEntries = DEFAULT_REPLAY_ENTRIES) {
  /** @type {Map<string, { until: number, key: string }>} in the order in which they came */
  const entries = new Map()
  /** @type {Map<string, number>} entries of each key */
  const ofKeys = new Map()
  let lastSweep = -Infinity

  /** @param {string} id @param {string} key */
  const forget = (id, key) => {
    entries.delete(id)
    const left = (ofKeys.get(key) ?? 0) - 1
    if (left > 0) ofKeys.set(key, left)
    else ofKeys.delete(key)
  }

  /** @param {number} now */
  const makeRoom = (now) => {
    // About as old as they are in order: those in front are done first.
    for (const [id, { until, key }] of entries) {
      if (now < until) break
      forget(id, key)
    }
    if (entries.size < maxEntries || Math.abs(now - lastSweep) < SECONDS_BETWEEN_SWEEPS) return
    lastSweep = now
    for (const [id, { until, key }] of entries) if (now >= until) forget(id, key)
  }

  return {
    get size() {
      return entries.size
    },
    add(id, expiresAt, now, key = '') {
      const known = entries.get(id)
      if (known !== undefined && now < known.until) return false
      if (known !== undefined) forget(id, known.key)
      makeRoom(now)
      const own = ofKeys.get(key) ?? 0
      if (entries.size >= maxEntries) throw full(`The replay store is full: it has ${maxEntries} proofs`)
      if (key !== '' && own >= Math.max(maxEntries * SHARE, 1)) {
        throw full('The replay store has as many proofs of one key as it takes')
      }
      entries.set(id, { until: expiresAt + MARGIN, key })
      ofKeys.set(key, own + 1)
      return true
    }
  }
}

/** @param {string} message */
const full = (message) =>
  new AssayError('replay_store_failed', { message, hint: `${message}: give it more room (maxEntries), or share one` })
