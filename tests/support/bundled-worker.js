// Runs a Worker with its npm packages on the real workerd: one module by esbuild, as wrangler makes it.

import { readFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { root } from './package-exports.js'

/**
 * @param {object} options
 * @param {string} options.entry the Worker's main module
 * @param {Record<string, string>} options.env its variables
 * @param {number} [options.port]
 * @param {object} [options.more] of Miniflare's own options
 * @returns {Promise<import('./worker.js').RunningWorker>}
 */
export async function startBundledWorker({ entry, env, port = 0, more = {} }) {
  const { Miniflare } = await import('miniflare')
  /** @type {string[]} */
  const log = []
  const wasm = ['assay-relaxed.wasm', 'assay-ec.wasm'].map(async (path) => ({
    type: /** @type {const} */ ('CompiledWasm'),
    path,
    contents: await readFile(resolve(root, 'dist', path))
  }))
  const miniflare = new Miniflare({
    host: '127.0.0.1',
    port,
    cf: false,
    modules: [
      { type: 'ESModule', path: 'worker.js', contents: await bundleWorker(resolve(root, entry)) },
      ...(await Promise.all(wasm))
    ],
    compatibilityDate: '2026-04-01',
    bindings: env,
    ...more,
    handleRuntimeStdio: (stdout, stderr) => {
      for (const stream of [stdout, stderr]) stream.on('data', (chunk) => log.push(String(chunk)))
    }
  })
  const { origin: url } = await miniflare.ready.catch(async (error) => {
    // What has begun keeps the process alive.
    await miniflare.dispose().catch(() => {})
    throw error
  })
  return { url, fetch: (path = '/', init) => fetch(new URL(path, url), init), log, close: () => miniflare.dispose() }
}

/** @param {string} entry @returns {Promise<string>} */
async function bundleWorker(entry) {
  const { build } = await import('esbuild')
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    logLevel: 'silent',
    conditions: ['workerd', 'worker'],
    external: ['node:*', 'cloudflare:*'],
    plugins: [
      {
        name: 'wasm',
        setup: ({ onResolve }) =>
          onResolve({ filter: /\.wasm$/ }, ({ path }) => ({ path: `./${basename(path)}`, external: true }))
      }
    ]
  })
  return outputFiles[0].text
}
