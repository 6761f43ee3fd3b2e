// The pure machine: what comes from a store or a snapshot.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { drive, T, warm } from '../support/machine.js'

test('the store is read before the endpoint is asked, once in a cooldown, and written after', () => {
  const machine = drive({ hasStore: true })
  assert.equal(machine.say('need'), 'read')
  assert.equal(machine.say('stored', { entry: undefined }), 'fetch')
  assert.equal(machine.fetched('one', { etag: '"1"' }), 'write')
  machine.advance(10)
  assert.equal(machine.say('unknown'), 'fetch')
  assert.equal(machine.fetched('two', { etag: '"2"' }), 'write')
  machine.advance(600)
  assert.equal(machine.say('need'), 'read')
  machine.say('stored', { entry: undefined })
  assert.equal(machine.say('renewed', { at: machine.now, etag: '"2"', maxAge: 600 }), 'write')
})

test('a fresh entry of the store costs no fetch', () => {
  const machine = drive({ hasStore: true })
  machine.say('need')
  assert.equal(machine.say('stored', { entry: { value: 'stored', fetchedAt: T - 599, maxAge: 600 } }), '')
  assert.equal(machine.usable(), true)
  assert.equal(machine.state.source, 'store')
  machine.advance(1)
  assert.equal(machine.state.dueAt, machine.now)
})

test('a stale entry of the store serves while it is fetched again', () => {
  const machine = drive({ hasStore: true })
  machine.say('need')
  const entry = { value: 'stored', fetchedAt: T - 4000, maxAge: 600, etag: '"s"' }
  assert.equal(machine.say('stored', { entry }), 'fetch')
  assert.equal(machine.last.etag, '"s"')
  assert.equal(machine.usable(), true)
})

test('an entry of the store from the future, past the cap, or older than what is here is refused', () => {
  for (const fetchedAt of [T + 3, T + 1e9, T - 86_400, -Infinity, NaN]) {
    const machine = drive({ hasStore: true })
    machine.say('need')
    assert.equal(machine.say('stored', { entry: { value: 'bad', fetchedAt, maxAge: 600 } }), 'fetch', String(fetchedAt))
    assert.equal(machine.usable(), false)
  }
  const machine = warm({ hasStore: true })
  machine.advance(600)
  machine.say('need')
  assert.equal(machine.say('stored', { entry: { value: 'old', fetchedAt: T - 1, maxAge: 86_400 } }), 'fetch')
  assert.equal(machine.state.entry.value, 'one')
})

test('an entry of a machine whose clock is a little ahead is taken as of now', () => {
  const machine = drive({ hasStore: true })
  machine.say('need')
  assert.equal(machine.say('stored', { entry: { value: 'stored', fetchedAt: T + 2, maxAge: 600 } }), '')
  assert.equal(machine.state.entry.fetchedAt, T)
})

test('an unknown key id that a newer entry of the store does not have, either, is fetched', () => {
  const machine = warm({ hasStore: true })
  machine.advance(100)
  assert.equal(machine.say('unknown'), 'read')
  assert.equal(machine.say('stored', { entry: { value: 'stored', fetchedAt: T + 50, maxAge: 600 } }), '')
  assert.equal(machine.say('unknown'), 'fetch')
  machine.fetched('two')
  assert.equal(machine.say('unknown'), '')
})

test('a snapshot serves from the beginning, by its own age', () => {
  const entry = { value: 'built', fetchedAt: T - 3600, maxAge: 600 }
  const machine = drive({}, entry)
  assert.equal(machine.usable(), true)
  assert.equal(machine.state.source, 'snapshot')
  assert.equal(machine.say('need'), 'fetch')
  machine.advance(86_400 - 3600)
  assert.equal(machine.usable(), false)
  assert.equal(drive({}, { ...entry, fetchedAt: T + 1 }).usable(), false, 'not from the future')
  assert.equal(drive({}, { ...entry, fetchedAt: T }).say('need'), '')
})

test('a snapshot from the future does not stand in the way of what is fetched', () => {
  const machine = drive({}, { value: 'built', fetchedAt: T + 1000, maxAge: 600 })
  assert.equal(machine.say('need'), 'fetch')
  machine.failed()
  assert.equal(machine.state.failures, 1)
  machine.advance(30)
  assert.equal(machine.say('need'), 'fetch')
  machine.fetched('new')
  assert.equal(machine.usable(), true)
  assert.equal(machine.state.entry.value, 'new')
})

test('a snapshot that is first met by a clock that stands at zero is used once the clock is right', () => {
  const machine = drive({}, { value: 'built', fetchedAt: T - 10, maxAge: 600 })
  machine.now = 0
  assert.equal(machine.usable(), false)
  machine.say('clock')
  machine.now = T
  assert.equal(machine.say('need'), '')
  assert.equal(machine.usable(), true)
})

test('where there is a store, a refresh begins in the last fifth of what is left of the life, by chance', () => {
  for (const [random, after] of [
    [0, 600],
    [0.5, 540],
    [0.999, 600 - 119.88]
  ]) {
    const machine = warm({ hasStore: true }, { random })
    machine.advance(after - 1)
    assert.equal(machine.say('need'), '')
    machine.advance(1)
    assert.equal(machine.say('need'), 'read')
    assert.ok(machine.usable())
  }
})

test('an entry of the store that is nearly stale costs no fetch at once', () => {
  const machine = drive({ hasStore: true })
  machine.say('need')
  const entry = { value: 'one', fetchedAt: T - 590, maxAge: 600 }
  assert.equal(machine.say('stored', { entry, random: 0.999 }), '')
  machine.advance(8)
  assert.equal(machine.say('need'), '')
  machine.advance(0.1)
  assert.equal(machine.say('need'), 'fetch')
})

test('without a store nothing begins early', () => {
  const machine = warm({ hasStore: false }, { random: 0.999 })
  machine.advance(599)
  assert.equal(machine.say('need'), '')
})
