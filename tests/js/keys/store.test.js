// The option `store`: what is shared, and what is not believed.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memoryStore } from '../../../js/keys/stores.js'
import { assertError, caught, invalidToken, keysUnavailable, rejection } from '../support/expect.js'
import { refreshing, remoteFixture, setOf, until } from '../support/remote.js'
import { respond } from '../support/server.js'
import { issuer, now, publicJwk, token } from '../support/tokens.js'

const fixture = remoteFixture()
const good = token()
const other = token({ key: 'other' })

/** A store that shows what it holds. */
function openStore(entries = new Map()) {
  const store = {
    entries,
    calls: [],
    get: async (key) => (store.calls.push(['get', key]), entries.get(key)),
    put: async (key, value, options) => (store.calls.push(['put', key, options]), void entries.set(key, value))
  }
  return store
}

/** A store with one entry for any key, of the fixture's URL: good but for the changes. */
function storeWith(changes = {}) {
  const jwks = changes.jwks ?? { keys: [publicJwk()] }
  const entry = {
    ...{ v: 1, issuer, url: `${fixture.server.url}/jwks`, fetchedAt: now - 10, maxAge: 600 },
    ...{ text: JSON.stringify(jwks), ...changes }
  }
  return { get: async () => changes.stored ?? JSON.stringify(entry), put: async () => {} }
}

const written = (verifier) => until(() => verifier.status().counters.jwks_store_written)

test('issue 4: two processes that share a store cost one fetch in total', async () => {
  fixture.server.answerWith(setOf('good'))
  const store = openStore()
  const first = fixture.remote({ store })
  await first.verify(good)
  await written(first)
  fixture.clock.advance(100)
  const second = fixture.remote({ store })
  await second.verify(good, { now })
  assert.equal(fixture.fetches(), 1)
  const { source, age, nextRefresh } = second.status()
  assert.deepEqual({ source, age }, { source: 'store', age: 100 })
  // In the last fifth of the 500 seconds that are left, by chance.
  assert.ok(nextRefresh > now + 500 && nextRefresh <= now + 600)
})

test('an entry says whose it is and when it was fetched, and lives as long as it can be of use', async () => {
  fixture.server.answerWith(respond({ keys: [publicJwk()] }, 200, { etag: 'W/"1"', 'cache-control': 'max-age=120' }))
  const store = openStore()
  const verifier = fixture.remote({ store, jwksCache: { maxStale: 999.5 } })
  await verifier.verify(good)
  await written(verifier)
  const [[key, text]] = store.entries
  const url = `${fixture.server.url}/jwks`
  assert.ok(key.includes(issuer) && key.includes(url))
  assert.deepEqual(JSON.parse(text), {
    ...{ v: 1, issuer, url, fetchedAt: now, maxAge: 120, etag: 'W/"1"' },
    text: JSON.stringify({ keys: [publicJwk()] })
  })
  assert.deepEqual(store.calls.at(-1)[2], { expirationTtl: 1000 })
})

test('a refresh reads the store first: what another process has refreshed is not fetched again', async () => {
  fixture.server.answerWith(setOf('good'))
  const store = openStore()
  const [one, two] = [fixture.remote({ store }), fixture.remote({ store })]
  await one.verify(good)
  await written(one)
  await two.verify(good)
  fixture.clock.advance(600)
  await refreshing(one, () => one.verify(good, { now }))
  await until(() => one.status().counters.jwks_store_written === 2)
  await two.verify(good, { now })
  await until(() => two.status().age === 0)
  assert.equal(fixture.fetches(), 2)
  assert.equal(two.status().source, 'store')
})

test('an entry that is no newer than what is there is not judged: it is a miss', async () => {
  fixture.server.answerWith(setOf('good'))
  const verifier = fixture.remote({ store: openStore() })
  await verifier.verify(good)
  await written(verifier)
  fixture.clock.advance(600)
  await refreshing(verifier, () => verifier.verify(good, { now }))
  const { jwks_store_miss: misses, jwks_store_hit: hits } = verifier.status().counters
  assert.deepEqual([misses, hits], [2, undefined])
})

test('a key was rotated: the first token under the new key id costs one fetch, at the other process none', async () => {
  fixture.server.answerWith(setOf('good'))
  const store = openStore()
  const [one, two] = [fixture.remote({ store }), fixture.remote({ store })]
  await one.verify(good)
  await written(one)
  await two.verify(good)
  fixture.server.answerWith(setOf('good', 'other'))
  fixture.clock.advance(60)
  await one.verify(other, { now })
  await until(() => one.status().counters.jwks_store_written === 2)
  await two.verify(other, { now })
  assert.equal(fixture.fetches(), 2)
})

test('a key id that the store does not know, either, is fetched', async () => {
  fixture.server.answerWith(setOf('good'))
  const store = openStore()
  const [one, two] = [fixture.remote({ store }), fixture.remote({ store })]
  await one.verify(good)
  await written(one)
  await two.verify(good)
  fixture.clock.advance(600)
  await refreshing(one, () => one.verify(good, { now }))
  await until(() => one.status().counters.jwks_store_written === 2)
  fixture.server.answerWith(setOf('other'))
  await two.verify(other, { now })
  assert.equal(fixture.fetches(), 3)
  assertError(await rejection(two.verify(good, { now })), invalidToken('key_not_found'))
})

