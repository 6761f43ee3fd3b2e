/** What within() rejects with where the time is up. */
export const TIME_IS_UP = Object.freeze(new Error('There was no answer in time'))

/**
 * A race, not a signal alone: an action that ignores the signal must not delay the caller.
 * @template T
 * @param {number} seconds
 * @param {() => T | Promise<T>} action
 * @param {AbortSignal} [signal]
 * @returns {Promise<T>} rejected where the action throws or takes longer, or where the signal is aborted
 */
export async function within(seconds, action, signal) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer
  const timeUp = new Promise((_, reject) => {
    timer = setTimeout(reject, seconds * 1000, TIME_IS_UP)
    signal?.addEventListener('abort', () => reject(TIME_IS_UP))
  })
  try {
    return await /** @type {Promise<T>} */ (Promise.race([action(), timeUp]))
  } finally {
    clearTimeout(timer)
  }
}
