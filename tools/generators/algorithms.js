// The names of the algorithms, from the table in src/crypto/algorithm.cpp.

import { readFile } from 'node:fs/promises'
import { generated } from '../lib/formatted.js'

const source = 'src/crypto/algorithm.cpp'
const row = /\{Algorithm::([a-z0-9]+), "([A-Za-z0-9]+)", KeyType::\w+, Padding::\w+, "[^"]+", "[^"]*"\}, ?/y

/** @returns {Promise<{ [path: string]: string }>} */
export async function files() {
  const names = algorithmNames(await readText(source))
  return generated(source, { 'js/shared/algorithms.js': javascriptModule(names) })
}

/** @param {string} path from the root */
const readText = (path) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8')

/**
 * @param {string} text of algorithm.cpp
 * @returns {string[]} the names in the order of the table, without HS256, which only a test build has
 */
export function algorithmNames(text) {
  const [, table] = /kAlgorithms = std::to_array<AlgorithmInfo>\(\{\n(.*?)\n\}\);/s.exec(text) ?? []
  if (table === undefined) throw new Error(`${source} has no table kAlgorithms`)
  const rows = table
    .replace(/^#ifdef ASSAY_TEST_HS256\n.*?^#endif$/ms, '')
    .replace(/^ *\/\/.*$/gm, '')
    .replace(/\s+/g, ' ')
    .trim()
  const names = []
  for (row.lastIndex = 0; row.lastIndex < rows.length;) {
    const start = row.lastIndex
    const [, enumerator, name] = row.exec(rows) ?? []
    if (name?.toLowerCase() !== enumerator || name === undefined) {
      throw new Error(`${source}: this is no row of an algorithm: ${rows.slice(start, start + 100)}`)
    }
    names.push(name)
  }
  return names
}

/** @param {string[]} names */
function javascriptModule(names) {
  const quoted = names.map((name) => `'${name}'`)
  return `
/** @typedef {${quoted.join(' | ')}} Algorithm */

/** The values of "alg" that the core verifies (RFC 7518 §3.1, RFC 8037 §3.1, RFC 9864 §2.2). @type {readonly string[]} */
export const ALGORITHMS = [${quoted.join(', ')}]
`
}
