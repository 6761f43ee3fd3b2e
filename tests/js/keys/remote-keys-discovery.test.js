import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertError, keysUnavailable, rejection } from '../support/expect.js'
import { refreshing, remoteFixture, setOf } from '../support/remote.js'
import { respond } from '../support/server.js'
import { now, token } from '../support/tokens.js'

const fixture = remoteFixture()
const at = () => ({ now })

test('DESIGN: with neither jwks nor jwksUri the keys are discovered from the issuer, and again when the set is refreshed', async () => {
  const paths = {
    '/.well-known/oauth-authorization-server': respond({
      issuer: fixture.server.url,
      jwks_uri: `${fixture.server.url}/jwks`
    })
  }
  fixture.server.answerWith((request, response) => (paths[request.url] ?? setOf('good', 'other'))(request, response))
  const verifier = fixture.remote({ issuer: fixture.server.url, jwksUri: undefined })
  const claims = { iss: fixture.server.url }
  await verifier.verify(token({ claims }))
  assert.deepEqual(fixture.server.requests, ['/.well-known/oauth-authorization-server', '/jwks'])
  await rejection(verifier.verify(token({ claims, header: { kid: 'unknown' } })))
  assert.deepEqual(fixture.server.requests.slice(2), ['/jwks'], 'an unknown key id is no reason to discover again')
  fixture.clock.advance(600)
  await refreshing(verifier, () => verifier.verify(token({ claims }), at()))
  assert.deepEqual(fixture.server.requests.slice(3), ['/.well-known/oauth-authorization-server', '/jwks'])
})

test('a discovery that fails is an unavailable key set, once in a cooldown', async () => {
  fixture.server.answerWith(respond('', 404))
  const verifier = fixture.remote({ issuer: fixture.server.url, jwksUri: undefined })
  for (let call = 0; call < 5; call++) {
    const error = await rejection(verifier.verify(token({ claims: { iss: fixture.server.url } })))
    assertError(error, keysUnavailable('discovery_failed'))
  }
  assert.equal(fixture.fetches(), 2)
})

test('a set that moved is found again by discovery, once the fetch of the old place has failed', async () => {
  const { server } = fixture
  let place = '/jwks-1'
  server.answerWith((request, response) => {
    const metadata = respond({ issuer: server.url, jwks_uri: server.url + place })
    const answer = request.url.startsWith('/.well-known') ? metadata : setOf(place === '/jwks-1' ? 'good' : 'other')
    if (request.url.startsWith('/jwks') && request.url !== place) response.writeHead(404).end()
    else answer(request, response)
  })
  const verifier = fixture.remote({ issuer: server.url, jwksUri: undefined })
  const claims = { iss: server.url }
  await verifier.verify(token({ claims }))
  place = '/jwks-2'
  assertError(await rejection(verifier.verify(token({ claims, key: 'other' }))), keysUnavailable('jwks_status'))
  fixture.clock.advance(30)
  await verifier.verify(token({ claims, key: 'other' }), at())
})

test('discovery is kept like keys: while it is down, the set is fetched from the place that is known, up to the cap', async () => {
  const { server } = fixture
  let down = false
  server.answerWith((request, response) => {
    if (!request.url.startsWith('/.well-known')) setOf('good')(request, response)
    else if (down) response.writeHead(500).end()
    else respond({ issuer: server.url, jwks_uri: `${server.url}/jwks` })(request, response)
  })
  const verifier = fixture.remote({ issuer: server.url, jwksUri: undefined })
  const jwt = token({ claims: { iss: server.url } })
  await verifier.verify(jwt)
  down = true
  for (let hour = 1; hour < 24; hour++) {
    fixture.clock.advance(3600)
    await refreshing(verifier, () => verifier.verify(jwt, at()))
  }
  assert.deepEqual(verifier.status().counters, { metadata_fetched: 1, jwks_fetched: 24, metadata_fetch_failed: 23 })
  fixture.clock.advance(3600)
  await refreshing(verifier, () => verifier.verify(jwt, at()))
  assert.equal(
    verifier.status().counters.jwks_fetch_failed,
    1,
    'a place that was named a day ago is not believed any more'
  )
})

test('RFC 9110 §13.1.2: where the document was found before is asked first, with its ETag', async () => {
  const { server } = fixture
  const asked = []
  let moved = false
  server.answerWith((request, response) => {
    asked.push([request.url, request.headers['if-none-match']])
    const isFirst = request.url === '/.well-known/oauth-authorization-server'
    if (isFirst !== moved && request.url !== '/jwks') response.writeHead(404).end()
    else if (request.url === '/jwks') setOf('good')(request, response)
    else if (request.headers['if-none-match'] === '"m"') response.writeHead(304).end()
    else respond({ issuer: server.url, jwks_uri: `${server.url}/jwks` }, 200, { etag: '"m"' })(request, response)
  })
  const verifier = fixture.remote({ issuer: server.url, jwksUri: undefined })
  const jwt = token({ claims: { iss: server.url } })
  await verifier.verify(jwt)
  asked.length = 0
  fixture.clock.advance(600)
  await refreshing(verifier, () => verifier.verify(jwt, at()))
  assert.deepEqual(asked, [
    ['/.well-known/openid-configuration', '"m"'],
    ['/jwks', undefined]
  ])
  asked.length = 0
  moved = true
  fixture.clock.advance(600)
  await refreshing(verifier, () => verifier.verify(jwt, at()))
  assert.deepEqual(asked, [
    ['/.well-known/openid-configuration', '"m"'],
    ['/.well-known/oauth-authorization-server', undefined],
    ['/jwks', undefined]
  ])
})

test('a discovery document of the store is judged again: another issuer, and a jwks_uri against the rules, are refused', async () => {
  const { server } = fixture
  server.answerWith((request, response) => {
    if (request.url === '/jwks') setOf('good')(request, response)
    else respond({ issuer: server.url, jwks_uri: `${server.url}/jwks` })(request, response)
  })
  for (const document of [
    { issuer: 'https://other.example', jwks_uri: `${server.url}/attack` },
    { issuer: server.url, jwks_uri: 'http://attacker.example/jwks' },
    { issuer: server.url, jwks_uri: 'https://u:p@attacker.example/jwks' },
    []
  ]) {
    const url = `${server.url}/.well-known/oauth-authorization-server`
    const entry = { v: 1, issuer: server.url, url, fetchedAt: now, maxAge: 600, text: JSON.stringify(document) }
    const store = { get: (key) => (key.endsWith(url) ? JSON.stringify(entry) : null), put: () => {} }
    const verifier = fixture.remote({ issuer: server.url, jwksUri: undefined, store })
    await verifier.verify(token({ claims: { iss: server.url } }))
    assert.equal(verifier.status().counters.metadata_store_refused, 1)
    assert.equal(verifier.status().counters.metadata_fetched, 1)
  }
})

test('a JWK Set that was discovered and cannot be had is named with where its URL came from, without its query', async () => {
  const { server } = fixture
  const metadata = respond({ issuer: server.url, jwks_uri: `${server.url}/jwks?key=secret` })
  server.answerWith((request, response) =>
    (request.url.startsWith('/.well-known') ? metadata : respond('', 500))(request, response)
  )
  const verifier = fixture.remote({ issuer: server.url, jwksUri: undefined })
  const error = await rejection(verifier.verify(token({ claims: { iss: server.url } })))
  assertError(error, keysUnavailable('jwks_status'), ['secret'])
  assert.equal(error.hint, `Verify what ${server.url}/jwks answers, the "jwks_uri" of the issuer's metadata`)
})
