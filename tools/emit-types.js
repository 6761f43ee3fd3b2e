// Checks js/ with TypeScript and writes its declarations to dist/types. With --check the type tests are compiled, too.
import { spawnSync } from 'node:child_process'
import { copyFileSync, writeFileSync } from 'node:fs'
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
for (const name of ['express-types', 'fastify-request']) {
  const path = `adapters/${name}.d.ts`
  copyFileSync(join(root, 'js', path), join(root, 'dist/types', path))
}
if (process.argv.includes('--check')) {
  compile('tests/types/tsconfig.json')
  compile('tests/types/express/tsconfig.json')
  compile('tests/types/lambda/tsconfig.json')
  compile('tests/types/frameworks/tsconfig.json')
}
