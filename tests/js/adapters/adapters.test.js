import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import express from 'express'
import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { AssayError } from '../../../js/shared/error.js'
import { guard as expressGuard } from '../../../js/adapters/express.js'
import { guard as honoGuard } from '../../../js/adapters/hono.js'
import { protectedResourceMetadata, rateLimit } from '../../../js/http/index.js'
import { startHttpServer } from '../../support/http-server.js'
import { edgeAdapters } from '../support/edge-ways.js'
import { adapters, stepUp } from '../support/adapter-apps.js'
import { bearer, failing, testVerifier, verdicts } from '../support/http.js'

const verifier = testVerifier()
const resource = 'http://127.0.0.1/mcp'
const metadata = protectedResourceMetadata({
  resource,
  authorizationServers: 'https://auth.example.com/',
  allowInsecureLoopback: true
})
const metadataPath = '/.well-known/oauth-protected-resource/mcp'

test('no adapter is over 80 lines', () => {
  const room = new URL('../../../js/adapters/', import.meta.url)
  const names = readdirSync(room).filter((name) => name.endsWith('.js'))
  assert.ok(names.length >= 4)
  for (const name of names) {
    const text = readFileSync(new URL(name, room), 'utf8')
    assert.ok(text.trimEnd().split('\n').length <= 80, name)
  }
})

test('Express: an error of the user’s goes to next, whose result is not the middleware’s', async () => {
  const own = new Error('own')
  const protect = expressGuard(verifier, {
    requestId() {
      throw own
    }
  })
  /** @type {unknown[]} */
  const told = []
  const next = (/** @type {unknown} */ error) => told.push(error)
  const request = /** @type {any} */ ({ method: 'GET', url: '/', headers: {} })
  assert.equal(await protect(request, /** @type {any} */ ({ headersSent: false }), next), undefined)
  assert.deepEqual(told, [own])
})

/** What the functions in the options are given. @type {{ [framework: string]: (given: any) => boolean }} */
const isOf = {
  hono: ({ req }) => typeof req.param === 'function',
  next: (given) => given instanceof Request,
  lambda: ({ requestContext, headers }) => typeof requestContext.apiId === 'string' && 'authorization' in headers,
  fastify: ({ routeOptions }) => routeOptions.url === '/mcp',
  koa: (given) => typeof given.throw === 'function'
}

