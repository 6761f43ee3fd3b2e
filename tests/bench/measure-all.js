import { Failure } from '../../tools/lib/command.js'
import { red, say, step } from '../../tools/lib/steps.js'
import { makeFixtures } from './fixtures.js'
import { measureFreshProcesses } from './fresh-process.js'
import { showRuntime } from './report.js'
import { runInPage } from './runners/page.js'
import { runInProcess } from './runners/process.js'
import { runInWorkerd } from './runners/workerd.js'
import { summarize } from './statistics.js'

/** @import { Case } from './contestants.js' */
/** @import { Fixtures } from './fixtures.js' */
/** @import { Measurements } from './goals.js' */
/** @import { Results, RuntimeReport } from './results.js' */
/** @import { Job, RuntimeResult } from './run-cases.js' */
/** @import { Runtime } from './runtimes.js' */

/** What the ratios are to. */
const reference = 'assay-sync'

// A batch is short, so that most of them fit between two interruptions by other processes.
const settings = {
  full: { rounds: 200, batchMs: 3, warmupMs: 400, processes: 25 },
  quick: { rounds: 40, batchMs: 2, warmupMs: 100, processes: 5 }
}

/** @type {Record<Runtime['kind'], (runtime: Runtime, job: Job) => Promise<RuntimeResult>>} */
const runners = { process: runInProcess, workerd: runInWorkerd, page: runInPage }

/**
 * @param {readonly Runtime[]} selected
 * @param {readonly Case[]} cases
 * @param {Results} results gets one entry for each runtime
 * @returns {Promise<Measurements>}
 */
export async function measureAll(selected, cases, results) {
  const chosen = results.quick ? settings.quick : settings.full
  const fixtures = await step('Keys and tokens', () => makeFixtures([...new Set(cases.map(({ fixture }) => fixture))]))
  /** @type {Measurements} */
  const measurements = { runtimes: {}, fresh: {}, sizes: [] }
  for (const runtime of selected) {
    const job = { runtime: runtime.id, cases, fixtures, settings: chosen }
    const result = await run(runtime, job, results)
    if (result === null) continue
    measurements.runtimes[runtime.id] = result.cases
    const report = makeReport(runtime, result)
    if (runtime.id.startsWith('node') && fixtures['2048']) {
      report.fresh = await measureFresh(runtime, fixtures, chosen.processes, measurements)
    }
    results.runtimes.push(report)
    showRuntime(report)
  }
  return measurements
}

/**
 * @param {Runtime} runtime
 * @param {Job} job
 * @param {Results} results
 * @returns {Promise<RuntimeResult | null>} null: it can't be had here
 */
async function run(runtime, job, results) {
  let result
  try {
    result = await step(runtime.label, () => runners[runtime.kind](runtime, job))
  } catch (error) {
    const reason = /** @type {Error} */ (error).message
    results.absent[runtime.label] = reason.split('\n')[0]
    say(red(reason))
    return null
  }
  const wrong = [...result.failures]
  for (const { missing } of Object.values(result.cases)) {
    if (missing[reference]) wrong.push(`assay-jwt doesn't work: ${missing[reference]}`)
  }
  if (wrong.length > 0) {
    const hint = 'nothing is timed that decides wrongly: correct it, or give the reason in tests/bench/contestants.js'
    throw new Failure(`${runtime.label}:\n  ${wrong.join('\n  ')}`, hint)
  }
  return result
}

/**
 * @param {Runtime} runtime
 * @param {RuntimeResult} result
 * @returns {RuntimeReport}
 */
function makeReport({ id, label }, { version, cases: measured }) {
  const summaries = Object.entries(measured).map(([which, { samples, missing }]) => [
    which,
    { rows: summarize(samples, reference), missing }
  ])
  return { id, label, version, cases: Object.fromEntries(summaries) }
}

/**
 * @param {Runtime} runtime
 * @param {Fixtures} fixtures
 * @param {number} rounds
 * @param {Measurements} measurements
 */
async function measureFresh(runtime, fixtures, rounds, measurements) {
  const { inProcess, wall } = await step(`${runtime.label}: fresh processes`, () =>
    measureFreshProcesses(runtime, fixtures['2048'], rounds)
  )
  measurements.fresh[runtime.id] = inProcess
  return { inProcess: summarize(inProcess, reference), wall: summarize(wall, reference) }
}
