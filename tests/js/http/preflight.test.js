import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Hono } from 'hono'
import { guard as honoGuard } from '../../../js/adapters/hono.js'
import { guard } from '../../../js/http/index.js'
import { guardMcp } from '../../../js/mcp/index.js'
import { assertError, caught } from '../support/expect.js'
import { bearer, request, testVerifier } from '../support/http.js'

const verifier = testVerifier()
const origin = 'https://app.example'
const asks = { origin, 'access-control-request-method': 'POST' }
const never = () => assert.fail('the handler ran')
const guarded = (/** @type {any} */ options = {}, /** @type {any} */ handler = never) =>
  guard(verifier, options)(handler)
/** @param {any} [headers] @param {any} [init] */
const preflight = (headers = asks, init = {}) => request(undefined, { method: 'OPTIONS', headers, ...init })
const listOf = (/** @type {Response} */ { headers }, /** @type {string} */ name) =>
  (headers.get(`access-control-${name}`) ?? '').toLowerCase().split(', ').filter(Boolean)

describe('a CORS preflight (Fetch §4.8) is answered by the guard', () => {
  test('without allowedOrigins: 204, and nothing that allows anything', async () => {
    const answer = await guarded()(preflight())
    assert.deepEqual([answer.status, answer.body, [...answer.headers]], [204, null, []])
  })

  test('for an allowed origin: methods, the headers asked for, what is exposed, and for how long', async () => {
    for (const allowedOrigins of ['*', ['https://b.example', origin]]) {
      const headers = { ...asks, 'access-control-request-headers': 'authorization,content-type,mcp-protocol-version' }
      const answer = await guarded({ allowedOrigins })(preflight(headers))
      assert.deepEqual([answer.status, answer.body], [204, null])
      assert.equal(answer.headers.get('access-control-allow-origin'), allowedOrigins === '*' ? '*' : origin)
      assert.equal(answer.headers.get('vary'), allowedOrigins === '*' ? null : 'Origin')
      for (const method of ['get', 'post', 'delete']) assert.ok(listOf(answer, 'allow-methods').includes(method))
      assert.deepEqual(listOf(answer, 'allow-headers').sort(), [
        'authorization',
        'content-type',
        'mcp-protocol-version'
      ])
      for (const name of ['www-authenticate', 'retry-after', 'mcp-session-id', 'mcp-protocol-version'])
        assert.ok(listOf(answer, 'expose-headers').includes(name), name)
      assert.ok(Number(answer.headers.get('access-control-max-age')) > 0)
      assert.equal(answer.headers.get('access-control-allow-credentials'), null)
    }
  })

  test('Fetch §4.8: Authorization is named, for a "*" does not allow it', async () => {
    assert.deepEqual(listOf(await guarded({ allowedOrigins: '*' })(preflight()), 'allow-headers'), ['authorization'])
  })

  test('a method that is not among the usual ones is allowed as it was asked for', async () => {
    const answer = await guarded({ allowedOrigins: '*' })(
      preflight({ ...asks, 'access-control-request-method': 'QUERY' })
    )
    assert.ok(listOf(answer, 'allow-methods').includes('query'))
  })

  test('what is no list of names is not repeated', async () => {
    for (const names of ['a b', 'x"y', 'a, b;c', 'ü', 'x-a, (b)', 'a:b']) {
      const headers = { ...asks, 'access-control-request-headers': names, 'access-control-request-method': 'GET, x y' }
      const answer = await guarded({ allowedOrigins: [origin] })(preflight(headers))
      assert.deepEqual(listOf(answer, 'allow-headers'), ['authorization'], names)
      assert.ok(!answer.headers.get('access-control-allow-methods')?.includes('x y'))
    }
  })

  test('for another origin: 204 without CORS headers, whatever the origin looks like', async () => {
    const others = ['https://app.example.evil.example', 'http://app.example', 'null', `${origin}, ${origin}`]
    for (const other of [...others, 'https://app.example:444', 'HTTPS://APP.EXAMPLE']) {
      const answer = await guarded({ allowedOrigins: [origin] })(preflight({ ...asks, origin: other }))
      assert.deepEqual([answer.status, [...answer.headers]], [204, [['vary', 'Origin']]], other)
    }
  })

  test('access to a private network is not granted', async () => {
    const headers = { ...asks, 'access-control-request-private-network': 'true' }
    const answer = await guarded({ allowedOrigins: '*' })(preflight(headers))
    assert.equal(answer.headers.get('access-control-allow-private-network'), null)
  })

  test('is only what browsers send: OPTIONS with Origin and Access-Control-Request-Method; the rest needs a token', async () => {
    const others = [
      ...[preflight({}), preflight({ origin }), preflight(asks, { method: 'POST' })],
      ...[
        preflight({ 'access-control-request-method': 'POST' }),
        preflight({ origin, 'access-control-request-method': '' })
      ]
    ]
    for (const preflightMode of ['guard', 'handler']) {
      for (const other of others)
        assert.equal((await guarded({ allowedOrigins: '*', preflight: preflightMode })(other.clone())).status, 401)
    }
  })

  test('guardMcp does the same', async () => {
    const scopes = { 'tools/call': {} }
    const answer = await guardMcp(verifier, { scopes, allowedOrigins: '*' })(never)(preflight())
    assert.deepEqual([answer.status, answer.headers.get('access-control-allow-origin')], [204, '*'])
    const handed = guardMcp(verifier, { scopes, preflight: 'handler' })((_request, { token }) => {
      assert.equal(token, undefined)
      return new Response(null, { status: 204, headers: { 'access-control-max-age': '7' } })
    })
    assert.equal((await handed(preflight())).headers.get('access-control-max-age'), '7')
  })
})

