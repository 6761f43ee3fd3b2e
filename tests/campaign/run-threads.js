import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

/** @import { Outcome } from './campaign.js' */

const THREADS = 2

/**
 * Runs schedules in several threads.
 * @param {{ schedules: number, seed: number, say: (line: string) => void }} options schedule i has the seed `seed` + i
 * @returns {Promise<Outcome>}
 */
export async function runThreads({ schedules, seed, say }) {
  say(`${schedules} schedules, seed ${seed}`)
  let done = 0
  const share = Math.ceil(schedules / THREADS)
  const shares = Array.from({ length: THREADS }, (_, index) => ({
    seed: seed + index * share,
    schedules: Math.min(share, schedules - index * share)
  }))
  const outcomes = await Promise.all(
    shares.map((workerData) =>
      runThread(workerData, (count) => {
        done += count
        say(`${done} schedules`)
      })
    )
  )
  const total = outcomes.reduce(join)
  const verdicts = Object.entries(total.verdicts).sort(([, a], [, b]) => b - a)
  say(`${total.calls} calls, ${total.fetches} fetches`)
  say(`verdicts: ${verdicts.map(([verdict, count]) => `${verdict} ${count}`).join(', ')}`)
  say(`longest standstill ${total.standstill.toFixed(1)} ms, most clock readings in a turn ${total.readings}`)
  for (const fault of total.faults.slice(0, 20)) say(`✗ ${fault}`)
  return total
}

/**
 * @param {{ seed: number, schedules: number }} workerData
 * @param {(count: number) => void} onDone
 * @returns {Promise<Outcome>}
 */
async function runThread(workerData, onDone) {
  const worker = new Worker(new URL('campaign.js', import.meta.url), { workerData })
  /** @type {Outcome | undefined} */
  let outcome
  worker.on('message', (message) => {
    if (message.done) onDone(message.done)
    else ({ outcome } = message)
  })
  const [code] = await once(worker, 'exit')
  if (outcome === undefined) throw new Error(`a thread ended with ${code}, and without an outcome`)
  return outcome
}

/** @param {Outcome} a @param {Outcome} b @returns {Outcome} */
function join(a, b) {
  const verdicts = { ...a.verdicts }
  for (const verdict in b.verdicts) verdicts[verdict] = (verdicts[verdict] ?? 0) + b.verdicts[verdict]
  return {
    ...{ schedules: a.schedules + b.schedules, calls: a.calls + b.calls, fetches: a.fetches + b.fetches, verdicts },
    faults: [...a.faults, ...b.faults],
    standstill: Math.max(a.standstill, b.standstill),
    readings: Math.max(a.readings, b.readings)
  }
}
