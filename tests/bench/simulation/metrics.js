/** @import { Version } from './authorization-server.js' */
/** @import { Request } from './world.js' */

/** @typedef {'no' | 'store' | 'fetch'} Waited what a request waited for, at most */

/**
 * @typedef {object} Result of one contestant in one scenario
 * @property {string} id
 * @property {number} requests
 * @property {number} accepted
 * @property {number} madeUp requests whose key id nobody has
 * @property {number} fetches
 * @property {number} notModified of these, answered by 304
 * @property {number} fetchesPerHour
 * @property {number} storeReads
 * @property {number} storeWrites
 * @property {number} waited share of the requests that waited for a fetch
 * @property {number} waitedForStore share of those that waited for the store alone
 * @property {number} p99 seconds that a request waited, at the 99th percentile
 * @property {number} p999 the same at the 99.9th
 * @property {number} refused good tokens that were refused
 * @property {number} refusedShare
 * @property {number} staleMedian seconds that a withdrawn key still served somewhere, median of the rotations
 * @property {number} staleMax
 * @property {number} refusedAfterRotation good tokens that were refused because their key was not known
 */

const BUCKET = 0.001
const BUCKETS = 10_000

export class Metrics {
  requests = 0
  accepted = 0
  acceptedMadeUp = 0
  madeUp = 0
  fetches = 0
  notModified = 0
  storeReads = 0
  storeWrites = 0
  refused = 0
  refusedAfterRotation = 0
  /** @type {{ no: number, store: number, fetch: number }} */
  waits = { no: 0, store: 0, fetch: 0 }
  #waitTimes = new Uint32Array(BUCKETS + 1)
  /** @type {number[]} */
  #stale

  /** @param {number} rotations */
  constructor(rotations) {
    this.#stale = Array(rotations).fill(0)
  }

  /**
   * @param {Request} request
   * @param {number} now
   * @param {Version | undefined} version the set that decided; none: the keys could not be had
   * @param {Waited} waited
   * @returns {boolean} whether the token was accepted
   */
  decide({ at, kid, isMadeUp }, now, version, waited) {
    const accepted = version !== undefined && version.kids.has(kid)
    this.requests += 1
    this.waits[waited] += 1
    this.#waitTimes[Math.min(Math.round((now - at) / BUCKET), BUCKETS)] += 1
    if (accepted) this.accepted += 1
    if (isMadeUp) this.madeUp += 1
    if (isMadeUp && accepted) this.acceptedMadeUp += 1
    if (!isMadeUp && !accepted) this.#refuse(version)
    if (version !== undefined && now > version.outdatedFrom) this.#trust(version, now)
    return accepted
  }

  /** @param {Version | undefined} version */
  #refuse(version) {
    this.refused += 1
    if (version !== undefined) this.refusedAfterRotation += 1
  }

  /** @param {Version} version @param {number} now */
  #trust({ kids, rotation, outdatedFrom }, now) {
    // A set of two keys is outdated by the end of its own rotation, a set of one by that of the next.
    const index = kids.size === 2 ? rotation : rotation + 1
    this.#stale[index] = Math.max(this.#stale[index] ?? 0, now - outdatedFrom)
  }

  /** @param {string} id @param {number} duration @returns {Result} */
  result(id, duration) {
    const stale = [...this.#stale].sort((a, b) => a - b)
    return {
      id,
      requests: this.requests,
      accepted: this.accepted,
      madeUp: this.madeUp,
      fetches: this.fetches,
      notModified: this.notModified,
      fetchesPerHour: this.fetches / (duration / 3600),
      storeReads: this.storeReads,
      storeWrites: this.storeWrites,
      waited: this.waits.fetch / this.requests,
      waitedForStore: this.waits.store / this.requests,
      p99: this.#quantile(0.99),
      p999: this.#quantile(0.999),
      refused: this.refused,
      refusedShare: this.refused / (this.requests - this.madeUp),
      staleMedian: median(stale),
      staleMax: stale.at(-1) ?? 0,
      refusedAfterRotation: this.refusedAfterRotation
    }
  }

  /** @param {number} share */
  #quantile(share) {
    let rest = share * this.requests
    const bucket = this.#waitTimes.findIndex((count) => (rest -= count) <= 0)
    return Number((bucket * BUCKET).toFixed(3))
  }
}

/** @param {readonly number[]} sorted */
function median(sorted) {
  if (sorted.length === 0) return 0
  const half = sorted.length / 2
  return sorted.length % 2 === 1 ? sorted[Math.floor(half)] : (sorted[half - 1] + sorted[half]) / 2
}
