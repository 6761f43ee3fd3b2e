// What caches are told about answers to tokens that are not in the Authorization header.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { fromCookie, fromHeader, guard } from '../../../js/http/index.js'
import { bearer, request, testVerifier } from '../support/http.js'
import { token } from '../support/tokens.js'

const verifier = testVerifier()
const access = fromHeader('cf-access-jwt-assertion')
const session = fromCookie('__session')
const handler = () => new Response('in')
const ask = (/** @type {any} */ getToken, /** @type {any} */ headers, options = {}) =>
  guard(verifier, { getToken, ...options })(handler)(request(undefined, { headers }))

describe('caches', () => {
  const headersOf = (/** @type {Response} */ { headers }) => [headers.get('cache-control'), headers.get('vary')]

  test('RFC 9111 §3.5 is about Authorization alone: other answers are private, and vary by what was read', async () => {
    const jwt = token()
    const cookie = { cookie: `__session=${jwt}` }
    assert.deepEqual(headersOf(await ask(session, cookie)), ['private', 'Cookie'])
    assert.deepEqual(headersOf(await ask([access, session, fromCookie('b')], cookie)), [
      'private',
      'cf-access-jwt-assertion, Cookie'
    ])
    assert.deepEqual(headersOf(await ask(() => jwt, {})), ['private', null])
    assert.deepEqual(headersOf(await ask(session, {}, { optional: true })), ['private', 'Cookie'])
    assert.deepEqual(headersOf(await guard(verifier)(handler)(request(bearer()))), [null, null])
    const own = Object.assign(() => jwt, { header: 'X-Own' })
    assert.deepEqual(headersOf(await ask(own, {})), ['private', 'X-Own'])
  })

  test('a handler that sets Cache-Control decides itself; its Vary is added to', async () => {
    const headers = { 'cache-control': 'public, max-age=60', vary: 'Accept, cookie' }
    const open = guard(verifier, { getToken: [access, session] })(() => new Response('', { headers }))
    const answer = await open(request(undefined, { headers: { cookie: `__session=${token()}` } }))
    assert.deepEqual(headersOf(answer), ['public, max-age=60', 'Accept, cookie, cf-access-jwt-assertion'])
  })

  test('a handler that does CORS itself is told nothing about origins, and everything about caches', async () => {
    const own = { 'access-control-allow-origin': 'https://b.example' }
    const options = { getToken: session, allowedOrigins: ['https://a.example'] }
    const open = guard(verifier, options)(() => new Response('', { headers: own }))
    const answer = await open(
      request(undefined, { headers: { cookie: `__session=${token()}`, origin: 'https://a.example' } })
    )
    assert.equal(answer.headers.get('access-control-allow-origin'), 'https://b.example')
    assert.deepEqual(headersOf(answer), ['private', 'Cookie'])
  })

  test('refusals are no-store, as ever', async () => {
    for (const answer of [await ask(session, {}), await ask(session, { cookie: '__session=x' })]) {
      assert.equal(answer.headers.get('cache-control'), 'no-store')
    }
  })
})
