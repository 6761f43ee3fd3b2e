/** @import { WaitUntil } from './key-source.js' */

/**
 * Waits until work ends, or until a timer fires. A lost attempt never ends, so the timer always limits the wait.
 * @param {number} milliseconds
 * @param {Promise<unknown>} [work] never rejected
 * @returns {Promise<void>}
 */
export function pause(milliseconds, work) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    work?.then(() => {
      clearTimeout(timer)
      resolve()
    })
  })
}

/**
 * Hands work to the runtime, which keeps it alive after the response.
 * @param {Promise<unknown>} work never rejected
 * @param {WaitUntil | undefined} waitUntil
 * @param {boolean} sharesPromises whether the work goes on after the request that started it
 * @returns {Promise<unknown> | undefined} the work, where the caller must await it because nothing else keeps it alive
 */
export function runInBackground(work, waitUntil, sharesPromises) {
  try {
    if (waitUntil) waitUntil(work)
    return waitUntil || sharesPromises ? undefined : work
  } catch {
    return work
  }
}
