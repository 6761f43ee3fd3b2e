/** @typedef {{ at: number, order: number, run: () => void }} Task */

/** What is to happen later, in virtual time: a heap. What is due at the same time happens in the order of its planning. */
export class Schedule {
  /** @type {Task[]} */
  #heap = []
  #order = 0

  /** @returns {number} when the next is due; Infinity where there is none */
  get next() {
    return this.#heap[0]?.at ?? Infinity
  }

  /**
   * @param {number} at
   * @param {() => void} run
   */
  add(at, run) {
    const heap = this.#heap
    heap.push({ at, order: this.#order++, run })
    let index = heap.length - 1
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (!isBefore(heap[index], heap[parent])) return
      swap(heap, index, parent)
      index = parent
    }
  }

  /** @returns {Task} the next */
  take() {
    const heap = this.#heap
    swap(heap, 0, heap.length - 1)
    const task = /** @type {Task} */ (heap.pop())
    let index = 0
    for (;;) {
      const [left, right] = [2 * index + 1, 2 * index + 2]
      let first = index
      if (left < heap.length && isBefore(heap[left], heap[first])) first = left
      if (right < heap.length && isBefore(heap[right], heap[first])) first = right
      if (first === index) return task
      swap(heap, index, first)
      index = first
    }
  }
}

/** @param {Task} a @param {Task} b */
const isBefore = (a, b) => a.at < b.at || (a.at === b.at && a.order < b.order)

/** @param {Task[]} heap @param {number} a @param {number} b */
function swap(heap, a, b) {
  const held = heap[a]
  heap[a] = heap[b]
  heap[b] = held
}
