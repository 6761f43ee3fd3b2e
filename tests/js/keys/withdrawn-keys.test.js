// BEHAVIOUR Fetching: a 200 answer with a well-formed "keys" array replaces the set, also when nothing in it is usable.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertError, caught, invalidToken, keysUnavailable, rejection } from '../support/expect.js'
import { refreshing, remoteFixture, setOf } from '../support/remote.js'
import { respond } from '../support/server.js'
import { issuer, now, publicJwk, token } from '../support/tokens.js'

const fixture = remoteFixture()
const good = token()
const at = () => ({ now })
const ec = { kty: 'EC', crv: 'P-256', kid: 'good', x: 'a'.repeat(43), y: 'b'.repeat(43) }

const withdrawn = {
  '{"keys":[]}': { keys: [] },
  'EC keys alone': { keys: [ec] },
  'the only key with use "enc"': { keys: [publicJwk('good', { use: 'enc' })] },
  'keys that are too small': { keys: [publicJwk('bits1024')] }
}
for (const [name, set] of Object.entries(withdrawn)) {
  test(`ATTACKS 23: the issuer's set becomes ${name}: the old key stops at once`, async () => {
    fixture.server.answerWith(setOf('good'))
    const verifier = fixture.remote()
    await verifier.verify(good)
    fixture.server.answerWith(respond(set))
    fixture.clock.advance(600)
    // The stale set serves while it is refreshed.
    await refreshing(verifier, () => verifier.verify(good, at()))
    const expected = { ...keysUnavailable('jwks_no_usable_key'), status: 503, retryable: true }
    assertError(
      caught(() => verifier.verifySync(good, at())),
      expected
    )
    const error = await rejection(verifier.verify(good, at()))
    assertError(error, expected)
    assert.ok(error.retryAfter >= 1 && error.retryAfter <= 30, String(error.retryAfter))
    const report = await verifier.explain(good, at())
    assert.deepEqual(report.error, error.toJSON())
    assert.equal(report.checks.find(({ status }) => status === 'fail').check, 'key')
    assertError(await rejection(verifier.ready()), keysUnavailable('jwks_no_usable_key'))
    assert.equal(verifier.status().source, 'network')
  })

  test(`a cold verifier that meets ${name} says so, and looks again once per cooldown`, async () => {
    fixture.server.answerWith(respond(set))
    const verifier = fixture.remote()
    for (let call = 0; call < 5; call++) {
      assertError(await rejection(verifier.verify(good)), keysUnavailable('jwks_no_usable_key'))
    }
    assert.ok(fixture.fetches() <= 2)
    fixture.server.answerWith(setOf('good'))
    fixture.clock.advance(30)
    await verifier.verify(good, at())
    assert.ok(fixture.fetches() <= 3)
  })
}

test('a token that no key could save is refused for its own reason, also while the set is empty', async () => {
  fixture.server.answerWith(respond({ keys: [] }))
  const verifier = fixture.remote()
  await rejection(verifier.ready())
  assertError(await rejection(verifier.verify('a.b')), invalidToken('malformed_segments'))
  assertError(await rejection(verifier.verify(token({ header: { alg: 'none' } }))), invalidToken('alg_not_allowed'))
})

const noSets = {
  'no JSON': ['<html>', 'jwks_not_json'],
  'no "keys"': [{}, 'jwks_malformed'],
  'keys twice': ['{"keys":[],"keys":[]}', 'jwks_duplicate_member']
}
for (const [name, [body, reason]] of Object.entries(noSets)) {
  test(`an answer that is no JWK Set (${name}) is a failure: the keys that are there go on`, async () => {
    fixture.server.answerWith(setOf('good'))
    const verifier = fixture.remote()
    await verifier.verify(good)
    fixture.server.answerWith(respond(body))
    fixture.clock.advance(600)
    await refreshing(verifier, () => verifier.verify(good, at()))
    await verifier.verify(good, at())
    assert.equal(verifier.status().lastError.reason, reason)
  })
}

test('a set that was withdrawn replaces the old one in the store, too: who starts later asks the endpoint', async () => {
  const entries = new Map()
  const store = { get: async (key) => entries.get(key), put: async (key, value) => void entries.set(key, value) }
  fixture.server.answerWith(setOf('good'))
  const first = fixture.remote({ store })
  await first.verify(good)
  fixture.server.answerWith(respond({ keys: [] }))
  fixture.clock.advance(600)
  await refreshing(first, () => first.verify(good, at()))
  assert.deepEqual(
    [...entries.values()].map((entry) => JSON.parse(JSON.parse(entry).text)),
    [{ keys: [] }]
  )
  const second = fixture.remote({ store })
  assertError(await rejection(second.verify(good, at())), keysUnavailable('jwks_no_usable_key'))
  assert.equal(second.status().source, 'network')
})

