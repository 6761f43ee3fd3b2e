// The campaign in one thread.

import { parentPort, workerData } from 'node:worker_threads'
import { Core } from '../../js/core/core.js'
import { runSchedule } from './schedule.js'
import { Watchdog } from './watchdog.js'

/** @typedef {{ schedules: number, calls: number, fetches: number, verdicts: { [verdict: string]: number }, faults: string[],
 *   standstill: number, readings: number }} Outcome `standstill`: the longest, in milliseconds of CPU time; `readings`: of
 *   the clock, most in one turn of the event loop */

/** Few, so that what they compute in one turn stays far below what the watchdog allows. */
const AT_ONCE = 12
/** What is compiled and prepared at the beginning is computing, too. */
const WARM_UP = 100
const SAY_EVERY = 1000

/**
 * @param {{ seed: number, schedules: number, say: (done: number) => void }} options
 * @returns {Promise<Outcome>}
 */
async function runCampaign({ seed, schedules, say }) {
  const watchdog = new Watchdog()
  watchCore(watchdog)
  /** @type {Outcome} */
  const total = { schedules: 0, calls: 0, fetches: 0, verdicts: {}, faults: [], standstill: 0, readings: 0 }
  let next = 0
  const work = async () => {
    while (next < schedules) {
      const { faults, calls, fetches, verdicts } = await runSchedule(seed + next++, watchdog)
      total.schedules += 1
      total.calls += calls
      total.fetches += fetches
      total.faults.push(...faults)
      for (const verdict in verdicts) total.verdicts[verdict] = (total.verdicts[verdict] ?? 0) + verdicts[verdict]
      if (total.schedules === WARM_UP) watchdog.forgive()
      if (total.schedules % SAY_EVERY === 0) say(SAY_EVERY)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  watchdog.stop()
  const { worst: standstill, mostReadings: readings } = watchdog
  return { ...total, faults: [...watchdog.faults, ...total.faults], standstill, readings }
}

/** What the core does is computing. @param {Watchdog} watchdog */
function watchCore(watchdog) {
  const { run } = Core.prototype
  Core.prototype.run = /** @type {any} */ (
    /** @this {Core} @param {Parameters<typeof run>} given */
    function (...given) {
      return watchdog.compute(() => run.apply(this, given))
    }
  )
}

const say = (/** @type {number} */ done) => parentPort?.postMessage({ done })
parentPort?.postMessage({ outcome: await runCampaign({ ...workerData, say }) })
