// What a runtime sees that lacks what the core is compiled for: a refusal that says so, never a crash.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { commandOf, installRuntimes, runtimes } from '../../bench/runtimes.js'
import { makeProject } from '../project.js'

const script = `
  import { createVerifier } from 'assay-jwt'
  const verifier = createVerifier({ issuer: 'https://auth.example.com/', audience: null, jwks: { keys: [] } })
  const report = ({ code, reason, message, hint }) => console.log(JSON.stringify({ code, reason, message, hint }))
  for (const call of [() => verifier.verify('a.b.c'), async () => verifier.verifySync('a.b.c'), () => verifier.ready()]) {
    await call().then(() => console.log('accepted'), report)
  }
  const { valid, error } = await verifier.explain('a.b.c')
  console.log(JSON.stringify({ valid, reason: error.reason }))`

/** @type {import('../project.js').Project} */
let project
before(async () => {
  project = await makeProject()
  await installRuntimes(runtimes.filter(({ id }) => id === 'node26'))
})
after(() => project.close())

/** @param {string} runtime @param {string} flag @returns {Promise<any[]>} what the script prints */
async function run(runtime, flag) {
  const [node] = commandOf(runtime)
  const args = [flag, '--input-type=module', '--eval', script]
  const { stdout } = await promisify(execFile)(node, args, { cwd: project.directory })
  const lines = stdout.trim().split('\n')
  return lines.map((line) => JSON.parse(line))
}

test('without SIMD (node20 --no-enable-ssse3) every call refuses with core_not_loaded, and says why', async () => {
  const lines = await run('node20', '--no-enable-ssse3')
  assert.equal(lines.length, 4)
  for (const line of lines.slice(0, 3)) {
    assert.equal(line.code, 'AUTH_KEYS_UNAVAILABLE')
    assert.equal(line.reason, 'core_not_loaded')
    assert.equal(line.message, 'The WebAssembly core could not be loaded (CompileError)')
    assert.match(line.hint, /SIMD/)
  }
  assert.deepEqual(lines[3], { valid: false, reason: 'core_not_loaded' })
})

test('without WebAssembly’s exceptions (node26 --no-experimental-wasm-legacy-eh) it verifies: no module has any', async () => {
  const [verify, verifySync, ready, report] = await run('node26', '--no-experimental-wasm-legacy-eh')
  for (const { code, reason } of [verify, verifySync]) {
    assert.deepEqual([code, reason], ['AUTH_TOKEN_INVALID', 'header_base64'])
  }
  assert.deepEqual([ready.code, ready.reason], ['AUTH_KEYS_UNAVAILABLE', 'jwks_no_usable_key'])
  assert.deepEqual(report, { valid: false, reason: 'header_base64' })
})
