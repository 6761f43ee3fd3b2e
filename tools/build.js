// npm run build: dist/assay.wasm, the same as text (see embed-wasm.js), what it is made of (see describe-build.js), the
// JavaScript that is exported (see bundle-entries.js), and the debugger (see lib/build-debugger.js).
//
//   npm run build              as it ships (preset wasm-release)
//   npm run build -- --dev     quick to build (preset wasm-dev)
//   … --native, --asan         the C++ tests (presets native and asan-ubsan); run them with ctest --preset
//   … --wasm-tests             the C++ tests as WebAssembly, which are also run

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { buildDebugger } from './lib/build-debugger.js'
import { buildPreset } from './lib/cmake.js'
import { root, runCommand, runMain } from './lib/command.js'
import { say } from './lib/steps.js'
import { choose } from '../js/core/relaxed-simd.js'
import { bundleEntries } from './bundle-entries.js'
import { describeBuild } from './describe-build.js'
import { embedWasm } from './embed-wasm.js'
import { findEmscripten } from './lib/toolchain.js'
import { setup } from './setup.js'
import { stampWasm } from './stamp-wasm.js'

/** @param {{ dev?: boolean, targets?: string[] }} [options] */
export async function buildWasm({ dev = false, targets } = {}) {
  await setup({ parts: ['sources', 'emscripten'], quiet: true })
  const preset = dev ? 'wasm-dev' : 'wasm-release'
  await buildPreset({ preset, compiler: findEmscripten()?.key, targets })
  stampWasm(join(root, 'build', preset))
  embedWasm()
  describeBuild(preset)
  await bundleEntries()
  await buildDebugger() // made of what was bundled
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
  // Node 20 has relaxed SIMD behind a flag, which newer ones refuse.
  const flags = choose(['--experimental-wasm-relaxed-simd'], [])
  await runCommand([process.execPath, ...flags, tests, '--gtest_brief=1'], {
    log: join(root, 'build/logs/assay_wasm_tests.log'),
    hint: 'a C++ test fails as WebAssembly; does it pass natively (ctest --preset native)?',
    onLine: say
  })
}

async function main() {
  const { values } = parseArgs({
    options: {
      dev: { type: 'boolean', default: false },
      native: { type: 'boolean' },
      asan: { type: 'boolean' },
      'wasm-tests': { type: 'boolean' }
    }
  })
  if (values.native) await buildNative({ preset: 'native' })
  if (values.asan) await buildNative({ preset: 'asan-ubsan' })
  if (values['wasm-tests']) await testWasm()
  if (!values.native && !values.asan && !values['wasm-tests']) await buildWasm({ dev: values.dev })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await runMain(main)
