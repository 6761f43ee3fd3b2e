// The option `jwksSnapshot`: a cold start without a fetch.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { code } from '../support/core.js'
import { assertError, caught, invalidToken, keysUnavailable, rejection } from '../support/expect.js'
import { refreshing, remoteFixture, setOf } from '../support/remote.js'
import { respond } from '../support/server.js'
import { issuer, now, publicJwk, token } from '../support/tokens.js'

const fixture = remoteFixture()
const good = token()
const snapshot = (changes) => ({ jwksSnapshot: { jwks: { keys: [publicJwk()] }, fetchedAt: now - 60, ...changes } })

test('issue 4: with a snapshot a cold start needs no fetch, and verifySync works at once', async () => {
  const verifier = fixture.remote(snapshot())
  verifier.verifySync(good, { now })
  await verifier.verify(good)
  assert.equal(fixture.fetches(), 0)
  assert.equal(verifier.status().source, 'snapshot')
  assert.equal(verifier.status().age, 60)
})

test('a snapshot that is stale serves while it is refreshed, and is replaced', async () => {
  fixture.server.answerWith(setOf('other'))
  const verifier = fixture.remote(snapshot({ fetchedAt: now - 3600 }))
  await refreshing(verifier, () => verifier.verify(good))
  await verifier.verify(token({ key: 'other' }))
  assert.equal(verifier.status().source, 'network')
  assert.equal((await rejection(verifier.verify(good))).reason, 'key_not_found')
  assert.equal(fixture.fetches(), 1 + 1)
})

test('a snapshot is used up to the cap, which can be put off', async () => {
  fixture.server.answerWith(respond('', 500))
  const week = 7 * 86_400
  const old = fixture.remote(snapshot({ fetchedAt: now - week }))
  assertError(
    caught(() => old.verifySync(good)),
    keysUnavailable('keys_not_loaded')
  )
  assertError(await rejection(old.verify(good)), keysUnavailable('jwks_status'))
  const later = fixture.remote({ ...snapshot({ fetchedAt: now - week }), jwksCache: { maxStale: week + 1 } })
  await refreshing(later, () => later.verify(good))
})

test('a snapshot from the future is not used', async () => {
  fixture.server.answerWith(setOf('good'))
  const verifier = fixture.remote(snapshot({ fetchedAt: now + 1 }))
  assertError(
    caught(() => verifier.verifySync(good)),
    keysUnavailable('keys_not_loaded')
  )
  await verifier.verify(good)
  assert.equal(fixture.fetches(), 1)
})

const useless = { jwks: { keys: [publicJwk('bits1024')] } }
for (const [name, platform] of [
  ['at once', {}],
  ['once there is a core', { loadSync: undefined, load: async () => code }]
]) {
  test(`a snapshot without a usable key is refused ${name}, and the keys are fetched`, async () => {
    fixture.server.answerWith(setOf('good'))
    const verifier = fixture.remote(snapshot(useless), platform)
    await verifier.verify(good)
    assert.equal(fixture.fetches(), 1)
    assert.equal(verifier.status().counters.jwks_snapshot_refused, 1)
  })
}

test('verifier.snapshot() makes one of what was fetched', async () => {
  fixture.server.answerWith(setOf('good', 'other'))
  const first = fixture.remote()
  assert.equal(first.snapshot(), undefined)
  await first.ready()
  const jwksSnapshot = JSON.parse(JSON.stringify(first.snapshot()))
  assert.deepEqual(jwksSnapshot, { jwks: { keys: [publicJwk(), publicJwk('other')] }, fetchedAt: now })
  await fixture.remote({ jwksSnapshot }).verify(good)
  assert.equal(fixture.fetches(), 1)
})

test('with discovery, a snapshot spares both documents', async () => {
  const { server } = fixture
  const verifier = fixture.remote({ ...snapshot(), issuer: server.url, jwksUri: undefined })
  await verifier.verify(token({ claims: { iss: server.url } }))
  assert.equal(fixture.fetches(), 0)
})

for (const kind of ['snapshot', 'store']) {
  test(`a stale ${kind} is refreshed, and a new key found, where the core takes a while to load`, async () => {
    /** @type {unknown[]} */
    const unhandled = []
    const note = (/** @type {unknown} */ reason) => void unhandled.push(reason)
    process.on('unhandledRejection', note)
    fixture.server.answerWith(setOf('other'))
    const load = () => new Promise((resolve) => setTimeout(resolve, 20, code))
    const stale = { jwks: { keys: [publicJwk()] }, fetchedAt: now - 2000 }
    const entry = { v: 1, issuer, url: `${fixture.server.url}/jwks`, fetchedAt: now - 2000, maxAge: 600 }
    const text = JSON.stringify({ ...entry, text: JSON.stringify(stale.jwks) })
    const store = { get: async () => text, put: async () => {} }
    const options = kind === 'store' ? { store } : { jwksSnapshot: stale }
    const verifier = fixture.remote(options, { loadSync: undefined, load })
    await verifier.verify(token(), { now })
    await verifier.verify(token({ key: 'other' }), { now })
    await new Promise((resolve) => setImmediate(resolve))
    process.off('unhandledRejection', note)
    assert.deepEqual(unhandled, [])
    assertError(await rejection(verifier.verify(token(), { now })), invalidToken('key_not_found'))
    assert.ok(fixture.fetches() <= 2, 'a refresh, and a look-up')
  })
}
