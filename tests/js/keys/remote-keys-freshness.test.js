import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertError, caught, keysUnavailable, rejection } from '../support/expect.js'
import { attempts, refreshing, remoteFixture, setOf, until } from '../support/remote.js'
import { respond } from '../support/server.js'
import { now, publicJwk, token } from '../support/tokens.js'

const fixture = remoteFixture()
const good = token()
const at = () => ({ now })

test('BEHAVIOUR Fetching: a set lives 10 minutes, or as long as jwksCache.maxAge says; then it serves while it is refreshed', async () => {
  fixture.server.answerWith(setOf('good'))
  const verifier = fixture.remote()
  const short = fixture.remote({ jwksCache: { maxAge: 60 } })
  await Promise.all([verifier.verify(good), short.verify(good)])
  fixture.clock.advance(60)
  await refreshing(short, () => short.verify(good, at()))
  fixture.clock.advance(539)
  await verifier.verify(good, at())
  assert.equal(attempts(verifier), 1)
  fixture.clock.advance(1)
  await refreshing(verifier, () => verifier.verify(good, at()))
})

test('BEHAVIOUR Fetching: a stale set is served while one request refreshes it: nobody waits for an endpoint that hangs', async () => {
  fixture.server.answerWith(setOf('good'))
  const verifier = fixture.remote()
  await verifier.verify(good)
  fixture.server.answerWith(() => {})
  fixture.clock.advance(600)
  for (let call = 0; call < 20; call++) await verifier.verify(good, at())
  await until(() => fixture.fetches() === 2)
})

for (const [cacheControl, seconds] of [
  ['max-age=120', 120],
  ['max-age=1', 60],
  ['no-store', 60],
  ['max-age=1000000', 86_400],
  ['rubbish', 600]
]) {
  test(`RFC 9111 §5.2.2: Cache-Control: ${cacheControl} makes a set fresh for ${seconds} s`, async () => {
    const headers = { 'cache-control': cacheControl }
    fixture.server.answerWith(respond({ keys: [publicJwk()] }, 200, headers))
    const verifier = fixture.remote()
    await verifier.verify(good, at())
    assert.equal(verifier.status().nextRefresh, now + seconds)
    fixture.clock.advance(seconds - 1)
    await verifier.verify(good, at())
    assert.equal(attempts(verifier), 1)
    fixture.clock.advance(1)
    await refreshing(verifier, () => verifier.verify(good, at()))
  })
}

test('an explicit jwksCache.maxAge is the longest, whatever Cache-Control says', async () => {
  fixture.server.answerWith(respond({ keys: [publicJwk()] }, 200, { 'cache-control': 'max-age=3600' }))
  const verifier = fixture.remote({ jwksCache: { maxAge: 10 } })
  await verifier.verify(good, at())
  assert.equal(verifier.status().nextRefresh, now + 10)
})

test('RFC 9110 §13.1.2: a refresh carries the ETag; 304 renews the set, and what was prepared stays', async () => {
  const seen = []
  fixture.server.answerWith((request, response) => {
    seen.push(request.headers['if-none-match'])
    if (request.headers['if-none-match'] === '"v1"') response.writeHead(304, { 'cache-control': 'max-age=60' }).end()
    else respond({ keys: [publicJwk()] }, 200, { etag: '"v1"' })(request, response)
  })
  const verifier = fixture.remote()
  const first = await verifier.verify(good, at())
  fixture.clock.advance(600)
  await refreshing(verifier, () => verifier.verify(good, at()))
  assert.deepEqual(seen, [undefined, '"v1"'])
  assert.equal(verifier.status().age, 0)
  assert.equal(verifier.status().nextRefresh, now + 660)
  assert.equal(verifier.verifySync(good, at()), first)
})

test('a set that comes again unchanged is not prepared again', async () => {
  fixture.server.answerWith(setOf('good'))
  const verifier = fixture.remote()
  const first = await verifier.verify(good, at())
  fixture.clock.advance(600)
  await refreshing(verifier, () => verifier.verify(good, at()))
  assert.equal(verifier.verifySync(good, at()), first, 'the token cache stays')
})

