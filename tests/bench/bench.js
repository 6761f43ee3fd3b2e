// npm run bench: assay-jwt beside the libraries that it would replace, on every runtime.
//
//   npm run bench                                         all of it; replaces results.json and bench.svg
//   npm run bench -- --cases curves                       elliptic curves; replaces results-curves.json and curves.svg
//   npm run bench -- --runtimes node20,workerd --quick    these runtimes, short; results in build/bench/
//   npm run bench -- --cases rsa,es256                     these cases: rsa, curves, or ids of contestants.js
//   npm run bench -- --soak 5000000                       memory over that many verifications
//   npm run bench -- --cold                               cold starts; replaces results-cold.json and cold.svg
//   npm run bench -- --native                             in C++; replaces results-native.json and native.svg
//   npm run bench -- --no-build                           dist/ as it is
//
// It fails when a library, ours included, gives a wrong verdict. A time fails nothing.

import { writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { buildWasm } from '../../tools/build.js'
import { Failure, root, runMain } from '../../tools/lib/command.js'
import { say, step } from '../../tools/lib/steps.js'
import { installSystemPackages } from '../../tools/lib/system-packages.js'
import { setup } from '../../tools/setup.js'
import { runCold } from './cold/bench-cold.js'
import { caseGroups, cases } from './contestants.js'
import { judge } from './goals.js'
import { measureAll } from './measure-all.js'
import { runNative } from './native/bench-native.js'
import { drawPicture } from './picture.js'
import { showCases, showFreshProcesses, showGoals, showSizes } from './report.js'
import { newResults, resultsDirectory, writeJson } from './results.js'
import { installRuntimes, runtimes } from './runtimes.js'
import { measureSizes } from './sizes.js'
import { runSoak } from './soak.js'

/** @import { Results } from './results.js' */

/** What a run writes, and what is shown of it. @typedef {{ numbers: string, picture: string }} FileNames */

const ALL_CASES = { numbers: 'results.json', picture: 'bench.svg' }
const CURVES = { numbers: 'results-curves.json', picture: 'curves.svg' }

/** @param {string | undefined} chosen @returns {FileNames | undefined} undefined: a part that is not published */
const fileNames = (chosen) => (chosen === undefined ? ALL_CASES : chosen === 'curves' ? CURVES : undefined)

const help = `npm run bench                        every case; about twenty minutes
npm run bench -- --runtimes a,b      these runtimes: ${runtimes.map(({ id }) => id).join(', ')}
npm run bench -- --cases a,b         these cases: ${Object.keys(caseGroups).join(', ')}, ${cases.map(({ id }) => id).join(', ')}
npm run bench -- --quick             fewer samples; leaves the published results alone
npm run bench -- --soak 5000000      memory over that many verifications
npm run bench -- --cold              cold starts: from nothing to the first verdict, and on to the steady state; takes
                                     --runtimes (all but deno and bun), --cases (rs256, es256) and --quick
npm run bench -- --native            the native library beside those of C and C++; takes --quick, and
                                     --jwt-verify-lib DIRECTORY, which has that library too
npm run bench -- --no-build          dist/ as it is
npm run bench -- --help              this text`

async function main() {
  const options = readOptions()
  if (options.help) return say(help)
  const selected = options.cold ? [] : select(options.runtimes)
  const chosen = options.cold ? [] : selectCases(options.cases)
  await setup({ parts: ['npm'], quiet: true })
  if (options.cold) return startCold(options)
  if (options.native) return runNative(options)
  if (!options['no-build']) await buildWasm({ targets: ['all', 'rsa-operation', 'rsa-operation-relaxed'] })
  if (options.soak !== undefined) return runSoak(Number(options.soak))
  await installSystemPackages(selected.flatMap(({ systemPackages }) => systemPackages ?? []))
  await installRuntimes(selected)
  const results = newResults(options.quick)
  sayMachine(results)
  const measurements = await measureAll(selected, chosen, results)
  results.sizes = measurements.sizes = await step('Sizes', measureSizes)
  results.goals = judge(measurements, runtimes)
  showCases(results)
  showFreshProcesses(results)
  showSizes(results.sizes)
  showGoals(results.goals)
  const names = fileNames(options.cases)
  const isWhole = !options.quick && options.runtimes === undefined && names !== undefined
  const isComplete = isWhole && Object.keys(results.absent).length === 0
  await save(results, resultsDirectory(isComplete), names ?? ALL_CASES)
}

/** @param {{ runtimes?: string, cases?: string, quick: boolean, 'no-build': boolean }} options */
async function startCold(options) {
  if (!options['no-build']) await buildWasm({ targets: ['all'] })
  await runCold(options)
}

function readOptions() {
  try {
    return parseArgs({
      options: {
        runtimes: { type: 'string' },
        quick: { type: 'boolean', default: false },
        cases: { type: 'string' },
        soak: { type: 'string' },
        cold: { type: 'boolean', default: false },
        native: { type: 'boolean', default: false },
        'jwt-verify-lib': { type: 'string' },
        help: { type: 'boolean', default: false },
        'no-build': { type: 'boolean', default: false }
      }
    }).values
  } catch (error) {
    throw new Failure(/** @type {Error} */ (error).message, help)
  }
}

/** @param {string | undefined} list */
function select(list) {
  if (list === undefined) return runtimes.filter(({ optional }) => !optional)
  const ids = list.split(',').map((id) => id.trim())
  const unknown = ids.filter((id) => !runtimes.some((runtime) => runtime.id === id))
  const known = runtimes.map(({ id }) => id).join(', ')
  if (unknown.length > 0) throw new Failure(`no runtime ${unknown.join(', ')}`, `there are ${known}`)
  return runtimes.filter(({ id }) => ids.includes(id))
}

/** @param {string | undefined} list */
function selectCases(list) {
  if (list === undefined) return cases
  const names = list.split(',').map((name) => name.trim())
  const ids = names.flatMap((name) => caseGroups[name] ?? name)
  const unknown = ids.filter((id) => !cases.some((each) => each.id === id))
  const known = [...Object.keys(caseGroups), ...cases.map(({ id }) => id)].join(', ')
  if (unknown.length > 0) throw new Failure(`no case ${unknown.join(', ')}`, `there are ${known}`)
  return cases.filter(({ id }) => ids.includes(id))
}

/** @param {Results} results */
function sayMachine({ machine: { cpu, cores, load } }) {
  const warning = load > 0.5 ? ': other work disturbs what is measured, most of all what waits for another thread' : ''
  say(`${cpu}, ${cores} cores, load average ${load}${warning}`)
}

/**
 * @param {Results} results
 * @param {string} directory
 * @param {FileNames} names
 */
async function save(results, directory, { numbers, picture }) {
  await writeJson(directory, numbers, results)
  writeFileSync(join(directory, picture), drawPicture(results))
  say(`\nWritten: ${numbers} and ${picture} in ${relative(root, directory)}`)
}

await runMain(main)
