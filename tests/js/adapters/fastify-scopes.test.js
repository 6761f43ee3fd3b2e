// assay-jwt/fastify: what requireScope throws is answered by the guard, whatever error handlers there are.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fastify from 'fastify'
import fastify4 from 'fastify-4'
import { bearer, guard } from '../../../js/adapters/fastify.js'
import { bearer as authorize, testVerifier } from '../support/http.js'

const verifier = testVerifier()
const good = { authorization: authorize() }
const origin = 'https://app.example'

/** What a client that asked for too little is told. @param {any} answer @param {string} [scope] */
function assertStepUp(answer, scope = 'admin') {
  assert.equal(answer.statusCode, 403)
  assert.match(answer.headers['www-authenticate'], new RegExp(`error="insufficient_scope".*scope="${scope}"$`))
  const { code, reason } = answer.json()
  assert.deepEqual([code, reason], ['AUTH_MISSING_SCOPE', 'scope_missing'])
}

for (const [name, framework] of /** @type {[string, typeof fastify][]} */ ([
  ['5', fastify],
  ['4', /** @type {any} */ (fastify4)]
])) {
  /** @param {any} [options] */
  const start = (options) => {
    const app = framework()
    app.register(bearer, { verifier, ...options })
    return app
  }

  describe(`Fastify ${name}: what requireScope throws is answered by the guard`, () => {
    const ask = (/** @type {any} */ app, url = '/') => app.inject({ url, headers: { ...good, origin } })

    test('from an async handler, a hook, reply.send, and a handler that has begun an answer', async () => {
      const app = start()
      app.get('/', async ({ bearer: auth }) => auth.requireScope('admin'))
      app.get('/hook', { preHandler: async ({ bearer: auth }) => auth.requireScope('admin') }, () => assert.fail('ran'))
      app.get('/send', (asked, reply) => void asked.bearer.requireScope('admin').catch((error) => reply.send(error)))
      app.get('/begun', async (asked, reply) => {
        reply.code(201).headers({ etag: '"x"', 'content-type': 'text/html', 'x-id': '7' })
        reply.serializer(() => 'serialized')
        await asked.bearer.requireScope('admin')
      })
      const response = { 403: { type: 'object', properties: { own: { type: 'string' } } } }
      app.get('/schema', { schema: { response } }, async ({ bearer: auth }) => auth.requireScope('admin'))
      for (const url of ['/', '/hook', '/send', '/begun', '/schema']) {
        const answer = await ask(app, url)
        assertStepUp(answer)
        assert.deepEqual([answer.headers.etag, answer.headers['content-type']], [undefined, 'application/json'], url)
      }
      const head = await app.inject({ method: 'HEAD', url: '/', headers: good })
      assert.deepEqual([head.statusCode, head.body], [403, ''])
    })

    test('whatever error handlers there are; they and the hooks have seen it', async () => {
      const seen = /** @type {string[]} */ ([])
      /** @type {{ [name: string]: (error: any, asked: any, reply: any) => any }} */
      const handlers = {
        sends: (error, _asked, reply) => void reply.code(500).send({ own: error.message }),
        returns: async (error) => ({ own: error.message }),
        'sends the error': (error, _asked, reply) => void reply.send(error),
        throws: (error) => {
          throw error
        },
        'throws another': () => {
          throw new Error('other')
        },
        'sends nothing': (_error, _asked, reply) => void reply.code(418).send()
      }
      for (const [kind, handler] of Object.entries(handlers)) {
        const app = framework()
        const noted = (/** @type {any[]} */ ...given) => {
          seen.push(given[0].code)
          return handler(given[0], given[1], given[2])
        }
        app.addHook('onSend', async (_asked, reply) => void reply.header('x-hook', '1'))
        app.register(bearer, { verifier, allowedOrigins: [origin] })
        app.setErrorHandler(noted)
        const refused = async (/** @type {any} */ { bearer: auth }) => auth.requireScope('admin')
        app.get('/', refused)
        app.get('/route', { errorHandler: noted }, refused)
        app.register(async (scope) => {
          scope.setErrorHandler(noted)
          scope.get('/scope', refused)
        })
        for (const url of ['/', '/route', '/scope']) {
          const answer = await ask(app, url)
          assertStepUp(answer)
          assert.deepEqual(
            [answer.headers['x-hook'], answer.headers['access-control-allow-origin']],
            ['1', origin],
            kind
          )
          assert.ok(seen.splice(0).includes('AUTH_MISSING_SCOPE'), `${kind} ${url}`)
        }
      }
    })

    test('a handler that goes on after it is not answered for, and other errors are not touched', async () => {
      const app = start()
      app.get('/', async ({ bearer: auth }) => auth.requireScope('admin').catch(() => 'less'))
      app.get('/own', async () => {
        throw Object.assign(new Error('mine'), { statusCode: 418 })
      })
      assert.equal((await ask(app)).body, 'less')
      const own = await ask(app, '/own')
      assert.deepEqual([own.statusCode, own.json().message], [418, 'mine'])
    })

    test('the guard of a route answers what it threw, beside the plugin', async () => {
      const app = start({ realm: 'outer' })
      const onRequest = guard(verifier, { realm: 'inner' })
      app.get('/', { onRequest }, async ({ bearer: auth }) => auth.requireScope('admin'))
      const answer = await ask(app)
      assertStepUp(answer)
      assert.match(answer.headers['www-authenticate'], /^Bearer realm="inner"/)
    })
  })
}