test('a key id is looked up again where the store has the old set, which another isolate has confirmed since', async () => {
  fixture.server.answerWith(setOf('good'))
  const store = openStore()
  const [one, two] = [fixture.remote({ store }), fixture.remote({ store })]
  await one.verify(good)
  await written(one)
  await two.verify(good)
  fixture.clock.advance(60)
  assertError(
    await rejection(one.verify(token({ header: { kid: 'made up' } }), { now })),
    invalidToken('key_not_found')
  )
  await until(() => one.status().counters.jwks_store_written === 2)
  fixture.server.answerWith(setOf('good', 'other'))
  await two.verify(other, { now })
  assert.equal(fixture.fetches(), 3)
})

test('a stale entry serves while it is refreshed', async () => {
  fixture.server.answerWith(setOf('good'))
  const verifier = fixture.remote({ store: storeWith({ fetchedAt: now - 3600 }) })
  await refreshing(verifier, () => verifier.verify(good))
  assert.equal(verifier.status().source, 'network')
})

test('a fresh entry serves while the endpoint is down', async () => {
  fixture.server.answerWith(respond('', 500))
  await fixture.remote({ store: storeWith() }).verify(good)
  assert.equal(fixture.fetches(), 0)
})

const poisoned = {
  'no JSON': { stored: '{' },
  'a number': { stored: 7 },
  'an object': { stored: {} },
  null: { stored: 'null' },
  'an empty text': { stored: '' },
  'another version': { v: 2 },
  'another issuer': { issuer: 'https://other.example/' },
  'another URL': { url: 'https://attacker.example/jwks' },
  'a time in the future': { fetchedAt: now + 60 },
  'a time long ago': { fetchedAt: now - 86_400 },
  'no time': { fetchedAt: undefined },
  'a time that is none': { fetchedAt: 'now' },
  'a negative lifetime': { maxAge: -1 },
  'no text': { text: undefined },
  'a text that is too large': { text: `{"keys":[]}${' '.repeat(70_000)}` },
  'an entry that is too large': { padding: 'x'.repeat(200_000) },
  'no JWK Set': { jwks: {} },
  'duplicate members': { text: '{"keys":[],"keys":[]}' },
  'no usable key': { jwks: { keys: [publicJwk('bits1024')] } }
}
for (const [name, changes] of Object.entries(poisoned)) {
  test(`a poisoned entry is refused, and the endpoint asked: ${name}`, async () => {
    fixture.server.answerWith(setOf('other'))
    const verifier = fixture.remote({ store: storeWith(changes) })
    await verifier.ready()
    assert.equal(fixture.fetches(), 1)
    assert.equal(verifier.status().source, 'network')
    verifier.verifySync(other)
    assert.equal(caught(() => verifier.verifySync(good)).reason, 'key_not_found')
  })
}

test('a lifetime that a store claims is no longer than the longest there is', async () => {
  const verifier = fixture.remote({ store: storeWith({ maxAge: 1e12 }) })
  await verifier.verify(good)
  const { nextRefresh } = verifier.status()
  assert.ok(nextRefresh > now + 0.8 * 86_390 && nextRefresh <= now + 86_390)
})

const never = () => new Promise(() => {})
const fails = () => {
  throw new Error('the store is down')
}
for (const [name, store] of Object.entries({
  throws: { get: fails, put: fails },
  rejects: { get: async () => fails(), put: async () => fails() },
  hangs: { get: never, put: never },
  'hangs when it is written': { get: () => null, put: never }
})) {
  test(`a store that ${name} fails no verification`, async () => {
    fixture.server.answerWith(setOf('good'))
    const verifier = fixture.remote({ store })
    await verifier.verify(good)
    verifier.verifySync(good)
    await until(() => verifier.status().counters.jwks_store_failed >= 1)
    assert.equal(fixture.fetches(), 1)
  })
}

test('what is no JWK Set is not stored', async () => {
  fixture.server.answerWith(respond({ keys: {} }))
  const store = openStore()
  assertError(await rejection(fixture.remote({ store }).verify(good)), keysUnavailable('jwks_malformed'))
  assert.equal(store.entries.size, 0)
})

test('discovery is stored, too: a second process fetches neither document', async () => {
  const { server } = fixture
  const metadata = respond({ issuer: server.url, jwks_uri: `${server.url}/jwks` })
  const jwks = setOf('good')
  server.answerWith((request, response) => {
    if (request.url === '/jwks') jwks(request, response)
    else if (request.url === '/.well-known/openid-configuration') metadata(request, response)
    else response.writeHead(404).end()
  })
  const store = memoryStore({ now: fixture.clock.now })
  const options = { issuer: server.url, jwksUri: undefined, store }
  const jwt = token({ claims: { iss: server.url } })
  const first = fixture.remote(options)
  await first.verify(jwt)
  await written(first)
  assert.equal(fixture.fetches(), 3)
  const second = fixture.remote(options)
  await second.verify(jwt)
  assert.equal(fixture.fetches(), 3)
  assert.equal(second.status().counters.metadata_store_hit, 1)
})

test('ATTACKS 9: an entry of the store serves the issuer that it is for, and no other', async () => {
  fixture.server.answerWith(setOf('good'))
  const store = openStore()
  const first = fixture.remote({ store })
  await first.verify(good)
  await written(first)
  // Whoever mixes the entries up gets nothing from it.
  const [value] = store.entries.values()
  const mixed = { get: async () => value, put: async () => {} }
  await fixture.remote({ issuer: 'https://other.example/', store: mixed }).ready()
  assert.equal(fixture.fetches(), 2)
})
