// The commands that the stages of `npm test` are made of (stages.js).

import { readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'

export const node = process.execPath

/** @param {string} call a function of tools/build.js */
export const build = (call) => [
  node,
  '--input-type=module',
  '--eval',
  `import * as build from './tools/build.js'
import { runMain } from './tools/lib/command.js'
await runMain(() => build.${call})`
]

/** @param {string[]} command of a tool that is silent until it is done */
export const patiently = (command) => [node, 'tools/patiently.js', ...command]

/** @param {string} preset whose tests say, too, how far they are and what they skip */
export const ctest = (preset) => [
  'ctest',
  '--preset',
  preset,
  '--verbose',
  '--parallel',
  String(availableParallelism())
]

/**
 * @param {string} root
 * @param {string} directory
 * @param {(file: string) => boolean} [isWanted] (default: all)
 * @returns {string[]} node:test over its *.test.js: named one by one, as Node 20 and 22 read a directory differently
 */
export function nodeTest(root, directory, isWanted = () => true) {
  const files = readdirSync(join(root, directory), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.js') && !name.includes('node_modules'))
    .map((name) => join(directory, name))
    .filter(isWanted)
    .sort()
  if (files.length === 0) throw new Error(`no test files in ${directory}`)
  return [node, '--test', '--test-reporter=spec', ...testConcurrency(), ...files]
}

/** As many files at once as there are processors: Node would leave one of them idle. Node has the option since 20.10. */
function testConcurrency() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  return major > 20 || minor >= 10 ? [`--test-concurrency=${availableParallelism()}`] : []
}

export const eslint = [node, 'node_modules/eslint/bin/eslint.js', '--max-warnings', '0', '.']
export const prettier = [node, 'node_modules/prettier/bin/prettier.cjs', '--check', '.']

/**
 * @param {string} project
 * @param {string[]} options
 */
export const typescript = (project, ...options) => [node, 'node_modules/typescript/bin/tsc', '-p', project, ...options]

/**
 * @param {string} name
 * @returns {string[]} has tsc look only at what changed since the last time
 */
export const incremental = (name) => ['--incremental', '--tsBuildInfoFile', `build/quick/${name}.tsbuildinfo`]
