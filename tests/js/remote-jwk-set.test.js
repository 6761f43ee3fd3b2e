import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Core } from '../../js/core.js'
import { RemoteJwkSet } from '../../js/remote-jwk-set.js'
import { assertError, caught, invalidToken, keysUnavailable, rejection } from './support/expect.js'
import { code } from './support/core.js'
import { remoteFixture, setOf } from './support/remote.js'
import { respond } from './support/server.js'
import { now, publicJwk, token } from './support/tokens.js'

const fixture = remoteFixture()
const good = token()
const other = token({ key: 'other' })
const at = () => ({ now })

test('the JWK Set is fetched once, on the first verification', async () => {
  fixture.server.answerWith(setOf('good'))
  const verifier = fixture.remote()
  assert.equal(fixture.fetches(), 0)
  assertError(
    caught(() => verifier.verifySync(good)),
    keysUnavailable('keys_not_loaded')
  )
  await verifier.verify(good)
  await verifier.verify(good)
  verifier.verifySync(good)
  assert.equal(fixture.fetches(), 1)
})

test('ready() brings the keys for verifySync', async () => {
  fixture.server.answerWith(setOf('good'))
  const verifier = fixture.remote()
  await verifier.ready()
  verifier.verifySync(good)
  await verifier.ready()
  assert.equal(fixture.fetches(), 1)
})

test('the option fetch is called instead of the platform, with nothing but the URL and the request', async () => {
  const calls = []
  const fetch = async (...call) => {
    calls.push(call)
    return new Response(JSON.stringify({ keys: [publicJwk()] }))
  }
  await fixture.remote({ fetch }).verify(good)
  assert.equal(calls.length, 1)
  const [url, init] = calls[0]
  assert.equal(url, `${fixture.server.url}/jwks`)
  assert.deepEqual(Object.keys(init).sort(), ['headers', 'redirect', 'signal'])
  assert.equal(init.redirect, 'manual')
})

test('BEHAVIOUR Fetching: 50 first verifications in parallel share one fetch', async () => {
  fixture.server.answerWith(setOf('good'))
  const verifier = fixture.remote()
  await Promise.all(Array.from({ length: 50 }, () => verifier.verify(good)))
  assert.equal(fixture.fetches(), 1)
})

test('DESIGN Runtimes: where promises are not shared, each request fetches for itself', async () => {
  fixture.server.answerWith(setOf('good'))
  const verifier = fixture.remote({}, { sharesPromises: false })
  await Promise.all(Array.from({ length: 3 }, () => verifier.verify(good)))
  assert.equal(fixture.fetches(), 3)
  await verifier.verify(good)
  assert.equal(fixture.fetches(), 3)
  fixture.clock.advance(601)
  await Promise.all(Array.from({ length: 3 }, () => verifier.verify(good, at())))
  assert.equal(fixture.fetches(), 4, 'a stale set serves while one request refreshes it')
})

test('BEHAVIOUR Fetching: a set lives 10 minutes, or as long as jwksCache.maxAge says', async () => {
  fixture.server.answerWith(setOf('good'))
  const verifier = fixture.remote()
  const short = fixture.remote({ jwksCache: { maxAge: 60 } })
  await Promise.all([verifier.verify(good), short.verify(good)])
  fixture.clock.advance(599)
  await verifier.verify(good, at())
  assert.equal(fixture.fetches(), 2)
  await short.verify(good, at())
  assert.equal(fixture.fetches(), 3)
  fixture.clock.advance(1)
  await verifier.verify(good, at())
  assert.equal(fixture.fetches(), 4)
})

test('BEHAVIOUR Fetching: a clock that jumps backwards does not make a set fresh for ever', async () => {
  fixture.server.answerWith(setOf('good'))
  const verifier = fixture.remote()
  await verifier.verify(good)
  fixture.clock.advance(-1_000_000)
  verifier.verifySync(good, at())
  await verifier.verify(good, at())
  assert.equal(fixture.fetches(), 2)
  fixture.clock.advance(600)
  await verifier.verify(good, at())
  assert.equal(fixture.fetches(), 3)
})

