/** @import { CodeSource } from './lazy-code.js' */

/**
 * Reads a .wasm when it is first needed: from where the entry expects it; beside this code, for a bundle and the files that
 * were copied to it; or from the package, where that is still installed.
 *
 * `import 'node:fs'` would take 2 ms of each cold start, because the names that it exports include what Node loads late; so
 * it does before Node 20.16 and 22.3, where ready() must come first.
 * @param {string} name of the file
 * @param {() => URL} place where the entry expects it: written out there, so that tools that trace, copy or bundle files
 *   find it
 * @returns {CodeSource}
 */
export function wasm(name, place) {
  const compile = (/** @type {typeof import('node:fs')} */ fs) => new WebAssembly.Module(read(fs, name, place))
  const fs = process.getBuiltinModule?.('node:fs')
  return fs ? { loadSync: () => compile(fs) } : { load: async () => compile(await import('node:fs')) }
}

/**
 * @param {typeof import('node:fs')} fs
 * @param {string} name
 * @param {() => URL} place
 * @returns {Uint8Array<ArrayBuffer>}
 * @throws {Error & { places: string[] }} the first failure, and where the file was looked for
 */
function read({ readFileSync }, name, place) {
  /** @type {unknown} */
  let failure
  /** @type {string[]} */
  const places = []
  for (const find of [place, () => new URL(name, here()), () => inPackage(name)]) {
    try {
      const found = find()
      places.push(String(found))
      return readFileSync(found)
    } catch (error) {
      failure ??= error
    }
  }
  throw Object.assign(/** @type {Error} */ (failure), { places })
}

/** @returns {string} the URL of this code; bundlers to CommonJS leave no import.meta.url */
const here = () => import.meta.url ?? process.getBuiltinModule('node:url').pathToFileURL(__filename).href

/** @param {string} name @returns {string} the path of one of the package's files, as Node resolves it */
const inPackage = (name) => process.getBuiltinModule('node:module').createRequire(here()).resolve(`assay-jwt/${name}`)
