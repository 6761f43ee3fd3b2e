// What `npm test` consists of, in this order.

import { readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'

/**
 * @typedef {object} Stage
 * @property {string} id for --only
 * @property {string} title
 * @property {() => string[][]} commands run one after the other until one fails
 * @property {string} [needs] the id of a stage whose failure makes this one pointless
 */

const node = process.execPath

/** @param {string} call a function of tools/build.js */
const build = (call) => [
  node,
  '--input-type=module',
  '--eval',
  `import * as build from './tools/build.js'
import { runMain } from './tools/lib/command.js'
await runMain(() => build.${call})`
]

/** @param {string[]} command of a tool that is silent until it is done */
const patiently = (command) => [node, 'tools/patiently.js', ...command]

/** @param {string} preset whose tests say, too, how far they are and what they skip */
const ctest = (preset) => ['ctest', '--preset', preset, '--verbose', '--parallel', String(availableParallelism())]

/**
 * @param {string} root
 * @param {string} directory
 * @returns {string[]} node:test over its *.test.js: named one by one, as Node 20 and 22 read a directory differently
 */
function nodeTest(root, directory) {
  const files = readdirSync(join(root, directory), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.js') && !name.includes('node_modules'))
    .map((name) => join(directory, name))
    .sort()
  if (files.length === 0) throw new Error(`no test files in ${directory}`)
  return [node, '--test', '--test-reporter=spec', ...files]
}

/**
 * @param {string} root
 * @returns {Stage[]}
 */
export function stages(root) {
  return [
    { id: 'tools', title: 'What runs these stages', commands: () => [nodeTest(root, 'tests/tools')] },
    { id: 'wasm', title: 'WebAssembly build (release)', commands: () => [build('buildWasm({ dev: false })')] },
    {
      id: 'native',
      title: 'Native build and GoogleTest',
      commands: () => [build("buildNative({ preset: 'native' })"), ctest('native')]
    },
    {
      id: 'native-install',
      title: 'Native library as installed, and examples/native',
      needs: 'native',
      commands: () => [nodeTest(root, 'tests/native')]
    },
    {
      id: 'asan',
      title: 'GoogleTest under ASan and UBSan',
      commands: () => [build("buildNative({ preset: 'asan-ubsan' })"), ctest('asan-ubsan')]
    },
    { id: 'wasm-cpp', title: 'GoogleTest as WebAssembly', needs: 'wasm', commands: () => [build('testWasm()')] },
    {
      id: 'lint-cpp',
      title: 'clang-format and clang-tidy',
      needs: 'native',
      commands: () => [[node, 'tools/lint-cpp.js']]
    },
    { id: 'includes', title: 'Direction of includes and imports', commands: () => [[node, 'tools/check-includes.js']] },
    {
      id: 'eslint',
      title: 'ESLint',
      commands: () => [patiently([node, 'node_modules/eslint/bin/eslint.js', '--max-warnings', '0', '.'])]
    },
    {
      id: 'prettier',
      title: 'Prettier',
      commands: () => [patiently([node, 'node_modules/prettier/bin/prettier.cjs', '--check', '.'])]
    },
    {
      id: 'types',
      title: 'TypeScript: JSDoc types and tests/types',
      commands: () => [
        patiently([node, 'tools/emit-types.js', '--check']),
        patiently([node, 'node_modules/typescript/bin/tsc', '-p', 'tools/tsconfig.json']),
        patiently([node, 'node_modules/typescript/bin/tsc', '-p', 'tests/bench/tsconfig.json'])
      ]
    },
    { id: 'js', title: 'JavaScript tests', needs: 'wasm', commands: () => [nodeTest(root, 'tests/js')] },
    {
      id: 'campaign',
      title: 'The key layer on the real event loop: 20,000 schedules',
      needs: 'wasm',
      commands: () => [nodeTest(root, 'tests/campaign')]
    },
    {
      id: 'fuzz',
      title: 'guardMcp against the parsers of others: Go, cJSON, jansson, Python',
      commands: () => [nodeTest(root, 'tests/fuzz')]
    },
    { id: 'cli', title: 'The command line as a process', needs: 'wasm', commands: () => [nodeTest(root, 'tests/cli')] },
    {
      id: 'e2e',
      title: 'End to end: oidc-provider, workerd, Chromium',
      needs: 'wasm',
      commands: () => [nodeTest(root, 'tests/e2e')]
    },
    {
      id: 'runtimes',
      title: 'The tarball on every runtime',
      needs: 'wasm',
      commands: () => [
        nodeTest(root, 'tests/conformance'),
        [node, 'tests/conformance/conformance.js', '--no-build', '--no-record']
      ]
    },
    {
      id: 'debugger',
      title: 'The browser debugger: Chromium, Firefox',
      needs: 'wasm',
      commands: () => [nodeTest(root, 'tests/debugger')]
    },
    {
      id: 'bench',
      title: 'What the benchmark decides before it times anything',
      needs: 'wasm',
      commands: () => [
        build("buildWasm({ targets: ['all', 'rsa-operation', 'rsa-operation-relaxed'] })"),
        nodeTest(root, 'tests/bench/test')
      ]
    },
    {
      id: 'packaging',
      title: 'The tarball in fresh projects: Node, TypeScript, bundlers, wrangler',
      needs: 'wasm',
      commands: () => [nodeTest(root, 'tests/packaging')]
    },
    {
      id: 'reproducible',
      title: 'A clean build elsewhere makes the same package',
      needs: 'wasm',
      commands: () => [[node, 'tools/check-reproducible.js']]
    },
    { id: 'docs', title: 'README against the code', needs: 'wasm', commands: () => [nodeTest(root, 'tests/docs')] }
  ]
}
