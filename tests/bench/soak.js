// Memory over millions of verifications: of the WebAssembly, and of the process.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Failure, runCommand } from '../../tools/lib/command.js'
import { headline, say } from '../../tools/lib/steps.js'
import { makeFixture } from './fixtures.js'
import { newResults, resultsDirectory, writeJson } from './results.js'
import { workDirectory } from './runtimes.js'

/** @typedef {import('./soak-child.js').Checkpoint} Checkpoint */

const child = fileURLToPath(new URL('soak-child.js', import.meta.url))

/** Until then the engine still compiles, and its heap finds its size. */
const settled = 100_000
const goal = 5_000_000

/** @param {number} count */
export async function runSoak(count) {
  if (!Number.isSafeInteger(count) || count < 1)
    throw new Failure('--soak takes a number of verifications', '--soak 5000000')
  mkdirSync(workDirectory, { recursive: true })
  const fixtureFile = join(workDirectory, 'soak-fixture.json')
  writeFileSync(fixtureFile, JSON.stringify(makeFixture('2048')))
  headline(`${count.toLocaleString('en')} verifications of tokens that no cache has, one in sixteen refused`)
  say(row(['verifications', 'seconds', 'WebAssembly', 'process', 'JavaScript heap', 'µs each']))
  /** @type {Checkpoint[]} */
  const checkpoints = []
  const log = join(workDirectory, 'soak.log')
  await runCommand([process.execPath, '--expose-gc', child, fixtureFile, String(count)], {
    log,
    hint: `a verdict was wrong, or the process ended early: see ${log}`,
    onLine: (line) => {
      checkpoints.push(JSON.parse(line))
      show(checkpoints)
    }
  })
  await conclude(checkpoints, count)
}

/** @param {string[]} cells */
const row = (cells) => cells.map((cell) => cell.padStart(15)).join('')

/** @param {number} bytes */
const inMB = (bytes) => Number((bytes / 1e6).toFixed(2))

/** @param {readonly Checkpoint[]} checkpoints the latest is shown */
function show(checkpoints) {
  const { done, seconds, rss, heap, wasm } = checkpoints[checkpoints.length - 1]
  const before = checkpoints.length > 1 ? checkpoints[checkpoints.length - 2] : { done: 0, seconds: 0 }
  const each = ((seconds - before.seconds) * 1e6) / (done - before.done)
  const megabytes = [wasm, rss, heap].map((bytes) => `${inMB(bytes).toFixed(2)} MB`)
  say(row([done.toLocaleString('en'), seconds.toFixed(1), ...megabytes, each.toFixed(1)]))
}

/**
 * @param {readonly Checkpoint[]} checkpoints
 * @param {number} count
 */
async function conclude(checkpoints, count) {
  const first = checkpoints.find(({ done }) => done >= settled)
  const last = checkpoints[checkpoints.length - 1]
  if (!first || first === last)
    return say(`\nToo few to judge: memory settles within the first ${settled.toLocaleString('en')}.`)
  const growthMB = inMB(last.rss - first.rss)
  const wasmGrowthMB = inMB(last.wasm - first.wasm)
  say(
    `\nFrom ${first.done.toLocaleString('en')} to ${last.done.toLocaleString('en')}: WebAssembly ${wasmGrowthMB} MB more, process ${growthMB} MB more.`
  )
  const { date, machine } = newResults(false)
  const complete = count >= goal
  await writeJson(resultsDirectory(complete), 'soak.json', { date, machine, growthMB, wasmGrowthMB, checkpoints })
}
