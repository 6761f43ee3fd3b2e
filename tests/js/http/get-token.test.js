// getToken: where the guard takes the token from, and what that changes in its answers.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { AssayError } from '../../../js/shared/error.js'
import { authenticate, fromAuthorization, fromCookie, fromHeader, guard } from '../../../js/http/index.js'
import { guardMcp } from '../../../js/mcp/index.js'
import { assertError, caught, rejection } from '../support/expect.js'
import { bearer, request, testVerifier, verdicts } from '../support/http.js'
import { ways } from '../support/four-ways.js'
import { askRaw } from '../support/raw-http.js'
import { token } from '../support/tokens.js'

const verifier = testVerifier()
const access = fromHeader('cf-access-jwt-assertion')
const session = fromCookie('__session')
const handler = (/** @type {Request} */ _request, /** @type {any} */ { token: verified }) =>
  new Response(verified?.subject)
const ask = (/** @type {any} */ getToken, /** @type {any} */ headers, options = {}) =>
  guard(verifier, { getToken, ...options })(handler)(request(undefined, { headers }))
const challengeOf = (/** @type {Response} */ response) => response.headers.get('www-authenticate')
const refusal = async (/** @type {Response} */ answer) => [answer.status, (await answer.json()).reason]

test('the token is where getToken says, and nowhere else', async () => {
  const [jwt, other] = [token(), token({ claims: { sub: 'other' } })]
  assert.equal(await (await ask(access, { 'cf-access-jwt-assertion': jwt })).text(), 'user-1')
  assert.equal(await (await ask(session, { cookie: `a=1; __session=${jwt}` })).text(), 'user-1')
  assert.equal(await (await ask(access, { 'cf-access-jwt-assertion': jwt, ...authorized(other) })).text(), 'user-1')
  for (const getToken of [access, session, [session, access], () => undefined]) {
    assert.deepEqual(await refusal(await ask(getToken, authorized(jwt))), [401, 'token_missing'])
  }
  assert.deepEqual(await refusal(await ask(undefined, { cookie: `__session=${jwt}` })), [401, 'token_missing'])
})

const authorized = (/** @type {string} */ jwt) => ({ authorization: `Bearer ${jwt}` })

test('a bad token is refused wherever it comes from, with the challenge', async () => {
  for (const { name, authorization = '', status, code, reason } of verdicts().slice(1)) {
    const jwt = authorization.slice(7)
    for (const headers of [{ cookie: `__session=${jwt}` }, { 'cf-access-jwt-assertion': jwt }]) {
      const answer = await ask([session, access], headers)
      assert.match(String(challengeOf(answer)), /^Bearer error="invalid_token"/, name)
      const body = await answer.json()
      assert.deepEqual([answer.status, body.code, body.reason], [status, code, reason], name)
    }
  }
})

test('no token is 401 with a challenge without error, and the hint does not ask for Authorization', async () => {
  const answer = await ask(session, {})
  assert.deepEqual([answer.status, challengeOf(answer)], [401, 'Bearer realm="api"'])
  const error = await rejection(authenticate(request(), verifier, { getToken: session }))
  assertError(error, { code: 'AUTH_TOKEN_MISSING', reason: 'token_missing' })
  assert.match(error.hint, /getToken/)
})

