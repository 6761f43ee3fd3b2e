// RFC 9728 §5.1: a client follows the challenge's resource_metadata. The document is there, however the guard is mounted.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createAdaptorServer } from '@hono/node-server'
import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import Koa from 'koa'
import { guard as expressGuard, resourceMetadataHandler as expressMetadata } from '../../../js/adapters/express.js'
import {
  bearer,
  guard as fastifyGuard,
  resourceMetadataHandler as fastifyMetadata
} from '../../../js/adapters/fastify.js'
import { guard as koaGuard, resourceMetadataHandler as koaMetadata } from '../../../js/adapters/koa.js'
import { guard as honoGuard, resourceMetadataHandler as honoMetadata } from '../../../js/adapters/hono.js'
import { guard, protectedResourceMetadata, resourceMetadataHandler } from '../../../js/http/index.js'
import { startHttpServer } from '../../support/http-server.js'
import { assertError, caught } from '../support/expect.js'
import { testVerifier } from '../support/http.js'

const verifier = testVerifier()
/** The document of each host. */
const byHost = (/** @type {string} */ host) =>
  protectedResourceMetadata({
    resource: `http://${host}/mcp`,
    authorizationServers: 'https://auth.example.com/',
    allowInsecureLoopback: true
  })

/** Servers whose resource is at /mcp, given the document. @type {{ [name: string]: (document: any) => (app: any) => any }} */
const mounts = {
  'express: the guard at the root': (document) => (app) =>
    app.use(expressGuard(verifier, { resourceMetadata: document })),
  'express: app.use(path, guard)': (document) => (app) =>
    app.use(expressMetadata(document)).use('/mcp', expressGuard(verifier, { resourceMetadata: document })),
  'express: a router': (document) => (app) => {
    const router = express.Router()
    router.use(/** @type {any} */ (expressGuard(verifier, { resourceMetadata: document })))
    return app.use(expressMetadata(document)).use('/mcp', router)
  },
  'express: resourceMetadata: true beside the handler': (document) => (app) =>
    app.use(expressMetadata(document)).use(expressGuard(verifier, { resourceMetadata: true }))
}
/** @type {{ [name: string]: (document: any) => (request: Request, env: any) => Response | Promise<Response> }} */
const fetches = {
  'fetch: the guard alone': (document) => guard(verifier, { resourceMetadata: document })(() => new Response()),
  'fetch: the guard below a path, the handler beside it': (document) => {
    const [open, serve] = [
      guard(verifier, { resourceMetadata: document })(() => new Response()),
      resourceMetadataHandler(document)
    ]
    return async (request) =>
      serve(request) ?? (new URL(request.url).pathname === '/mcp' ? open(request) : new Response(null, { status: 404 }))
  },
  'hono: app.use(guard)': (document) => new Hono().use(honoGuard(verifier, { resourceMetadata: document })).fetch,
  'hono: app.use(path, guard)': (document) =>
    new Hono().use(honoMetadata(document)).use('/mcp/*', honoGuard(verifier, { resourceMetadata: document })).fetch,
  'hono: route()': (document) => {
    const inner = new Hono().use(honoGuard(verifier, { resourceMetadata: document })).all('/', (c) => c.text('in'))
    return new Hono().use(honoMetadata(document)).route('/mcp', inner).fetch
  },
  'hono: basePath()': (document) => {
    const app = new Hono().all('/.well-known/*', honoMetadata(document))
    app
      .basePath('/mcp')
      .use(honoGuard(verifier, { resourceMetadata: document }))
      .all('/', (c) => c.text('in'))
    return app.fetch
  },
  'hono: mount()': (document) => {
    const open = guard(verifier, { resourceMetadata: document })(() => new Response())
    return new Hono().use(honoMetadata(document)).mount('/mcp', open).fetch
  },
  'hono: resourceMetadata: true below mount(), which takes its path off the URL': (document) => {
    const inner = new Hono().use(honoGuard(verifier, { resourceMetadata: true }))
    return new Hono().use(honoMetadata(document)).mount('/mcp', inner.fetch).fetch
  },
  'fetch: resourceMetadata: true below mount()': (document) => {
    const open = guard(verifier, { resourceMetadata: true })(() => new Response())
    return new Hono().use(honoMetadata(document)).mount('/mcp', open).fetch
  },
  'hono: resourceMetadata: true beside the handler': (document) =>
    new Hono().use(honoMetadata(document)).use(honoGuard(verifier, { resourceMetadata: true })).fetch
}

/** @type {{ [name: string]: (document: any) => (app: any) => any }} */
const plugins = {
  'fastify: the plugin': (document) => (app) => app.register(bearer, { verifier, resourceMetadata: document }),
  'fastify: the plugin in a scope': (document) => (app) =>
    app.addHook('onRequest', fastifyMetadata(document)).register(
      async (/** @type {any} */ scope) => {
        scope.register(bearer, { verifier, resourceMetadata: document })
        scope.get('/', async () => 'in')
      },
      { prefix: '/mcp' }
    ),
  'fastify: the hook of a route': (document) => (app) =>
    app
      .addHook('onRequest', fastifyMetadata(document))
      .get('/mcp', { onRequest: fastifyGuard(verifier, { resourceMetadata: document }) }, async () => 'in'),
  'fastify: resourceMetadata: true beside the handler': (document) => (app) =>
    app.addHook('onRequest', fastifyMetadata(document)).register(bearer, { verifier, resourceMetadata: true })
}
/** @type {{ [name: string]: (document: any) => (app: Koa) => any }} */
const middleware = {
  'koa: app.use(guard)': (document) => (app) => app.use(koaGuard(verifier, { resourceMetadata: document })),
  'koa: the guard below a path': (document) => (app) => {
    const protect = koaGuard(verifier, { resourceMetadata: document })
    return app.use(koaMetadata(document)).use((ctx, next) => (ctx.path === '/mcp' ? protect(ctx, next) : next()))
  },
  'koa: resourceMetadata: true beside the handler': (document) => (app) =>
    app.use(koaMetadata(document)).use(koaGuard(verifier, { resourceMetadata: true }))
}

