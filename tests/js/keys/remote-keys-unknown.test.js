import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertError, caught, invalidToken, keysUnavailable, rejection } from '../support/expect.js'
import { refreshing, remoteFixture, setOf } from '../support/remote.js'
import { respond } from '../support/server.js'
import { now, token } from '../support/tokens.js'

const fixture = remoteFixture()
const good = token()
const other = token({ key: 'other' })
const at = () => ({ now })

test('ATTACKS 17: a key that the refreshed set no longer has is gone at once: a refresh replaces, it never merges', async () => {
  fixture.server.answerWith(setOf('good', 'other'))
  const verifier = fixture.remote()
  await verifier.verify(good)
  await verifier.verify(other)
  fixture.server.answerWith(setOf('other'))
  fixture.clock.advance(600)
  await refreshing(verifier, () => verifier.verify(other, at()))
  assertError(
    caught(() => verifier.verifySync(good, at())),
    invalidToken('key_not_found')
  )
  assertError(await rejection(verifier.verify(good, at())), invalidToken('key_not_found'))
})

test('BEHAVIOUR Fetching: a token under a new key id costs one fetch', async () => {
  fixture.server.answerWith(setOf('good'))
  const verifier = fixture.remote()
  await verifier.verify(good)
  fixture.server.answerWith(setOf('good', 'other'))
  assertError(
    caught(() => verifier.verifySync(other)),
    invalidToken('key_not_found')
  )
  await Promise.all(Array.from({ length: 20 }, () => verifier.verify(other)))
  assert.equal(fixture.fetches(), 2)
  await verifier.verify(good)
  assert.equal(fixture.fetches(), 2)
})

test('explain() fetches for a new key id, too', async () => {
  fixture.server.answerWith(setOf('good'))
  const verifier = fixture.remote()
  await verifier.verify(good)
  fixture.server.answerWith(setOf('other'))
  assert.equal((await verifier.explain(other)).valid, true)
  assert.equal(fixture.fetches(), 2)
})

test('ATTACKS 17: a flood of 1,000 random key ids costs one refetch in a cooldown', async () => {
  fixture.server.answerWith(setOf('good'))
  // Making a thousand tokens keeps a slow machine busy for seconds.
  const verifier = fixture.remote({ jwksCache: { timeout: 60 } })
  await verifier.verify(good)
  const flood = (count) =>
    Array.from({ length: count }, (_, index) =>
      rejection(verifier.verify(token({ header: { kid: `random-${index}` } })))
    )
  for (const error of await Promise.all(flood(900))) assertError(error, invalidToken('key_not_found'))
  for (let index = 0; index < 100; index++)
    await rejection(verifier.verify(token({ header: { kid: `later-${index}` } })))
  assert.equal(fixture.fetches(), 2)
  fixture.clock.advance(29)
  await Promise.all(flood(10))
  assert.equal(fixture.fetches(), 2)
  fixture.clock.advance(1)
  await Promise.all(flood(10))
  assert.equal(fixture.fetches(), 3)
})

test('ATTACKS 17: a flood that meets a cold verifier costs one fetch', async () => {
  fixture.server.answerWith(setOf('good'))
  const verifier = fixture.remote()
  const flood = Array.from({ length: 50 }, (_, index) =>
    rejection(verifier.verify(token({ header: { kid: `random-${index}` } })))
  )
  for (const error of await Promise.all(flood)) assertError(error, invalidToken('key_not_found'))
  assert.equal(fixture.fetches(), 1)
})

test('tokens that are bad for another reason cost no refetch', async () => {
  fixture.server.answerWith(setOf('good'))
  const verifier = fixture.remote()
  await verifier.verify(good)
  const bad = [token({ header: { kid: 'good' }, key: 'other' }), token({ header: { kid: 7 } }), `${good}=`, 'a.b.c']
  for (const jwt of bad) assertError(await rejection(verifier.verify(jwt)), { code: 'AUTH_TOKEN_INVALID' })
  assert.equal(fixture.fetches(), 1)
})

test('an outage is no 401: a look-up that failed, or is held back after it, is AUTH_KEYS_UNAVAILABLE', async () => {
  fixture.server.answerWith(setOf('good'))
  const verifier = fixture.remote()
  await verifier.verify(good)
  fixture.server.answerWith(respond('', 500))
  for (let call = 0; call < 5; call++) {
    const error = await rejection(verifier.verify(other))
    assertError(error, { ...keysUnavailable('jwks_status'), retryable: true, status: 503, retryAfter: 30 })
    assert.deepEqual((await verifier.explain(other)).error, error.toJSON())
    assertError(
      caught(() => verifier.verifySync(other)),
      error.toJSON()
    )
  }
  assert.equal(fixture.fetches(), 2)
  await verifier.verify(good)
  fixture.clock.advance(10)
  assert.equal((await rejection(verifier.verify(other, at()))).retryAfter, 20)
  fixture.server.answerWith(setOf('good', 'other'))
  fixture.clock.advance(20)
  await verifier.verify(other, at())
  assert.equal(fixture.fetches(), 3)
})

test('an outage is no 401: a refresh in the background that failed holds a look-up back, too', async () => {
  fixture.server.answerWith(setOf('good'))
  const verifier = fixture.remote()
  await verifier.verify(good)
  fixture.server.answerWith(respond('', 502))
  fixture.clock.advance(600)
  await refreshing(verifier, () => verifier.verify(good, at()))
  const error = await rejection(verifier.verify(other, at()))
  assertError(error, keysUnavailable('jwks_status'))
  assert.ok(error.retryAfter >= 15 && error.retryAfter <= 30, String(error.retryAfter))
  assert.equal(fixture.fetches(), 2)
})

test('key_not_found is said of a set that was asked for within the cooldown, by verifySync() too', async () => {
  fixture.server.answerWith(setOf('good'))
  const verifier = fixture.remote()
  await verifier.verify(good)
  const sync = () => caught(() => verifier.verifySync(other, at()))
  fixture.clock.advance(29)
  assertError(sync(), invalidToken('key_not_found'))
  fixture.clock.advance(1)
  assertError(sync(), { ...keysUnavailable('keys_outdated'), message: /await verifier\.verify\(\)/ })
  assertError(await rejection(verifier.verify(other, at())), invalidToken('key_not_found'))
  assertError(sync(), invalidToken('key_not_found'))
  assert.equal(fixture.fetches(), 2)
})

test('a look-up that takes longer than the cooldown is an answer all the same', async () => {
  fixture.server.answerWith(setOf('good'))
  const verifier = fixture.remote({ jwksCache: { cooldown: 1 } })
  await verifier.verify(good)
  fixture.server.answerWith((request, response) => {
    fixture.clock.advance(3)
    setOf('good')(request, response)
  })
  assertError(await rejection(verifier.verify(other, at())), invalidToken('key_not_found'))
  assert.equal(fixture.fetches(), 2)
})
