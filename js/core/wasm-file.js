/** @import { CodeSource } from './lazy-code.js' */

/**
 * Where the files are, seen from here and from dist/entry. Written out, and within a call, so that tools that trace, copy or
 * bundle files find them. @type {{ readonly [name: string]: () => URL }}
 */
const places = {
  'assay.wasm': () => Object(new URL('../../dist/assay.wasm', import.meta.url)),
  'assay-relaxed.wasm': () => Object(new URL('../../dist/assay-relaxed.wasm', import.meta.url)),
  'assay-ec.wasm': () => Object(new URL('../../dist/assay-ec.wasm', import.meta.url))
}

/**
 * Compiles a .wasm when it is first needed: from beside this code, for a bundle and the files that were copied to it; from
 * where the package has it; or from the package where it is still installed above this code. Never from the directory where
 * a program runs, which may be anybody's, but for a bundle of Next.js 15, which knows its files by that alone.
 *
 * `import 'node:fs'` would take 2 ms of each cold start, because the names that it exports include what Node loads late; so
 * it does before Node 20.16 and 22.3, where ready() must come first.
 * @param {string} name of the file
 * @param {() => URL} [place] where the package has it
 * @returns {CodeSource}
 */
export function wasm(name, place = places[name]) {
  const beside = () => new URL(name, here())
  const finders = [beside, place, () => nextAsset(String(place()), `${process.cwd()}/`), () => inPackage(name)]
  const fs = process.getBuiltinModule?.('node:fs')
  return fs
    ? { loadSync: () => compileFirst(fs, finders) }
    : { load: async () => compileFirst(await import('node:fs'), finders) }
}

/**
 * @param {typeof import('node:fs')} fs
 * @param {readonly (() => URL | string)[]} finders of places, the likeliest first
 * @returns {WebAssembly.Module}
 * @throws {Error & { places: string[] }} the first failure, and where the file was looked for
 */
function compileFirst({ existsSync, readFileSync }, finders) {
  /** @type {unknown} */
  let failure
  /** @type {string[]} */
  const tried = []
  for (const [at, find] of finders.entries()) {
    try {
      const found = find()
      tried.push(String(found))
      if (at === 0 && !existsSync(found)) continue // as in the package itself: no error to make
      return new WebAssembly.Module(readFileSync(found))
    } catch (error) {
      failure ??= error
    }
  }
  throw Object.assign(/** @type {Error} */ (failure), { places: tried })
}

/**
 * @param {string} url that Next.js 15 gives a server's file: as if it were for browsers
 * @param {string} directory where the server runs
 * @returns {string} the path of the file; `output: 'standalone'` leaves it out
 */
function nextAsset(url, directory) {
  if (!url.startsWith('/_next/')) throw new TypeError('no asset of Next.js')
  return url.replace('/_next', `${directory}.next/server/chunks`)
}

/** @returns {string} the URL of this code; bundlers to CommonJS leave no import.meta.url */
const here = () => import.meta.url ?? process.getBuiltinModule('node:url').pathToFileURL(__filename).href

/** @param {string} name @returns {string} the path of one of the package's files, as Node resolves it from this code */
const inPackage = (name) => process.getBuiltinModule('node:module').createRequire(here()).resolve(`assay-jwt/${name}`)