/** @param {string} url */
async function follow(url) {
  const refused = await fetch(`${url}/mcp`)
  assert.equal(refused.status, 401)
  const [, named] = /** @type {RegExpExecArray} */ (
    /resource_metadata="([^"]+)"/.exec(refused.headers.get('www-authenticate') ?? '')
  )
  const answer = await fetch(named, { headers: { 'MCP-Protocol-Version': '2025-11-25' } })
  assert.equal(answer.status, 200, named)
  const document = await answer.json()
  // RFC 9728 §3.3: the resource that was asked for.
  assert.equal(document.resource, `${url}/mcp`)
  assert.equal((await fetch(named, { method: 'OPTIONS' })).status, 204)
  assert.equal((await fetch(named, { method: 'POST' })).status, 405)
  assert.equal((await fetch(`${named}x`)).ok, false)
}

describe('a client that follows the challenge finds the document', () => {
  for (const [name, mount] of Object.entries(mounts)) {
    test(name, async () => {
      for (const kind of ['document', 'function']) {
        const app = express()
        const { url, close } = await startHttpServer(app)
        try {
          const host = new URL(url).host
          mount(kind === 'document' ? byHost(host) : (/** @type {any} */ request) => byHost(request.headers.host))(app)
          await follow(url)
        } finally {
          await close()
        }
      }
    })
  }
  for (const [name, mount] of Object.entries({ ...plugins, ...middleware })) {
    test(name, async () => {
      for (const kind of ['document', 'function']) {
        /** @type {any} */
        let handle
        const { url, close } = await startHttpServer((asked, response) => handle(asked, response))
        try {
          const document =
            kind === 'document' ? byHost(new URL(url).host) : (/** @type {any} */ given) => byHost(given.headers.host)
          const app = name.startsWith('koa') ? new Koa() : fastify()
          mount(document)(/** @type {any} */ (app))
          handle = app instanceof Koa ? app.callback() : (await app.ready(), app.routing)
          await follow(url)
        } finally {
          await close()
        }
      }
    })
  }
  for (const [name, make] of Object.entries(fetches)) {
    test(name, async () => {
      for (const kind of ['document', 'function']) {
        /** @type {any} */
        let handle
        const server = createAdaptorServer({ fetch: (/** @type {any} */ ...given) => handle(...given) })
        await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
        const url = `http://127.0.0.1:${/** @type {any} */ (server.address()).port}`
        try {
          const byRequest = (/** @type {any} */ given) => byHost(new URL(given.url ?? given.req.url).host)
          handle = make(kind === 'document' ? byHost(new URL(url).host) : byRequest)
          await follow(url)
        } finally {
          server.close()
        }
      }
    })
  }
})

describe('resourceMetadata as a function', () => {
  const ask = async (/** @type {any} */ resourceMetadata, options = {}) => {
    const open = guard(verifier, { resourceMetadata, ...options })(() => new Response())
    return (await open(new Request('https://a.example/mcp'))).headers.get('www-authenticate')
  }

  test('gives a URL, a document, or nothing', async () => {
    assert.equal(await ask(() => 'https://x.example/m'), 'Bearer resource_metadata="https://x.example/m"')
    assert.equal(await ask(() => new URL('https://x.example/m')), 'Bearer resource_metadata="https://x.example/m"')
    const metadata = protectedResourceMetadata({
      resource: 'https://r.example',
      authorizationServers: 'https://b.example'
    })
    const url = 'https://r.example/.well-known/oauth-protected-resource'
    assert.equal(await ask(() => metadata), `Bearer resource_metadata="${url}"`)
    for (const nothing of [undefined, null]) assert.equal(await ask(() => nothing), 'Bearer realm="api"')
  })

  test('what is no absolute https URL is the user’s error', async () => {
    for (const wrong of ['/m', 'http://x.example/m', 7, true, {}, Promise.resolve('https://x.example/m')]) {
      await assert.rejects(
        ask(() => wrong),
        { code: 'CONFIG_INVALID', option: 'resourceMetadata' }
      )
    }
    assert.equal(
      await ask(() => 'http://127.0.0.1/m', { allowInsecureLoopback: true }),
      'Bearer resource_metadata="http://127.0.0.1/m"'
    )
  })

  test('is not asked where nothing is refused', async () => {
    const open = guard(verifier, { resourceMetadata: () => assert.fail('asked') })(() => new Response())
    const headers = { origin: 'https://a.example', 'access-control-request-method': 'GET' }
    assert.equal((await open(new Request('https://a.example/', { method: 'OPTIONS', headers }))).status, 204)
  })
})

test('STYLE 7: a handler of a document is given one', () => {
  for (const make of [resourceMetadataHandler, expressMetadata, honoMetadata]) {
    for (const wrong of [undefined, null, {}, 'https://a.example']) {
      const error = caught(() => make(/** @type {any} */ (wrong)))
      assertError(error, { code: 'CONFIG_INVALID', reason: 'option_invalid', option: 'metadata' })
    }
  }
})