test('RFC 9110 §15.4.5: a 304 that nobody asked for is a failure', async () => {
  fixture.server.answerWith((_request, response) => response.writeHead(304).end())
  assertError(await rejection(fixture.remote().verify(good)), keysUnavailable('jwks_status'))
})

for (const [name, value] of [
  ['seconds', () => '120'],
  ['a date', () => new Date((now + 120) * 1000).toUTCString()]
]) {
  test(`RFC 9110 §10.2.3: Retry-After as ${name} is honoured`, async () => {
    fixture.server.answerWith((request, response) => respond('', 503, { 'retry-after': value() })(request, response))
    const verifier = fixture.remote()
    await rejection(verifier.verify(good))
    fixture.server.answerWith(setOf('good'))
    fixture.clock.advance(119)
    assertError(await rejection(verifier.verify(good)), keysUnavailable('jwks_status'))
    assert.equal(fixture.fetches(), 1)
    fixture.clock.advance(1)
    await verifier.verify(good)
  })
}

test('BEHAVIOUR Fetching: a clock that jumps backwards does not make a set fresh for ever', async () => {
  fixture.server.answerWith(setOf('good'))
  const verifier = fixture.remote()
  await verifier.verify(good)
  fixture.clock.advance(-1_000_000)
  verifier.verifySync(good, at())
  await refreshing(verifier, () => verifier.verify(good, at()))
  assert.equal(fixture.fetches(), 2)
  fixture.clock.advance(600)
  await refreshing(verifier, () => verifier.verify(good, at()))
  assert.equal(fixture.fetches(), 3)
})

test('ATTACKS 17: an endpoint that is down for an hour, with keys an hour old: no verification fails, and none succeeds past the cap', async () => {
  fixture.server.answerWith(setOf('good'))
  const verifier = fixture.remote()
  await verifier.verify(good)
  fixture.clock.advance(3600)
  fixture.server.answerWith(respond('', 500))
  let asked = 1
  for (let second = 0; second < 3600; second += 10) {
    await verifier.verify(good, at())
    // What was started in the background ends before the clock goes on.
    await until(() => attempts(verifier) === fixture.fetches() && verifier.status().nextRefresh > fixture.clock.now())
    asked = fixture.fetches()
    fixture.clock.advance(10)
  }
  assert.ok(asked > 20 && asked < 120, `${asked} fetches in an hour`)
  assert.equal(verifier.status().lastError.reason, 'jwks_status')
  fixture.clock.advance(86_400 - 7200 - 1)
  await verifier.verify(good, at())
  verifier.verifySync(good, at())
  fixture.clock.advance(1)
  assertError(
    caught(() => verifier.verifySync(good, at())),
    keysUnavailable('keys_not_loaded')
  )
  assertError(await rejection(verifier.verify(good, at())), keysUnavailable('jwks_status'))
})

test('BEHAVIOUR Fetching: maxStale 0 fails closed as soon as the set is stale', async () => {
  fixture.server.answerWith(setOf('good'))
  const verifier = fixture.remote({ jwksCache: { maxStale: 0 } })
  await verifier.verify(good)
  fixture.clock.advance(600)
  assertError(
    caught(() => verifier.verifySync(good, at())),
    keysUnavailable('keys_not_loaded')
  )
  fixture.server.answerWith(respond('', 500))
  assertError(await rejection(verifier.verify(good, at())), keysUnavailable('jwks_status'))
  fixture.server.answerWith(setOf('good'))
  fixture.clock.advance(30)
  await verifier.verify(good, at())
})

test('a set that took longer than it is fresh is of use to those who waited for it', async () => {
  fixture.server.answerWith((request, response) => {
    fixture.clock.advance(5)
    setOf('good')(request, response)
  })
  const verifier = fixture.remote({ jwksCache: { maxAge: 1, maxStale: 0 } })
  await verifier.verify(good)
  assert.equal(fixture.fetches(), 1)
})
