/** @import { Scenario } from './scenarios.js' */

/**
 * @typedef {object} Version of the JWK Set
 * @property {number} from
 * @property {string} etag
 * @property {ReadonlySet<string>} kids
 * @property {number} rotation the last one before it, counted from 0; -1: none
 * @property {number} outdatedFrom when a key that it has is withdrawn
 */

/** The keys over time: `kid 0` from the beginning, and one more with each rotation. */
export class AuthorizationServer {
  #scenario
  /** @type {number[]} when each key began to sign */
  #rotations = []
  /** @type {Version[]} from the newest to the oldest */
  #versions = []

  /** @param {Scenario} scenario */
  constructor(scenario) {
    this.#scenario = scenario
    const { duration, rotationEvery, overlap } = scenario
    this.#add(-Infinity, [0])
    for (let at = rotationEvery / 2; at < duration; at += rotationEvery) {
      this.#rotations.push(at)
      const key = this.#rotations.length
      this.#add(at, [key - 1, key])
      this.#add(at + overlap, [key])
    }
  }

  /** @param {number} from @param {number[]} keys */
  #add(from, keys) {
    const [last] = this.#versions
    // Each set that has two keys is outdated by the one that follows, which lacks the older of them.
    if (last?.kids.size === 2) last.outdatedFrom = from
    else if (last !== undefined) last.outdatedFrom = from + this.#scenario.overlap
    const kids = new Set(keys.map((key) => `kid ${key}`))
    const version = { from, etag: `"${from}"`, kids, rotation: this.#rotations.length - 1, outdatedFrom: Infinity }
    this.#versions.unshift(version)
  }

  /** @returns {number} how many rotations there are */
  get rotations() {
    return this.#rotations.length
  }

  /** @param {number} now @returns {Version} */
  versionAt(now) {
    return /** @type {Version} */ (this.#versions.find(({ from }) => from <= now))
  }

  /** @param {number} now @returns {string} the key id of what is signed now */
  signingKid(now) {
    return `kid ${this.#rotations.filter((at) => at <= now).length}`
  }

  /** @param {number} now */
  isDown(now) {
    return this.#scenario.outages.some(([from, to]) => now >= from && now < to)
  }
}
