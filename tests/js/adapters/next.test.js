// withBearer: what Next.js hands over stays what it is. tests/packaging/next.test.js has Next.js itself.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { resourceMetadataHandler, withBearer } from '../../../js/adapters/next.js'
import { protectedResourceMetadata } from '../../../js/http/index.js'
import { bearer, request, testVerifier } from '../support/http.js'

const verifier = testVerifier()

class NextRequest extends Request {
  get nextUrl() {
    return new URL(this.url)
  }
}

test('a route gets the very request, a context with params and bearer, and the next request another context', async () => {
  const asked = new NextRequest('https://a.example/x', { headers: { authorization: bearer() } })
  const context = { params: Promise.resolve({ id: '7' }) }
  const route = withBearer(verifier)(async (given, { params, bearer: own }) => {
    assert.equal(given, asked)
    return Response.json([(await params).id, own.token.subject])
  })
  assert.deepEqual(await (await route(asked, context)).json(), ['7', 'user-1'])
  assert.ok(!('bearer' in context), 'a context that is shared would give one user’s token to another')
  assert.equal(route.length, 2)
})

test('an event of proxy.js stays itself: its methods work', async () => {
  class Event {
    #waiting = 0
    waitUntil() {
      this.#waiting += 1
      return this.#waiting
    }
  }
  const event = new Event()
  const proxy = withBearer(verifier)((_request, given) => {
    assert.equal(given, event)
    return new Response(`${given.waitUntil()} ${given.bearer.token.subject}`)
  })
  assert.equal(await (await proxy(request(bearer()), event)).text(), '1 user-1')
})

test('a handler that returns nothing lets nothing pass, and the error says what to return', async () => {
  const proxy = withBearer(verifier)(/** @type {any} */ (() => undefined))
  await assert.rejects(proxy(request(bearer()), /** @type {any} */ ({})), { message: /NextResponse\.next\(\)/ })
})

test('what redirect() and notFound() of Next.js throw goes to Next.js', async () => {
  const thrown = Object.assign(new Error('NEXT_REDIRECT'), { digest: 'NEXT_REDIRECT;replace;/login;307;' })
  const route = withBearer(verifier)(() => Promise.reject(thrown))
  await assert.rejects(route(request(bearer()), /** @type {any} */ ({})), (error) => error === thrown)
})

test('a preflight that is handed on is a request of the same class, without body and token', async () => {
  const headers = { origin: 'https://a.example', 'access-control-request-method': 'POST', authorization: bearer() }
  const asked = new NextRequest('https://a.example/x', { method: 'OPTIONS', headers })
  const route = withBearer(verifier, { preflight: 'handler' })((given, { bearer: own }) => {
    assert.ok(given instanceof NextRequest && given.nextUrl.pathname === '/x')
    assert.deepEqual([own, given.headers.has('authorization')], [undefined, false])
    return new Response(null, {
      status: 204,
      headers: { 'access-control-allow-origin': '*', 'x-middleware-next': '1' }
    })
  })
  const answer = await route(asked, /** @type {any} */ ({}))
  assert.equal(answer.headers.get('access-control-allow-origin'), '*')
  assert.ok(!answer.headers.has('x-middleware-next'), 'no preflight gets past proxy.js')
})

test('the metadata has a handler of its own; other paths are 404', async () => {
  const metadata = protectedResourceMetadata({
    resource: 'https://a.example/mcp',
    authorizationServers: 'https://b.example'
  })
  const serve = resourceMetadataHandler(metadata)
  const ask = (/** @type {string} */ path) =>
    serve(new Request(`https://a.example/.well-known/oauth-protected-resource${path}`))
  assert.deepEqual(await ask('/mcp').json(), metadata)
  assert.equal(ask('/other').status, 404)
})
