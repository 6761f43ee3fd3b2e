import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../../tools/lib/command.js'
import { bundle, librariesSource, versionOf } from '../bundle.js'
import { rows } from '../contestants.js'
import { median } from '../statistics.js'
import { measure } from '../workload.js'

/** @import { Job, JobResult, RuntimeResult } from '../run-cases.js' */
/** @import { Settings } from '../workload.js' */

/** A request takes about a millisecond, give or take a few tenths: a batch has to be much longer, and they are fewer. */
const longer = 20
const fewer = 5

/** So many empty batches tell, by their median, what a request costs beside the verifications. */
const emptyBatches = 15

/**
 * @param {import('../runtimes.js').Runtime} _runtime
 * @param {Job} job
 * @returns {Promise<RuntimeResult>}
 */
export async function runInWorkerd(_runtime, { cases, fixtures, settings }) {
  const miniflare = await startWorker()
  /** @type {JobResult} */
  const result = { cases: {}, failures: [] }
  try {
    const { origin } = await miniflare.ready
    for (const which of cases) {
      const { ready, missing, failures } = await ask(origin, which.id, fixtures[which.fixture])
      result.failures.push(...failures)
      if (result.failures.length > 0) break
      const samples = await measureFromOutside(origin, ready, settings)
      result.cases[which.id] = { samples, missing }
    }
  } finally {
    await miniflare.dispose()
  }
  return { ...result, version: versionOf('workerd') }
}

/**
 * @param {string} origin
 * @param {string[]} ids
 * @param {Settings} settings
 */
function measureFromOutside(origin, ids, settings) {
  const contestants = ids.map((id) => ({ id, overheads: /** @type {number[]} */ ([]) }))
  /** @type {(id: string, count: number, empty: boolean) => Promise<number>} */
  const time = async (id, count, empty) => {
    const body = JSON.stringify({ id, count, empty })
    const begin = performance.now()
    await (await fetch(`${origin}/run`, { method: 'POST', body })).text()
    return performance.now() - begin
  }
  const { rounds, batchMs, warmupMs } = settings
  const outside = { rounds: Math.ceil(rounds / fewer), batchMs: batchMs * longer, warmupMs: warmupMs * 2 }
  return measure(contestants, outside, async ({ id, overheads }, count) => {
    overheads.push(await time(id, count, true))
    if (overheads.length > emptyBatches) overheads.shift()
    return Math.max(0, (await time(id, count, false)) - median(overheads))
  })
}

/**
 * @param {string} origin
 * @param {string} path
 * @param {unknown} body
 * @returns {Promise<{ ready: string[], missing: Record<string, string>, failures: string[] }>}
 */
async function ask(origin, path, body) {
  const response = await fetch(`${origin}/${path}`, { method: 'POST', body: JSON.stringify(body) })
  const text = await response.text()
  if (!response.ok) throw new Error(`the Worker answered ${response.status}: ${text.slice(0, 500)}`)
  return JSON.parse(text)
}

async function startWorker() {
  const { Miniflare } = await import('miniflare')
  const names = [...new Set(rows.map(({ library }) => library))]
  const contents = await bundle({
    contents: `import { makeWorker } from './runners/worker.js'\nexport default makeWorker(${librariesSource(names)})`,
    platform: 'browser', // as wrangler does
    conditions: ['workerd', 'worker', 'browser'],
    // What the CommonJS libraries require of Node comes from workerd's own compatibility layer.
    banner: "import { createRequire } from 'node:module'; const require = createRequire('/worker.js');"
  })
  return new Miniflare({
    host: '127.0.0.1',
    port: 0,
    cf: false, // no look-up of the request's properties on the network
    modules: [
      { type: 'ESModule', path: 'worker.js', contents },
      ...['assay-relaxed.wasm', 'assay-ec.wasm'].map((path) => ({
        type: /** @type {const} */ ('CompiledWasm'),
        path,
        contents: readFileSync(join(root, 'dist', path))
      }))
    ],
    compatibilityDate: '2026-04-01',
    compatibilityFlags: ['nodejs_compat']
  })
}
