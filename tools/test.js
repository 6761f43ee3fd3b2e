// npm test: what is missing is set up, then every check runs, one stage after the other. A failed stage
// doesn't stop the rest, so that one run reports everything. Each stage's output is in build/logs/<stage>.log.
//
//   npm test                       all of it
//   npm test -- --only js,e2e      these stages
//   npm test -- --list             their names

import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { run } from './lib/run.js'
import { stages } from './lib/stages.js'
import { elapsed, green, headline, red, say, table } from './lib/steps.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const logs = join(root, 'build/logs')
const stageLimitMs = 20 * 60_000

/** @typedef {import('./lib/stages.js').Stage} Stage */
/** @typedef {{ title: string, failure: string | null, time: string }} Result */

/** @returns {Promise<number>} the exit code */
async function main() {
  const { values } = parseArgs({ options: { only: { type: 'string' }, list: { type: 'boolean' } } })
  const all = stages(root)
  if (values.list) {
    for (const { id, title } of all) say(`${id.padEnd(10)} ${title}`)
    return 0
  }
  const selected = select(all, values.only)
  /** @type {Map<string, Result>} */
  const results = new Map()
  results.set('setup', await measure('Set-up', prepare))
  if (!results.get('setup')?.failure) {
    for (const stage of selected) {
      results.set(stage.id, await measure(stage.title, () => runStage(stage, results)))
    }
  }
  return summarize([...results.values()])
}

/**
 * @param {Stage[]} all
 * @param {string | undefined} only
 * @returns {Stage[]}
 */
function select(all, only) {
  if (only === undefined) return all
  const ids = only.split(',').map((id) => id.trim())
  const unknown = ids.filter((id) => !all.some((stage) => stage.id === id))
  if (unknown.length > 0) throw new Error(`no stage ${unknown.join(', ')}; --list shows them`)
  return all.filter(({ id }) => ids.includes(id))
}

/** @returns {Promise<string | null>} */
async function prepare() {
  const { setup } = await import('./setup.js')
  await setup({ parts: ['npm', 'emscripten', 'sources', 'native', 'chromium', 'firefox'] })
  return null
}

/**
 * @param {Stage} stage
 * @param {Map<string, Result>} results
 * @returns {Promise<string | null>}
 */
async function runStage({ id, needs, commands }, results) {
  if (needs && results.get(needs)?.failure) return `not run: "${needs}" failed`
  const log = join(logs, `${id}.log`)
  rmSync(log, { force: true })
  for (const command of commands()) {
    const failure = await run(command, { cwd: root, log, timeoutMs: stageLimitMs })
    if (failure) return `${failure}; see build/logs/${id}.log`
  }
  return null
}

/**
 * @param {string} title
 * @param {() => Promise<string | null>} action
 * @returns {Promise<Result>}
 */
async function measure(title, action) {
  const start = performance.now()
  headline(title)
  let failure
  try {
    failure = await action()
  } catch (error) {
    const { message, hint } = /** @type {Error & { hint?: string }} */ (error)
    failure = hint ? `${message}. What to do: ${hint}` : message
  }
  const time = elapsed(start)
  say(failure ? red(`✗ ${title}: ${failure} (${time})`) : green(`✓ ${title} (${time})`))
  return { title, failure, time }
}

/**
 * @param {Result[]} results
 * @returns {number}
 */
function summarize(results) {
  headline('Summary')
  const rows = results.map(({ title, failure, time }) => [
    title,
    failure ? '✗ failed' : '✓ passed',
    time,
    failure ?? ''
  ])
  say(table(['stage', 'result', 'time', ''], rows))
  const failed = results.filter(({ failure }) => failure).length
  say(`\n${results.length - failed} passed, ${failed} failed`)
  return failed > 0 ? 1 : 0
}

try {
  process.exitCode = await main()
} catch (error) {
  say(red(/** @type {Error} */ (error).message))
  process.exitCode = 2
}
