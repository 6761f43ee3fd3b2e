// Cross-site request forgery: a browser sends a cookie with requests that another site caused.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { authorizer, guard as lambdaGuard } from '../../../js/adapters/lambda.js'
import { authenticate, fromAuthorization, fromCookie, fromHeader, guard } from '../../../js/http/index.js'
import { guardMcp } from '../../../js/mcp/index.js'
import { assertError, rejection } from '../support/expect.js'
import { failing, request, testVerifier } from '../support/http.js'
import { balancerEvent, httpAuthorizerEvent, httpEvent, requestEvent, restEvent } from '../support/lambda-events.js'
import { ways } from '../support/four-ways.js'
import { askRaw } from '../support/raw-http.js'
import { token } from '../support/tokens.js'

const verifier = testVerifier()
const session = fromCookie('__session')
const cookie = `__session=${token()}`
const refused = { code: 'REQUEST_INVALID', reason: 'cross_site_request' }
const handler = (/** @type {Request} */ _request, /** @type {any} */ context) => new Response(context.token?.subject)
const open = guard(verifier, { getToken: session })(handler)

/** @param {any} headers @param {string} [method] */
const asked = (headers, method = 'POST') => request(undefined, { method, headers: { cookie, ...headers } })
const evil = { origin: 'https://evil.example' }

const same = [
  {},
  { origin: 'https://mcp.example.com' },
  { 'sec-fetch-site': 'same-origin' },
  { 'sec-fetch-site': 'none' },
  { 'sec-fetch-site': 'same-origin', origin: 'https://name-before-the-proxy.example' }
]
const others = [
  evil,
  { origin: 'null' },
  { origin: '' },
  { origin: 'https://mcp.example.com.evil.example' },
  { origin: 'https://mcp.example.com:8443' },
  { origin: 'http://mcp.example.com' }, // whoever is between browser and server can write such a page
  { origin: 'ftp://mcp.example.com' },
  { origin: 'https://evil.example/mcp.example.com' },
  { origin: 'https://mcp.example.com, https://evil.example' },
  { origin: 'mcp.example.com' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
  { 'sec-fetch-site': '' },
  { 'sec-fetch-site': 'Same-Origin, cross-site' },
  { 'sec-fetch-site': 'cross-site', origin: 'https://mcp.example.com' }
]

test('a request that may change something passes from the same origin, and from what is no browser', async () => {
  for (const headers of same) {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND']) {
      assert.equal((await open(asked(headers, method))).status, 200, `${method} ${JSON.stringify(headers)}`)
    }
  }
})

test('from another origin it is 403 cross_site_request, without a challenge, and the handler does not run', async () => {
  const closed = guard(verifier, { getToken: session })(() => assert.fail('the handler ran'))
  for (const headers of others) {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND', 'post-it']) {
      const answer = await closed(asked(headers, method))
      const body = await answer.json()
      assert.deepEqual([answer.status, body.reason, body.error], [403, refused.reason, 'access_denied'])
      assert.equal(answer.headers.get('www-authenticate'), null)
    }
    assertError(await rejection(authenticate(asked(headers), verifier, { getToken: session })), refused)
  }
})

test('the scheme is compared where the request tells it: TLS may end at a proxy', async () => {
  const [plain, secure] = ['http://a.example', 'https://a.example']
  const bare = (/** @type {any} */ more, headers = {}) => ({ ...{ method: 'POST', url: '/mcp' }, ...more, headers })
  const byHost = { host: 'a.example' }
  /** @type {[unknown, readonly string[]][]} a request, and the origins that it may be of */
  const cases = [
    [{ method: 'POST', url: plain, headers: {} }, [plain, secure]],
    [{ method: 'POST', url: plain, headers: { 'x-forwarded-proto': 'https' } }, [secure]],
    [{ method: 'POST', url: secure, headers: {} }, [secure]],
    [bare({}, byHost), [plain, secure]],
    [bare({ socket: { encrypted: false }, protocol: 'http' }, byHost), [plain, secure]],
    [bare({ socket: { encrypted: true } }, byHost), [secure]],
    [bare({ protocol: 'https' }, byHost), [secure]],
    [bare({}, { ...byHost, 'x-forwarded-proto': 'HTTPS, http' }), [secure]],
    [bare({}, { ':authority': 'a.example', ':scheme': 'https' }), [secure]]
  ]
  for (const [asks, allowed] of cases) {
    for (const origin of [plain, secure, 'foo://a.example']) {
      const { headers, ...rest } = /** @type {any} */ (asks)
      const sent = { cookie, origin, ...headers }
      const carrier = { ...rest, headers: rest.url === '/mcp' ? sent : new Headers(sent) }
      const result = authenticate(carrier, verifier, { getToken: session })
      if (allowed.includes(origin)) assert.equal((await result).subject, 'user-1')
      else assertError(await rejection(result), refused)
    }
  }
})

