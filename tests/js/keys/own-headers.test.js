// The option `headers`: who gets them, and who never does.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertError, keysUnavailable, rejection } from '../support/expect.js'
import { remoteFixture, setOf, until } from '../support/remote.js'
import { respond, startServer } from '../support/server.js'
import { issuer, publicJwk, token } from '../support/tokens.js'

const fixture = remoteFixture()
const openid = '/.well-known/openid-configuration'
const secret = 'Bearer kubernetes-secret'

/** Answers every path, and remembers the headers of each request. */
function recording(server, answers) {
  const seen = []
  server.answerWith((request, response) => {
    const { authorization, 'user-agent': agent } = request.headers
    seen.push([request.url, authorization, agent])
    const answer = answers[request.url] ?? respond('', 404)
    answer(request, response)
  })
  return seen
}

const metadataOf = (iss, server) => respond({ issuer: iss, jwks_uri: `${server.url}/jwks` })

test('headers go with the request for the JWK Set, a User-Agent too', async () => {
  const seen = recording(fixture.server, { '/jwks': setOf('good') })
  await fixture.remote({ headers: { Authorization: secret, 'user-agent': 'orders/1.0' } }).ready()
  assert.deepEqual(seen, [['/jwks', secret, 'orders/1.0']])
})

test('headers go with every request of discovery at the issuer', async () => {
  const { server } = fixture
  const seen = recording(server, { [openid]: metadataOf(server.url, server), '/jwks': setOf('good') })
  await fixture.remote({ issuer: server.url, jwksUri: undefined, headers: { authorization: secret } }).ready()
  assert.deepEqual(
    seen.map(([url, authorization]) => [url, authorization === secret]),
    [
      ['/.well-known/oauth-authorization-server', true],
      [openid, true],
      ['/jwks', true]
    ]
  )
})

test('a JWK Set of another origin, which the metadata names, gets none', async () => {
  const { server } = fixture
  const other = await startServer(respond({}))
  try {
    const seen = recording(server, { '/m': metadataOf(issuer, other) })
    const seenByOther = recording(other, { '/jwks': setOf('good') })
    let asked = 0
    const headers = () => ((asked += 1), { authorization: secret, 'user-agent': 'orders/1.0' })
    await fixture.remote({ jwksUri: undefined, metadataUrl: `${server.url}/m`, headers }).ready()
    assert.deepEqual(seen, [['/m', secret, 'orders/1.0']])
    assert.deepEqual(
      seenByOther.map(([url, authorization]) => [url, authorization]),
      [['/jwks', undefined]]
    )
    assert.notEqual(seenByOther[0][2], 'orders/1.0')
    assert.equal(asked, 1, 'the function is not even asked')
  } finally {
    await other.close()
  }
})

test('a redirect is refused, so that headers do not follow it', async () => {
  const { server } = fixture
  const seen = recording(server, { '/jwks': respond('', 302, { location: '/elsewhere' }) })
  const error = await rejection(fixture.remote({ headers: { authorization: secret } }).ready())
  assertError(error, keysUnavailable('jwks_redirect'), ['kubernetes-secret'])
  assert.deepEqual(
    seen.map(([url]) => url),
    ['/jwks']
  )
})

test('a function is asked again for each request, because tokens rotate; if-none-match is still sent', async () => {
  const { server, clock } = fixture
  const seen = []
  server.answerWith((request, response) => {
    seen.push([request.headers.authorization, request.headers['if-none-match']])
    respond({ keys: [publicJwk()] }, 200, { etag: '"1"' })(request, response)
  })
  let count = 0
  const headers = async () => ({ authorization: `Bearer ${(count += 1)}` })
  const verifier = fixture.remote({ headers })
  await verifier.ready()
  clock.advance(700)
  await verifier.verify(token(), { now: clock.now() - 700 })
  await until(() => seen.length === 2)
  assert.deepEqual(seen, [
    ['Bearer 1', undefined],
    ['Bearer 2', '"1"']
  ])
})

