// The pure machine under a virtual clock.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { drive, T, warm } from '../support/machine.js'

test('a cold start fetches once; who comes meanwhile waits', () => {
  const machine = drive()
  assert.equal(machine.usable(), false)
  assert.equal(machine.say('need'), 'fetch')
  assert.deepEqual(machine.last, { type: 'fetch', at: T, etag: undefined })
  assert.equal(machine.say('need'), 'wait')
  machine.fetched('one')
  assert.equal(machine.usable(), true)
  assert.equal(machine.say('need'), '')
})

test('RFC 9111 §4.2: a document is fresh for maxAge seconds, then serves while one attempt refreshes it', () => {
  const machine = warm({}, { maxAge: 100 })
  machine.advance(99)
  assert.equal(machine.say('need'), '')
  machine.advance(1)
  assert.equal(machine.state.dueAt, machine.now)
  assert.equal(machine.say('need'), 'fetch')
  assert.equal(machine.say('need'), '', 'nobody waits')
  assert.equal(machine.usable(), true)
})

test('a stale document ends at the cap, and not a second later', () => {
  const machine = warm()
  machine.advance(600)
  machine.say('need')
  machine.failed()
  machine.advance(86_400 - 600 - 1)
  assert.equal(machine.usable(), true)
  machine.advance(1)
  assert.equal(machine.usable(), false)
})

test('maxStale 0 fails closed: what is not fresh is of no use', () => {
  const machine = warm({ maxStale: 0 })
  machine.advance(599)
  assert.equal(machine.usable(), true)
  machine.advance(1)
  assert.equal(machine.usable(), false)
  assert.equal(machine.say('need'), 'fetch')
  assert.equal(machine.say('need'), 'wait')
})

test('what is fresh longer than the cap serves as long as it is fresh', () => {
  const machine = warm({ maxStale: 60 })
  machine.advance(599)
  assert.equal(machine.usable(), true)
  machine.advance(1)
  assert.equal(machine.usable(), false)
})

test('RFC 9110 §13.1.2: a refresh carries the ETag, and 304 renews the document', () => {
  const machine = warm({}, { etag: '"1"' })
  machine.advance(600)
  machine.say('need')
  assert.equal(machine.last.etag, '"1"')
  machine.say('renewed', { at: machine.now, etag: '"1"', maxAge: 60 })
  assert.equal(machine.state.entry.value, 'one')
  machine.advance(59)
  assert.equal(machine.say('need'), '')
  machine.advance(1)
  assert.equal(machine.say('need'), 'fetch')
})

test('a 304 for another ETag than that of the document renews nothing', () => {
  const machine = warm({}, { etag: '"2"' })
  machine.advance(600)
  machine.say('need')
  machine.say('renewed', { at: machine.now, etag: '"1"', maxAge: 600 })
  assert.equal(machine.state.entry.fetchedAt, T)
})

test('after a failure it is asked without conditions', () => {
  const machine = warm({}, { etag: '"1"' })
  machine.advance(600)
  machine.say('need')
  machine.failed()
  machine.advance(30)
  machine.say('need')
  assert.equal(machine.last.etag, undefined)
})

test('a fetched document replaces the old one, and ends the failures', () => {
  const machine = warm()
  machine.advance(600)
  machine.say('need')
  machine.failed()
  machine.advance(30)
  machine.say('need')
  machine.fetched('two')
  const { entry, failures, error, retryAt, source } = machine.state
  assert.equal(entry.value, 'two')
  assert.deepEqual([failures, error, retryAt, source], [0, undefined, -Infinity, 'network'])
})

test('attempts that cross each other: the one that asked later wins, whichever ends first', () => {
  const machine = warm({ lease: 1 })
  machine.advance(600)
  machine.say('need')
  const { at } = machine.last
  machine.advance(1)
  machine.say('need')
  machine.fetched('new', { fetchedAt: machine.last.at })
  machine.fetched('old', { fetchedAt: at })
  assert.equal(machine.state.entry.value, 'new')
  machine.failed({ at })
  assert.equal(machine.state.failures, 0)
})

test('back-off: the cooldown, doubled each time up to a limit, less a share by chance', () => {
  const waits = (machine, random, count) =>
    Array.from({ length: count }, () => {
      machine.advance(Math.max(machine.state.dueAt - machine.now, 0))
      assert.equal(machine.say('need'), 'fetch')
      machine.failed({ random })
      return machine.state.retryAt - machine.now
    })
  assert.deepEqual(waits(drive(), 0, 4), [30, 60, 60, 60])
  assert.deepEqual(waits(drive(), 1, 4), [15, 30, 30, 30])
  assert.deepEqual(waits(warm(), 0, 5), [30, 60, 120, 120, 120], 'longer where the old one serves')
})

test('RFC 9110 §10.2.3: Retry-After holds back longer than the back-off, never shorter', () => {
  const machine = drive()
  machine.say('need')
  machine.failed({ retryAfter: 100 })
  assert.equal(machine.state.retryAt, T + 100)
  machine.advance(100)
  machine.say('need')
  machine.failed({ retryAfter: 1 })
  assert.equal(machine.state.retryAt, T + 160)
})

test('an attempt that never ends counts as lost', () => {
  const machine = drive({ patience: 1 })
  machine.say('need')
  machine.advance(0.9)
  assert.equal(machine.say('need'), 'wait')
  machine.advance(0.1)
  assert.equal(machine.say('need'), 'fetch')
})

test('ATTACKS 17: an unknown key id starts an attempt, and no other one in the cooldown', () => {
  const machine = warm()
  assert.equal(machine.say('unknown', { key: 'a' }), 'fetch')
  assert.equal(machine.say('unknown', { key: 'b' }), 'wait')
  machine.fetched('two')
  for (let index = 0; index < 1000; index++) assert.equal(machine.say('unknown', { key: `${index}` }), '')
  machine.advance(29)
  assert.equal(machine.say('unknown', { key: 'c' }), '')
  machine.advance(1)
  assert.equal(machine.say('unknown', { key: 'c' }), 'fetch')
})

test('a key that was looked up in vain is looked up again after a while, another one at once', () => {
  const machine = warm()
  const asked = []
  for (let second = 0; second < 240; second++) {
    if (machine.say('unknown', { key: 'forgotten' }) === 'fetch') {
      asked.push(second)
      machine.fetched('same')
    }
    machine.advance(1)
  }
  assert.deepEqual(asked, [0, 30, 90, 150, 210])
  assert.equal(machine.say('unknown', { key: 'new' }), 'fetch')
})

test('the keys that are remembered are bounded, the oldest go first', () => {
  const machine = warm()
  for (let index = 0; index < 500; index++) {
    assert.equal(machine.say('unknown', { key: `${index}` }), 'fetch')
    machine.fetched('same')
    machine.advance(30)
  }
  assert.equal(machine.state.unknown.size, 100)
  assert.equal(machine.state.unknown.has('499'), true)
  assert.equal(machine.state.unknown.has('399'), false)
})

test('a failed look-up is not remembered: nothing was learnt from it', () => {
  const machine = warm()
  machine.say('unknown', { key: 'a' })
  machine.failed()
  assert.equal(machine.state.unknown.size, 0)
  machine.advance(29)
  assert.equal(machine.say('unknown', { key: 'a' }), '')
  machine.advance(1)
  assert.equal(machine.say('unknown', { key: 'a' }), 'fetch')
})

test('an expired document is asked for again, and serves until then', () => {
  const machine = warm()
  machine.say('expire')
  assert.equal(machine.usable(), true)
  assert.equal(machine.say('need'), 'fetch')
  assert.equal(drive().say('expire'), '')
})
