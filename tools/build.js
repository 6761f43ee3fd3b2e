// npm run build: dist/assay-core.js and dist/assay.wasm.
//
//   npm run build              as it ships (preset wasm-release)
//   npm run build -- --dev     quick to build (preset wasm-dev)

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { buildPreset } from './lib/cmake.js'
import { root, runCommand } from './lib/command.js'
import { red, say } from './lib/steps.js'
import { findEmscripten } from './lib/toolchain.js'
import { setup } from './setup.js'

/** @param {{ dev?: boolean, targets?: string[] }} [options] */
export async function buildWasm({ dev = false, targets } = {}) {
  await setup({ parts: ['sources', 'emscripten'], quiet: true })
  await buildPreset({ preset: dev ? 'wasm-dev' : 'wasm-release', compiler: findEmscripten()?.key, targets })
}

/** @param {{ preset: 'native' | 'asan-ubsan' }} options */
export async function buildNative({ preset }) {
  await setup({ parts: ['sources', 'native'], quiet: true })
  await buildPreset({ preset })
}

/** Builds the C++ tests as WebAssembly and runs them in Node. */
export async function testWasm() {
  await setup({ parts: ['sources', 'emscripten', 'native'], quiet: true })
  await buildWasm({ targets: ['all', 'assay_wasm_tests'] })
  const tests = join(root, 'build/wasm-release/tests/cpp/assay_wasm_tests.cjs')
  if (!existsSync(tests)) throw new Error(`${tests} was not built`)
  await runCommand([process.execPath, tests, '--gtest_brief=1'], {
    log: join(root, 'build/logs/assay_wasm_tests.log'),
    hint: 'a C++ test fails as WebAssembly; does it pass natively (ctest --preset native)?',
    onLine: say
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { dev: { type: 'boolean', default: false } } })
  try {
    await buildWasm({ dev: values.dev })
  } catch (error) {
    const { message, stack, hint } = /** @type {Error & { hint?: string }} */ (error)
    say(red(hint ? message : String(stack)))
    if (hint) say(`What to do: ${hint}`)
    process.exitCode = 1
  }
}
