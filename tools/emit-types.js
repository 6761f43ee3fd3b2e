// Checks js/ with TypeScript and writes its declarations to dist/types. With --check the type tests are compiled, too.
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { putFile } from './lib/put-file.js'
import { requireTypes } from './lib/require-types.js'
import { withSameTypes } from './lib/same-types.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const types = join(root, 'dist/types')

/** @param {string} project @param {string[]} options */
function compile(project, ...options) {
  const args = ['node_modules/typescript/bin/tsc', '-p', project, ...options]
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1
}

/** @param {string} emitted the folder that gets the declarations @returns {number} the compiler's exit code */
function emit(emitted) {
  const status = compile('tsconfig.json', '--outDir', emitted)
  if (status !== 0) return status
  for (const path of filesIn(emitted).filter((each) => each.endsWith('.d.ts'))) {
    const text = readFileSync(join(emitted, path), 'utf8')
    writeFileSync(join(emitted, path), withSameTypes(text))
  }
  // tsc emits no declaration that is written by hand.
  for (const path of ['adapters/express-types.d.ts', 'adapters/fastify-request.d.ts', 'shared/platform.d.ts']) {
    copyFileSync(join(root, 'js', path), join(emitted, path))
  }
  for (const [path, text] of Object.entries(requireTypes(emitted))) writeFileSync(join(emitted, path), text)
  replaceTypes(emitted)
  return 0
}

/**
 * Replaces file by file what has changed, and removes what has no source any more: another process may be reading.
 * @param {string} emitted
 */
function replaceTypes(emitted) {
  const paths = filesIn(emitted)
  for (const path of paths) {
    const text = readFileSync(join(emitted, path), 'utf8')
    mkdirSync(dirname(join(types, path)), { recursive: true })
    putFile(join(types, path), path.endsWith('.d.ts') ? forEverybody(path, text) : text, emitted)
  }
  for (const path of filesIn(types).filter((each) => !paths.includes(each))) rmSync(join(types, path))
}

/** @param {string} folder @returns {string[]} their paths in it */
function filesIn(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(folder.length + 1))
}

/**
 * @param {string} path of a declaration in dist/types
 * @param {string} declaration
 * @returns {string} its text, for compilers from 5.4 (typed arrays are generic since 5.7), and for projects without "dom"
 */
function forEverybody(path, declaration) {
  const text = declaration
    .replaceAll('Uint8Array<ArrayBuffer>', 'ReturnType<typeof Uint8Array.from>')
    .replaceAll('Uint8Array<ArrayBufferLike>', 'Uint8Array')
  const usesPlatform = /\b(WebAssembly|Cache|CryptoKey)\b/.test(text)
  const up = '../'.repeat(path.split(/[\\/]/).length - 1)
  return usesPlatform && !path.endsWith('platform.d.ts')
    ? `/// <reference path="${up}shared/platform.d.ts" />\n${text}`
    : text
}

mkdirSync(join(root, 'build'), { recursive: true })
const emitted = mkdtempSync(join(root, 'build/types-'))
try {
  process.exitCode = emit(emitted)
} finally {
  rmSync(emitted, { recursive: true })
}
if (process.argv.includes('--check')) {
  for (const project of ['', 'express/', 'lambda/', 'frameworks/']) {
    process.exitCode ||= compile(`tests/types/${project}tsconfig.json`)
  }
}
