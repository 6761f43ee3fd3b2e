// Checks js/ with TypeScript and writes its declarations to dist/types. With --check the type tests are compiled, too.
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

// Emscripten's glue has no types of its own, and is not ours to check.
mkdirSync(`${root}dist`, { recursive: true })
writeFileSync(
  `${root}dist/assay-core.d.ts`,
  `import type { CoreModule } from '../js/core-instance.js'
type Done = (instance: WebAssembly.Instance, code: WebAssembly.Module) => void
export default function createCore(options: {
  instantiateWasm(imports: WebAssembly.Imports, done: Done): WebAssembly.Exports
}): CoreModule
`
)

const projects = process.argv.includes('--check') ? ['tsconfig.json', 'tests/types/tsconfig.json'] : ['tsconfig.json']
for (const project of projects) {
  const args = ['node_modules/typescript/bin/tsc', '-p', project]
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
