import { initialState, isUsable, transition } from '../../../js/keys/machine.js'

const limits = { maxStale: 86_400, cooldown: 30, lease: 10, patience: 10, hasStore: false }
export const T = 1_800_000_000

/** Drives a machine by hand. */
export function drive(options = {}, snapshot = undefined) {
  let state = initialState({ ...limits, ...options }, snapshot)
  const machine = {
    now: T,
    get state() {
      return state
    },
    usable: () => isUsable(state, machine.now),
    /** Says an event, and returns the type of the action. */
    say(type, { random = 0, ...members } = {}) {
      const result = transition(state, { type, ...members }, machine.now, random)
      state = result.state
      machine.last = result.action
      return result.action?.type ?? ''
    },
    advance: (seconds) => void (machine.now += seconds),
    fetched: (value, { random, ...members } = {}) =>
      machine.say('fetched', { entry: { value, fetchedAt: machine.now, maxAge: 600, ...members }, random }),
    failed: (members = {}) => machine.say('failed', { at: machine.now, error: 'down', retryAfter: 0, ...members })
  }
  return machine
}

/** @param {object} [options] @param {object} [entry] @returns {ReturnType<typeof drive>} with a set that was just fetched */
export function warm(options, entry) {
  const machine = drive(options)
  machine.say('need')
  machine.fetched('one', entry)
  return machine
}
