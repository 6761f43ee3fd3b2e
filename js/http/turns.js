/** @typedef {{ running: number, waiting: Set<() => void> }} Queue */

/**
 * Lets no more in at once than may fail: bad tokens that come together are then as few as those that come one by one, and
 * good ones only wait for each other. Remembered are keys alone of which somebody is in.
 */
export class Turns {
  /** @type {Map<string, Queue>} */
  #queues = new Map()
  #roomFor

  /** @param {(key: string) => number} roomFor how many may be in at once; 0: all, for they are refused unread */
  constructor(roomFor) {
    this.#roomFor = roomFor
  }

  /** How many keys are remembered. */
  get size() {
    return this.#queues.size
  }

  /** @param {string} key @returns {Promise<() => void>} what to call at the end, once or more often */
  async enter(key) {
    const queue = this.#queues.get(key) ?? { running: 0, waiting: new Set() }
    this.#queues.set(key, queue)
    const turn = new Promise((resolve) => queue.waiting.add(() => resolve(undefined)))
    this.#letIn(key, queue)
    await turn
    let isIn = true
    return () => {
      if (!isIn) return
      isIn = false
      queue.running -= 1
      this.#letIn(key, queue)
    }
  }

  /** @param {string} key @param {Queue} queue */
  #letIn(key, queue) {
    const room = queue.waiting.size > 0 ? this.#roomFor(key) : 0
    for (const next of queue.waiting) {
      if (room > 0 && queue.running >= room) return
      queue.waiting.delete(next)
      queue.running += 1
      next()
    }
    if (queue.running === 0) this.#queues.delete(key)
  }
}
