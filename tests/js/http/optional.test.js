// optional: true, public and private side by side.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { AssayError } from '../../../js/shared/error.js'
import { authenticate, guard, rateLimit } from '../../../js/http/index.js'
import { assertError, caught, rejection } from '../support/expect.js'
import { bearer, failing, metadataUrl, request, testVerifier, verdicts } from '../support/http.js'
import { ways } from '../support/four-ways.js'

const verifier = testVerifier()
const challengeOf = (/** @type {Response} */ response) => response.headers.get('www-authenticate')
const handler = (/** @type {Request} */ _request, /** @type {any} */ { token }) =>
  new Response(token === undefined ? 'nobody' : token.subject)
const open = (options = {}, by = verifier) => guard(by, { optional: true, ...options })(handler)

test('without a token the handler gets none; with a good one it gets that', async () => {
  assert.equal(await (await open()(request())).text(), 'nobody')
  assert.equal(await (await open()(request(bearer()))).text(), 'user-1')
  assert.equal(await authenticate(request(), verifier, { optional: true }), undefined)
  assert.equal((await authenticate(request(bearer()), verifier, { optional: true }))?.subject, 'user-1')
})

test('no token is what it is without the option: no header, another scheme, or the scheme alone', async () => {
  for (const value of [undefined, '', 'Basic YTpi', 'DPoP abc', 'Bearer', 'Bearer  ']) {
    assert.equal(await (await open()(request(value))).text(), 'nobody', value)
    assert.equal((await open({ optional: false })(request(value))).status, 401, value)
  }
})

test('a bad token is refused as ever, and the handler does not run', async () => {
  const closed = guard(verifier, { optional: true })(() => assert.fail('the handler ran'))
  for (const { name, authorization, status, code, reason } of verdicts().slice(1)) {
    const answer = await closed(request(authorization))
    assert.equal(answer.status, status, name)
    assert.match(String(challengeOf(answer)), /error="invalid_token"/, name)
    const body = await answer.json()
    assert.deepEqual([body.code, body.reason], [code, reason], name)
  }
  const malformed = await closed(request('Bearer a b'))
  assert.deepEqual([malformed.status, (await malformed.json()).reason], [400, 'authorization_malformed'])
})

test('keys that cannot be had are 503: nobody becomes a guest by an outage', async () => {
  const answer = await open({}, failing(new AssayError('jwks_fetch_failed')))(request(bearer()))
  assert.deepEqual([answer.status, answer.headers.get('retry-after'), challengeOf(answer)], [503, '5', null])
  assert.equal((await open({}, failing(new AssayError('jwks_fetch_failed')))(request())).status, 200)
})

test('a verifier that returns nothing makes no guest', async () => {
  const answer = await open({}, /** @type {any} */ ({ verify: async () => undefined }))(request(bearer()))
  assert.deepEqual([answer.status, (await answer.json()).code], [500, 'CONFIG_INVALID'])
})

describe('scopes', () => {
  test('requiredScope is for those who have a token', async () => {
    assert.equal((await open({ requiredScope: 'admin' })(request())).status, 200)
    const refused = await open({ requiredScope: 'admin' })(request(bearer()))
    assert.deepEqual([refused.status, (await refused.json()).reason], [403, 'scope_missing'])
  })

  test('a function that names scopes is not asked about a request without a token', async () => {
    const requiredScope = () => assert.fail('asked')
    assert.equal((await open({ requiredScope })(request())).status, 200)
  })

  test('requireScope() without a token is 401, with a challenge that names the scope and no error', async () => {
    const detail = guard(verifier, { optional: true, resourceMetadata: metadataUrl })(async (_request, context) => {
      await context.requireScope(['tools:read', { anyOf: ['a', 'b'] }])
      return assert.fail('went on')
    })
    const answer = await detail(request())
    assert.equal(answer.status, 401)
    assert.equal(challengeOf(answer), `Bearer resource_metadata="${metadataUrl}", scope="tools:read a"`)
    assert.deepEqual((await answer.json()).code, 'AUTH_TOKEN_MISSING')
    assert.equal((await detail(request(bearer()))).status, 403)
  })

  test('requireScope() with what is no scope is the handler’s mistake, without a token, too', async () => {
    const wrong = guard(verifier, { optional: true })(async (_request, context) => {
      await context.requireScope('not a scope')
      return assert.fail('went on')
    })
    const expected = { code: 'CONFIG_INVALID', reason: 'option_invalid', option: 'requireScope' }
    assertError(await rejection(wrong(request())), expected)
  })
})