for (const [name, start] of Object.entries({ ...edgeAdapters(stepUp, verifier), ...adapters })) {
  describe(name, () => {
    /** @type {{ ask: import('../support/adapter-apps.js').Ask, close: () => Promise<void> }} */
    let app
    /** @type {any[]} */
    let decisions
    before(async () => {
      decisions = []
      app = await start({ resourceMetadata: metadata, onDecision: (/** @type {any} */ each) => decisions.push(each) })
    })
    after(() => app.close())
    const get = (/** @type {string} */ path, /** @type {string | undefined} */ authorization, init = {}) =>
      app.ask(path, { ...init, headers: { ...(authorization !== undefined && { authorization }) } })

    test('a good token opens the handler', async () => {
      const answer = await get('/mcp', bearer())
      assert.equal(answer.status, 200)
      assert.equal(await answer.json(), 'user-1')
      assert.equal(answer.headers.get('www-authenticate'), null)
    })

    test('every refusal has its status, challenge and body', async () => {
      for (const { name: which, authorization, status, error, code, reason } of verdicts()) {
        const answer = await get('/mcp', authorization)
        assert.equal(answer.status, status, which)
        const challenge = answer.headers.get('www-authenticate') ?? ''
        assert.ok(challenge.startsWith(`Bearer resource_metadata="http://127.0.0.1${metadataPath}"`), challenge)
        assert.equal(challenge.includes('error='), error !== undefined)
        const body = await answer.json()
        assert.deepEqual([body.code, body.reason], [code, reason], which)
      }
      assert.deepEqual(
        [...new Set(decisions.map(({ code }) => code))].sort(),
        ['OK', ...new Set(verdicts().map(({ code }) => code))].sort()
      )
    })

    test('a malformed header is 400; HEAD has no body', async () => {
      assert.equal((await get('/mcp', 'Bearer a b')).status, 400)
      const head = await get('/mcp', undefined, { method: 'HEAD' })
      assert.deepEqual([head.status, await head.text()], [401, ''])
      assert.ok(head.headers.has('www-authenticate'))
    })

    test('the metadata document is served at its well-known path, without a token', async () => {
      assert.deepEqual(await (await get(metadataPath, undefined)).json(), metadata)
      assert.equal((await get(`${metadataPath}/x`, undefined)).status, 401)
    })

    test('requireScope in a handler becomes 403 and a challenge; other errors stay the handler’s own', async () => {
      const answer = await get('/step-up', bearer())
      assert.equal(answer.status, 403)
      assert.match(
        answer.headers.get('www-authenticate') ?? '',
        /error="insufficient_scope", .*scope="tools:read tools:call"$/
      )
      assert.equal((await answer.json()).reason, 'scope_missing')
      assert.equal(
        await (await get('/step-up', bearer({ claims: { scope: 'tools:call tools:read' } }))).json(),
        'went on'
      )
      const broken = await get('/broken', bearer())
      assert.deepEqual([broken.status, await broken.json()], [500, 'mine'])
    })

    test('a preflight needs no token, and the handler does not see it; OPTIONS alone needs one', async () => {
      const headers = { origin: 'https://a.example', 'access-control-request-method': 'GET' }
      const answer = await app.ask('/mcp', { method: 'OPTIONS', headers })
      assert.deepEqual([answer.status, await answer.text()], [204, ''])
      assert.equal(answer.headers.get('access-control-allow-origin'), null)
      assert.equal((await app.ask('/mcp', { method: 'OPTIONS' })).status, 401)
    })

    test('503 for an outage, 500 without words for a bug', async () => {
      for (const [fault, status] of /** @type {[Error, number][]} */ ([
        [new AssayError('jwks_timeout'), 503],
        [new AssayError('internal', { message: 'secret' }), 500]
      ])) {
        const other = await start({}, failing(fault))
        const answer = await other.ask('/mcp', { headers: { authorization: 'Bearer x' } })
        assert.equal(answer.status, status)
        assert.equal(answer.headers.has('retry-after'), status === 503)
        assert.ok(!(await answer.text()).includes('secret'))
        await other.close()
      }
    })

    test('the functions in the options are given what the framework has', async () => {
      /** @type {any[]} */
      const given = []
      const options = {
        requestId: (/** @type {any} */ asked) => (given.push(asked), 'id'),
        rateLimit: rateLimit({ key: (/** @type {any} */ asked) => (given.push(asked), 'a'), maxFailures: 1 }),
        requiredScope: (/** @type {any} */ asked) => (given.push(asked), 'tools:read')
      }
      const other = await start(options)
      assert.equal((await other.ask('/mcp', { headers: { authorization: bearer() } })).status, 200)
      assert.equal(given.length, 3)
      for (const each of given) assert.ok(isOf[name.split(' ')[0]]?.(each) ?? typeof each.socket === 'object')
      assert.equal((await other.ask('/mcp', { headers: { authorization: 'Bearer x' } })).status, 401)
      assert.equal((await other.ask('/mcp', { headers: { authorization: 'Bearer x' } })).status, 429)
      await other.close()
    })

    test('resourceMetadata: true derives the URL from the request', async () => {
      const other = await start({ resourceMetadata: true })
      const challenge = (await other.ask('/mcp?x=1')).headers.get('www-authenticate') ?? ''
      assert.match(
        challenge,
        /^Bearer resource_metadata="https?:\/\/(127\.0\.0\.1:\d+|localhost|abcdef1234\.\S+)\/\.well-known\/oauth-protected-resource\/mcp"$/
      )
      await other.close()
    })
  })
}

test('Express: the onError of any guard answers what another refused, as that one says', async () => {
  const app = express()
  const [one, other] = ['one', 'other'].map((realm) => expressGuard(verifier, { realm }))
  for (const [path, protect] of /** @type {[string, any][]} */ (Object.entries({ '/one': one, '/other': other }))) {
    app.get(
      path,
      protect,
      async (asked, response) => void response.json(await stepUp(/** @type {any} */ (asked).bearer))
    )
  }
  app.use(/** @type {any} */ (one.onError))
  const { url, close } = await startHttpServer(app)
  for (const realm of ['one', 'other']) {
    const answer = await fetch(`${url}/${realm}`, { headers: { authorization: bearer() } })
    assert.equal(answer.status, 403)
    assert.match(String(answer.headers.get('www-authenticate')), new RegExp(`^Bearer realm="${realm}", error=`))
  }
  await close()
})

test('Express: an AssayError that no guard refused a request with stays the application’s own', () => {
  const own = new AssayError('scope_missing')
  /** @type {unknown[]} */
  const told = []
  const { onError } = expressGuard(verifier)
  onError(own, /** @type {any} */ ({}), /** @type {any} */ ({}), (error) => told.push(error))
  assert.deepEqual(told, [own])
})

test('hono: a CORS layer around the guard makes refusals readable, the challenge included', async () => {
  const app = new Hono()
  app.use(cors({ origin: 'https://a.example' }))
  app.use(honoGuard(verifier))
  const answer = await app.request('/', { headers: { origin: 'https://a.example' } })
  assert.equal(answer.status, 401)
  assert.equal(answer.headers.get('access-control-allow-origin'), 'https://a.example')
  assert.match(answer.headers.get('access-control-expose-headers') ?? '', /WWW-Authenticate/)
})
