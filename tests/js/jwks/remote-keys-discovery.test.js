import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertError, invalidToken, keysUnavailable, rejection } from '../support/expect.js'
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
  assertError(await rejection(verifier.verify(token({ claims, key: 'other' }))), invalidToken('key_not_found'))
  fixture.clock.advance(30)
  await verifier.verify(token({ claims, key: 'other' }), at())
})
