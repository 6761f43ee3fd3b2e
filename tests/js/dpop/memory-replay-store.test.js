// memoryReplayStore(): RFC 9449 §11.1.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memoryReplayStore } from '../../../js/shared/memory-replay-store.js'

test('an id is new once, until its time is over', () => {
  const store = memoryReplayStore()
  assert.equal(store.add('a', 100, 0), true)
  assert.equal(store.add('a', 100, 99), false)
  assert.equal(store.add('b', 100, 99), true)
  assert.equal(store.add('a', 200, 100), true)
  assert.equal(store.add('a', 200, 199.9), false)
})

test('what is over makes room; what is not is never forgotten', () => {
  const store = memoryReplayStore({ maxEntries: 3 })
  for (const id of ['a', 'b', 'c']) assert.equal(store.add(id, 100, 0), true)
  assert.throws(() => store.add('d', 100, 50), /full/)
  assert.equal(store.add('a', 100, 50), false)
  assert.equal(store.add('d', 200, 100), true)
  assert.equal(store.size, 1)
})

test('one that is good for long in front keeps no other from going', () => {
  const store = memoryReplayStore({ maxEntries: 3 })
  store.add('long', 1000, 0)
  store.add('b', 100, 0)
  store.add('c', 100, 0)
  assert.equal(store.add('d', 300, 200), true)
  assert.equal(store.size, 2)
  assert.equal(store.add('long', 1000, 200), false)
})

test('10⁶ distinct ids stay within the limit', () => {
  const store = memoryReplayStore({ maxEntries: 1000 })
  let refused = 0
  for (let i = 0; i < 1_000_000; i += 1) {
    try {
      store.add(String(i), Math.floor(i / 100) + 5, Math.floor(i / 100))
    } catch {
      refused += 1
    }
    assert.ok(store.size <= 1000)
  }
  assert.equal(refused, 0, '500 are good at a time')
})
