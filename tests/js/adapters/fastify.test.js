// assay-jwt/fastify in Fastify 5 and 4: the plugin, scopes and routes, and what of Fastify's own could let somebody in.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect as connectHttp2 } from 'node:http2'
import { connect } from 'node:net'
import { describe, test } from 'node:test'
import fastify from 'fastify'
import fastify4 from 'fastify-4'
import { bearer, guard } from '../../../js/adapters/fastify.js'
import { fromAuthorization, fromCookie, fromHeader, rateLimit } from '../../../js/http/index.js'
import { bearer as authorize, testVerifier } from '../support/http.js'

const verifier = testVerifier()
const good = { authorization: authorize() }
const origin = 'https://app.example'
const preflight = { origin, 'access-control-request-method': 'POST' }
const status = async (/** @type {any} */ asked) => (await asked).statusCode

for (const [name, framework] of /** @type {[string, typeof fastify][]} */ ([
  ['5', fastify],
  ['4', /** @type {any} */ (fastify4)]
])) {
  describe(`Fastify ${name}`, () => {
    /** @param {any} [options] */
    const start = (options) => {
      const app = framework()
      app.register(bearer, { verifier, ...options })
      return app
    }

    test('the plugin goes for routes before and after it, in scopes, and for no route at all', async () => {
      const app = framework()
      app.get('/before', async () => 'in')
      app.register(bearer, { verifier })
      app.get('/after', async () => 'in')
      app.register(async (scope) => void scope.get('/inside', async () => 'in'), { prefix: '/scope' })
      for (const url of ['/before', '/after', '/scope/inside', '/none', '/scope/none']) {
        const answer = await app.inject({ url })
        assert.deepEqual([answer.statusCode, answer.json().reason], [401, 'token_missing'], url)
        assert.equal(await status(app.inject({ url, headers: good })), url.endsWith('none') ? 404 : 200, url)
      }
    })

    test('in a scope it goes for that scope, and another scope has another verifier', async () => {
      const app = framework()
      app.get('/', async () => 'open')
      const other = testVerifier({ audience: 'https://other.example' })
      for (const [prefix, by] of /** @type {const} */ ([
        ['/a', verifier],
        ['/b', other]
      ])) {
        const plugin = async (/** @type {any} */ scope) => {
          scope.register(bearer, { verifier: by })
          scope.get('/', async (/** @type {any} */ asked) => asked.bearer.token.subject)
        }
        app.register(plugin, { prefix })
      }
      assert.equal(await status(app.inject('/')), 200)
      assert.equal(await status(app.inject('/a')), 401)
      assert.equal((await app.inject({ url: '/a', headers: good })).body, 'user-1')
      assert.equal((await app.inject({ url: '/b', headers: good })).json().reason, 'audience_mismatch')
    })

    test('a route has options of its own, for HEAD too; one that is public is left alone', async () => {
      const app = start({ requiredScope: 'tools:read', allowedOrigins: [origin] })
      app.get('/', async () => 'in')
      app.get('/admin', { config: { bearer: { requiredScope: 'admin' } } }, async () => 'in')
      app.get(
        '/any',
        { config: { bearer: { optional: true } } },
        async ({ bearer: { token } }) => token?.subject ?? '-'
      )
      app.get('/public', { config: { bearer: false } }, async (asked) => String(asked.bearer))
      for (const method of /** @type {const} */ (['GET', 'HEAD'])) {
        assert.equal(await status(app.inject({ method, url: '/', headers: good })), 200)
        assert.equal(await status(app.inject({ method, url: '/admin' })), 401)
        const refused = await app.inject({ method, url: '/admin', headers: good })
        assert.equal(refused.statusCode, 403)
        assert.match(String(refused.headers['www-authenticate']), /scope="admin"$/)
        assert.equal(refused.body === '', method === 'HEAD')
        assert.equal(await status(app.inject({ method, url: '/public' })), 200)
        assert.equal(await status(app.inject({ method, url: '/public', headers: { authorization: 'Bearer x' } })), 200)
        assert.equal(await status(app.inject({ method, url: '/any' })), 200)
        assert.equal(await status(app.inject({ method, url: '/any', headers: { authorization: 'Bearer x' } })), 401)
      }
      assert.equal((await app.inject({ url: '/any', headers: good })).statusCode, 200)
      const { headers, body } = await app.inject({ url: '/public', headers: { origin } })
      assert.deepEqual([headers['access-control-allow-origin'], body], [origin, 'null'])
    })

    test('a route’s own preflight handler stays its own where the route is public', async () => {
      const app = start()
      app.options('/', { config: { bearer: false } }, async (_asked, reply) =>
        reply.code(204).header('x-own', '1').send()
      )
      app.options('/guarded', () => assert.fail('the handler ran'))
      const ask = (/** @type {string} */ url) => app.inject({ method: 'OPTIONS', url, headers: preflight })
      assert.equal((await ask('/')).headers['x-own'], '1')
      for (const url of ['/guarded', '/none']) assert.equal(await status(ask(url)), 204)
      assert.equal(await status(app.inject({ method: 'OPTIONS', url: '/guarded' })), 401)
    })

    test('STYLE 7: options are checked when the application starts, those of routes too', async () => {
      const start = async (/** @type {any} */ options, /** @type {any} */ config) => {
        const app = framework()
        await app.register(bearer, options)
        if (config !== undefined) app.get('/', { config: { bearer: config } }, async () => 'in')
        await app.ready()
      }
      const cases = /** @type {[any, any, string, string?][]} */ ([
        [{}, undefined, 'verifier', 'option_invalid'],
        [{ verifier, requiredScopes: 'a' }, undefined, 'requiredScopes'],
        [{ verifier, prefix: '/a' }, undefined, 'prefix'],
        [{ verifier }, { requiredScopes: 'a' }, 'requiredScopes'],
        [{ verifier }, { requiredScope: 7 }, 'requiredScope', 'option_invalid'],
        [{ verifier }, 'public', '0']
      ])
      for (const [options, config, option, reason = 'option_unknown'] of cases) {
        await assert.rejects(start(options, config), (/** @type {any} */ error) => {
          assert.deepEqual([error.code, error.reason, error.option], ['CONFIG_INVALID', reason, option])
          return true
        })
      }
      // What is no false is no public route.
      for (const config of [true, null, 0, '']) {
        const app = framework()
        await app.register(bearer, { verifier })
        app.get('/', /** @type {any} */ ({ config: { bearer: config } }), async () => 'in')
        assert.equal(await status(app.inject('/')), 401, String(config))
      }
      const late = framework()
      late.get('/', /** @type {any} */ ({ config: { bearer: { requiredScopes: 'a' } } }), () => assert.fail('ran'))
      late.register(bearer, { verifier })
      const answer = await late.inject({ url: '/', headers: good })
      assert.deepEqual([answer.statusCode, answer.json().code], [500, 'CONFIG_INVALID'])
    })

    test('guard() guards one route, before what else hooks into it', async () => {
      const app = framework()
      /** @type {string[]} */
      const ran = []
      const onRequest = [guard(verifier, { requiredScope: 'tools:read' }), async () => void ran.push('hook')]
      app.get('/', { onRequest }, async (asked) => asked.bearer.token.subject)
      app.get('/open', async () => 'open')
      assert.equal(await status(app.inject('/open')), 200)
      assert.equal((await app.inject('/')).json().reason, 'token_missing')
      assert.deepEqual(ran, [])
      assert.equal((await app.inject({ url: '/', headers: good })).body, 'user-1')
      assert.deepEqual(ran, ['hook'])
      assert.throws(() => guard(verifier, /** @type {any} */ ({ requiredScopes: 'a' })), { code: 'CONFIG_INVALID' })
    })

    test('nobody without a token makes the server parse a body', async () => {
      const app = start({ preflight: 'handler' })
      app.addContentTypeParser('*', () => assert.fail('the body was parsed'))
      const parses = async () => assert.fail('the body was parsed')
      app.addHook('preParsing', async (asked) => (asked.method === 'POST' ? parses() : undefined))
      app.post('/', () => assert.fail('the handler ran'))
      app.options('/', async (asked) => assert.equal(asked.body, undefined))
      const headers = { 'content-type': 'text/x', authorization: 'Bearer x' }
      for (const method of /** @type {const} */ (['POST', 'OPTIONS']))
        assert.equal(await status(app.inject({ method, url: '/', headers, payload: 'x' })), 401)
      const asks = { ...headers, ...preflight }
      assert.equal(await status(app.inject({ method: 'OPTIONS', url: '/', headers: asks, payload: 'x' })), 200)
    })

    test('a hook after the body has been read hands on no body of a preflight', async () => {
      const app = framework()
      /** @type {unknown[]} */
      const seen = []
      const preHandler = guard(verifier, { preflight: 'handler' })
      app.options('/', { preHandler }, async (asked) => void seen.push(asked.body, asked.headers['content-type']))
      const headers = { ...preflight, 'content-type': 'application/json' }
      await app.inject({ method: 'OPTIONS', url: '/', headers, payload: '{"a":1}' })
      assert.deepEqual(seen, [undefined, undefined])
    })

    test('a client that hangs up while an onSend hook works on its refusal is not let in', async () => {
      const app = start()
      /** @type {(value?: unknown) => void} */
      let sending = () => {}
      const sends = new Promise((resolve) => (sending = resolve))
      /** @type {(value?: unknown) => void} */
      let goOn = () => {}
      const waits = new Promise((resolve) => (goOn = resolve))
      app.addHook('onSend', async (_asked, _reply, payload) => {
        sending()
        await waits
        return payload
      })
      let ran = false
      app.post('/', async () => void (ran = true))
      await app.listen({ port: 0, host: '127.0.0.1' })
      const { port } = /** @type {import('node:net').AddressInfo} */ (app.server.address())
      const closed = new Promise((resolve) => app.server.once('connection', (socket) => socket.once('close', resolve)))
      const socket = connect(port, '127.0.0.1')
      socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n')
      await sends
      socket.destroy()
      await closed
      await new Promise((resolve) => setImmediate(resolve))
      goOn()
      await app.close()
      assert.equal(ran, false)
    })

    test('what caches must know goes out, whatever the handler sets', async () => {
      const app = start({ getToken: fromHeader('x-token') })
      app.get('/', async (_asked, reply) => reply.header('vary', 'Accept').send('in'))
      const { headers } = await app.inject({ url: '/', headers: { 'x-token': authorize() } })
      assert.deepEqual([headers.vary, headers['cache-control']], ['Accept, x-token', 'private'])
    })

    test('two Authorization headers are refused, by sources too', async () => {
      for (const options of [{}, { getToken: [fromCookie('a'), fromAuthorization()] }]) {
        const app = start(options)
        app.get('/', () => assert.fail('the handler ran'))
        await app.listen({ port: 0, host: '127.0.0.1' })
        const { port } = /** @type {import('node:net').AddressInfo} */ (app.server.address())
        const socket = connect(port, '127.0.0.1')
        const line = `Authorization: ${authorize()}\r\n`
        socket.write(`GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${line}${line}\r\n`)
        let text = ''
        for await (const chunk of socket) text += chunk
        await app.close()
        assert.match(text, /^HTTP\/1\.1 400 [^]*authorization_malformed/)
      }
    })

    test('functions of the options are given Fastify’s request; the URL is what trustProxy says', async () => {
      const trusting = framework({ trustProxy: true })
      for (const app of [framework(), trusting]) {
        app.register(bearer, {
          verifier,
          resourceMetadata: true,
          rateLimit: rateLimit({ key: ({ ip }) => ip, maxFailures: 1 })
        })
        const headers = { host: 'in.example', 'x-forwarded-host': 'api.example', 'x-forwarded-proto': 'https' }
        const challenge = (await app.inject({ url: '/a?b', headers })).headers['www-authenticate']
        const base = app === trusting ? 'https://api.example' : 'http://in.example'
        assert.equal(challenge, `Bearer resource_metadata="${base}/.well-known/oauth-protected-resource/a"`)
        const bad = { authorization: 'Bearer x' }
        assert.equal(await status(app.inject({ url: '/', headers: bad })), 401)
        assert.equal(await status(app.inject({ url: '/', headers: bad })), 429)
      }
    })

    test('HTTP/2: refusals, tokens, step-ups and preflights that are handed on', async () => {
      const app = framework(/** @type {any} */ ({ http2: true }))
      app.register(bearer, { verifier, preflight: 'handler', resourceMetadata: true })
      app.get('/', async ({ bearer: auth }) => auth.token.subject)
      app.get('/step-up', async ({ bearer: auth }) => auth.requireScope('admin'))
      app.options('/', async (_asked, reply) =>
        reply.headers({ 'access-control-allow-origin': origin, 'x-secret': '1' }).send('secret')
      )
      const url = await app.listen({ port: 0, host: '127.0.0.1' })
      const session = connectHttp2(url)
      const ask = async (/** @type {any} */ headers) => {
        const stream = session.request(headers)
        stream.end()
        const [head] = await once(stream, 'response')
        let body = ''
        for await (const chunk of stream) body += chunk
        return { head, body }
      }
      try {
        const refused = await ask({ ':path': '/' })
        assert.equal(refused.head[':status'], 401)
        assert.match(refused.head['www-authenticate'], /resource_metadata="http:\/\/127\.0\.0\.1:\d+\/\.well-known/)
        assert.equal(JSON.parse(refused.body).reason, 'token_missing')
        assert.deepEqual((await ask({ ':path': '/', ...good })).body, 'user-1')
        assert.equal((await ask({ ':path': '/step-up', ...good })).head[':status'], 403)
        assert.equal((await ask({ ':path': '/', ':method': 'HEAD' })).head[':status'], 401)
        const handed = await ask({ ':path': '/', ':method': 'OPTIONS', ...preflight })
        assert.deepEqual(
          [handed.head['access-control-allow-origin'], handed.head['x-secret'], handed.body],
          [origin, undefined, '']
        )
      } finally {
        session.close()
        await app.close()
      }
    })
  })
}

test('other plugins can name it as a dependency', async () => {
  const app = fastify()
  const plugin = Object.assign(async () => {}, {
    [Symbol.for('skip-override')]: true,
    [Symbol.for('plugin-meta')]: { name: 'mine', dependencies: ['assay-jwt'] }
  })
  app.register(bearer, { verifier })
  app.register(plugin)
  await app.ready()
  assert.ok(app.hasPlugin('assay-jwt'))
  await assert.rejects(async () => fastify().register(plugin), /assay-jwt/)
})
