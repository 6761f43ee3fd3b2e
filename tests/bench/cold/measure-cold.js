import { Failure } from '../../../tools/lib/command.js'
import { red, say, step } from '../../../tools/lib/steps.js'
import { makeFixture } from '../fixtures.js'
import { shuffled } from '../workload.js'
import { takingPartCold, tokenCount } from './contestants.js'
import { launchPages, launchWorkers } from './pages.js'
import { launchProcesses } from './processes.js'
import { summarizeCold } from './summary.js'
import { launchWorkerd } from './workerd.js'

/** @import { Fixture } from '../fixtures.js' */
/** @import { Runtime } from '../runtimes.js' */
/** @import { ColdCase, ColdRow } from './contestants.js' */
/** @import { ColdResults } from './results-cold.js' */
/** @import { Sample } from './summary.js' */

/**
 * @typedef {object} Launcher starts cold, again and again
 * @property {string} version of the runtime
 * @property {(row: ColdRow) => Promise<string[]>} gate wrong verdicts
 * @property {() => Promise<void>} [beginRound]
 * @property {(row: ColdRow) => Promise<Sample>} run
 * @property {() => Promise<void>} close
 */

/**
 * @typedef {object} Place
 * @property {string} id
 * @property {string} label
 * @property {Runtime} runtime
 * @property {(runtime: Runtime, fixture: Fixture) => Promise<Launcher>} launch
 * @property {boolean} [outside] timed from outside: what an empty Worker takes is subtracted
 */

/** @typedef {Record<string, Sample[]>} Samples by contestant, then by round */

/** @typedef {Record<string, Record<string, Samples>>} ColdSamples by place, then by case */

/**
 * @param {readonly Runtime[]} selected
 * @returns {Place[]}
 */
export function placesOf(selected) {
  return selected.flatMap((runtime) => {
    const { id, label, kind } = runtime
    if (kind === 'process') return [{ id, label, runtime, launch: launchProcesses }]
    if (kind === 'workerd') return [{ id, label, runtime, launch: launchWorkerd, outside: true }]
    return [
      { id, label: `${label}, page`, runtime, launch: launchPages },
      { id: `${id}-worker`, label: `${label}, worker`, runtime, launch: launchWorkers }
    ]
  })
}

/**
 * @param {readonly Place[]} places
 * @param {readonly ColdCase[]} cases
 * @param {ColdResults} results gets one entry for each place
 * @returns {Promise<ColdSamples>}
 */
export async function measureCold(places, cases, results) {
  const fixtures = await step('Keys and tokens', () =>
    Object.fromEntries(cases.map(({ id, fixture }) => [id, makeFixture(fixture, tokenCount)]))
  )
  /** @type {ColdSamples} */
  const all = {}
  for (const place of places) {
    for (const which of cases) {
      try {
        await step(`${place.label}: ${which.title}`, () => measureCase(place, which, fixtures[which.id], results, all))
      } catch (error) {
        if (error instanceof Failure) throw error
        const reason = /** @type {Error} */ (error).message
        results.absent[`${place.label}, ${which.title}`] = reason.split('\n')[0]
        say(red(reason))
      }
    }
  }
  return all
}

/**
 * @param {Place} place
 * @param {ColdCase} which
 * @param {Fixture} fixture
 * @param {ColdResults} results
 * @param {ColdSamples} all
 */
async function measureCase(place, which, fixture, results, all) {
  const { present, missing } = takingPartCold(place.runtime.id, which)
  const launcher = await place.launch(place.runtime, fixture)
  try {
    await checkVerdicts(place, launcher, present)
    const samples = await runRounds(launcher, present, results.rounds)
    const empty = place.outside ? samples.empty : []
    const rows = Object.entries(samples).map(([id, each]) => [id, summarizeCold(each, id === 'empty' ? [] : empty)])
    const { id, label, outside = false } = place
    let report = results.places.find((each) => each.id === id)
    if (!report) results.places.push((report = { id, label, version: launcher.version, outside, cases: {} }))
    report.cases[which.id] = { rows: Object.fromEntries(rows), missing }
    all[id] = { ...all[id], [which.id]: samples }
  } finally {
    await launcher.close()
  }
}

/**
 * @param {Place} place
 * @param {Launcher} launcher
 * @param {readonly ColdRow[]} rows
 */
async function checkVerdicts({ label }, launcher, rows) {
  const failures = []
  for (const row of rows) if (row.libraries) failures.push(...(await launcher.gate(row)))
  if (failures.length === 0) return
  throw new Failure(`${label}:\n  ${failures.join('\n  ')}`, 'nothing is timed that decides wrongly: correct it')
}

/**
 * @param {Launcher} launcher
 * @param {readonly ColdRow[]} rows
 * @param {number} rounds
 * @returns {Promise<Samples>}
 */
async function runRounds(launcher, rows, rounds) {
  /** @type {Samples} */
  const samples = Object.fromEntries(rows.map(({ id }) => [id, []]))
  // The first round only brings the files into the page cache.
  for (let round = -1; round < rounds; round++) {
    await launcher.beginRound?.()
    for (const row of shuffled(rows)) {
      const sample = await launcher.run(row)
      if (round >= 0) samples[row.id].push(sample)
    }
  }
  return samples
}