test('a function that fails is a failed fetch, whose error says so and shows nothing', async () => {
  const failing = {
    threw: [
      () => {
        throw new Error('kubernetes-secret')
      },
      () => Promise.reject(new Error('kubernetes-secret')),
      () => Promise.reject(Object.assign(new Error(), { cause: { code: 'KUBERNETES_SECRET' } }))
    ],
    'returned must': [
      () => undefined,
      () => null,
      () => 'kubernetes-secret',
      () => ({ a: 'kubernetes-secret\n' }),
      () => ({ host: 'kubernetes-secret' })
    ]
  }
  for (const [text, functions] of Object.entries(failing)) {
    for (const headers of functions) {
      fixture.server.requests.length = 0
      const events = []
      const verifier = fixture.remote({ headers, onEvent: (event) => events.push(event) })
      const error = await rejection(verifier.ready())
      assertError(error, { ...keysUnavailable('jwks_fetch_failed'), message: new RegExp(`"headers" ${text}`) })
      const shown = JSON.stringify([error, error.stack, events, verifier.status()])
      assert.doesNotMatch(shown, /kubernetes.secret/i)
      assert.equal(fixture.fetches(), 0)
    }
  }
})

test('a function that hangs is a timeout, and the error says whose', async () => {
  const error = await rejection(
    fixture.remote({ headers: () => new Promise(() => {}), jwksCache: { timeout: 0.05 } }).ready()
  )
  assertError(error, { ...keysUnavailable('jwks_timeout'), message: /the function "headers"/ })
  assert.equal(fixture.fetches(), 0)
})

test('after a failure the function is asked again, by the back-off of the fetch', async () => {
  const { server, clock } = fixture
  server.answerWith(setOf('good'))
  let fails = true
  const verifier = fixture.remote({ headers: () => (fails ? undefined : { authorization: secret }) })
  await rejection(verifier.ready())
  fails = false
  clock.advance(2)
  await verifier.ready()
  assert.equal(verifier.status().source, 'network')
})

test('verifiers with different headers share no answer, though they ask for the same URL at the same time', async () => {
  const { server } = fixture
  server.answerWith((request, response) =>
    setOf(request.headers.authorization === 'a' ? 'good' : 'other')(request, response)
  )
  const { testApi } = await import('../support/core.js')
  const { createVerifier } = testApi({ now: fixture.clock.now })
  const options = { issuer, audience: 'x', jwksUri: `${server.url}/jwks`, allowInsecureLoopback: true }
  const verifiers = [
    undefined,
    { authorization: 'a' },
    { authorization: 'b' },
    () => ({ authorization: 'a' }),
    undefined
  ].map((headers) => createVerifier({ ...options, headers }))
  await Promise.all(verifiers.map((verifier) => verifier.ready()))
  assert.deepEqual(
    verifiers.map((verifier) => verifier.snapshot().jwks.keys[0].kid),
    ['other', 'good', 'other', 'good', 'other']
  )
  assert.equal(fixture.fetches(), 4, 'only the two without headers share one')
})

test('headers stand in no event, status, snapshot and store', async () => {
  fixture.server.answerWith(setOf('good'))
  const shown = []
  const store = { get: () => undefined, put: (...call) => void shown.push(call) }
  const verifier = fixture.remote({ headers: { authorization: secret }, store, onEvent: (event) => shown.push(event) })
  await verifier.ready()
  shown.push(verifier.status(), verifier.snapshot(), await verifier.explain(token()))
  assert.ok(shown.length > 4)
  assert.doesNotMatch(JSON.stringify(shown), /kubernetes-secret/)
})

test('with several issuers, the headers of one do not reach another', async () => {
  const { server } = fixture
  const seen = recording(server, { '/a': setOf('good'), '/b': setOf('good') })
  const issuers = [
    { issuer: 'https://a.example/', jwksUri: `${server.url}/a`, headers: { authorization: 'a' } },
    { issuer: 'https://b.example/', jwksUri: `${server.url}/b` }
  ]
  await fixture.remote({ issuer: undefined, jwksUri: undefined, issuers }).ready()
  assert.deepEqual(seen.map(([url, authorization]) => [url, authorization]).sort(), [
    ['/a', 'a'],
    ['/b', undefined]
  ])
})

test('a function that is done after the timeout or dispose() sends its credential nowhere', async () => {
  for (const ends of ['timeout', 'dispose']) {
    let calls = 0
    let resolve
    const verifier = fixture.remote({
      ...{
        headers: () => new Promise((done) => (resolve = done)),
        jwksCache: { timeout: ends === 'timeout' ? 0.05 : 5 }
      },
      fetch: async () => ((calls += 1), new Response('{}'))
    })
    const refused = rejection(verifier.ready())
    await until(() => resolve !== undefined)
    if (ends === 'dispose') verifier.dispose()
    await refused
    resolve({ authorization: secret })
    await new Promise(setImmediate)
    assert.equal(calls, 0, ends)
    verifier.dispose()
  }
})
