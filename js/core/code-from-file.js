/** @import { CodeSource } from './lazy-code.js' */

/**
 * Reads a .wasm beside the entry, when it is first needed. `import 'node:fs'` would take 2 ms of each cold start, because
 * the names that it exports include what Node loads late; so do Node before 20.16 and 22.3, where ready() must come first.
 * @param {() => string} path relative to this file, and to the entries in dist/entry
 * @returns {CodeSource}
 */
export function codeFromFile(path) {
  const compile = (/** @type {typeof import('node:fs')} */ { readFileSync }) =>
    new WebAssembly.Module(readFileSync(new URL(path(), import.meta.url)))
  const fs = process.getBuiltinModule?.('node:fs')
  return fs ? { loadSync: () => compile(fs) } : { load: async () => compile(await import('node:fs')) }
}
