/**
 * mulberry32: what a seed repeats.
 * @param {number} seed
 */
export function dice(seed) {
  let state = seed | 0
  const roll = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    roll,
    /** @param {number} probability */
    chance: (probability) => roll() < probability,
    /** @template T @param {readonly T[]} list @returns {T} */
    pick: (list) => list[Math.floor(roll() * list.length)],
    /** @param {number} least @param {number} most */
    between: (least, most) => least + roll() * (most - least)
  }
}
