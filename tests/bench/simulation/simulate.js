// npm run simulate: what a JWK Set cache costs and saves over a fleet of isolates, beside the habits of other libraries.
//
//   npm run simulate                 all scenarios; replaces results.json and simulation.svg
//   npm run simulate -- --quick      the same for a tenth of the isolates and requests; results in build/simulation/
//   npm run simulate -- --seed 2     other dice; results in build/simulation/

import { writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { Failure, root, runMain } from '../../../tools/lib/command.js'
import { say, step } from '../../../tools/lib/steps.js'
import { writeJson } from '../results.js'
import { contestants } from './contestants.js'
import { drawPicture } from './picture.js'
import { scenarios, smaller } from './scenarios.js'
import { showResults } from './table.js'
import { simulate } from './world.js'

/** @import { Scenario } from './scenarios.js' */
/** @import { SimulationResults } from './results.js' */

async function main() {
  const { quick, seed } = readOptions()
  /** @type {SimulationResults} */
  const results = { scenarios: [] }
  for (const scenario of scenarios) {
    const chosen = { ...(quick ? smaller(scenario) : scenario), seed }
    const found = await step(`Simulating ${chosen.title}`, () => runAll(chosen))
    results.scenarios.push({ ...chosen, results: found })
    say(showResults(found))
  }
  const directory = quick || seed !== 1 ? join(root, 'build/simulation') : join(root, 'tests/bench/simulation')
  await writeJson(directory, 'results.json', results)
  writeFileSync(join(directory, 'simulation.svg'), drawPicture(results))
  say(`Written to ${relative(root, directory)}: results.json, simulation.svg`)
}

/** @param {Scenario} scenario */
async function runAll(scenario) {
  const results = []
  for (const contestant of contestants) {
    results.push(simulate(scenario, contestant))
    // So that a long run can say that it is still at it.
    await new Promise((resolve) => setImmediate(resolve))
  }
  return results
}

function readOptions() {
  try {
    const options = {
      quick: { type: /** @type {const} */ ('boolean') },
      seed: { type: /** @type {const} */ ('string') }
    }
    const { quick = false, seed = '1' } = parseArgs({ options }).values
    if (!/^\d{1,9}$/.test(seed)) throw new Error('--seed takes a whole number')
    return { quick, seed: Number(seed) }
  } catch (error) {
    throw new Failure(/** @type {Error} */ (error).message, 'npm run simulate -- [--quick] [--seed N]')
  }
}

await runMain(main)
