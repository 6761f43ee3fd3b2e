// Runs a Worker's own source files on the real workerd, without a bundler: the module list is
// found by walking the imports, and 'assay-jwt' is resolved by package.json's export map under
// the condition "workerd", as wrangler does.

import { readFile } from 'node:fs/promises'
import { dirname, extname, relative, resolve } from 'node:path'
import { resolvePackage, root } from './package-exports.js'

export const exampleWorker = resolve(root, 'examples/cloudflare-worker/worker.js')

/** @typedef {{ type: 'ESModule' | 'CompiledWasm', path: string, contents?: string }} WorkerModule */

/**
 * @typedef {object} RunningWorker
 * @property {string} url
 * @property {(path?: string, init?: RequestInit) => Promise<Response>} fetch over HTTP, as any client would
 * @property {string[]} log what workerd wrote to its output
 * @property {() => Promise<void>} close
 */

/**
 * @param {object} options
 * @param {string} [options.entry] the Worker's main module
 * @param {Record<string, string>} options.env its variables
 * @returns {Promise<RunningWorker>}
 */
export async function startWorker({ entry = exampleWorker, env }) {
  const { Miniflare } = await import('miniflare')
  /** @type {string[]} */
  const log = []
  const miniflare = new Miniflare({
    host: '127.0.0.1',
    port: 0,
    cf: false, // no look-up of the request's properties on the network
    modulesRoot: root,
    modules: await collectModules(entry),
    compatibilityDate: '2026-04-01',
    bindings: env,
    handleRuntimeStdio: (stdout, stderr) => {
      for (const stream of [stdout, stderr]) stream.on('data', (chunk) => log.push(String(chunk)))
    }
  })
  try {
    const url = (await miniflare.ready).origin
    return {
      url,
      fetch: (path = '/', init) => fetch(new URL(path, url), init),
      log,
      close: () => miniflare.dispose()
    }
  } catch (error) {
    await miniflare.dispose().catch(() => {})
    throw new Error(`workerd did not start the Worker\n${log.join('')}`, { cause: error })
  }
}

/**
 * @param {string} entry
 * @returns {Promise<WorkerModule[]>} the entry first, then all it imports
 */
export async function collectModules(entry) {
  const { default: typescript } = await import('typescript')
  /** @type {Map<string, WorkerModule>} */
  const modules = new Map()
  const queue = [entry]
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    if (modules.has(path)) continue
    if (extname(path) === '.wasm') {
      modules.set(path, { type: 'CompiledWasm', path })
      continue
    }
    const contents = await readFile(path, 'utf8')
    modules.set(path, { type: 'ESModule', path, contents })
    for (const { fileName } of typescript.preProcessFile(contents).importedFiles) {
      if (isBuiltIn(fileName)) continue
      if (isRelative(fileName)) queue.push(resolve(dirname(path), fileName))
      else queue.push(await addPackageAlias(modules, dirname(path), fileName))
    }
  }
  return [...modules.values()]
}

/** @param {string} specifier */
const isBuiltIn = (specifier) => /^(cloudflare|node):/.test(specifier)

/** @param {string} specifier */
const isRelative = (specifier) => /^\.{1,2}\//.test(specifier)

/**
 * workerd resolves a bare specifier beside the importing module. A module of that name stands
 * there and hands on the package's entry.
 * @param {Map<string, WorkerModule>} modules
 * @param {string} directory
 * @param {string} specifier
 */
async function addPackageAlias(modules, directory, specifier) {
  const target = await resolvePackage(specifier, ['workerd', 'worker', 'import'])
  const path = resolve(directory, specifier)
  const from = relative(dirname(path), target)
  modules.set(path, {
    type: 'ESModule',
    path,
    contents: `export * from ${JSON.stringify(from.startsWith('.') ? from : `./${from}`)}\n`
  })
  return target
}
