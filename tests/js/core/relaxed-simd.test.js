import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { choose } from '../../../js/core/relaxed-simd.js'

const verifyWithRelaxed = fileURLToPath(new URL('../support/verify-with-relaxed.js', import.meta.url))
/** Of an engine that has relaxed SIMD behind a flag: Node 20. */
const enabling = choose(['--experimental-wasm-relaxed-simd'], [])

/** @param {string[]} flags @param {string[]} args @returns {Promise<string>} what a process writes */
async function output(flags, args) {
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, ...args])
  return stdout.trim()
}

test('assay-relaxed.wasm is chosen where it compiles, and nowhere else', async () => {
  const bytes = readFileSync(new URL('../../../dist/assay-relaxed.wasm', import.meta.url))
  assert.equal(choose(false, true), WebAssembly.validate(bytes))
  const main = [
    '--input-type=module',
    '--eval',
    `import { choose } from ${JSON.stringify(new URL('../../../js/core/relaxed-simd.js', import.meta.url).href)}
     console.log(choose('simd', 'relaxed'))`
  ]
  assert.equal(await output(enabling, main), 'relaxed')
})

test('assay.wasm runs without relaxed SIMD', () => {
  const bytes = readFileSync(new URL('../../../dist/assay.wasm', import.meta.url))
  // The engine of Node 20 is the oldest that is supported; any newer one would take the other module, too.
  assert.ok(WebAssembly.validate(bytes))
  const opcode = Buffer.from([0xfd, 0x87, 0x02]) // f64x2.relaxed_madd
  assert.equal(bytes.includes(opcode), false)
  assert.ok(readFileSync(new URL('../../../dist/assay-relaxed.wasm', import.meta.url)).includes(opcode))
})

for (const [processor, flags] of Object.entries({
  'adds to a product before it is rounded': [],
  'rounds the product first': ['--no-enable-fma3']
})) {
  test(`assay-relaxed.wasm takes every good signature and no other where the processor ${processor}`, async () => {
    const verdicts = JSON.parse(await output([...enabling, ...flags], [verifyWithRelaxed]))
    const expected = ['user-1', ...Array(8).fill('signature_mismatch')]
    assert.deepEqual(
      verdicts,
      Array(6 * 6)
        .fill(expected)
        .flat()
    )
  })
}
