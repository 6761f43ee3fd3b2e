// The text of generated files, formatted as the tests ask of every file.

import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { clangTool } from './clang.js'
import { Failure, root } from './command.js'

/**
 * @param {string} source what the files are made from
 * @param {{ [path: string]: string }} texts
 * @returns {Promise<{ [path: string]: string }>} formatted, with a first line that names the source
 */
export async function generated(source, texts) {
  const head = `// Made from ${source} by \`npm run generate\`: change it there.\n`
  const entries = Object.entries(texts).map(async ([path, text]) => [path, await formatted(path, head + text)])
  return Object.fromEntries(await Promise.all(entries))
}

/**
 * @param {string} path of the file, from the root
 * @param {string} text
 * @returns {Promise<string>} formatted by clang-format (.hpp, .cpp) or by prettier (all others)
 */
export async function formatted(path, text) {
  const filepath = join(root, path)
  if (/\.[ch]pp$/.test(path)) return clangFormatted(filepath, text)
  return format(text, { ...(await resolveConfig(filepath)), filepath })
}

/**
 * @param {string} filepath
 * @param {string} text
 * @returns {string}
 */
function clangFormatted(filepath, text) {
  const { status, stdout, stderr } = spawnSync(clangTool('clang-format'), [`--assume-filename=${filepath}`], {
    input: text,
    encoding: 'utf8'
  })
  if (status === 0) return stdout
  throw new Failure(`clang-format failed on ${filepath}:\n${stderr}`, 'correct the generator')
}