test('RFC 9110 §9.2.1: what only reads passes from anywhere, except for a WebSocket', async () => {
  for (const method of ['GET', 'HEAD', 'OPTIONS']) {
    assert.equal((await open(asked({ ...evil, 'sec-fetch-site': 'cross-site' }, method))).status, 200)
  }
  const upgrade = { upgrade: 'websocket', connection: 'upgrade' }
  const socket = (/** @type {any} */ headers) => ({
    ...{ method: 'GET', url: '/mcp' },
    headers: { host: 'mcp.example.com', cookie, ...upgrade, ...headers }
  })
  const by = (/** @type {any} */ headers) => authenticate(socket(headers), verifier, { getToken: session })
  assertError(await rejection(by(evil)), refused)
  assert.equal((await by({ origin: 'https://MCP.example.com' })).subject, 'user-1')
})

test('allowedOrigins may, by their exact name; "*" is no permission for cookies', async () => {
  const from = (/** @type {string} */ origin, /** @type {any} */ allowedOrigins) =>
    guard(verifier, { getToken: session, allowedOrigins })(handler)(asked({ origin, 'sec-fetch-site': 'cross-site' }))
  assert.equal((await from('https://app.example', ['https://app.example'])).status, 200)
  for (const origin of ['https://app.example.evil.example', 'http://app.example', 'https://APP.example']) {
    assert.equal((await from(origin, ['https://app.example'])).status, 403, origin)
  }
  assert.equal((await from('https://app.example', '*')).status, 403)
  assert.equal((await from('*', '*')).status, 403)
})

test('a token that no browser adds by itself is no matter of origins, also beside a cookie', async () => {
  const jwt = token()
  const headers = { ...evil, 'sec-fetch-site': 'cross-site', authorization: `Bearer ${jwt}`, 'x-token': jwt }
  for (const getToken of [fromAuthorization(), fromHeader('x-token'), [fromAuthorization(), session], () => jwt]) {
    const both = request(undefined, { method: 'POST', headers: { ...headers, cookie: `__session=${jwt}` } })
    assert.equal((await guard(verifier, { getToken })(handler)(both)).status, 200)
  }
  assert.equal((await guard(verifier)(handler)(asked(headers))).status, 200)
})

test('a token that is taken from the cookie is, also beside a header that is asked later', async () => {
  const getToken = [session, fromAuthorization()]
  const answer = await guard(verifier, { getToken })(handler)(asked({ ...evil, authorization: `Bearer ${token()}` }))
  assert.deepEqual([answer.status, (await answer.json()).reason], [403, refused.reason])
})

test('the cookie alone is refused although other places are looked into, and whatever name it has', async () => {
  const other = fromCookie('other')
  for (const getToken of [
    [fromAuthorization(), session],
    [session, other],
    [session, fromHeader('x')]
  ]) {
    const answer = await guard(verifier, { getToken })(handler)(asked({ ...evil, authorization: 'Basic eA' }))
    assert.equal((await answer.json()).reason, refused.reason)
  }
  const own = Object.assign(() => token(), { header: 'COOKIE' })
  assert.equal((await guard(verifier, { getToken: own })(handler)(asked(evil))).status, 403)
})

test('it is decided before the token is verified, and with optional, too; without a token it is no matter', async () => {
  const unasked = guard(failing(new Error('asked')), { getToken: session })(handler)
  assert.equal((await unasked(asked(evil))).status, 403)
  const optional = guard(verifier, { getToken: session, optional: true })(handler)
  assert.equal((await optional(asked(evil))).status, 403)
  assert.equal((await optional(asked({ ...evil, cookie: 'a=1' }))).status, 200)
})

test('a request that does not say its method or its host is one that changes something', async () => {
  const by = (/** @type {any} */ bare) => authenticate(bare, verifier, { getToken: session })
  for (const headers of [
    { cookie, ...evil },
    { cookie, origin: 'file://' },
    { cookie, origin: 'https://a.example', host: 'a.example, b.example' }
  ]) {
    assertError(await rejection(by({ headers })), refused)
  }
  assert.equal((await by({ headers: { cookie } })).subject, 'user-1')
  assert.equal(
    (await by({ headers: { cookie, origin: 'https://a.example', ':authority': 'a.example' } })).subject,
    'user-1'
  )
})

