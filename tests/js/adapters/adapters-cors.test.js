// A CORS layer and the guard, whichever of them is outside: what each exposes stays readable in a browser.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { describe, test } from 'node:test'
import fastifyCors from '@fastify/cors'
import koaCors from '@koa/cors'
import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import { cors as honoCors } from 'hono/cors'
import Koa from 'koa'
import { AssayError } from '../../../js/shared/error.js'
import { guard as expressGuard } from '../../../js/adapters/express.js'
import { bearer as fastifyBearer } from '../../../js/adapters/fastify.js'
import { guard as honoGuard } from '../../../js/adapters/hono.js'
import { guard as koaGuard } from '../../../js/adapters/koa.js'
import { guard } from '../../../js/http/index.js'
import { startHttpServer } from '../../support/http-server.js'
import { bearer, testVerifier } from '../support/http.js'

const verifier = testVerifier()
const origin = 'https://app.example'
const exposeHeaders = ['X-Request-Id', 'www-authenticate', 'X-Total']
const stepUp = (/** @type {any} */ auth) => auth.requireScope('admin')

/** @param {Response} answer @param {string[]} names what a script of the origin must be able to read (Fetch §4.9) */
function assertReadable(answer, names, allowed = origin) {
  assert.equal(answer.headers.get('access-control-allow-origin'), allowed)
  const exposed = (answer.headers.get('access-control-expose-headers') ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
  for (const name of names) assert.ok(exposed.includes(name.toLowerCase()), `${name} is not in ${exposed}`)
  assert.equal(new Set(exposed).size, exposed.length, 'each once')
}

/** @type {{ [name: string]: (ask: (path: string, authorization?: string, method?: string) => Promise<Response>) => Promise<void> }} */
const checks = {
  'a refusal': async (ask) => {
    const answer = await ask('/')
    assert.equal(answer.status, 401)
    assert.match(answer.headers.get('www-authenticate') ?? '', /^Bearer /)
    assertReadable(answer, ['WWW-Authenticate', 'Retry-After', 'X-Request-Id', 'X-Total'])
  },
  'a step-up': async (ask) => {
    const answer = await ask('/step-up', bearer())
    assert.equal(answer.status, 403)
    assert.match(answer.headers.get('www-authenticate') ?? '', /scope="admin"/)
    assertReadable(answer, ['WWW-Authenticate', 'Retry-After', 'X-Request-Id', 'X-Total'])
  },
  'what the handler answers': async (ask) => {
    const answer = await ask('/', bearer())
    assert.deepEqual([answer.status, await answer.text()], [200, 'in'])
    assertReadable(answer, ['X-Request-Id', 'X-Total'])
  },
  'a preflight': async (ask) => {
    const answer = await ask('/', undefined, 'OPTIONS')
    assert.equal(answer.status, 204)
    assert.equal(answer.headers.get('access-control-allow-origin'), origin)
    assert.match(answer.headers.get('access-control-allow-headers') ?? '', /authorization/i)
  }
}

/** @param {(path: string, init: RequestInit) => Response | Promise<Response>} send */
const asker =
  (send) =>
  async (/** @type {string} */ path, /** @type {string | undefined} */ authorization, method = 'GET') => {
    const asks = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' }
    const headers = { origin, ...(authorization && { authorization }), ...(method === 'OPTIONS' && asks) }
    return send(path, { method, headers })
  }

/** What npm's cors does with `{ origin, exposedHeaders }`. @type {express.RequestHandler} */
function corsLayer(request, response, next) {
  response.setHeader('Access-Control-Allow-Origin', origin)
  response.vary('Origin')
  response.setHeader('Access-Control-Expose-Headers', exposeHeaders.join(','))
  if (request.method !== 'OPTIONS') return next()
  response.setHeader('Access-Control-Allow-Headers', String(request.headers['access-control-request-headers']))
  response.status(204).end()
}

const layers = { 'around the guard': [0, 1], 'inside the guard': [1, 0] }
for (const [where, order] of Object.entries(layers)) {
  // Where the layer is inside, refusals and preflights never get to it: the guard's own option is for them.
  const own = where === 'inside the guard' ? { allowedOrigins: [origin] } : {}

  describe(`hono: cors({ exposeHeaders }) ${where}`, () => {
    for (const [what, check] of Object.entries(checks)) {
      test(what, async () => {
        const app = new Hono()
        const both = [honoCors({ origin, exposeHeaders }), honoGuard(verifier, own)]
        for (const at of order) app.use(both[at])
        app.get('/', (c) => c.text('in'))
        app.get('/step-up', async (c) => (await stepUp(/** @type {any} */ (c.var).bearer), c.text('')))
        if (what === 'a refusal' && where === 'inside the guard')
          return assertRefusalOfGuard(await app.request('/', { headers: { origin } }))
        await check(asker((path, init) => app.request(path, init)))
      })
    }
  })

  describe(`express: a CORS layer that exposes headers ${where}`, () => {
    for (const [what, check] of Object.entries(checks)) {
      test(what, async () => {
        const app = express()
        const protect = /** @type {any} */ (expressGuard(verifier, own))
        const both = [corsLayer, protect]
        for (const at of order) app.use(both[at])
        app.get('/', (_request, response) => void response.send('in'))
        app.get('/step-up', async (asked) => stepUp(/** @type {any} */ (asked).bearer))
        app.use(protect.onError)
        const { url, close } = await startHttpServer(app)
        try {
          const send = (/** @type {string} */ path, /** @type {RequestInit} */ init) => fetch(url + path, init)
          if (what === 'a refusal' && where === 'inside the guard')
            assertRefusalOfGuard(await send('/', { headers: { origin } }))
          else await check(asker(send))
        } finally {
          await close()
        }
      })
    }
  })
}

for (const [where, order] of Object.entries(layers)) {
  const own = where === 'inside the guard' ? { allowedOrigins: [origin] } : {}
  const isUnseen = (/** @type {string} */ what) => what === 'a refusal' && where === 'inside the guard'

  describe(`fastify: @fastify/cors ${where}`, () => {
    for (const [what, check] of Object.entries(checks)) {
      test(what, async () => {
        const app = fastify()
        /** @type {any[]} */
        const both = [
          [fastifyCors, { origin, exposedHeaders: exposeHeaders }],
          [fastifyBearer, { verifier, ...own }]
        ]
        for (const at of order) app.register(both[at][0], both[at][1])
        app.get('/', async () => 'in')
        app.get('/step-up', async ({ bearer: auth }) => stepUp(auth))
        const url = await app.listen({ port: 0, host: '127.0.0.1' })
        try {
          if (isUnseen(what)) assertRefusalOfGuard(await fetch(url, { headers: { origin } }))
          else await check(asker((path, init) => fetch(url + path, init)))
        } finally {
          app.server.closeAllConnections()
          await app.close()
        }
      })
    }
  })

  describe(`koa: @koa/cors ${where}`, () => {
    for (const [what, check] of Object.entries(checks)) {
      test(what, async () => {
        const app = new Koa()
        const both = [koaCors({ origin, exposeHeaders }), koaGuard(verifier, own)]
        for (const at of order) app.use(/** @type {any} */ (both[at]))
        app.use(async (ctx) => {
          if (ctx.path === '/step-up') await stepUp(ctx.state.bearer)
          ctx.body = 'in'
        })
        const { url, close } = await startHttpServer(app.callback())
        try {
          if (isUnseen(what)) assertRefusalOfGuard(await fetch(url, { headers: { origin } }))
          else await check(asker((path, init) => fetch(url + path, init)))
        } finally {
          await close()
        }
      })
    }
  })
}

/** @param {Response} answer that no CORS layer has seen */
function assertRefusalOfGuard(answer) {
  assert.equal(answer.status, 401)
  assertReadable(answer, ['WWW-Authenticate', 'Retry-After'])
}

describe('fetch: a wrapper that adds headers, as a CORS layer does', () => {
  const handler = async (/** @type {Request} */ { url }, /** @type {any} */ context) => {
    if (url.endsWith('/step-up')) await stepUp(context)
    return new Response('in')
  }
  const open = guard(verifier)(handler)
  const wrapped = async (/** @type {Request} */ request) => {
    const answer = await open(request)
    answer.headers.append('Access-Control-Allow-Origin', origin)
    for (const name of ['X-Request-Id', 'X-Total']) answer.headers.append('Access-Control-Expose-Headers', name)
    return answer
  }
  for (const [what, check] of Object.entries(checks)) {
    if (what === 'a preflight') continue
    test(what, () => check(asker((path, init) => wrapped(new Request(`https://a.example${path}`, init)))))
  }
})

test('express: Vary of others stays, and a body’s headers do not outlive the body', async () => {
  const app = express()
  const protect = /** @type {any} */ (expressGuard(verifier, { allowedOrigins: [origin] }))
  app.use((_request, response, next) => (response.setHeader('Vary', 'Accept'), response.setHeader('X-Id', '7'), next()))
  app.use(protect)
  app.get('/', async (asked, response) => {
    response.set({ 'Content-Length': '3', ETag: '"x"', 'Content-Encoding': 'gzip', 'Content-Type': 'text/html' })
    await stepUp(/** @type {any} */ (asked).bearer)
  })
  app.use(protect.onError)
  const { url, close } = await startHttpServer(app)
  try {
    const answer = await fetch(url, { headers: { origin, authorization: bearer() } })
    assert.equal(answer.status, 403)
    assert.equal((await answer.json()).reason, 'scope_missing')
    const { headers } = answer
    assert.deepEqual([headers.get('vary'), headers.get('x-id'), headers.get('etag')], ['Accept, Origin', '7', null])
    assert.deepEqual([headers.get('content-encoding'), headers.get('content-type')], [null, 'application/json'])
  } finally {
    await close()
  }
})

test('hono: what others have set before the guard stays in a refusal', async () => {
  const app = new Hono()
  app.use(async (c, next) => {
    c.header('X-Id', '7')
    c.header('Set-Cookie', 'a=1', { append: true })
    c.header('Set-Cookie', 'b=2', { append: true })
    await next()
  })
  app.use(honoGuard(verifier))
  const answer = await app.request('/')
  assert.deepEqual([answer.status, answer.headers.get('x-id')], [401, '7'])
  assert.deepEqual(answer.headers.getSetCookie(), ['a=1', 'b=2'])
})

/** @param {() => any} verdict what the verifier comes to, once somebody else has answered */
async function answeredMeanwhile(verdict) {
  /** @type {Promise<unknown>[]} */
  const pending = []
  const verify = async () => {
    await pending[0]
    return verdict()
  }
  const protect = /** @type {any} */ (expressGuard({ verify }, { allowedOrigins: '*' }))
  const app = express()
  app.use((_request, response, next) => {
    pending.push(once(response, 'finish'))
    next()
    response.status(503).end('late')
  })
  /** @type {unknown[]} */
  const errors = []
  const next = (/** @type {unknown} */ error) => errors.push(error)
  app.use((asked, response) => void pending.push(protect(asked, response, next)))
  const { url, close } = await startHttpServer(app)
  const answer = await fetch(url, { headers: { authorization: bearer() } })
  assert.deepEqual([answer.status, await answer.text()], [503, 'late'])
  await Promise.all(pending)
  await close()
  return errors
}

test('express: where somebody has answered meanwhile, the guard says nothing more', async () => {
  const refuse = () => {
    throw new AssayError('expired')
  }
  assert.deepEqual(await answeredMeanwhile(refuse), [])
  assert.deepEqual(await answeredMeanwhile(() => ({ scopes: [] })), [undefined])
})
