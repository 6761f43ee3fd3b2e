// The stores as Cloudflare documents them.

import { kv } from './scenarios.js'

/** @import { Entry } from '../../../js/keys/machine-types.js' */
/** @import { Version } from './authorization-server.js' */
/** @import { World } from './world.js' */

/** @typedef {Entry<{ value: Version }> | undefined} Stored */
/** @typedef {{ get: (done: (entry: Stored) => void) => void, put: (entry: Entry<{ value: Version }>) => void }} Store of one place */

/**
 * The Cache API: one for each place, and what is put there is there.
 * @param {World} world
 * @returns {(place: number) => Store}
 */
export function cacheApi(world) {
  /** @type {Stored[]} */
  const entries = []
  return (place) => ({
    get(done) {
      world.metrics.storeReads += 1
      world.later(world.latencies.cacheApi, () => done(entries[place]))
    },
    put(entry) {
      world.metrics.storeWrites += 1
      world.later(world.latencies.cacheApi, () => void (entries[place] = entry))
    }
  })
}

/**
 * Workers KV: one for all, behind a cache in each place that keeps what was read, and that nothing was found, for a minute.
 * A write is seen at once where it was made; more than one a second to a key are refused.
 * @param {World} world
 * @returns {(place: number) => Store}
 */
export function workersKv(world) {
  /** @type {Stored} */
  let central
  let writtenAt = -Infinity
  /** @type {{ entry: Stored, until: number }[]} */
  const caches = []
  return (place) => ({
    get(done) {
      world.metrics.storeReads += 1
      const isHot = world.now < (caches[place]?.until ?? -Infinity)
      world.later(isHot ? world.latencies.kvHot : world.latencies.kvCold, () => {
        if (!isHot) caches[place] = { entry: central, until: world.now + kv.cacheTtl }
        done(caches[place].entry)
      })
    },
    put(entry) {
      if (world.now < writtenAt + kv.secondsBetweenWrites) return
      writtenAt = world.now
      world.metrics.storeWrites += 1
      world.later(world.latencies.kvCold, () => {
        central = entry
        caches[place] = { entry, until: world.now + kv.cacheTtl }
      })
    }
  })
}