test('a decision says that there was no token, and names nobody', async () => {
  /** @type {any[]} */
  const decisions = []
  const options = { onDecision: (/** @type {any} */ each) => decisions.push(each), requiredScope: 'tools:read' }
  await open(options)(request())
  await open(options)(request(bearer()))
  const [{ time, requestId, ...guest }, user] = decisions
  assert.match(requestId, /^[0-9a-f-]{36}$/)
  assert.ok(time > 0)
  assert.deepEqual(guest, {
    ...{ allowed: true, status: undefined, code: 'OK', reason: 'no_token', issuer: undefined, audience: undefined },
    ...{ subject: undefined, clientId: undefined, scopes: undefined, requiredScopes: [], tokenIdHash: undefined },
    ...{ method: undefined, name: undefined, claim: undefined, message: undefined, hint: undefined }
  })
  assert.deepEqual([user.reason, user.subject, user.requiredScopes], ['accepted', 'user-1', ['tools:read']])
})

test('requireScope() without a token is a decision of its own: refused, token_missing', async () => {
  /** @type {any[]} */
  const decisions = []
  const onDecision = (/** @type {any} */ each) => decisions.push(each)
  await guard(verifier, { optional: true, onDecision })(async (_request, { requireScope }) => {
    await requireScope('a')
    return new Response()
  })(request())
  const shown = decisions.map(({ allowed, reason, requiredScopes }) => [allowed, reason, requiredScopes])
  assert.deepEqual(shown, [
    [true, 'no_token', []],
    [false, 'token_missing', ['a']]
  ])
})

test('a limit counts what it counts without the option, and limits guests, too', async () => {
  const limit = rateLimit({ key: () => 'a', maxFailures: 2 })
  const limited = open({ rateLimit: limit })
  for (let times = 0; times < 5; times += 1) assert.equal((await limited(request())).status, 200)
  for (let times = 0; times < 2; times += 1) assert.equal((await limited(request('Bearer a.b.c'))).status, 401)
  assert.equal((await limited(request())).status, 429)
})

test('RFC 9111 §4.1: caches keep answers to guests apart from those for a token', async () => {
  for (const authorization of [undefined, bearer()]) {
    const answer = await open()(request(authorization))
    assert.deepEqual([answer.headers.get('vary'), answer.headers.get('cache-control')], ['Authorization', null])
  }
  assert.equal((await open({ optional: false })(request(bearer()))).headers.get('vary'), null)
  const withCors = await open({ allowedOrigins: ['https://a.example'] })(request())
  assert.equal(withCors.headers.get('vary'), 'Origin, Authorization')
})

test('a preflight has no token either way', async () => {
  const headers = { origin: 'https://a.example', 'access-control-request-method': 'GET' }
  const asked = () => request(undefined, { method: 'OPTIONS', headers })
  assert.equal((await open()(asked())).status, 204)
  assert.equal((await open({ preflight: 'handler' })(asked())).status, 200)
})

test('STYLE 7: anything but true or false is CONFIG_INVALID', () => {
  for (const optional of [1, 'true', null, {}]) {
    const error = caught(() => guard(verifier, /** @type {any} */ ({ optional })))
    assertError(error, { code: 'CONFIG_INVALID', reason: 'option_invalid', option: 'optional' })
  }
})

for (const [way, start] of Object.entries(ways)) {
  test(`${way}: a guest passes, a bad token does not, and requireScope() is 401`, async () => {
    const ask = async (/** @type {any} */ plan, /** @type {any} */ headers) => {
      /** @type {any[]} */
      const seen = []
      const { url, close } = await start({ optional: true }, plan, seen, verifier)
      const answer = await fetch(url, { headers })
      const text = await answer.text()
      await close()
      return { status: answer.status, challenge: challengeOf(answer), text, seen: seen.map(({ subject }) => subject) }
    }
    const [guest, user, bad, detail] = [
      await ask({}, {}),
      await ask({}, { authorization: bearer() }),
      await ask({}, { authorization: 'Bearer a.b.c' }),
      await ask({ requireScope: 'admin' }, {})
    ]
    assert.deepEqual([guest.status, guest.text, guest.seen], [200, 'in', [undefined]])
    assert.deepEqual([user.status, user.seen], [200, ['user-1']])
    assert.deepEqual([bad.status, bad.seen], [401, []])
    assert.deepEqual([detail.status, detail.challenge], [401, 'Bearer scope="admin"'])
  })
}
