import { existsSync, readFileSync } from 'node:fs'
import { builtinModules, createRequire } from 'node:module'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const benchDirectory = fileURLToPath(new URL('.', import.meta.url))

/**
 * @typedef {object} BundleOptions
 * @property {string} contents of the entry, whose relative imports start in tests/bench
 * @property {string[]} conditions of package.json's exports
 * @property {'browser' | 'node' | 'neutral'} platform
 * @property {boolean} [minify]
 * @property {string} [banner]
 */

/**
 * @param {BundleOptions} options
 * @returns {Promise<string>} one ES module. The .wasm stays outside, beside it for those who import it
 */
export async function bundle({ contents, conditions, platform, minify = false, banner = '' }) {
  const { build } = await import('esbuild')
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: benchDirectory, sourcefile: 'entry.js' },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'silent',
    platform,
    conditions,
    minify,
    banner: { js: banner },
    external: ['node:*', 'cloudflare:*', ...builtinModules],
    plugins: [{ name: 'wasm', setup: keepWasmOutside }]
  })
  return outputFiles[0].text
}

/** @param {import('esbuild').PluginBuild} build */
function keepWasmOutside(build) {
  build.onResolve({ filter: /\.wasm$/ }, ({ path }) => ({ path: `./${basename(path)}`, external: true }))
}

/**
 * @param {readonly string[]} names of modules in libraries/
 * @returns {string} the source of an object of their loaders
 */
export function librariesSource(names) {
  const loaders = names.map((name) => `${JSON.stringify(name)}: () => import('./libraries/${name}.js')`)
  return `{ ${loaders.join(', ')} }`
}

/**
 * @param {string} name
 * @returns {string} of an installed package
 */
export function versionOf(name) {
  const require = createRequire(import.meta.url)
  // Not every package exports its package.json, so that it is looked for where it lies.
  for (const directory of require.resolve.paths(name) ?? []) {
    const path = join(directory, name, 'package.json')
    if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')).version
  }
  throw new Error(`${name} is not installed`)
}
