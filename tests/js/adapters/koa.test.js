// assay-jwt/koa in Koa 3 and 2: state, errors, streams, proxies and HTTP/2.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, createServer } from 'node:http2'
import { Readable } from 'node:stream'
import { describe, test } from 'node:test'
import Koa from 'koa'
import Koa2 from 'koa-2'
import { guard } from '../../../js/adapters/koa.js'
import { fromAuthorization, fromCookie, fromHeader } from '../../../js/http/index.js'
import { startHttpServer } from '../../support/http-server.js'
import { bearer, testVerifier } from '../support/http.js'
import { askRaw } from '../support/raw-http.js'

const verifier = testVerifier()
const good = { authorization: bearer() }
const origin = 'https://app.example'

for (const [name, Framework] of /** @type {[string, typeof Koa][]} */ ([
  ['3', Koa],
  ['2', /** @type {any} */ (Koa2)]
])) {
  describe(`Koa ${name}`, () => {
    /**
     * @param {any} options
     * @param {(ctx: any) => unknown} handler
     * @param {(url: string, errors: any[]) => Promise<void>} use
     * @param {(app: Koa) => void} [before]
     */
    const withApp = async (options, handler, use, before = () => {}) => {
      const app = new Framework()
      /** @type {any[]} */
      const errors = []
      app.on('error', (error) => errors.push(error))
      before(app)
      app.use(guard(verifier, options)).use(async (ctx) => void (await handler(ctx)))
      const { url, close } = await startHttpServer(app.callback())
      try {
        await use(url, errors)
      } finally {
        await close()
      }
    }

    test('a step-up is answered whatever the handler has begun, its stream is closed, and Koa hears of no error', async () => {
      const source = new Readable({ read() {} })
      /** @type {{ [path: string]: (ctx: any) => void }} */
      const begun = {
        '/json': (ctx) => (ctx.body = { secret: 1 }),
        '/stream': (ctx) => (ctx.body = source),
        '/html': (ctx) => ctx.set({ 'Content-Type': 'text/html', ETag: '"secret"', 'Content-Encoding': 'gzip' }),
        '/raw': (ctx) => (ctx.respond = false),
        '/204': (ctx) => (ctx.status = 204)
      }
      const handler = async (/** @type {any} */ ctx) => {
        begun[ctx.path](ctx)
        await ctx.state.bearer.requireScope('admin')
      }
      await withApp({ allowedOrigins: [origin] }, handler, async (url, errors) => {
        for (const path of Object.keys(begun)) {
          for (const method of ['GET', 'HEAD']) {
            const answer = await fetch(url + path, { method, headers: { ...good, origin } })
            assert.equal(answer.status, 403, path)
            const { headers } = answer
            assert.match(headers.get('www-authenticate') ?? '', /scope="admin"$/)
            assert.equal(headers.get('access-control-allow-origin'), origin)
            assert.deepEqual([headers.get('etag'), headers.get('content-encoding')], [null, null])
            assert.equal(
              headers.get('content-type'),
              method === 'GET' ? 'application/json' : headers.get('content-type')
            )
            const text = await answer.text()
            if (method === 'GET') assert.equal(JSON.parse(text).reason, 'scope_missing')
            else assert.equal(text, '')
          }
        }
        assert.deepEqual(errors, [])
      })
      if (name === '3') assert.ok(source.destroyed)
    })

    test('middleware around the guard sees the refusal as Koa’s own answer', async () => {
      /** @type {unknown[]} */
      const seen = []
      const before = (/** @type {Koa} */ app) =>
        void app.use(async (ctx, next) => {
          ctx.set('X-Id', '7')
          await next()
          seen.push(ctx.status, JSON.parse(String(ctx.body)).reason)
        })
      const use = async (/** @type {string} */ url) => {
        const answer = await fetch(url)
        assert.deepEqual([answer.status, answer.headers.get('x-id')], [401, '7'])
      }
      await withApp({}, () => assert.fail('the handler ran'), use, before)
      assert.deepEqual(seen, [401, 'token_missing'])
    })

    test('an error of the handler’s is Koa’s, thrown after the head was sent as well', async () => {
      const own = Object.assign(new Error('mine'), { status: 418, expose: true })
      const handler = (/** @type {any} */ ctx) => {
        if (ctx.path === '/sent') ctx.res.write('begun')
        throw own
      }
      await withApp({}, handler, async (url, errors) => {
        const answer = await fetch(url, { headers: good })
        assert.deepEqual([answer.status, await answer.text()], [418, 'mine'])
        const sent = await fetch(`${url}/sent`, { headers: good })
        assert.equal(sent.status, 404) // what Koa begins with
        await sent.body?.cancel()
        assert.deepEqual(errors, [own, own])
      })
      const late = async (/** @type {any} */ ctx) => {
        ctx.res.end('sent')
        await ctx.state.bearer.requireScope('admin')
      }
      await withApp({}, late, async (url, errors) => {
        assert.equal(await (await fetch(url, { headers: good })).text(), 'sent')
        assert.deepEqual(
          errors.map(({ code }) => code),
          ['AUTH_MISSING_SCOPE']
        )
      })
    })

    test('what caches must know goes out, whatever the handler sets', async () => {
      const handler = (/** @type {any} */ ctx) => (ctx.set('Vary', 'Accept'), (ctx.body = 'in'))
      await withApp({ getToken: fromHeader('x-token') }, handler, async (url) => {
        const { headers } = await fetch(url, { headers: { 'x-token': bearer() } })
        assert.deepEqual([headers.get('vary'), headers.get('cache-control')], ['Accept, x-token', 'private'])
      })
    })

    test('two Authorization headers are refused, by sources too', async () => {
      const line = `Authorization: ${bearer()}`
      for (const options of [{}, { getToken: [fromCookie('a'), fromAuthorization()] }]) {
        await withApp(
          options,
          () => assert.fail('the handler ran'),
          async (url) => {
            const { status, text } = await askRaw(url, 'GET / HTTP/1.1', [line, line])
            assert.equal(status, 400)
            assert.match(text, /authorization_malformed/)
          }
        )
      }
    })

    test('the URL of the request is what a trusted proxy says, and no other', async () => {
      const headers = { 'x-forwarded-host': 'api.example', 'x-forwarded-proto': 'https' }
      for (const proxy of [false, true]) {
        const use = async (/** @type {string} */ url) => {
          const challenge = (await fetch(`${url}/a?b`, { headers })).headers.get('www-authenticate')
          const base = proxy ? 'https://api.example' : url
          assert.equal(challenge, `Bearer resource_metadata="${base}/.well-known/oauth-protected-resource/a"`)
        }
        await withApp(
          { resourceMetadata: true },
          () => assert.fail('ran'),
          use,
          (app) => void (app.proxy = proxy)
        )
      }
    })

    test('what a body parser before the guard made of a preflight’s body is gone', async () => {
      const before = (/** @type {Koa} */ app) =>
        void app.use((ctx, next) => (Object.assign(ctx.request, { body: { secret: 1 }, rawBody: 'secret' }), next()))
      /** @type {unknown[]} */
      const seen = []
      const handler = (/** @type {any} */ ctx) => {
        seen.push(ctx.request.body, ctx.request.rawBody, ctx.get('content-type'), ctx.state.bearer)
        ctx.set({ 'Access-Control-Allow-Origin': origin, 'X-Secret': '1' })
        ctx.body = { secret: 1 }
      }
      const use = async (/** @type {string} */ url) => {
        const headers = { origin, 'access-control-request-method': 'POST', 'content-type': 'application/json' }
        const answer = await fetch(url, { method: 'OPTIONS', headers, body: '{"secret":1}' })
        assert.deepEqual([answer.status, await answer.text(), answer.headers.get('x-secret')], [200, '', null])
        assert.equal(answer.headers.get('access-control-allow-origin'), origin)
      }
      await withApp({ preflight: 'handler' }, handler, use, before)
      assert.deepEqual(seen, [undefined, undefined, '', undefined])
    })

    test('HTTP/2: refusals, tokens and step-ups', async () => {
      const app = new Framework().use(guard(verifier, { resourceMetadata: true }))
      app.use(async (ctx) => {
        if (ctx.path === '/step-up') await ctx.state.bearer.requireScope('admin')
        ctx.body = ctx.state.bearer.token.subject
      })
      const server = createServer(app.callback()).listen(0, '127.0.0.1')
      await once(server, 'listening')
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
      const session = connect(`http://127.0.0.1:${port}`)
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
        assert.equal((await ask({ ':path': '/', ...good })).body, 'user-1')
        assert.equal((await ask({ ':path': '/step-up', ...good })).head[':status'], 403)
        // Koa 2 answers no HEAD over HTTP/2, without a guard either.
        if (name === '3') assert.equal((await ask({ ':path': '/', ':method': 'HEAD' })).head[':status'], 401)
      } finally {
        session.close()
        server.close()
      }
    })
  })
}