test('guardMcp is a guard like any other', async () => {
  const mcp = guardMcp(verifier, { scopes: {}, getToken: session })(handler)
  const init = { method: 'POST', body: '{"jsonrpc":"2.0","id":1,"method":"ping"}' }
  const post = (/** @type {any} */ headers) =>
    mcp(request(undefined, { ...init, headers: { cookie, 'content-type': 'application/json', ...headers } }))
  assert.equal((await post({})).status, 200)
  assert.equal((await (await post(evil)).json()).reason, refused.reason)
})

/** @type {[string, string][]} */
const crossSite = [
  ['Cookie', cookie],
  ['Sec-Fetch-Site', 'cross-site'],
  ['Origin', 'https://evil.example']
]
const lower = Object.fromEntries(crossSite.map(([name, value]) => [name.toLowerCase(), value]))

/** @type {{ [kind: string]: (method: string) => any }} */
const events = {
  'payload 1.0': (method) => restEvent(crossSite, { httpMethod: method, requestContext: { httpMethod: method } }),
  'payload 2.0': (method) => httpEvent(crossSite, { http: { method } }),
  'load balancer': (method) => ({ ...balancerEvent(lower, false), httpMethod: method }),
  'load balancer, multi-value headers': (method) => ({ ...balancerEvent(lower, true), httpMethod: method })
}
const lambda = lambdaGuard(verifier, { getToken: session })(() => ({ statusCode: 200, body: 'in' }))

for (const [kind, eventOf] of Object.entries(events)) {
  test(`Lambda, ${kind}: what only reads passes from anywhere, and nothing else does`, async () => {
    const ask = async (/** @type {any} */ event) => /** @type {any} */ (await lambda(event, {}))
    for (const method of ['GET', 'HEAD', 'OPTIONS']) assert.equal((await ask(eventOf(method))).statusCode, 200, method)
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'get']) {
      const { statusCode, body } = await ask(eventOf(method))
      assert.deepEqual([statusCode, JSON.parse(body).reason], [403, refused.reason], method)
    }
    const { httpMethod: _method, ...silent } = eventOf('GET')
    if (silent.requestContext.http) silent.requestContext = { ...silent.requestContext, http: {} }
    assert.equal((await ask({ ...silent, method: 'GET' })).statusCode, 403, 'an event that does not say its method')
  })
}

test('Lambda authorizers: what only reads passes from anywhere, except for a WebSocket', async () => {
  const decide = /** @type {any} */ (authorizer(verifier, { getToken: session }))
  assert.equal((await decide(requestEvent(crossSite))).policyDocument.Statement[0].Effect, 'Allow')
  assert.equal((await decide(httpAuthorizerEvent(crossSite))).isAuthorized, true)
  await assert.rejects(decide(requestEvent(crossSite, { httpMethod: 'POST' })), { message: 'Unauthorized' })
  const post = httpAuthorizerEvent(crossSite)
  post.requestContext.http.method = 'POST'
  await assert.rejects(decide(post), { message: 'Unauthorized' })
  // API Gateway takes Connection and Upgrade away, and names no method.
  const { httpMethod: _method, requestContext, ...rest } = requestEvent(crossSite)
  const socket = {
    ...rest,
    requestContext: { ...requestContext, eventType: 'CONNECT', connectionId: 'a', routeKey: '$connect' }
  }
  await assert.rejects(decide(socket), { message: 'Unauthorized' })
  await assert.rejects(decide({ ...socket, httpMethod: 'GET' }), { message: 'Unauthorized' })
})

for (const [way, start] of Object.entries(ways)) {
  test(`${way}: by the Host of a real request`, async () => {
    const { url, close } = await start({ getToken: session }, {}, [], verifier)
    const post = (/** @type {string[]} */ ...lines) =>
      askRaw(url, 'POST /mcp HTTP/1.1', [`Cookie: ${cookie}`, 'Content-Length: 0', 'Host: a.example:81', ...lines])
    assert.equal((await post()).status, 200)
    assert.equal((await post('Origin: http://a.example:81')).status, 200)
    assert.equal((await post('Origin: http://a.example')).status, 403)
    assert.equal((await post('Origin: http://a.example:81', 'Origin: http://evil.example')).status, 403)
    assert.equal((await post('Sec-Fetch-Site: cross-site')).status, 403)
    assert.equal((await post('Sec-Fetch-Site: same-origin', 'sec-fetch-site: cross-site')).status, 403)
    await close()
  })
}
