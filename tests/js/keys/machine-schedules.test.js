// The pure machine over long random schedules: what must hold whatever happens, in whatever order.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { initialState, isUsable, transition } from '../../../js/keys/machine.js'

/** mulberry32: numbers from 0 to 1 that a seed repeats. */
function dice(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** A world around one machine: an endpoint, a store, attempts that take their time or are lost, and a clock. */
class World {
  constructor(seed) {
    this.random = dice(seed)
    this.limits = {
      maxStale: this.pick([0, 60, 3600, 86_400]),
      ...{ cooldown: 30, lease: 10, patience: this.pick([1, 10]), hasStore: this.random() < 0.5 }
    }
    this.clock = 1_800_000_000
    this.real = 0
    // Seconds that passed unseen: those between the last event and a jump backwards.
    this.lost = 0
    this.version = 1
    this.state = initialState(this.limits)
    this.pending = []
    this.fetches = []
    this.jumps = this.random() < 0.3
    this.store = undefined
  }

  pick(list) {
    return list[Math.floor(this.random() * list.length)]
  }

  say(event) {
    const before = this.state
    const copy = structuredClone(before)
    const random = this.random()
    const { state, action } = transition(before, event, this.clock, random)
    assert.deepEqual(before, copy, 'transition() must not change the state that it was given')
    assert.deepEqual(
      transition(before, event, this.clock, random),
      { state, action },
      'transition() must be a function'
    )
    this.state = state
    if (action !== undefined) this.carryOut(action, event)
    this.check()
  }

  carryOut(action, cause) {
    if (action.type === 'read') this.pending.push({ at: this.real + this.random(), action })
    if (action.type === 'write') this.store = { ...state(this).entry }
    if (action.type !== 'fetch') return
    this.fetches.push({ real: this.real, cause: cause.type, clock: this.clock })
    const took = this.random() * 8
    if (this.random() > 0.05)
      this.pending.push({ at: this.real + took, action, version: this.version, asked: this.real - this.lost })
  }

  answer({ action, version, asked }) {
    if (action.type === 'read') {
      const entry = this.random() < 0.8 ? this.store : undefined
      return this.say({ type: 'stored', entry: entry && { ...entry, value: { ...entry.value } } })
    }
    const { at, etag } = action
    if (this.random() < this.failing) {
      const retryAfter = this.random() < 0.2 ? this.random() * 100 : 0
      return this.say({ type: 'failed', at, error: 'down', retryAfter })
    }
    const maxAge = this.pick([60, 600, 3600])
    if (etag === `${version}`) {
      if (this.state.entry?.etag === etag) this.state.entry.value.asked = Math.max(asked, this.state.entry.value.asked)
      return this.say({ type: 'renewed', at, etag, maxAge })
    }
    return this.say({
      type: 'fetched',
      entry: { value: { version, asked, cap: maxAge }, fetchedAt: at, maxAge, etag: `${version}` }
    })
  }

  tick() {
    const seconds = this.pick([0.1, 1, 5, 29, 31, 300])
    this.real += seconds
    this.clock += seconds
    if (this.jumps && this.random() < 0.05) {
      this.clock -= this.random() * 100_000
      this.lost += seconds
    }
    if (this.random() < 0.02) this.version += 1
    if (this.random() < 0.02) this.failing = this.pick([0, 0.5, 1])
    this.say({ type: 'clock' })
    for (const due of this.pending.filter(({ at }) => at <= this.real)) {
      this.pending = this.pending.filter((each) => each !== due)
      this.answer(due)
    }
    this.say({ type: this.random() < 0.3 ? 'unknown' : 'need' })
  }

  check() {
    const { entry, failures, limits } = this.state
    assert.ok(failures >= 0)
    if (!isUsable(this.state, this.clock)) return
    // The age by a clock that nobody moved. The store's entries carry the other clock's times: they are left to it.
    if (this.jumps && limits.hasStore) return
    const age = this.real - this.lost - entry.value.asked
    // A fetch during which the clock jumped counts from its end, which is seen at the end of a tick.
    const slack = this.jumps ? 308 : 1e-3
    assert.ok(age < Math.max(3600, limits.maxStale) + slack, `serves after ${age} s`)
  }
}

const state = (world) => world.state

for (const seed of Array.from({ length: 60 }, (_, index) => index)) {
  test(`schedule ${seed}: 3,000 steps keep the cap, the cooldown, the back-off and the bounds`, () => {
    const world = new World(seed)
    world.failing = world.pick([0, 0.5, 1])
    for (let index = 0; index < 3000; index++) world.tick()
    assert.ok(world.fetches.length > 10, 'nothing happened')
    const lookUps = world.fetches.filter(({ cause }) => cause === 'unknown')
    if (!world.jumps) {
      for (const [index, each] of lookUps.slice(1).entries()) assert.ok(each.real - lookUps[index].real >= 30 - 1e-3)
    }
    // The longest interval without an answer is the lease; with one, the answer decides.
    const perHour = world.fetches.length / (world.real / 3600)
    assert.ok(perHour <= 3600 / world.limits.patience, `${perHour} fetches in an hour`)
  })
}

test('an outage of a day, asked every second: some fetches an hour, and every one of them at its time', () => {
  let world = initialState({ maxStale: 86_400, cooldown: 30, lease: 10, patience: 10, hasStore: false })
  const random = dice(1)
  const fetches = []
  for (let now = 0; now < 90_000; now++) {
    const { state: after, action } = transition(world, { type: 'need' }, now, 0)
    world = after
    if (action?.type === 'fetch') {
      fetches.push(now)
      const entry = { value: 1, fetchedAt: now, maxAge: 600 }
      const failed = { type: 'failed', at: now, error: 1, retryAfter: 0 }
      world = transition(world, now === 0 ? { type: 'fetched', entry } : failed, now, random()).state
    }
    assert.equal(isUsable(world, now), now < 86_400)
  }
  assert.deepEqual(fetches.slice(0, 2), [0, 600])
  const gaps = fetches.slice(2).map((at, index) => at - fetches[index + 1])
  assert.ok(
    gaps.every((gap) => gap >= 15 && gap <= 120),
    String(gaps.slice(0, 9))
  )
  assert.ok(fetches.length < (90_000 / 3600) * 60)
})
