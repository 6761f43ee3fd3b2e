// What a function of the user's throws goes to Fastify and to Koa as it is, and lets nobody in.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fastify from 'fastify'
import Koa from 'koa'
import { bearer as fastifyBearer, guard as fastifyGuard } from '../../../js/adapters/fastify.js'
import { guard as koaGuard } from '../../../js/adapters/koa.js'
import { startHttpServer } from '../../support/http-server.js'
import { callbacks, noAssayErrors, thrower } from '../support/faults.js'
import { bearer, failing, testVerifier } from '../support/http.js'

const verifier = testVerifier()

describe('what a function of the user’s throws is the user’s error', () => {
  for (const [name, make] of Object.entries(callbacks)) {
    test(`fastify: ${name}`, async () => {
      for (const fault of noAssayErrors) {
        const { options, authorization = bearer(), by = verifier } = make(fault)
        /** @type {unknown[]} */
        const seen = []
        const app = fastify()
        app.setErrorHandler((error, _request, reply) => (seen.push(error), reply.code(500).send()))
        app.get('/one', { onRequest: fastifyGuard(by, options) }, () => assert.fail('the handler ran'))
        app.register(async (scope) => {
          scope.register(fastifyBearer, { verifier: by, ...options })
          scope.get('/', () => assert.fail('the handler ran'))
        })
        for (const url of ['/', '/one'])
          assert.equal((await app.inject({ url, headers: { authorization } })).statusCode, 500)
        assert.equal(seen.length, 2)
        for (const each of seen) assert.equal(each, fault)
      }
    })

    test(`koa: ${name}`, async () => {
      for (const fault of noAssayErrors) {
        const { options, authorization = bearer(), by = verifier } = make(fault)
        const app = new Koa().use(koaGuard(by, options)).use(() => assert.fail('the handler ran'))
        /** @type {unknown[]} */
        const seen = []
        app.on('error', (error) => seen.push(error))
        app.silent = true
        const { url, close } = await startHttpServer(app.callback())
        const { status } = await fetch(url, { headers: { authorization } })
        await close()
        // Koa answers what an error says of itself.
        assert.equal(status, /** @type {any} */ (fault).status ?? 500)
        assert.equal(seen[0], fault)
      }
    })
  }
})

for (const thrown of [undefined, null, 0, '', false, 'route', 'router']) {
  test(`what is thrown and is no error lets nobody in: ${JSON.stringify(thrown) ?? 'undefined'}`, async () => {
    const asks = /** @type {[any, any][]} */ ([
      [failing(thrown), {}],
      [verifier, { requestId: thrower(thrown) }]
    ])
    for (const [verifier, given] of asks) {
      const app = fastify()
      app.get('/', { onRequest: fastifyGuard(verifier, given) }, () => assert.fail('the handler ran'))
      const headers = { authorization: 'Bearer forged' }
      assert.equal((await app.inject({ url: '/', headers })).statusCode, 500)
      const koa = new Koa().use(koaGuard(verifier, given)).use(() => assert.fail('the handler ran'))
      koa.silent = true
      const { url, close } = await startHttpServer(koa.callback())
      assert.equal((await fetch(url, { headers })).status, 500)
      await close()
    }
  })
}