describe('several sources', () => {
  test('are asked in their order, and none after the first that has a token', async () => {
    const jwt = token()
    const all = [fromAuthorization(), access, session]
    for (const headers of [
      authorized(jwt),
      { 'cf-access-jwt-assertion': jwt },
      { cookie: `__session=${jwt}` },
      { ...authorized(jwt), 'cf-access-jwt-assertion': jwt, cookie: `__session=${jwt}` },
      { authorization: 'Basic eA==', 'cf-access-jwt-assertion': '', cookie: `__session=${jwt}` }
    ]) {
      assert.equal(await (await ask(all, headers)).text(), 'user-1')
    }
    /** @type {string[]} */
    const asked = []
    const named =
      (/** @type {string} */ name, value = '') =>
      async () => {
        asked.push(name)
        return value
      }
    await ask([named('a'), named('b', jwt), named('c')], {})
    assert.deepEqual(asked, ['a', 'b'])
  })

  test('the first has the only say: a later one can neither replace its token nor refuse the request', async () => {
    const [jwt, other] = [token(), token({ claims: { sub: 'other' } })]
    const headerFirst = [fromAuthorization(), session]
    for (const cookie of [`__session=${other}`, '__session=x', '__session=a; __session=b']) {
      assert.equal(await (await ask(headerFirst, { ...authorized(jwt), cookie })).text(), 'user-1', cookie)
    }
    const both = { ...authorized(jwt), cookie: `__session=${other}` }
    assert.equal(await (await ask([session, fromAuthorization()], both)).text(), 'other')
    // No second chance: whoever sends a bad token learns so.
    const bad = await ask(headerFirst, { ...authorized('x'), cookie: `__session=${jwt}` })
    assert.deepEqual(await refusal(bad), [401, 'malformed_segments'])
  })

  test('a malformed place is refused, and those after it are not asked', async () => {
    const jwt = token()
    const headers = { authorization: 'Bearer a b', cookie: `__session=${jwt}` }
    const malformed = [400, 'authorization_malformed']
    assert.deepEqual(await refusal(await ask([fromAuthorization(), session], headers)), malformed)
    const twice = { cookie: `__session=${jwt}; __session=${jwt}`, ...authorized(jwt) }
    const answer = await ask([session, fromAuthorization()], twice)
    // RFC 6750 §3.1
    assert.match(String(challengeOf(answer)), /^Bearer error="invalid_request", error_description="[^"]+"$/)
    assert.deepEqual(await refusal(answer), [400, 'token_ambiguous'])
  })
})

describe('a function of one’s own', () => {
  test('may be asynchronous, and reads what it likes: the URL, too, where it says so', async () => {
    const getToken = async (/** @type {Request} */ asked) => new URL(asked.url).searchParams.get('access_token')
    const open = guard(verifier, { getToken })(handler)
    assert.equal(
      await (await open(request(undefined, { url: `https://a.example/?access_token=${token()}` }))).text(),
      'user-1'
    )
    assert.equal((await open(request(bearer(), { url: 'https://a.example/' }))).status, 401)
  })

  test('undefined, null and the empty string are no token', async () => {
    for (const none of [undefined, null, '']) {
      assert.deepEqual(await refusal(await ask(() => none, authorized(token()))), [401, 'token_missing'])
      assert.equal((await ask(async () => none, {}, { optional: true })).status, 200)
    }
  })

  test('what is no string is CONFIG_INVALID, and nobody gets in', async () => {
    for (const wrong of [7, true, false, {}, [token()], new String(token()), Symbol('a'), () => token()]) {
      const error = await rejection(
        authenticate(request(bearer()), verifier, { getToken: () => /** @type {any} */ (wrong) })
      )
      assertError(error, { code: 'CONFIG_INVALID', reason: 'option_invalid', option: 'getToken' })
      assert.equal((await ask(() => wrong, {}, { optional: true })).status, 500)
    }
  })

  test('what it throws goes to the framework as it is; an AssayError is the answer', async () => {
    const own = new Error('own')
    for (const getToken of [
      () => {
        throw own
      },
      () => Promise.reject(own)
    ]) {
      assert.equal(await rejection(ask(getToken, {}, { optional: true })), own)
    }
    const answer = await ask(() => Promise.reject(new AssayError('expired')), {}, { optional: true })
    assert.deepEqual(await refusal(answer), [401, 'expired'])
  })
})

describe('decisions', () => {
  test('show no part of a token, wherever it was, nor of what was not taken or was refused as ambiguous', async () => {
    /** @type {any[]} */
    const decisions = []
    const jwt = token({ claims: { sub: token() } })
    const parts = jwt.split('.')
    const options = {
      requestId: (/** @type {Request} */ asked) => asked.headers.get('x-request-id') ?? undefined,
      onDecision: (/** @type {any} */ each) => decisions.push(each)
    }
    for (const id of [jwt, ...parts, parts[2].slice(5, 40), parts[1].slice(9, 30)]) {
      for (const headers of [
        { cookie: `__session=${jwt}` },
        { 'cf-access-jwt-assertion': jwt },
        { cookie: `__session=${jwt}; __session=x` },
        { 'cf-access-jwt-assertion': `${jwt},x` },
        { 'cf-access-jwt-assertion': 'x', cookie: `__session=${jwt}` }
      ]) {
        await ask([session, access], { ...headers, 'x-request-id': id }, options)
      }
    }
    assert.equal(decisions.length, 30)
    for (const decision of decisions) {
      assert.equal(decision.requestId, '[redacted]')
      for (const part of parts) assert.ok(!JSON.stringify(decision).includes(part))
    }
  })

  test('say who it is, although another cookie names the same', async () => {
    /** @type {any[]} */
    const decisions = []
    const jwt = token({ claims: { sub: 'user-1234567' } })
    await ask(
      session,
      { cookie: `uid=user-1234567; __session=${jwt}` },
      { onDecision: (/** @type {any} */ each) => decisions.push(each) }
    )
    assert.equal(decisions[0].subject, 'user-1234567')
  })
})

