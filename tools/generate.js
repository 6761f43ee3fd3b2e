// Writes the generated files. Each module of tools/generators makes some of them.
//
//   npm run generate              writes those that are stale
//   npm run generate -- --check   writes nothing, names those that are stale, and fails if there are any

import { readdirSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Failure, root, runMain } from './lib/command.js'
import { say } from './lib/steps.js'

/** @typedef {{ files: () => Promise<{ [path: string]: string }> }} Generator path from the root -> text */

const directory = new URL('generators/', import.meta.url)

/** The generator of docs/ runs code that other generators write, so it comes last. */
const last = 'pages.js'

/** @returns {string[]} the file names of the generators, in the order in which they run */
function generators() {
  const names = readdirSync(directory).filter((name) => name.endsWith('.js') && name !== last)
  return [...names.sort(), last]
}

/**
 * @param {{ check?: boolean }} [options] check: write nothing
 * @returns {Promise<string[]>} the paths of the files that were stale
 */
export async function generate({ check = false } = {}) {
  const stale = []
  for (const name of generators()) {
    // Loaded here, not above: a generator may import a file that one before it has just written.
    const generator = /** @type {Generator} */ (await import(new URL(name, directory).href))
    for (const [path, text] of Object.entries(await generator.files())) {
      if ((await textOf(path)) === text) continue
      stale.push(path)
      if (!check) await writeFile(join(root, path), text)
    }
  }
  return stale
}

/** @param {string} path @returns {Promise<string | null>} null: there is no such file */
async function textOf(path) {
  try {
    return await readFile(join(root, path), 'utf8')
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return null
    throw error
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await runMain(async () => {
    const check = process.argv.includes('--check')
    const stale = await generate({ check })
    if (check && stale.length > 0) throw new Failure(`stale: ${stale.join(', ')}`, 'run `npm run generate`')
    for (const path of stale) say(`Written: ${path}`)
  })
}
