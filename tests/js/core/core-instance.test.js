import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CoreInstance } from '../../../js/core/core-instance.js'
import { code } from '../support/core.js'

const instance = new CoreInstance(code)
/** What was written last, as the core sees it. */
const written = (length) => {
  const pointer = instance.exports.input(0)
  return Buffer.from(instance.memory.buffer, pointer, length).toString()
}

test('pieces are written as UTF-8, one after the other', () => {
  assert.deepEqual(instance.write('a€\u{1F511}', '', Buffer.from('xyz')), [8, 0, 3])
  assert.equal(written(11), 'a€\u{1F511}xyz')
})

test('a token that is longer than its limit is cut off beyond it, whatever its characters take', () => {
  assert.equal(instance.writeToken('x', 100), 1)
  assert.equal(instance.writeToken('a'.repeat(100), 100), 100)
  assert.equal(instance.writeToken('a'.repeat(1e6), 100), 101)
  assert.equal(instance.writeToken('€'.repeat(1e6), 100), 303)
  assert.ok(instance.writeToken('\u{1F511}'.repeat(1e6), 100) > 100)
})

test('required scopes cross when they change, and not over a token that is there', () => {
  const calls = []
  const { requireScopes } = instance.exports
  instance.exports.requireScopes = (length) => calls.push(written(length)) && requireScopes(length)
  for (const each of ['', 'a', 'a', 'a b', '', '', 'a']) instance.requireScopes(each)
  instance.exports.requireScopes = requireScopes
  assert.deepEqual(calls, ['a', 'a b', '', 'a'])
})

test('a lone surrogate becomes a replacement character, which is no base64url', () => {
  assert.deepEqual(instance.write('\ud800'), [3])
  assert.equal(written(3), '\ufffd')
})

test('memory that grows between two calls is seen', () => {
  const [length] = instance.write('x'.repeat(5_000_000))
  assert.equal(length, 5_000_000)
  assert.equal(written(length), 'x'.repeat(5_000_000))
})

test('what would throw in the core traps: memory that cannot be had, a vector that is too long', () => {
  for (const size of [2 ** 32 - 1, 2 ** 31, 3_900_000_000]) {
    assert.throws(() => new CoreInstance(code).exports.input(size), WebAssembly.RuntimeError)
  }
})
