// The pure machine under a virtual clock.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isSettled, secondsUntilAttempt } from '../../../js/keys/machine.js'
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
  assert.deepEqual(waits(warm(), 0, 5), [30, 60, 120, 120, 120])
  assert.deepEqual(waits(warm(), 1, 5), [15, 30, 60, 60, 60])
})

test('the first moments: while nothing serves, a failed attempt is repeated after 1 s, 2 s, 4 s, up to the cooldown', () => {
  for (const [random, share] of [
    [0, 1],
    [1, 0.9]
  ]) {
    const machine = drive()
    const waits = Array.from({ length: 7 }, () => {
      assert.equal(machine.say('need'), 'fetch')
      machine.failed({ random })
      const wait = machine.state.retryAt - machine.now
      machine.advance(wait / 2)
      assert.equal(machine.say('need'), '', 'not before')
      machine.now = machine.state.retryAt
      return Math.round(wait * 1000) / 1000
    })
    assert.deepEqual(
      waits,
      [1, 2, 4, 8, 16, 30, 30].map((seconds) => Math.round(seconds * share * 1000) / 1000)
    )
  }
})

test('an outage outlives the document: its failures go on being counted, and an attempt starts each cooldown', () => {
  const machine = warm({ maxStale: 0 })
  for (const wait of [1, 2, 4]) {
    machine.advance(600)
    assert.equal(machine.say('need'), 'fetch')
    machine.failed()
    assert.equal(machine.state.retryAt - machine.now, wait)
  }
})

test('RFC 9110 §10.2.3: Retry-After holds back longer than the back-off, never shorter', () => {
  const machine = drive()
  machine.say('need')
  machine.failed({ retryAfter: 100 })
  assert.equal(machine.state.retryAt, T + 100)
  machine.advance(100)
  machine.say('need')
  machine.failed({ retryAfter: 1 })
  assert.equal(machine.state.retryAt, T + 102)
})

test('an attempt that never ends counts as lost', () => {
  const machine = drive({ patience: 1 })
  machine.say('need')
  machine.advance(0.9)
  assert.equal(machine.say('need'), 'wait')
  machine.advance(0.1)
  assert.equal(machine.say('need'), 'fetch')
})

test('ATTACKS 17: a token that other keys might save starts an attempt, and no other one does in the cooldown', () => {
  const machine = warm()
  assert.equal(machine.say('unknown'), 'fetch')
  assert.equal(machine.say('unknown'), 'wait')
  machine.fetched('two')
  for (let index = 0; index < 1000; index++) assert.equal(machine.say('unknown'), '')
  machine.advance(29)
  assert.equal(machine.say('unknown'), '')
  machine.advance(1)
  assert.equal(machine.say('unknown'), 'fetch')
})

test('who waits is told until when: an attempt that has not ended by then counts as lost', () => {
  const machine = warm({ patience: 1 })
  machine.say('unknown')
  machine.say('unknown')
  assert.deepEqual(machine.last, { type: 'wait', until: T + 1 })
  const cold = drive()
  cold.say('need')
  cold.say('need')
  assert.deepEqual(cold.last, { type: 'wait', until: T + 10 })
})

test('it is settled that there are no other keys for as long as the cooldown after an answer, and never after a failure', () => {
  const machine = drive()
  const settled = () => isSettled(machine.state, machine.now)
  assert.equal(settled(), false)
  machine.say('need')
  machine.fetched('one')
  assert.equal(settled(), true)
  machine.advance(29)
  assert.equal(settled(), true)
  machine.advance(1)
  assert.equal(settled(), false)
  machine.say('unknown')
  machine.failed()
  assert.equal(machine.say('unknown'), '', 'held back')
  assert.equal(settled(), false)
  machine.advance(30)
  machine.say('unknown')
  machine.fetched('one')
  assert.equal(settled(), true)
})

test('an answer is counted, a document of the store and a failure are not', () => {
  const machine = drive({ hasStore: true })
  machine.say('need')
  machine.say('stored', { entry: { value: 'stored', fetchedAt: T, maxAge: 600, etag: '"1"' } })
  assert.equal(machine.state.answers, 0)
  machine.say('unknown')
  machine.failed()
  assert.equal(machine.state.answers, 0)
  machine.advance(30)
  machine.say('unknown')
  machine.say('renewed', { at: machine.now, etag: '"1"', maxAge: 600 })
  assert.equal(machine.state.answers, 1)
})

test('after a failed look-up the next one waits for the cooldown, however short the back-off is', () => {
  const machine = warm()
  machine.say('unknown')
  machine.failed({ random: 1 })
  assert.equal(machine.state.retryAt, T + 15)
  machine.advance(29)
  assert.equal(machine.say('unknown'), '')
  machine.advance(1)
  assert.equal(machine.say('unknown'), 'fetch')
})

test('Retry-After: the seconds until an attempt may start, rounded up; one while an attempt is under way', () => {
  const machine = warm({ patience: 1 })
  const seconds = (isLookUp) => secondsUntilAttempt(machine.state, machine.now, isLookUp)
  assert.deepEqual([seconds(false), seconds(true)], [1, 1])
  machine.say('unknown')
  machine.advance(2)
  assert.deepEqual([seconds(false), seconds(true)], [1, 1])
  machine.fetched('two')
  assert.deepEqual([seconds(false), seconds(true)], [1, 28])
  machine.advance(28.5)
  machine.say('unknown')
  machine.failed({ retryAfter: 99.5 })
  assert.deepEqual([seconds(false), seconds(true)], [100, 100])
  const cold = drive()
  cold.say('need')
  cold.failed({ random: 0.5 })
  assert.equal(secondsUntilAttempt(cold.state, cold.now, false), 1)
})

test('an expired document is asked for again, and serves until then', () => {
  const machine = warm()
  machine.say('expire')
  assert.equal(machine.usable(), true)
  assert.equal(machine.say('need'), 'fetch')
  assert.equal(drive().say('expire'), '')
})
