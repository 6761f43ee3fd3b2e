// Writes dist/entry: what package.json exports, each entry with all that it imports. A process that imports the package
// so reads three files instead of fifty: each costs half a millisecond of its cold start. Part of `npm run build`.
//
// The code is not minified: it is the sources' own, one behind the other. What entries share is in files of its own, so
// that AssayError is the same class for all of them.

import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { basename, isAbsolute, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root } from './lib/command.js'
import { putFile } from './lib/put-file.js'
import { requireEntry, requireTargets } from './lib/require-entries.js'
import { distStamp } from './stamp-wasm.js'

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
 * @returns {Promise<string>} the same without comments: the types are in dist/types, and each cold start would read them
 */
async function withoutComments(text) {
  const { transform } = await import('esbuild')
  const { code } = await transform(text, { target: 'es2022', legalComments: 'none' })
  const stripped = code.replace(/^[ \t]*\/\*\*[^]*?\*\/\n/gm, '') // esbuild leaves JSDoc inside of classes
  const [before, after] = await Promise.all(
    [text, stripped].map((each) => transform(each, { minifyWhitespace: true, legalComments: 'none' }))
  )
  if (before.code !== after.code) throw new Error('what was taken out of a file of dist/entry was more than comments')
  return stripped
}

/**
 * @param {readonly string[]} from ids of modules
 * @param {import('rollup').GetModuleInfo} getModuleInfo
 * @returns {Set<string>} these and all that they import, however far
 */
function reachable(from, getModuleInfo) {
  const found = new Set(from)
  for (const id of found) for (const imported of getModuleInfo(id)?.importedIds ?? []) found.add(imported)
  return found
}

/**
 * What makes a verifier is three files: what lintJwks shares with it, what the guards and others do, and the rest. One file
 * for all would be quicker to load, but bundlers keep of a file what may have side effects, so that they would take half
 * of it for lintJwks alone.
 * @param {string} id of a module
 * @param {import('rollup').ManualChunkMeta} meta
 * @returns {string | undefined} the file it goes to, where Rollup shall not decide
 */
function fileOf(id, { getModuleInfo }) {
  const reaches = (/** @type {string[]} */ sources) =>
    reachable(
      sources.map((source) => join(root, source)),
      getModuleInfo
    ).has(id)
  const { lint, ...others } = entries()
  if (!reaches([lint, 'js/verifier/index.js', 'js/core/index.js'])) return undefined
  if (reaches([lint])) return id.startsWith(join(root, 'js/lint/')) ? undefined : 'shared'
  const sources = Object.values(others).filter((source) => !/^js\/(entry|cli)\//.test(source))
  return reaches(sources) ? 'options' : 'verifier'
}

/** @returns {import('rollup').Plugin} writes into js/core/build-stamp.js which dist/*.wasm the code belongs to */
function ownStamp() {
  const pattern = /(?<=^const OWN = )undefined$/m
  return {
    name: 'own-stamp',
    transform(code, id) {
      if (id !== join(root, 'js/core/build-stamp.js')) return null
      if (!pattern.test(code)) throw new Error('js/core/build-stamp.js has no place for the stamp')
      return { code: code.replace(pattern, JSON.stringify(distStamp()) ?? 'undefined'), map: null }
    }
  }
}

export async function bundleEntries() {
  const { rollup } = await import('rollup')
  const bundle = await rollup({
    input: Object.fromEntries(Object.entries(entries()).map(([name, source]) => [name, join(root, source)])),
    external: (id) => (!id.startsWith('.') && !isAbsolute(id)) || id.endsWith('.wasm') || id.includes('/dist/'),
    makeAbsoluteExternalsRelative: false,
    plugins: [ownStamp()],
    treeshake: { moduleSideEffects: false },
    onwarn: (warning) => {
      throw new Error(warning.message)
    }
  })
  const { output } = await bundle.generate({
    format: 'es',
    chunkFileNames: 'shared-[hash].js',
    entryFileNames: '[name].js',
    manualChunks: fileOf,
    hoistTransitiveImports: false,
    hashCharacters: 'base36',
    generatedCode: 'es2015'
  })
  /** @type {{ [name: string]: string }} */
  const files = {}
  for (const { specifier, file } of requireTargets()) files[basename(file)] = requireEntry(specifier, file)
  for (const file of output) {
    if (file.type === 'chunk') files[file.fileName] = await withoutComments(file.code)
  }
  replaceEntries(files)
}

/**
 * Replaces file by file what has changed, the entries behind what they import: another process may be reading.
 * @param {{ [name: string]: string }} files
 */
function replaceEntries(files) {
  const directory = join(root, target)
  mkdirSync(directory, { recursive: true })
  const shared = (/** @type {string} */ name) => Number(name.startsWith('shared-'))
  const names = Object.keys(files).sort((a, b) => shared(b) - shared(a))
  for (const name of names) putFile(join(directory, name), files[name], join(root, 'dist'))
  for (const name of readdirSync(directory).filter((each) => !(each in files))) rmSync(join(directory, name))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleEntries()