describe("preflight: 'handler' hands it on", () => {
  const options = { preflight: 'handler' }

  test('without a token and without a body, and the headers that are about a body', async () => {
    const answer = await guarded(options, async (/** @type {Request} */ given, /** @type {any} */ context) => {
      assert.deepEqual([given.method, given.headers.get('origin'), context.token], ['OPTIONS', origin, undefined])
      assert.deepEqual([await given.text(), given.headers.get('content-type')], ['', null])
      await assert.rejects(context.requireScope('a'), /carries no token/)
      return new Response(null, { status: 204, headers: { 'Access-Control-Allow-Origin': '*', Vary: 'Origin' } })
    })(preflight(asks, { body: '{"method":"tools/call"}' }))
    assert.equal(answer.status, 204)
    assert.deepEqual(Object.fromEntries(answer.headers), { 'access-control-allow-origin': '*', vary: 'Origin' })
  })

  test('and nothing gets out of a handler that does not look at the method, its status text included', async () => {
    const headers = { 'set-cookie': 'a=b', etag: 'x', 'x-secret': '1', allow: 'GET', 'cache-control': 'private' }
    const handler = () => new Response('secret', { headers, status: 200, statusText: 'secret' })
    const answer = await guarded(options, handler)(preflight())
    assert.deepEqual([answer.status, answer.statusText, answer.body, [...answer.headers]], [200, '', null, []])
  })

  test('a status that ends no answer becomes 500', async () => {
    const handler = () => Response.error()
    assert.equal((await guarded(options, handler)(preflight())).status, 500)
  })

  test('and without credentials, which browsers do not send with it', async () => {
    /** @type {string[][]} */
    const seen = []
    const note = (/** @type {Request} */ asked) => {
      seen.push([...asked.headers.keys()])
      return new Response()
    }
    const headers = { ...asks, authorization: bearer(), 'proxy-authorization': 'Basic x', cookie: 'secret=1' }
    await guarded({ preflight: 'handler' }, note)(preflight(headers))
    const app = new Hono().use(honoGuard(verifier, { preflight: 'handler' })).all('*', (c) => note(c.req.raw))
    await app.request(preflight(headers))
    for (const names of seen) assert.deepEqual(names.sort(), ['access-control-request-method', 'origin'])
    assert.equal(seen.length, 2)
  })

  test('what would fill the body is told that nobody reads it', async () => {
    const cancelled = /** @type {string[]} */ ([])
    const filled = (/** @type {string} */ name) =>
      new Response(new ReadableStream({ pull: () => {}, cancel: () => void cancelled.push(name) }))
    assert.equal((await guarded({ preflight: 'handler' }, () => filled('fetch'))(preflight())).status, 200)
    const app = new Hono().use(honoGuard(verifier, { preflight: 'handler' })).all('*', () => filled('hono'))
    assert.equal((await app.request(preflight())).status, 200)
    assert.deepEqual(cancelled, ['fetch', 'hono'])
    // One that somebody reads already is left to them.
    const read = new Response('text')
    read.body?.getReader()
    assert.equal((await guarded({ preflight: 'handler' }, () => read)(preflight())).status, 200)
  })

  test('of the headers that look like CORS only those that are', async () => {
    const names = [
      'access-control-allow-origin',
      'access-control-allow-private-network',
      'access-control-max-age',
      'vary'
    ]
    const others = ['access-control-allow-secret', 'access-control-max-age-secret', 'x-vary']
    const handler = () => new Response('', { headers: [...names, ...others].map((name) => [name, 'x']) })
    const { headers } = await guarded({ preflight: 'handler' }, handler)(preflight())
    assert.deepEqual([...headers.keys()].sort(), names)
  })

  test('what the handler throws is its own affair', async () => {
    const fault = new Error('mine')
    await assert.rejects(guarded(options, () => Promise.reject(fault))(preflight()), (thrown) => thrown === fault)
  })
})

