// Checks js/ with TypeScript and writes its declarations to dist/types. With --check the type tests are compiled, too.
import { spawnSync } from 'node:child_process'
import { copyFileSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** @param {string} project */
function compile(project) {
  const args = ['node_modules/typescript/bin/tsc', '-p', project]
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

compile('tsconfig.json')
// tsc would declare what require() returns as one constant, whose types nobody could import.
writeFileSync(join(root, 'dist/types/entry/require.d.cts'), "export * from './node.js'\n")
// tsc emits no declaration that is written by hand.
for (const path of ['adapters/express-types.d.ts', 'adapters/fastify-request.d.ts', 'shared/platform.d.ts']) {
  copyFileSync(join(root, 'js', path), join(root, 'dist/types', path))
}
for (const path of readdirSync(join(root, 'dist/types'), { recursive: true, encoding: 'utf8' })) {
  if (path.endsWith('.d.ts')) writeFileSync(join(root, 'dist/types', path), forEverybody(path))
}

/**
 * @param {string} path of a declaration in dist/types
 * @returns {string} its text, for compilers from 5.4 (typed arrays are generic since 5.7), and for projects without "dom"
 */
function forEverybody(path) {
  const text = readFileSync(join(root, 'dist/types', path), 'utf8')
    .replaceAll('Uint8Array<ArrayBuffer>', 'ReturnType<typeof Uint8Array.from>')
    .replaceAll('Uint8Array<ArrayBufferLike>', 'Uint8Array')
  const usesPlatform = /\b(WebAssembly|Cache|CryptoKey)\b/.test(text)
  const up = '../'.repeat(path.split(/[\\/]/).length - 1)
  return usesPlatform && !path.endsWith('platform.d.ts')
    ? `/// <reference path="${up}shared/platform.d.ts" />\n${text}`
    : text
}

if (process.argv.includes('--check')) {
  compile('tests/types/tsconfig.json')
  compile('tests/types/express/tsconfig.json')
  compile('tests/types/lambda/tsconfig.json')
  compile('tests/types/frameworks/tsconfig.json')
}
