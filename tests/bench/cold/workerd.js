// Cold starts of workerd: a fresh process each time, timed from outside, because inside a request its clock stands still.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { root } from '../../../tools/lib/command.js'
import { bundle, versionOf } from '../bundle.js'
import { workDirectory } from '../runtimes.js'
import { segments } from './contestants.js'
import { cpuOf } from './cpu-time.js'

/** @import { Fixture } from '../fixtures.js' */
/** @import { ColdRow } from './contestants.js' */
/** @import { Launcher } from './measure-cold.js' */
/** @import { Sample } from './summary.js' */

const program = join(root, 'node_modules/workerd/bin/workerd')
const modules = ['assay.wasm', 'assay-relaxed.wasm', 'assay-ec.wasm']
const limitMs = 30_000

/** A Worker loads what it imports, and no more. */
const config = (/** @type {string} */ script) => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")]
);
const worker :Workerd.Worker = (
  modules = [
    (name = "worker.js", esModule = embed "worker.js"),
${modules
  .filter((name) => script.includes(`./${name}`))
  .map((name) => `    (name = "${name}", wasm = embed "${name}"),`)
  .join('\n')}
  ],
  compatibilityDate = "2026-04-01",
  compatibilityFlags = ["nodejs_compat"]
);
`

/**
 * @param {import('../runtimes.js').Runtime} _runtime
 * @param {Fixture} fixture
 * @returns {Promise<Launcher>}
 */
export async function launchWorkerd(_runtime, fixture) {
  const { tokens, refused: _refused, ...policy } = fixture
  const batches = inBatches(tokens)
  /** @type {Map<string, Promise<string>>} */
  const written = new Map()
  const configOf = (/** @type {ColdRow} */ { id, libraries }, /** @type {string} */ kind) => {
    const key = `${id}-${kind}`
    if (!written.has(key)) written.set(key, writeWorker(key, libraries?.workerd ?? null, kind, policy))
    return /** @type {Promise<string>} */ (written.get(key))
  }
  return {
    version: versionOf('workerd'),
    gate: async (row) =>
      withWorkerd(await configOf(row, 'gate'), async ({ ask }) =>
        JSON.parse(await ask('/', JSON.stringify({ label: row.label, fixture })))
      ),
    run: async (row) => {
      const whole = await withWorkerd(await configOf(row, 'run'), (worker) => timeRequests(worker, batches))
      const phases = await withWorkerd(await configOf(row, 'run'), (worker) => timePhases(worker, batches[0]))
      return { ...whole, marks: { ...whole.marks, ...phases } }
    },
    close: async () => undefined
  }
}

/**
 * @param {readonly string[]} tokens
 * @returns {string[]} bodies of requests
 */
function inBatches(tokens) {
  let from = 0
  return segments.map((count) => JSON.stringify(tokens.slice(from, (from += count))))
}

/**
 * @param {string} name
 * @param {string | null} library
 * @param {string} kind run or gate
 * @param {object} policy
 * @returns {Promise<string>} the path of the configuration
 */
async function writeWorker(name, library, kind, policy) {
  const load = library ? `() => import('./cold/libraries/${library}.js')` : 'null'
  const imported = library ? `import * as library from './cold/libraries/${library}.js'` : 'const library = null'
  const contents = {
    gate: `import { makeGate } from './cold/worker-gate.js'\nexport default makeGate(${load})`,
    run: `${imported}\nimport { makeWorker } from './cold/worker.js'\nexport default await makeWorker(library, ${JSON.stringify(policy)})`
  }[kind]
  const script = await bundle({
    contents: /** @type {string} */ (contents),
    platform: 'browser', // as wrangler does
    conditions: ['workerd', 'worker', 'browser']
  })
  const directory = join(workDirectory, 'cold/workerd', name)
  mkdirSync(directory, { recursive: true })
  writeFileSync(join(directory, 'worker.js'), script)
  for (const each of modules) copyFileSync(join(root, 'dist', each), join(directory, each))
  writeFileSync(join(directory, 'config.capnp'), config(script))
  return join(directory, 'config.capnp')
}

/** @typedef {{ ask: (path: string, body: string) => Promise<string>, pid: number, started: number, listening: number }} Worker */

/**
 * @template T
 * @param {string} path of a configuration
 * @param {(worker: Worker) => Promise<T>} use
 * @returns {Promise<T>}
 */
async function withWorkerd(path, use) {
  const started = performance.now()
  const child = spawn(program, ['serve', '--control-fd=3', path], { stdio: ['ignore', 'inherit', 'inherit', 'pipe'] })
  const control = /** @type {import('node:stream').Readable} */ (child.stdio[3])
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  try {
    const [line] = await once(control, 'data', { signal: AbortSignal.timeout(limitMs) })
    const { port } = JSON.parse(String(line).split('\n')[0])
    const listening = performance.now()
    const ask = (/** @type {string} */ url, /** @type {string} */ body) => post({ agent, port, path: url }, body)
    return await use({ ask, pid: /** @type {number} */ (child.pid), started, listening })
  } finally {
    agent.destroy()
    const ended = once(child, 'exit')
    if (child.kill('SIGKILL')) await ended
  }
}

/**
 * @param {import('node:http').RequestOptions} options
 * @param {string} body
 * @returns {Promise<string>}
 */
async function post(options, body) {
  const outgoing = request({ ...options, host: '127.0.0.1', method: 'POST' })
  outgoing.end(body)
  const [response] = await once(outgoing, 'response')
  const answer = await text(response)
  if (response.statusCode !== 200)
    throw new Error(`the Worker answered ${response.statusCode}: ${answer.slice(0, 500)}`)
  return answer
}

/**
 * @param {Worker} worker
 * @param {readonly string[]} batches
 * @returns {Promise<Sample>}
 */
async function timeRequests({ ask, pid, started, listening }, batches) {
  const totals = []
  const marks = { import: listening - started, toFirst: 0, wall: 0, cpu: 0, cpuOfAll: 0 }
  for (const body of batches) {
    const begin = performance.now()
    await ask('/verify', body)
    const end = performance.now()
    totals.push(end - begin)
    if (totals.length === 1) Object.assign(marks, { toFirst: end - begin, wall: end - started, cpu: cpuOf(pid) })
  }
  marks.cpuOfAll = cpuOf(pid)
  return { marks, totals, each: totals.map((ms, at) => ms / segments[at]) }
}

/**
 * Another process, where what comes before the first token has a request of its own.
 * @param {Worker} worker
 * @param {string} body
 */
async function timePhases({ ask }, body) {
  const begin = performance.now()
  await ask('/prepare', '')
  const prepared = performance.now()
  await ask('/verify', body)
  return { prepare: prepared - begin, first: performance.now() - prepared }
}