test('a preflight is answered, or handed on, without asking getToken', async () => {
  const headers = { origin: 'https://a.example', 'access-control-request-method': 'GET' }
  for (const preflight of ['guard', 'handler']) {
    const getToken = () => assert.fail('asked')
    const open = guard(verifier, /** @type {any} */ ({ getToken, preflight }))(handler)
    assert.ok((await open(request(undefined, { method: 'OPTIONS', headers }))).ok)
  }
})

test('guardMcp takes it', async () => {
  const open = guardMcp(verifier, { scopes: { 'tools/call': { a: 'tools:read' } }, getToken: access })(handler)
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'a' } })
  const post = (/** @type {any} */ headers) =>
    open(request(undefined, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } }))
  assert.equal(await (await post({ 'cf-access-jwt-assertion': token() })).text(), 'user-1')
  assert.equal((await post(authorized(token()))).status, 401)
})

test('STYLE 7: what is no source is CONFIG_INVALID at once', () => {
  const named = (/** @type {any} */ header) => Object.assign(() => 'a', { header })
  for (const wrong of [
    '__session',
    null,
    7,
    {},
    [],
    [session, 'x'],
    [[session]],
    named(''),
    named('a b'),
    named(7),
    named(null)
  ]) {
    const error = caught(() => guard(verifier, /** @type {any} */ ({ getToken: wrong })))
    assertError(error, { code: 'CONFIG_INVALID', reason: 'option_invalid', option: 'getToken' })
  }
})

test('a source that was not called with its name is the user’s mistake, and lets nobody in', async () => {
  const error = await rejection(
    authenticate(request(bearer()), verifier, { getToken: /** @type {any} */ (fromCookie) })
  )
  assertError(error, { code: 'CONFIG_INVALID', reason: 'option_invalid', option: 'getToken' })
})

test('the array is copied: what is added later is not asked', async () => {
  const sources = [session]
  const open = guard(verifier, { getToken: sources })(handler)
  sources.push(fromAuthorization())
  assert.equal((await open(request(bearer()))).status, 401)
})

for (const [way, start] of Object.entries(ways)) {
  test(`${way}: cookies and headers over a real socket, twice and once`, async () => {
    /** @type {any[]} */
    const seen = []
    const getToken = [fromHeader('X-Token'), session]
    const { url, close } = await start({ getToken }, {}, seen, verifier)
    const jwt = token()
    const line = 'GET /mcp HTTP/1.1'
    const good = [
      [`Cookie: a=1; __session=${jwt}`],
      ['Cookie: a=1', `cookie: __session=${jwt}`],
      [`x-TOKEN: ${jwt}`],
      [`X-Token: ${jwt}`, 'Cookie: __session=x']
    ]
    for (const lines of good) {
      const { status, headers } = await askRaw(url, line, lines)
      const answered = Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]))
      assert.deepEqual([status, answered['cache-control'], answered.vary], [200, 'private', 'X-Token, Cookie'], way)
    }
    assert.deepEqual(
      seen.map(({ subject }) => subject),
      Array(4).fill('user-1')
    )
    const bad = [
      [`Cookie: __session=${jwt}; __session=${jwt}`],
      [`Cookie: __session=${jwt}`, `Cookie: __session=x`],
      [`X-Token: ${jwt}`, `x-token: ${jwt}`]
    ]
    for (const lines of bad) {
      const { status, body } = await askRaw(url, line, lines)
      assert.deepEqual([status, JSON.parse(body).reason], [400, 'token_ambiguous'], lines.join())
    }
    assert.equal((await askRaw(url, line, [`Authorization: Bearer ${jwt}`])).status, 401)
    assert.equal(seen.length, 4)
    await close()
  })
}
