// npm run bench -- --cold: from nothing to the first verdict, and on until each library is as fast as it gets.

import { writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { Failure, root } from '../../../tools/lib/command.js'
import { say } from '../../../tools/lib/steps.js'
import { installSystemPackages } from '../../../tools/lib/system-packages.js'
import { showGoals } from '../report.js'
import { resultsDirectory, writeJson } from '../results.js'
import { installRuntimes, runtimes } from '../runtimes.js'
import { coldCases } from './contestants.js'
import { judgeCold } from './goals-cold.js'
import { measureCold, placesOf } from './measure-cold.js'
import { drawColdPicture } from './picture-cold.js'
import { showCold } from './report-cold.js'
import { newColdResults } from './results-cold.js'

const ids = ['workerd', 'node20', 'node22', 'node24', 'node26', 'chromium', 'firefox']

/** @param {{ runtimes?: string, cases?: string, quick: boolean }} options */
export async function runCold({ runtimes: names, cases: caseNames, quick }) {
  const wanted = choose(names, ids, 'runtime')
  const selected = runtimes.filter(({ id }) => wanted.includes(id))
  const wantedCases = choose(
    caseNames,
    coldCases.map(({ id }) => id),
    'case'
  )
  await installSystemPackages(selected.flatMap(({ systemPackages }) => systemPackages ?? []))
  await installRuntimes(selected)
  const results = newColdResults(quick)
  const { cpu, cores, load } = results.machine
  say(`${cpu}, ${cores} cores, load average ${load}; ${results.rounds} rounds`)
  const cases = coldCases.filter(({ id }) => wantedCases.includes(id))
  const samples = await measureCold(placesOf(selected), cases, results)
  results.goals = judgeCold(samples, results)
  showCold(results)
  showGoals(results.goals)
  const isComplete =
    !quick && names === undefined && caseNames === undefined && Object.keys(results.absent).length === 0
  const directory = resultsDirectory(isComplete)
  await writeJson(directory, 'results-cold.json', results)
  writeFileSync(join(directory, 'cold.svg'), drawColdPicture(results))
  say(`\nWritten: results-cold.json and cold.svg in ${relative(root, directory)}`)
}

/**
 * @param {string | undefined} list
 * @param {readonly string[]} known
 * @param {string} what
 * @returns {readonly string[]}
 */
function choose(list, known, what) {
  if (list === undefined) return known
  const names = list.split(',').map((name) => name.trim())
  const unknown = names.filter((name) => !known.includes(name))
  if (unknown.length > 0)
    throw new Failure(`no ${what} ${unknown.join(', ')}`, `with --cold there are ${known.join(', ')}`)
  return names
}
