/** @import { ReplayStore } from './dpop-types.js' */

const SECONDS_BETWEEN_SWEEPS = 1

/**
 * Remembers the used DPoP proofs of one process, about 100 bytes for each. It never forgets one too early: where
 * `maxEntries` proofs are all still good, it is full, and says so.
 * @param {{ maxEntries?: number }} [options] `maxEntries`: proofs that are remembered (default: 250,000)
 * @returns {ReplayStore & { readonly size: number }}
 */
export function memoryReplayStore({ maxEntries = 250_000 } = {}) {
  /** @type {Map<string, number>} when each may be forgotten, in the order in which they came */
  const entries = new Map()
  let lastSweep = -Infinity

  /** @param {number} now */
  const makeRoom = (now) => {
    // About as old as they are in order: those in front are done first.
    for (const [id, expiresAt] of entries) {
      if (now < expiresAt) break
      entries.delete(id)
    }
    if (entries.size < maxEntries || Math.abs(now - lastSweep) < SECONDS_BETWEEN_SWEEPS) return
    lastSweep = now
    for (const [id, expiresAt] of entries) if (now >= expiresAt) entries.delete(id)
  }

  return {
    get size() {
      return entries.size
    },
    add(id, expiresAt, now) {
      const known = entries.get(id)
      if (known !== undefined && now < known) return false
      entries.delete(id)
      makeRoom(now)
      if (entries.size >= maxEntries) throw new Error(`The replay store is full: it has ${maxEntries} proofs`)
      entries.set(id, expiresAt)
      return true
    }
  }
}
