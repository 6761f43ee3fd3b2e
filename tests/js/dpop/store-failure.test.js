// A replay store that fails: what the operator learns of it, whatever the option onStoreFailure makes of the proof.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { memoryReplayStore } from '../../../js/dpop/replay-stores.js'
import { guard } from '../../../js/http/index.js'
import { boundToken, possessionOf } from '../support/dpop.js'
import { createVerifier, headersFor } from '../support/dpop-server.js'
import { assertError, rejection } from '../support/expect.js'
import { goodOptions } from '../support/tokens.js'

const password = 'redis://:hunter2@db'
const full = () => {
  const store = memoryReplayStore({ maxEntries: 1 })
  store.add('a', 4e9, 0, 'b')
  return store
}
/** @type {[string, () => any, RegExp][]} */
const failing = [
  ['throws', () => ({ add: () => assert.fail(password) }), /threw.*log it there/],
  ['rejects', () => ({ add: () => Promise.reject(new Error(password)) }), /threw.*log it there/],
  ['is full', full, /full: it has 1 proofs: give it more room/],
  ['answers what is no answer', () => ({ add: () => 'OK' }), /must return true/]
]

/** @param {any} replayStore @param {any} [more] */
function make(replayStore, { onStoreFailure, ...more } = /** @type {any} */ ({})) {
  const dpop = { replayStore, ...(onStoreFailure && { onStoreFailure }) }
  return createVerifier(goodOptions({ dpop, ...more }))
}
const ask = (/** @type {any} */ verifier, jwt = boundToken()) => verifier.verify(jwt, { possession: possessionOf(jwt) })

for (const [name, store, says] of failing) {
  test(`a store that ${name}: error, decision and event say so, and none quotes it`, async (t) => {
    const logged = t.mock.method(console, 'error', () => {})
    /** @type {any[]} */
    const events = []
    const verifier = make(store(), { onEvent: (/** @type {any} */ event) => events.push(event) })
    const error = await rejection(ask(verifier))
    assertError(error, { code: 'AUTH_KEYS_UNAVAILABLE', reason: 'replay_store_failed' })
    assert.match(error.hint, says)
    const [{ type, issuer, time, reason, message }] = events
    assert.deepEqual([type, reason, issuer], ['replay_store_failed', 'replay_store_failed', goodOptions().issuer])
    assert.equal(typeof time, 'number')
    assert.match(message, says)
    assert.doesNotMatch(message, /let in/)
    /** @type {any[]} */
    const decisions = []
    const api = guard(verifier, { onDecision: (/** @type {any} */ each) => decisions.push(each) })(() => new Response())
    const headers = headersFor(boundToken(), 'https://a.example')
    assert.equal((await api(new Request('https://a.example/tools', { headers }))).status, 503)
    assert.match(decisions[0].hint, says)
    assert.doesNotMatch(JSON.stringify([error, events, decisions]), /hunter2/)
    assert.equal(logged.mock.callCount(), 0)
  })
}

describe('onStoreFailure: accept', () => {
  test('each proof that is let in is an event', async () => {
    /** @type {any[]} */
    const events = []
    const onEvent = (/** @type {any} */ event) => events.push(event)
    const verifier = make(failing[0][1](), { onStoreFailure: 'accept', onEvent })
    for (let i = 0; i < 3; i += 1) assert.equal((await ask(verifier)).subject, 'user-1')
    assert.equal(events.length, 3)
    assert.match(events[0].message, /threw.*can be used again/)
  })

  test('without onEvent the console is told once', async (t) => {
    const logged = t.mock.method(console, 'error', () => {})
    const verifier = make(full(), { onStoreFailure: 'accept' })
    for (let i = 0; i < 3; i += 1) await ask(verifier)
    assert.equal(logged.mock.callCount(), 1)
    assert.match(String(logged.mock.calls[0].arguments[0]), /^assay-jwt: .*full.*can be used again/)
  })
})

test('a store that answers late is told apart from one that throws', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const verifier = make({ add: () => new Promise(() => t.mock.timers.tick(3000)) }, { onEvent: () => {} })
  const refused = rejection(ask(verifier))
  await Promise.resolve()
  for (let i = 0; i < 20; i += 1) {
    await new Promise((resolve) => setImmediate(resolve))
    t.mock.timers.tick(1000)
  }
  assert.match((await refused).hint, /did not answer in time/)
})
