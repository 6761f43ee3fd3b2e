// Checks js/ with TypeScript and writes its declarations to dist/types. With --check the type tests are compiled, too.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

const projects = process.argv.includes('--check')
  ? ['tsconfig.json', 'tests/types/tsconfig.json', 'tests/types/express/tsconfig.json']
  : ['tsconfig.json']
for (const project of projects) {
  const args = ['node_modules/typescript/bin/tsc', '-p', project]
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