describe('allowedOrigins lets scripts read what the handler answers, too', () => {
  const options = { allowedOrigins: [origin] }
  const ask = (/** @type {any} */ handler, from = origin, given = options) =>
    guarded(given, handler)(request(bearer(), { headers: { origin: from } }))

  test('with the headers of MCP, and what the handler exposes and varies by', async () => {
    const headers = { 'Access-Control-Expose-Headers': 'X-Own', Vary: 'Accept' }
    const answer = await ask(() => new Response('in', { headers }))
    assert.equal(answer.headers.get('access-control-allow-origin'), origin)
    assert.deepEqual(listOf(answer, 'expose-headers').slice(0, 2), ['x-own', 'www-authenticate'])
    assert.equal(answer.headers.get('vary'), 'Accept, Origin')
    assert.equal(await answer.text(), 'in')
  })

  test('where headers are immutable as well', async () => {
    const answer = await ask(() => Response.redirect('https://b.example/', 303))
    assert.deepEqual([answer.status, answer.headers.get('location')], [303, 'https://b.example/'])
    assert.equal(answer.headers.get('access-control-allow-origin'), origin)
  })

  test('but a network error and an upgrade to a WebSocket are handed out as they are', async () => {
    const failed = Response.error()
    assert.equal(await ask(() => failed), failed)
    // As a Worker hands on what fetch() gave it: its headers are immutable, and a copy would lose the socket.
    const { headers } = Response.error()
    const upgrade = /** @type {any} */ ({ type: 'default', status: 101, headers, webSocket: {} })
    assert.equal(await ask(() => upgrade), upgrade)
  })

  test('not for other origins, and not where the handler does CORS itself', async () => {
    const other = await ask(() => new Response('in'), 'https://b.example')
    assert.deepEqual([other.headers.get('access-control-allow-origin'), other.headers.get('vary')], [null, 'Origin'])
    const own = await ask(() => new Response('in', { headers: { 'access-control-allow-origin': 'https://c.example' } }))
    assert.deepEqual(Object.keys(Object.fromEntries(own.headers)), ['access-control-allow-origin', 'content-type'])
  })

  test('and without the option the handler’s response is handed out as it is', async () => {
    const own = new Response('in')
    assert.equal(await ask(() => own, origin, /** @type {any} */ ({})), own)
  })
})

test('STYLE 7: what browsers never send as an origin is refused when the guard is made', () => {
  const wrong = [
    'https://a.example/',
    'https://a.example/x',
    'a.example',
    'https://A.example',
    'https://a.example:443',
    '*',
    ''
  ]
  for (const value of wrong) {
    const error = caught(() => guard(verifier, { allowedOrigins: [value] }))
    assertError(error, { code: 'CONFIG_INVALID', reason: 'option_invalid', option: 'allowedOrigins' })
  }
  guard(verifier, {
    allowedOrigins: ['https://a.example:8443', 'http://localhost:3000', 'chrome-extension://abc', 'null']
  })
})
