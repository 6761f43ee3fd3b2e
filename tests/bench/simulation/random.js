/**
 * mulberry32: numbers from 0 to 1 that a seed repeats.
 * @param {number} seed
 * @returns {() => number}
 */
export function dice(seed) {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/**
 * @param {() => number} random
 * @param {number} mean
 * @returns {number} exponentially distributed: the time between two events of a Poisson process
 */
export function exponential(random, mean) {
  return -Math.log(1 - random()) * mean
}
