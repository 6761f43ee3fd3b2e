import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { createContext, runInContext } from 'node:vm'
import { Curves } from '../../../js/core/curves.js'
import { ecCode } from '../support/ec-module.js'
import { ecJwk, ecKeys, ecSignature } from '../support/ec-tokens.js'

const PREPARE = 1
const VERIFY = 2
const FORGET = 3
const P256 = 1

const { x, y } = ecJwk('ES256')
const point = Buffer.concat([Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
const good = Buffer.concat([createHash('sha256').update('text').digest(), ecSignature('ES256', ecKeys.ES256, 'text')])
/** (module (import "env" "foreign" (func))) */
const needsMore = new Uint8Array([
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x01, 0x04, 0x01, 0x60, 0x00, 0x00],
  ...[0x02, 0x0f, 0x01, 0x03, ...Buffer.from('env'), 0x07, ...Buffer.from('foreign'), 0x00, 0x00]
])

/** Curves beside a core's memory of one page, where the test writes the bytes. */
function beside(find = ecCode) {
  const memory = new WebAssembly.Memory({ initial: 1 })
  const curves = new Curves({ find })
  const run = (/** @type {number} */ operation, /** @type {number} */ number, bytes = new Uint8Array(0), at = 100) => {
    new Uint8Array(memory.buffer).set(bytes, at)
    return curves.run(operation, number, memory, at, bytes.length)
  }
  return { memory, curves, run }
}

test('a key is prepared, verifies its own signatures, and no more once it is forgotten', () => {
  const { run } = beside()
  const key = run(PREPARE, P256, point)
  assert.ok(key > 0)
  assert.equal(run(VERIFY, key, good), 1)
  assert.equal(run(VERIFY, key, new Uint8Array(good).with(0, good[0] ^ 1)), 0)
  assert.equal(run(VERIFY, key + 1, good), 0)
  assert.equal(run(FORGET, key), 0)
  assert.equal(run(VERIFY, key, good), 0)
  assert.ok(run(PREPARE, P256, point) > key, 'a handle is never used again')
})

test('a point off the curve is 0', () => {
  const { run } = beside()
  assert.equal(run(PREPARE, P256, new Uint8Array(64).fill(1)), 0)
})

test('without code a key is -1, no signature is right, and the next key asks for it again', () => {
  let code = null
  const { run } = beside(() => code)
  assert.equal(run(PREPARE, P256, point), -1)
  assert.equal(run(VERIFY, -1, good), 0)
  assert.equal(run(FORGET, 1), 0)
  code = ecCode()
  assert.ok(run(PREPARE, P256, point) > 0)
  const curves = new Curves()
  assert.equal(curves.run(PREPARE, P256, new WebAssembly.Memory({ initial: 1 }), 0, 64), -1)
})

test('memory of either side may grow between two calls', async () => {
  const { Instance } = WebAssembly
  /** @type {WebAssembly.Memory[]} */
  const memories = []
  WebAssembly.Instance = class extends Instance {
    constructor(module, imports) {
      super(module, imports)
      memories.push(this.exports.memory)
    }
  }
  const { memory, run } = beside()
  try {
    const key = run(PREPARE, P256, point)
    for (const grown of [memory, memories[0], memory, memories[0]]) {
      grown.grow(3)
      assert.equal(run(VERIFY, key, good), 1)
      // Beyond where the memory ended before.
      assert.equal(run(VERIFY, key, good, memory.buffer.byteLength - 300), 1)
    }
    assert.equal(memories.length, 1)
  } finally {
    WebAssembly.Instance = Instance
  }
})

test('bytes outside of the core’s memory, or more than the buffer takes, are an exception', () => {
  const { curves, memory, run } = beside()
  const key = run(PREPARE, P256, point)
  for (const [pointer, length] of [
    [65_536 - 95, 96],
    [-1, 96],
    [0, -1],
    [0, 513]
  ]) {
    assert.throws(() => curves.run(VERIFY, key, memory, pointer, length), RangeError)
  }
})

test('a module of another realm works', () => {
  const realm = createContext({ bytes: readFileSync(new URL('../../../dist/assay-ec.wasm', import.meta.url)) })
  const foreign = runInContext('new WebAssembly.Module(bytes)', realm)
  assert.equal(foreign instanceof WebAssembly.Module, false)
  const { run } = beside(() => foreign)
  assert.equal(run(VERIFY, run(PREPARE, P256, point), good), 1)
})

test('a module that needs more than the C library is refused, not given a stub', () => {
  const { run } = beside(() => new WebAssembly.Module(needsMore))
  assert.throws(() => run(PREPARE, P256, point), { name: 'LinkError' })
})
