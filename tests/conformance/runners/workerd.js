import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startWranglerDev, wranglerCommand, wranglerEnvironment } from '../../support/wrangler.js'
import { bundleMain } from './bundle.js'

/** @import { Place, Result } from '../runtimes.js' */

const compatibilityDate = '2026-04-01'

/**
 * The real workerd, started by miniflare.
 * @param {Place} place
 * @returns {Promise<Result>}
 */
export async function runInMiniflare({ directory, ...place }) {
  const { Miniflare } = await import('miniflare')
  const conditions = ['workerd', 'worker', 'browser']
  const contents = await bundleMain(
    join(directory, 'mains/worker.js'),
    conditions,
    (file) => `export { default } from './${file}'`
  )
  const modules = ['assay.wasm', 'assay-relaxed.wasm', 'assay-ec.wasm'].map(async (path) => ({
    type: /** @type {const} */ ('CompiledWasm'),
    path,
    contents: await readFile(join(directory, 'node_modules/assay-jwt/dist', path))
  }))
  const miniflare = new Miniflare({
    host: '127.0.0.1',
    port: 0,
    cf: false, // no look-up of the request's properties on the network
    modules: [{ type: 'ESModule', path: 'worker.js', contents }, ...(await Promise.all(modules))],
    compatibilityDate
  })
  try {
    return { version: await workerdVersion(), ...(await askFor((await miniflare.ready).origin, place)) }
  } finally {
    await miniflare.dispose()
  }
}

/**
 * workerd again, but bundled and served by `wrangler dev`.
 * @param {Place} place
 * @returns {Promise<Result>}
 */
export async function runInWrangler({ directory, ...place }) {
  const configuration = `name = "conformance"\nmain = "mains/worker.js"\ncompatibility_date = "${compatibilityDate}"\n`
  await writeFile(join(directory, 'wrangler.toml'), configuration)
  const [program, ...args] = wranglerCommand
  const { stdout } = await promisify(execFile)(program, [...args, '--version'], { env: wranglerEnvironment(directory) })
  const wrangler = await startWranglerDev(directory)
  try {
    return { version: `${stdout.trim()}, workerd ${await workerdVersion()}`, ...(await askFor(wrangler.url, place)) }
  } finally {
    await wrangler.close()
  }
}

/** @returns {Promise<string>} as the binary itself says */
async function workerdVersion() {
  const { default: workerd } = createRequire(import.meta.url)('workerd')
  const { stdout } = await promisify(execFile)(workerd, ['--version'])
  return stdout.trim().replace(/^workerd /, '')
}

/**
 * @param {string} origin
 * @param {Omit<Place, 'directory'>} place
 * @returns {Promise<Pick<Result, 'rows'>>}
 */
export async function askFor(origin, { base, id, signal }) {
  const response = await fetch(`${origin}/?${new URLSearchParams({ base, id })}`, { signal })
  const text = await response.text()
  if (!response.ok) throw new Error(`the Worker answered ${response.status}: ${text.slice(0, 1000)}`)
  return JSON.parse(text)
}