test('ATTACKS 17: a key that the refreshed set no longer has is gone at once', async () => {
  fixture.server.answerWith(setOf('good', 'other'))
  const verifier = fixture.remote()
  await verifier.verify(good)
  await verifier.verify(other)
  fixture.server.answerWith(setOf('other'))
  fixture.clock.advance(600)
  await verifier.verify(other, at())
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
  const verifier = fixture.remote()
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

test('a token that no key could save is refused without a fetch, though there are no keys yet', async () => {
  fixture.server.answerWith(setOf('good'))
  const verifier = fixture.remote()
  const refused = {
    alg_not_allowed: token({ header: { alg: 'none' } }),
    malformed_segments: 'a.b',
    crit_unsupported: token({ header: { crit: ['x'] } }),
    kid_invalid: token({ header: { kid: 7 } }),
    token_too_large: 'x'.repeat(20_000)
  }
  for (const [reason, jwt] of Object.entries(refused)) {
    assertError(
      caught(() => verifier.verifySync(jwt)),
      invalidToken(reason)
    )
    assertError(await rejection(verifier.verify(jwt)), invalidToken(reason))
  }
  assert.equal(fixture.fetches(), 0)
})

test('ATTACKS 17: a failing refresh keeps the good set, is repeated once in a cooldown, and ends after a day', async () => {
  fixture.server.answerWith(setOf('good'))
  const verifier = fixture.remote()
  await verifier.verify(good)
  fixture.server.answerWith(respond('', 500))
  fixture.clock.advance(600)
  for (let call = 0; call < 5; call++) await verifier.verify(good, at())
  assert.equal(fixture.fetches(), 2)
  fixture.clock.advance(30)
  await verifier.verify(good, at())
  assert.equal(fixture.fetches(), 3)
  fixture.clock.advance(86_400 - 630 - 1)
  await verifier.verify(good, at())
  verifier.verifySync(good, at())
  fixture.clock.advance(1)
  assertError(
    caught(() => verifier.verifySync(good, at())),
    keysUnavailable('keys_not_loaded')
  )
  assertError(await rejection(verifier.verify(good, at())), keysUnavailable('jwks_status'))
})

test('a refetch that fails refuses the token for its key id, and starts the cooldown', async () => {
  fixture.server.answerWith(setOf('good'))
  const verifier = fixture.remote()
  await verifier.verify(good)
  fixture.server.answerWith(respond('', 500))
  for (let call = 0; call < 5; call++) {
    assertError(await rejection(verifier.verify(other)), invalidToken('key_not_found'))
  }
  assert.equal(fixture.fetches(), 2)
  await verifier.verify(good)
})

test('a verifier that is disposed while it fetches refuses', async () => {
  let answer
  fixture.server.answerWith((request, response) => void (answer = () => setOf('good')(request, response)))
  const verifier = fixture.remote()
  const pending = rejection(verifier.verify(good))
  while (fixture.fetches() === 0) await new Promise((resolve) => setImmediate(resolve))
  verifier.dispose()
  answer()
  assertError(await pending, { code: 'CONFIG_INVALID', reason: 'verifier_disposed' })
})

test('a set that arrives after dispose() is not prepared', async () => {
  let arrive
  const fetch = () => new Promise((resolve) => (arrive = () => resolve(new Response('{"keys":[]}'))))
  const cache = { maxAge: 600, cooldown: 30, timeout: 5, maxBytes: 65_536 }
  const location = { jwksUri: 'https://a.example/jwks', allowInsecureLoopback: false, fetch, cache }
  const adopt = () => assert.fail('prepared')
  const set = new RemoteJwkSet(location, { adopt, now: () => now, sharesPromises: true })
  const loading = rejection(set.load())
  set.close()
  arrive()
  assertError(await loading, { code: 'CONFIG_INVALID', reason: 'verifier_disposed' })
})

test('a set that is replaced is freed in the core', async () => {
  const { release } = Core.prototype
  const released = []
  Core.prototype.release = function (recipe) {
    released.push(recipe.jwkSet)
    return release.call(this, recipe)
  }
  try {
    fixture.server.answerWith(setOf('good'))
    const verifier = fixture.remote()
    await verifier.verify(good)
    assert.deepEqual(released, [])
    fixture.clock.advance(600)
    await verifier.verify(good, at())
    assert.equal(released.length, 1)
  } finally {
    Core.prototype.release = release
  }
})

test('where the core takes waiting, a token that no key could save is refused as such, though the keys cannot be had', async () => {
  fixture.server.answerWith(respond('', 500))
  const verifier = fixture.remote({}, { loadSync: undefined, load: async () => code })
  assertError(await rejection(verifier.verify(token({ header: { alg: 'none' } }))), invalidToken('alg_not_allowed'))
  assertError(await rejection(verifier.verify(good)), keysUnavailable('jwks_status'))
})
