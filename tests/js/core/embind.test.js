import assert from 'node:assert/strict'
import { test } from 'node:test'
import { instantiate } from '../../../js/core/embind.js'
import { code } from '../support/core.js'

/** (module (import "env" "foreign" (func))) */
const needsMore = new Uint8Array([
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x01, 0x04, 0x01, 0x60, 0x00, 0x00],
  ...[0x02, 0x0f, 0x01, 0x03, ...Buffer.from('env'), 0x07, ...Buffer.from('foreign'), 0x00, 0x00]
])

test('a module that needs more than embind is refused, not given a stub', () => {
  assert.throws(() => instantiate(new WebAssembly.Module(needsMore)), { name: 'LinkError' })
})

test('the core exports the functions that bindings/embind.cpp names', () => {
  assert.deepEqual(Object.keys(instantiate(code).functions).sort(), [
    ...['cachedBytes', 'configure', 'configureProofs', 'deleteProofs', 'deleteVerifier', 'explain', 'explainProof'],
    ...['forget', 'input', 'keyReport', 'needsCurves', 'newProofs'],
    ...[
      'newVerifier',
      'proofNonce',
      'requireScopes',
      'resultPointer',
      'setKeys',
      'unverifiedIssuer',
      'usableKeys',
      'verify',
      'verifyJws',
      'verifyProof'
    ]
  ])
})

test('a handle that is not held, or no longer, is neither success nor a refusal', () => {
  const { functions } = instantiate(code)
  const first = functions.newVerifier()
  const second = functions.newVerifier()
  assert.deepEqual([first, second], [1, 2])
  assert.equal(functions.forget(first), 1)
  assert.equal(functions.deleteVerifier(first), 1)
  for (const handle of [first, 0, -1, 3, 2 ** 31 - 1]) {
    for (const [name, ...rest] of [
      ['configure', 0, 0, 0, 0],
      ['setKeys', 0, 1],
      ['usableKeys'],
      ['needsCurves'],
      ['keyReport'],
      ['verify', 0, 0],
      ['explain', 0, 0]
    ]) {
      assert.equal(functions[name](handle, ...rest), 0, `${name}(${handle})`)
    }
    assert.equal(functions.forget(handle), 0)
    assert.equal(functions.deleteVerifier(handle), 0)
  }
  assert.equal(functions.newVerifier(), 3, 'a handle is never used again')
  assert.equal(functions.forget(second), 1)
})

test('each instance has a memory of its own, which grows', () => {
  const [one, other] = [instantiate(code), instantiate(code)]
  const before = one.memory.buffer.byteLength
  one.functions.input(before)
  assert.ok(one.memory.buffer.byteLength > before)
  assert.equal(other.memory.buffer.byteLength, before)
})
