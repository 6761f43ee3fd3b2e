// npm test: sets up what is missing, then runs every check, one stage after the other. A failed stage does not stop the
// rest, so that one run reports everything. Each stage's output is in build/logs/<stage>.log. A stage may take as long as
// it needs; it is ended when it has printed nothing for ten minutes. The summary names what was skipped, and why.

import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { run } from './lib/run.js'
import { collectSkips } from './lib/skips.js'
import { quickStages, stages } from './lib/stages.js'
import { elapsed, green, headline, red, say, table } from './lib/steps.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const logs = join(root, 'build/logs')
const silenceLimitMs = 10 * 60_000

const help = `npm test                       every stage
npm test -- --quick            what tells most in two minutes, with warm builds: for the loop of work
npm test -- --only js,e2e      these stages; with --quick, the quick part of them
npm test -- --list             the names of the stages
npm test -- --help             this text`

/** @typedef {import('./lib/stages.js').Stage} Stage */
/** @typedef {{ failure: string | null, skips: string[] }} Outcome */
/** @typedef {Outcome & { title: string, time: string }} Result */

/** @returns {Promise<number>} the exit code */
async function main() {
  const flag = /** @type {const} */ ({ type: 'boolean', default: false })
  const { values } = parseArgs({ options: { only: { type: 'string' }, quick: flag, list: flag, help: flag } })
  if (values.help) {
    say(help)
    return 0
  }
  const all = stages(root)
  if (values.list) {
    for (const { id, title } of all) say(`${id.padEnd(10)} ${title}`)
    return 0
  }
  const wanted = select(all, values.only)
  const { selected, omitted } = values.quick ? quickStages(wanted) : { selected: wanted, omitted: [] }
  /** @type {Map<string, Result>} */
  const results = new Map()
  results.set('setup', await measure('Set-up', prepare))
  if (!results.get('setup')?.failure) {
    for (const stage of selected) {
      results.set(stage.id, await measure(stage.title, () => runStage(stage, results)))
    }
  }
  const exitCode = summarize([...results.values()])
  if (omitted.length > 0) say(`\nLeft out by --quick:\n${omitted.map((each) => `  ${each}`).join('\n')}`)
  return exitCode
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

/** @returns {Promise<Outcome>} */
async function prepare() {
  const { setup } = await import('./setup.js')
  await setup({ parts: ['npm', 'emscripten', 'sources', 'native', 'chromium', 'firefox', 'redis'] })
  return { failure: null, skips: [] }
}

/**
 * @param {Stage} stage
 * @param {Map<string, Result>} results
 * @returns {Promise<Outcome>}
 */
async function runStage({ id, needs, commands }, results) {
  if (needs && results.get(needs)?.failure) return { failure: `not run: "${needs}" failed`, skips: [] }
  const log = join(logs, `${id}.log`)
  rmSync(log, { force: true })
  const skips = collectSkips()
  for (const command of commands()) {
    const failure = await run(command, { cwd: root, log, silenceMs: silenceLimitMs, onLine: skips.read })
    if (failure) return { failure: `${failure}; see build/logs/${id}.log`, skips: skips.found() }
  }
  return { failure: null, skips: skips.found() }
}

/**
 * @param {string} title
 * @param {() => Promise<Outcome>} action
 * @returns {Promise<Result>}
 */
async function measure(title, action) {
  const start = performance.now()
  headline(title)
  /** @type {Outcome} */
  let outcome
  try {
    outcome = await action()
  } catch (error) {
    const { message, hint } = /** @type {Error & { hint?: string }} */ (error)
    outcome = { failure: hint ? `${message}. What to do: ${hint}` : message, skips: [] }
  }
  const { failure } = outcome
  const time = elapsed(start)
  say(failure ? red(`✗ ${title}: ${failure} (${time})`) : green(`✓ ${title} (${time})`))
  return { ...outcome, title, time }
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
  const skips = new Set(results.flatMap((result) => result.skips))
  if (skips.size > 0) say(`\nSkipped:\n${[...skips].map((skip) => `  ${skip}`).join('\n')}`)
  const failed = results.filter(({ failure }) => failure).length
  const left = skips.size > 0 ? `, ${skips.size} skipped` : ''
  say(`\n${results.length - failed} passed, ${failed} failed${left}`)
  return failed > 0 ? 1 : 0
}

try {
  process.exitCode = await main()
} catch (error) {
  say(red(/** @type {Error} */ (error).message))
  process.exitCode = 2
}
