// The stages of `npm test`, in this order, and what of each `npm test -- --quick` runs.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { build, ctest, eslint, incremental, node, nodeTest, patiently, prettier, typescript } from './stage-commands.js'

/**
 * @typedef {object} Stage
 * @property {string} id for --only
 * @property {string} title
 * @property {() => string[][]} commands run one after the other until one fails
 * @property {string} [needs] the id of a stage whose failure makes this one pointless
 * @property {true | (() => Quick)} [quick] what --quick runs; true: the whole stage; without it, --quick leaves the stage out
 */

/**
 * @typedef {object} Quick the part of a stage that tells most in little time
 * @property {string[][]} commands none: the stage is left out
 * @property {string} [omits] what it leaves out, and why, for the summary
 */

/** The slowest files of tests/js: two thirds of their time altogether. */
const SLOW =
  /^tests\/js\/(core\/(core-verifiers|remembered-header|token-cache)|keys\/(simulated-isolate|machine-schedules)|lint\/lint-|verifier\/issuer-verifiers)/

/**
 * @param {string} root
 * @returns {Quick} the C++ tests, if there is a build to continue
 */
function quickNative(root) {
  if (!existsSync(join(root, 'build/native/configured.json'))) {
    return { commands: [], omits: 'C++ tests: no build in build/native (npm run build -- --native makes it)' }
  }
  return {
    commands: [build("buildNative({ preset: 'native' })"), [...ctest('native'), '--tests-regex', '^assay_tests$']],
    omits: "C++ tests: HS256 and the kernel's"
  }
}

/**
 * @param {string} root
 * @returns {Stage[]}
 */
export function stages(root) {
  return [
    { id: 'tools', title: 'What runs these stages', commands: () => [nodeTest(root, 'tests/tools')] },
    {
      id: 'wasm',
      title: 'WebAssembly build (release)',
      commands: () => [build('buildWasm({ dev: false })')],
      quick: true
    },
    {
      id: 'native',
      title: 'Native build and GoogleTest',
      commands: () => [build("buildNative({ preset: 'native' })"), ctest('native')],
      quick: () => quickNative(root)
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
    {
      id: 'includes',
      title: 'Direction of includes and imports',
      commands: () => [[node, 'tools/check-includes.js']],
      quick: true
    },
    {
      id: 'eslint',
      title: 'ESLint',
      commands: () => [patiently(eslint)],
      quick: () => ({
        commands: [
          patiently([...eslint, '--cache', '--cache-strategy', 'content', '--cache-location', 'build/quick/eslint'])
        ]
      })
    },
    {
      id: 'prettier',
      title: 'Prettier',
      commands: () => [patiently(prettier)],
      quick: () => ({
        commands: [
          patiently([...prettier, '--cache', '--cache-strategy', 'content', '--cache-location', 'build/quick/prettier'])
        ]
      })
    },
    {
      id: 'types',
      title: 'TypeScript: JSDoc types and tests/types',
      commands: () => [
        patiently([node, 'tools/emit-types.js', '--check']),
        patiently(typescript('tools/tsconfig.json')),
        patiently(typescript('tests/bench/tsconfig.json'))
      ],
      quick: () => ({
        commands: [
          patiently(typescript('tsconfig.json', ...incremental('js'), '--declarationDir', 'build/quick/types')),
          patiently(typescript('tools/tsconfig.json', ...incremental('tools')))
        ],
        omits: 'types: tests/types and tests/bench'
      })
    },
    {
      id: 'js',
      title: 'JavaScript tests',
      needs: 'wasm',
      commands: () => [nodeTest(root, 'tests/js')],
      quick: () => ({
        commands: [nodeTest(root, 'tests/js', (file) => !SLOW.test(file))],
        omits: `JavaScript tests: the slowest files (${SLOW.source})`
      })
    },
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
    {
      id: 'providers',
      title: 'Tokens as real issuers make them',
      needs: 'wasm',
      commands: () => [nodeTest(root, 'tests/providers')],
      quick: true
    },
    { id: 'cli', title: 'The command line as a process', needs: 'wasm', commands: () => [nodeTest(root, 'tests/cli')] },
    {
      id: 'e2e',
      title: 'End to end: oidc-provider, workerd, Chromium',
      needs: 'wasm',
      commands: () => [nodeTest(root, 'tests/e2e')]
    },
    {
      id: 'replay',
      title: 'DPoP proofs once each: four processes with a real Redis',
      needs: 'wasm',
      commands: () => [nodeTest(root, 'tests/replay')]
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
      title: 'The tarball in fresh projects: Node, TypeScript, bundlers, servers, test runners',
      needs: 'wasm',
      commands: () => [[node, 'tests/packaging/run.js', '--no-record']]
    },
    {
      id: 'reproducible',
      title: 'A clean build elsewhere makes the same package',
      needs: 'wasm',
      commands: () => [[node, 'tools/check-reproducible.js']]
    },
    {
      id: 'docs',
      title: 'README and docs against the code',
      needs: 'wasm',
      commands: () => [nodeTest(root, 'tests/docs')]
    }
  ]
}

/**
 * @param {Stage[]} all
 * @returns {{ selected: Stage[], omitted: string[] }} what --quick runs, and what it leaves out
 */
export function quickStages(all) {
  /** @type {Stage[]} */
  const selected = []
  /** @type {string[]} */
  const omitted = []
  for (const stage of all) {
    if (stage.quick === undefined) {
      omitted.push(`${stage.id}: ${stage.title}`)
      continue
    }
    /** @type {Quick} */
    const { commands, omits } = stage.quick === true ? { commands: stage.commands() } : stage.quick()
    if (commands.length > 0) selected.push({ ...stage, commands: () => commands })
    if (omits !== undefined) omitted.push(omits)
  }
  return { selected, omitted }
}
