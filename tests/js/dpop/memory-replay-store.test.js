// memoryReplayStore(): RFC 9449 §11.1.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memoryReplayStore } from '../../../js/dpop/replay-stores.js'
import { assertError, caught } from '../support/expect.js'

test('an id is new once, until a minute after its time is over', () => {
  const store = memoryReplayStore()
  assert.equal(store.add('a', 100, 0, 'key'), true)
  assert.equal(store.add('a', 100, 99, 'key'), false)
  assert.equal(store.add('b', 100, 159, 'key'), true)
  assert.equal(store.add('a', 300, 160, 'key'), true)
  assert.equal(store.add('a', 300, 359.9, 'key'), false)
})

test('a clock that jumps forward, and back within a minute, makes no id new again', () => {
  const store = memoryReplayStore()
  store.add('a', 120, 0, 'key')
  store.add('b', 240, 125, 'key')
  assert.equal(store.add('a', 120, 0, 'key'), false)
})

test('what is over makes room; what is not is never forgotten', () => {
  const store = memoryReplayStore({ maxEntries: 3 })
  for (const id of ['a', 'b', 'c']) assert.equal(store.add(id, 100, 0, id), true)
  assert.throws(() => store.add('d', 100, 50, 'd'), /full/)
  assert.equal(store.add('a', 100, 50, 'a'), false)
  assert.equal(store.add('d', 300, 160, 'd'), true)
  assert.equal(store.size, 1)
})

test('one that is good for long in front keeps no other from going', () => {
  const store = memoryReplayStore({ maxEntries: 3 })
  store.add('long', 1000, 0, 'a')
  store.add('b', 100, 0, 'b')
  store.add('c', 100, 0, 'c')
  assert.equal(store.add('d', 300, 200, 'd'), true)
  assert.equal(store.size, 2)
  assert.equal(store.add('long', 1000, 200, 'a'), false)
})

test('one key takes nine tenths of the room at most, and gets it back', () => {
  const store = memoryReplayStore({ maxEntries: 10 })
  for (let i = 0; i < 9; i += 1) store.add(`a${i}`, 100, 0, 'a')
  assert.throws(() => store.add('a9', 100, 0, 'a'), /one key/)
  assert.equal(store.add('b', 100, 0, 'b'), true)
  assert.equal(store.add('a9', 300, 160, 'a'), true)
})

test('a limit that is none is refused, not passed over', () => {
  for (const maxEntries of /** @type {any[]} */ ([0, -1, 1.5, NaN, Infinity, 2 ** 24 + 1, '10', null, {}])) {
    assertError(
      caught(() => memoryReplayStore({ maxEntries })),
      { code: 'CONFIG_INVALID', reason: 'option_invalid', option: 'maxEntries' }
    )
  }
})

test('10⁶ distinct ids stay within the limit', () => {
  const store = memoryReplayStore({ maxEntries: 7000 })
  let refused = 0
  for (let i = 0; i < 1_000_000; i += 1) {
    try {
      store.add(String(i), Math.floor(i / 100) + 5, Math.floor(i / 100), String(i % 10))
    } catch {
      refused += 1
    }
    assert.ok(store.size <= 7000)
  }
  assert.equal(refused, 0, '6,500 are kept at a time')
})
