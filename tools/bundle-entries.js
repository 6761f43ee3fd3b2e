// Writes dist/entry: what package.json exports, each entry with all that it imports. A process that imports the package
// so reads two files instead of fifty, which took longer than the first verification. Part of `npm run build`.
//
// The code is not minified: it is the sources' own, one behind the other. What entries share is in files of its own, so
// that AssayError is the same class for all of them.

import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root } from './lib/command.js'

/** An entry is as deep in dist as it is in js: it finds the .wasm at the same place. */
const target = 'dist/entry'

/**
 * @param {string} name of an entry
 * @returns {string} its source
 */
function sourceOf(name) {
  const candidates = ['entry', 'adapters', 'keys'].map((room) => `js/${room}/${name}.js`)
  candidates.push(`js/${name}/index.js`, `js/${name}/main.js`)
  const found = candidates.find((path) => existsSync(join(root, path)))
  if (found === undefined) throw new Error(`package.json exports ${target}/${name}.js, which has no source in js`)
  return found
}

/**
 * @param {unknown} exported a part of package.json's exports
 * @returns {string[]} the files in it
 */
function filesIn(exported) {
  if (typeof exported === 'string') return [exported]
  return Object.values(/** @type {object} */ (exported)).flatMap(filesIn)
}

/** @returns {{ [name: string]: string }} entry -> source */
export function entries() {
  const { exports, bin = {} } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const pattern = new RegExp(`^(?:\\./)?${target}/([\\w-]+)\\.js$`)
  const exported = filesIn([exports, bin]).flatMap((file) => pattern.exec(file)?.[1] ?? [])
  // An entry of its own, so that it gets a file of its own: bundlers leave out whole files that nobody uses.
  const names = [...exported, 'lint']
  return Object.fromEntries([...new Set(names)].map((name) => [name, sourceOf(name)]))
}

/**
 * @param {string} text
 * @returns {string} the same without imports of nothing, which keep an order of side effects that there are none of, and
 *   of which esbuild warns whoever bundles the package
 */
function withoutBareImports(text) {
  return text.replace(/^import "\.\/shared-\w+\.js";\n/gm, '')
}

/**
 * @param {string} text
 * @returns {Promise<string>} the same without JSDoc, which esbuild keeps inside of classes: the types are in dist/types, and
 *   each cold start would read it
 */
async function withoutDocs(text) {
  const { transform } = await import('esbuild')
  const stripped = text.replace(/^[ \t]*\/\*\*[^]*?\*\/\n/gm, '')
  const [before, after] = await Promise.all(
    [text, stripped].map((each) => transform(each, { minifyWhitespace: true, legalComments: 'none' }))
  )
  if (before.code !== after.code) throw new Error('what was taken out of a file of dist/entry was more than comments')
  return stripped
}

export async function bundleEntries() {
  const { build } = await import('esbuild')
  rmSync(join(root, target), { recursive: true, force: true })
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: entries(),
    outdir: target,
    chunkNames: 'shared-[hash]',
    bundle: true,
    write: false,
    splitting: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    logLevel: 'warning',
    packages: 'external',
    external: ['../../dist/*', 'node:*', 'cloudflare:*']
  })
  mkdirSync(join(root, target), { recursive: true })
  for (const { path, text } of outputFiles) writeFileSync(path, await withoutDocs(withoutBareImports(text)))
  copyFileSync(join(root, 'js/entry/require.cjs'), join(root, target, 'require.cjs'))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleEntries()