const others = {
  key_not_found: [[publicJwk('other')], good],
  key_alg_mismatch: [[publicJwk('good', { alg: 'RS512' })], good],
  key_use: [[publicJwk('good', { use: 'enc' }), publicJwk('other')], good],
  key_ops: [[publicJwk('good', { key_ops: ['sign'] }), publicJwk('other')], good],
  'key_too_small, a sibling': [[publicJwk('bits1024', { kid: 'good' }), publicJwk('other')], good],
  'signature_mismatch where no kid chose the key': [[publicJwk('other')], token({ header: { kid: undefined } })],
  'signature_mismatch of keys without a kid': [[publicJwk('other', { kid: undefined })], good]
}
for (const [name, [keys, jwt]] of Object.entries(others)) {
  const reason = name.split(/[ ,]/)[0]
  test(`a rotation without a new kid: ${name} starts one look-up per cooldown`, async () => {
    fixture.server.answerWith(respond({ keys }))
    const verifier = fixture.remote()
    await verifier.verify(token({ key: 'other', header: { kid: keys.at(-1).kid } })).catch(() => {})
    const before = fixture.fetches()
    for (let call = 0; call < 20; call++) {
      assertError(await rejection(verifier.verify(jwt, at())), invalidToken(reason))
      assert.equal((await verifier.explain(jwt, at())).error.reason, reason)
    }
    assert.equal(fixture.fetches(), before + 1)
    fixture.server.answerWith(setOf('good'))
    fixture.clock.advance(30)
    await verifier.verify(jwt, at())
    assert.equal(fixture.fetches(), before + 2)
  })
}

test('a bad signature under the key that the kid chose starts no look-up: anyone can make one', async () => {
  fixture.server.answerWith(setOf('good', 'other'))
  const verifier = fixture.remote()
  await verifier.ready()
  for (let call = 0; call < 5; call++) {
    const forged = token({ key: 'other', header: { kid: 'good' } })
    assertError(await rejection(verifier.verify(forged)), invalidToken('signature_mismatch'))
  }
  assert.equal(fixture.fetches(), 1)
})

test('a snapshot without a usable key is refused, and the endpoint asked', async () => {
  fixture.server.answerWith(setOf('good'))
  const jwksSnapshot = { jwks: { keys: [ec] }, fetchedAt: now - 10 }
  const verifier = fixture.remote({ jwksSnapshot })
  await verifier.verify(good)
  assert.equal(verifier.status().counters.jwks_snapshot_refused, 1)
})

test('a store whose set has no usable key is not believed: the endpoint is asked', async () => {
  fixture.server.answerWith(setOf('good'))
  const url = `${fixture.server.url}/jwks`
  const entry = { v: 1, issuer, url, fetchedAt: now - 10, maxAge: 600, text: '{"keys":[]}' }
  const verifier = fixture.remote({ store: { get: async () => JSON.stringify(entry), put: async () => {} } })
  await verifier.verify(good)
  assert.equal(verifier.status().source, 'network')
})

test('a store that says that the keys are withdrawn stops them, also while the endpoint fails', async () => {
  let held
  const put = (_key, value) => void (held = value)
  fixture.server.answerWith(respond({ keys: [publicJwk()] }, 200, { 'cache-control': 'max-age=60' }))
  const warm = fixture.remote({ store: { get: () => held, put } })
  await warm.verify(good)
  fixture.clock.advance(700)
  fixture.server.answerWith(respond({ keys: [] }))
  const other = fixture.remote({ store: { get: () => undefined, put } })
  await rejection(other.verify(good, at()))
  fixture.server.answerWith(respond('', 500))
  await refreshing(warm, () => warm.verify(good, at()))
  assertError(
    caught(() => warm.verifySync(good, at())),
    { code: 'AUTH_KEYS_UNAVAILABLE' }
  )
  assertError(await rejection(warm.verify(good, at())), { code: 'AUTH_KEYS_UNAVAILABLE' })
})

test('RFC 9111 §3.2: a 304 that says no lifetime leaves the one that was said', async () => {
  const etag = '"1"'
  fixture.server.answerWith(respond({ keys: [publicJwk()] }, 200, { etag, 'cache-control': 'max-age=60' }))
  const verifier = fixture.remote()
  await verifier.verify(good)
  fixture.server.answerWith((_request, response) => response.writeHead(304, { etag }).end())
  fixture.clock.advance(60)
  await refreshing(verifier, () => verifier.verify(good, at()))
  assert.equal(verifier.status().nextRefresh, now + 120)
})
