// The pure machine under clocks that go back.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { drive, warm } from '../support/machine.js'

test('a clock that jumps backwards makes nothing fresh for ever: ages stay, and it is asked again', () => {
  const machine = warm()
  machine.advance(300)
  machine.say('clock')
  machine.advance(-1_000_000)
  machine.say('clock')
  assert.equal(machine.usable(), true)
  assert.equal(machine.now - machine.state.entry.fetchedAt, 300)
  assert.equal(machine.say('need'), 'fetch')
  machine.failed()
  machine.advance(86_400 - 300 - 1)
  assert.equal(machine.usable(), true)
  machine.advance(1)
  assert.equal(machine.usable(), false)
})

test('a clock that jumps backwards again and again does not outwit the cap', () => {
  const machine = warm()
  let seconds = 0
  for (; machine.usable() && seconds < 1e6; seconds += 100) {
    machine.advance(100)
    if (machine.say('need') === 'fetch') machine.failed()
    machine.advance(-5000)
    if (machine.say('need') === 'fetch') machine.failed()
  }
  assert.equal(seconds, 86_400)
})

test('a clock that jumps backwards does not prolong a back-off, a cooldown or an attempt', () => {
  const machine = drive()
  machine.say('need')
  machine.advance(-1e6)
  assert.equal(machine.say('need'), 'wait')
  machine.advance(10)
  assert.equal(machine.say('need'), 'fetch')
  machine.failed()
  machine.advance(-1e6)
  machine.say('clock')
  machine.advance(30)
  assert.equal(machine.say('need'), 'fetch')
  machine.fetched('one')
  machine.say('unknown')
  machine.fetched('one')
  machine.advance(-1e6)
  machine.say('need')
  machine.fetched('one')
  machine.advance(30)
  assert.equal(machine.say('unknown'), 'fetch')
})
