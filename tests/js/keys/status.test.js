// verifier.status() and the option `onEvent`.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rejection } from '../support/expect.js'
import { refreshing, remoteFixture, setOf, until } from '../support/remote.js'
import { respond } from '../support/server.js'
import { goodOptions, issuer, now, publicJwk, token } from '../support/tokens.js'
import { testApi } from '../support/core.js'

const fixture = remoteFixture()
const good = token()

test('status() says source, age, next refresh, last error and counters, and does no I/O', async () => {
  fixture.server.answerWith(setOf('good'))
  const verifier = fixture.remote()
  assert.deepEqual(verifier.status(), { counters: {}, lastError: undefined })
  await verifier.verify(good)
  fixture.clock.advance(10)
  const fresh = {
    ...{ source: 'network', age: 10, nextRefresh: now + 600, usableUntil: now + 86_400 },
    ...{ lastError: undefined, counters: { jwks_fetched: 1 } }
  }
  assert.deepEqual(verifier.status(), fresh)
  fixture.server.answerWith(respond('', 500))
  fixture.clock.advance(590)
  await refreshing(verifier, () => verifier.verify(good, { now }))
  const { lastError, nextRefresh, counters } = verifier.status()
  assert.equal(lastError.time, now + 600)
  assert.equal(lastError.reason, 'jwks_status')
  assert.match(lastError.message, /127\.0\.0\.1:\d+: 500/)
  assert.ok(nextRefresh >= now + 615 && nextRefresh <= now + 630)
  assert.deepEqual(counters, { jwks_fetched: 1, jwks_fetch_failed: 1 })
  assert.equal(fixture.fetches(), 2)
})

test('status() of keys past the cap has no source; of keys in the options it is these', async () => {
  fixture.server.answerWith(setOf('good'))
  const verifier = fixture.remote()
  await verifier.verify(good)
  fixture.clock.advance(86_400)
  assert.equal(verifier.status().source, undefined)
  assert.equal(verifier.status().age, 86_400)
  assert.deepEqual(testApi().createVerifier(goodOptions()).status(), { source: 'options', counters: {} })
})

test('what status() gives cannot be used to change the counters', async () => {
  fixture.server.answerWith(setOf('good'))
  const verifier = fixture.remote()
  await verifier.verify(good)
  verifier.status().counters.jwks_fetched = 100
  assert.equal(verifier.status().counters.jwks_fetched, 1)
})

test('onEvent is told what happens, by stable names, and nothing of a token, a key or a credential', async () => {
  const events = []
  let first = true
  const store = { get: () => undefined, put: () => {} }
  const { server } = fixture
  server.answerWith((request, response) => {
    if (request.url.startsWith('/.well-known')) {
      respond({ issuer: server.url, jwks_uri: `${server.url}/jwks?key=secret` })(request, response)
    } else if (first) setOf('good')(request, response)
    else respond('', 503)(request, response)
    if (request.url.startsWith('/jwks')) first = false
  })
  const verifier = fixture.remote({
    ...{ issuer: server.url, jwksUri: undefined, store },
    onEvent: (event) => events.push(event)
  })
  const jwt = token({ claims: { iss: server.url } })
  await verifier.verify(jwt)
  await until(() => events.length === 6)
  const unknown = token({ key: 'other', claims: { iss: server.url } })
  await rejection(verifier.verify(unknown))
  assert.deepEqual(
    events.map(({ type }) => type),
    [
      ...['metadata_store_miss', 'metadata_fetched', 'metadata_store_written'],
      ...['jwks_store_miss', 'jwks_fetched', 'jwks_store_written', 'jwks_fetch_failed']
    ]
  )
  for (const { issuer: whose, time } of events) assert.deepEqual([whose, time], [server.url, now])
  const { reason, message } = events.at(-1)
  assert.equal(reason, 'jwks_status')
  assert.match(message, /503/)
  const shown = JSON.stringify(events)
  for (const hidden of [jwt, unknown, publicJwk().n, 'secret', 'other']) assert.ok(!shown.includes(hidden), hidden)
})

test('an onEvent that throws or rejects breaks no verification', async () => {
  fixture.server.answerWith(setOf('good'))
  let count = 0
  const unhandled = []
  const note = (error) => unhandled.push(error)
  process.on('unhandledRejection', note)
  try {
    for (const onEvent of [
      () => {
        count += 1
        throw new Error('a logger is down')
      },
      async () => {
        count += 1
        throw new Error('a logger is down')
      }
    ]) {
      await fixture.remote({ onEvent }).verify(good)
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  } finally {
    process.off('unhandledRejection', note)
  }
  assert.equal(count, 2)
  assert.deepEqual(unhandled, [])
  assert.equal(fixture.remote().status().counters.jwks_fetched, undefined)
  assert.equal(issuer, 'https://auth.example.com/')
})
