// npm run test:runtimes: the package, as installed from its tarball, through one suite on every runtime.
//
//   npm run test:runtimes                        all of them; writes results.json and the table of docs/reference/runtimes.md where all is green
//   npm run test:runtimes -- --only deno,webkit  these runtimes
//   npm run test:runtimes -- --no-build          dist/ as it is
//   npm run test:runtimes -- --no-record         writes nothing (npm test)
//
// What a runtime needs is installed: by apt, and by npm in tests/bench/runtimes. The table is printed at the end. A cell
// that is neither green nor left out for a stated reason fails it, and so does a runtime that doesn't run.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildWasm } from '../../tools/build.js'
import { generate } from '../../tools/generate.js'
import { Failure, root, runMain } from '../../tools/lib/command.js'
import { green, say, saySkipped, step } from '../../tools/lib/steps.js'
import { installSystemPackages } from '../../tools/lib/system-packages.js'
import { setup } from '../../tools/setup.js'
import { installRuntimes, runtimes as binaries } from '../bench/runtimes.js'
import { makeFixture } from './fixture.js'
import { startKeyServer } from './key-server.js'
import { makeProject } from './project.js'
import { faultsOf, gapsOf, resultsOf, showFaults, showTable } from './report.js'
import { runtimes, whyNot } from './runtimes.js'
import { testNames } from './suite.js'

/** @import { Report } from './report.js' */
/** @import { Place, Runtime } from './runtimes.js' */

/** A runtime says nothing while it runs. Less than the silence that ends the stage: what hangs is reported by its name. */
const limitMs = 8 * 60_000

/**
 * @param {readonly Runtime[]} selected
 * @param {Map<string, string>} failures of their installation, by id
 * @returns {Promise<Report[]>}
 */
async function runAll(selected, failures) {
  const project = await step('The tarball, installed in a new project', makeProject)
  const keys = await startKeyServer(makeFixture())
  try {
    /** @type {Report[]} */
    const reports = []
    for (const runtime of selected) {
      const failure = failures.get(runtime.id)
      if (failure !== undefined) reports.push({ runtime, failure })
      else reports.push(await runOne(runtime, { directory: project.directory, base: keys.url, id: runtime.id }))
    }
    return reports
  } finally {
    await keys.close()
    await project.close()
  }
}

/**
 * @param {Runtime} runtime
 * @param {Omit<Place, 'signal'>} place
 * @returns {Promise<Report>}
 */
async function runOne(runtime, place) {
  const absent = whyNot(runtime)
  if (absent !== undefined) return { runtime, absent }
  try {
    const signal = AbortSignal.timeout(limitMs)
    return { runtime, result: await step(runtime.label, () => runtime.run({ ...place, signal })) }
  } catch (error) {
    return { runtime, failure: String(/** @type {Error} */ (error).message ?? error) }
  }
}

/** @param {string | undefined} only */
function select(only) {
  if (only === undefined) return runtimes
  const ids = only.split(',').map((id) => id.trim())
  const unknown = ids.filter((id) => !runtimes.some((runtime) => runtime.id === id))
  const hint = `the runtimes are ${runtimes.map(({ id }) => id).join(', ')}`
  if (unknown.length > 0) throw new Failure(`no runtime ${unknown.join(', ')}`, hint)
  return runtimes.filter(({ id }) => ids.includes(id))
}

/**
 * Installs what is missing. What cannot be installed keeps no other runtime from running.
 * @param {readonly Runtime[]} selected
 * @returns {Promise<Map<string, string>>} why a runtime is not there, by its id
 */
async function install(selected) {
  /** @type {Map<string, string>} */
  const failures = new Map()
  const here = selected.filter((runtime) => whyNot(runtime) === undefined)
  const attempt = async (/** @type {Runtime[]} */ concerned, /** @type {() => Promise<void>} */ action) => {
    try {
      await action()
    } catch (error) {
      const { message, hint } = /** @type {Failure} */ (error)
      for (const { id } of concerned) failures.set(id, `it could not be installed: ${message}; ${hint}`)
    }
  }
  for (const part of new Set(here.flatMap(({ systemPackages = [] }) => systemPackages))) {
    const concerned = here.filter(({ systemPackages }) => systemPackages?.includes(part))
    await attempt(concerned, () => installSystemPackages([part]))
  }
  const processes = here.filter(({ binary }) => binary !== undefined && binary !== 'node20')
  await attempt(processes, () => installRuntimes(binaries.filter(({ id }) => processes.some((each) => each.id === id))))
  return failures
}

/** @param {Report[]} reports */
async function record(reports) {
  writeFileSync(join(root, 'tests/conformance/results.json'), `${JSON.stringify(resultsOf(reports), null, 2)}\n`)
  await generate()
  say('Written: tests/conformance/results.json, and the table of docs/reference/runtimes.md')
}

await runMain(async () => {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, 'no-build': { type: 'boolean' }, 'no-record': { type: 'boolean' } }
  })
  const selected = select(values.only)
  await setup({ parts: ['npm'], quiet: true })
  if (!values['no-build']) await buildWasm()
  const reports = await runAll(selected, await install(selected))
  say(`\n${showTable(reports)}\n`)
  for (const { what, why } of gapsOf(reports)) saySkipped(what, why)
  const faults = faultsOf(reports, selected)
  if (faults.length > 0) throw new Failure(showFaults(faults), 'run one alone: npm run test:runtimes -- --only ID')
  const absent = reports.filter((report) => report.absent !== undefined)
  const left = absent.length === 0 ? '' : `; ${absent.length} cannot run here`
  say(
    green(
      `\nAll green: ${testNames.length} tests on ${reports.length - absent.length} of ${runtimes.length} runtimes${left}`
    )
  )
  if (selected === runtimes && absent.length === 0 && !values['no-record']) await record(reports)
})
