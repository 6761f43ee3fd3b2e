import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { bundleMain } from './bundle.js'

/** @import { Place, Result } from '../runtimes.js' */

/**
 * The edge runtime that Next.js runs on, with neither strings nor bytes to be made into code. The module is compiled
 * outside and handed in, as frameworks do: it is of another realm.
 * @param {Place} place
 * @returns {Promise<Result>}
 */
export async function runInEdgeRuntime({ directory, base, id, signal }) {
  const { EdgeRuntime } = await import('edge-runtime')
  const compiled = (/** @type {string} */ file) =>
    new WebAssembly.Module(readFileSync(join(directory, 'node_modules/assay-jwt/dist', file)))
  const wasm = { 'assay.wasm': compiled('assay.wasm'), 'assay-ec.wasm': compiled('assay-ec.wasm') }
  const conditions = ['edge-light', 'worker', 'browser']
  const runtime = new EdgeRuntime({
    initialCode: await bundleMain(
      join(directory, 'mains/edge.js'),
      conditions,
      (file) => `export default globalThis.wasm[${JSON.stringify(file)}]`
    ),
    codeGeneration: { strings: false, wasm: false },
    extend: (context) => Object.assign(context, { wasm })
  })
  const response = await runtime.dispatchFetch(`http://edge/?${new URLSearchParams({ base, id })}`, { signal })
  const { version } = createRequire(import.meta.url)('edge-runtime/package.json')
  return { version, ...(await response.json()) }
}
