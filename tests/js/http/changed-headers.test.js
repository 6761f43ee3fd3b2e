// What middleware before the guard made of the headers is what counts: the handler sees the same.
import assert from 'node:assert/strict'
import { createServer as createHttp2, connect as connectHttp2 } from 'node:http2'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { createAdaptorServer } from '@hono/node-server'
import express from 'express'
import express4 from 'express-4'
import fastify from 'fastify'
import fastify4 from 'fastify-4'
import { Hono } from 'hono'
import Koa from 'koa'
import Koa2 from 'koa-2'
import { guard as expressGuard } from '../../../js/adapters/express.js'
import { bearer } from '../../../js/adapters/fastify.js'
import { guard as honoGuard } from '../../../js/adapters/hono.js'
import { guard as koaGuard } from '../../../js/adapters/koa.js'
import { guard as lambdaGuard } from '../../../js/adapters/lambda.js'
import { fromCertificateHeader, fromCookie, fromHeader } from '../../../js/http/index.js'
import { startHttpServer } from '../../support/http-server.js'
import { sendRaw } from '../../support/raw-request.js'
import { boundToken, proofFor } from '../support/dpop.js'
import { createVerifier } from '../support/dpop-server.js'
import { balancerEvent, httpEvent, restEvent } from '../support/lambda-events.js'
import { goodOptions, token } from '../support/tokens.js'

const thumbprint = 'A'.repeat(43)
const jwt = token({ claims: { cnf: { 'x5t#S256': thumbprint } } })
const verifier = createVerifier(goodOptions())
const ofClient = { clientCertificate: fromCertificateHeader('x-client-cert') }
const lines = [`Authorization: Bearer ${jwt}`, `X-Client-Cert: ${thumbprint}`]

/** @typedef {{ [name: string]: any }} Headers */
/** @typedef {(headers: Headers) => unknown} Change what a middleware does to the headers, as its framework has them */
/** @typedef {(change: Change, options?: any, by?: any) => Promise<{ url: string, close: () => Promise<unknown> }>} Start */

/** @param {any} framework @returns {Start} */
const expressWay =
  (framework) =>
  (change, options = ofClient, by = verifier) => {
    const app = framework()
    app.use((/** @type {any} */ request, /** @type {any} */ _response, /** @type {any} */ next) => {
      change(request.headers)
      next()
    })
    app.use(expressGuard(by, options))
    app.use((/** @type {any} */ _request, /** @type {any} */ response) => void response.send('in'))
    return startHttpServer(app)
  }

/** @param {any} framework @returns {Start} */
const fastifyWay =
  (framework) =>
  async (change, options = ofClient, by = verifier) => {
    const app = framework()
    app.addHook('onRequest', async (/** @type {any} */ request) => void change(request.headers))
    app.register(bearer, { verifier: by, ...options })
    app.get('/', async () => 'in')
    const url = await app.listen({ port: 0, host: '127.0.0.1' })
    return { url, close: () => app.close() }
  }

/** Fastify merges what is assigned with what came: the only way to add headers beside node:http's. @returns {Start} */
const fastifySetter =
  (/** @type {any} */ framework) =>
  async (change, options = ofClient, by = verifier) => {
    const app = framework()
    app.addHook('onRequest', async (/** @type {any} */ request) => {
      const known = { ...request.headers }
      change(known)
      // It has no other way to take one away.
      const removed = Object.keys(request.headers).filter((name) => !(name in known))
      request.headers = { ...known, ...Object.fromEntries(removed.map((name) => [name, undefined])) }
    })
    app.register(bearer, { verifier: by, ...options })
    app.get('/', async () => 'in')
    const url = await app.listen({ port: 0, host: '127.0.0.1' })
    return { url, close: () => app.close() }
  }

/** @param {any} Framework @returns {Start} */
const koaWay =
  (Framework) =>
  (change, options = ofClient, by = verifier) => {
    const app = new Framework()
    app.use((/** @type {any} */ ctx, /** @type {any} */ next) => {
      change(ctx.headers)
      return next()
    })
    app.use(koaGuard(by, options))
    app.use((/** @type {any} */ ctx) => void (ctx.body = 'in'))
    return startHttpServer(app.callback())
  }

/** @type {Start} */
const nodeWay = (change, options = ofClient, by = verifier) => {
  const protect = expressGuard(by, options)
  return startHttpServer((/** @type {any} */ request, response) => {
    change(request.headers)
    void protect(request, response, () => response.end('in'))
  })
}

/** @type {Start} */
const honoWay = async (change, options = ofClient, by = verifier) => {
  const app = new Hono()
  app.use(async (c, next) => {
    const known = Object.fromEntries(c.req.raw.headers)
    change(known)
    c.req.raw = new Request(c.req.raw, { headers: known })
    await next()
  })
  app.use(honoGuard(by, options))
  app.get('/', (c) => c.text('in'))
  const server = createAdaptorServer(app)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  return { url: `http://127.0.0.1:${port}`, close: async () => server.close() }
}

/** @type {{ [name: string]: Start }} */
const ways = {
  express: expressWay(express),
  'express 4': expressWay(express4),
  fastify: fastifyWay(fastify),
  'fastify 4': fastifyWay(fastify4),
  'fastify, assigned': fastifySetter(fastify),
  'fastify 4, assigned': fastifySetter(fastify4),
  koa: koaWay(Koa),
  'koa 2': koaWay(Koa2),
  hono: honoWay,
  'node:http': nodeWay
}

/** @param {Start} start @param {Change} change @param {string[]} sent @param {any} [options] @param {any} [by] */
async function ask(start, change, sent, options, by) {
  const { url, close } = await start(change, options, by)
  try {
    const answer = await sendRaw(`${url}/`, sent)
    const [, status] = /** @type {RegExpExecArray} */ (/^HTTP\/1.1 (\d+)/.exec(answer))
    return status === '200' ? 'in' : (/"reason":"(\w+)"/.exec(answer)?.[1] ?? answer)
  } finally {
    await close()
  }
}

const nothing = () => {}
const free = `Bearer ${token()}`
const byHeader = { getToken: fromHeader('x-token') }

for (const [name, start] of Object.entries(ways)) {
  test(`${name}: a header that was removed is none`, async () => {
    assert.equal(await ask(start, nothing, lines), 'in')
    assert.equal(await ask(start, (headers) => delete headers['x-client-cert'], lines), 'certificate_missing')
    assert.equal(await ask(start, (headers) => delete headers.authorization, lines), 'token_missing')
    const cookie = [`Cookie: t=${token()}`]
    assert.equal(await ask(start, nothing, cookie, { getToken: fromCookie('t') }), 'in')
    assert.equal(
      await ask(start, (headers) => delete headers.cookie, cookie, { getToken: fromCookie('t') }),
      'token_missing'
    )
    const sent = [`X-Token: ${token()}`]
    assert.equal(await ask(start, nothing, sent, byHeader), 'in')
    assert.equal(await ask(start, (headers) => delete headers['x-token'], sent, byHeader), 'token_missing')
  })

  test(`${name}: a header that was replaced or added is what it was made`, async () => {
    assert.equal(await ask(start, (headers) => (headers.authorization = free), []), 'in')
    assert.equal(await ask(start, (headers) => (headers.authorization = free), ['Authorization: Basic YTpi']), 'in')
    assert.equal(await ask(start, (headers) => (headers.authorization = 'Basic YTpi'), lines), 'token_missing')
    const other = 'B'.repeat(42) + 'A'
    assert.equal(await ask(start, (headers) => (headers['x-client-cert'] = other), lines), 'certificate_mismatch')
    assert.equal(
      await ask(start, (headers) => (headers['x-client-cert'] = thumbprint), [lines[0], `X-Client-Cert: ${other}`]),
      'in'
    )
    const cookies = ['Cookie: a=1', `Cookie: t=${token()}`]
    const byCookie = { getToken: fromCookie('t') }
    assert.equal(await ask(start, nothing, cookies, byCookie), 'in')
    assert.equal(await ask(start, (headers) => (headers.cookie = 'a=1'), cookies, byCookie), 'token_missing')
    // Of several, a middleware may take the proxy's own: the last.
    assert.equal(
      await ask(start, (headers) => (headers['x-client-cert'] = thumbprint), [
        lines[0],
        `X-Client-Cert: ${other}`,
        lines[1]
      ]),
      'in'
    )
  })

  test(`${name}: a header that came twice, and was left alone, is ambiguous`, async () => {
    for (const second of [lines[1], `x-client-cert: ${'B'.repeat(42)}A`])
      assert.equal(await ask(start, nothing, [...lines, second]), 'token_ambiguous')
    for (const second of [lines[0], 'authorization: Basic YTpi', `authorization: ${free}`])
      assert.equal(await ask(start, nothing, [...lines, second]), 'authorization_malformed', second)
    // User-Agent is one of those of which node:http drops the second.
    const agent = `User-Agent: ${token()}`
    assert.equal(await ask(start, nothing, [agent], { getToken: fromHeader('user-agent') }), 'in')
    assert.equal(await ask(start, nothing, [agent, agent], { getToken: fromHeader('user-agent') }), 'token_ambiguous')
    const cookies = [1, 2].map(() => `Cookie: t=${token()}`)
    assert.equal(await ask(start, nothing, cookies, { getToken: fromCookie('t') }), 'token_ambiguous')
    assert.equal(await ask(start, nothing, ['Cookie: a=b', cookies[0]], { getToken: fromCookie('t') }), 'in')
  })

  test(`${name}: a DPoP proof that was removed is none, and of two none counts`, async () => {
    const by = createVerifier(goodOptions({ dpop: { origin: 'https://a.example' } }))
    const bound = boundToken()
    const sent = () => [
      `Authorization: DPoP ${bound}`,
      `DPoP: ${proofFor(bound, { claims: { htu: 'https://a.example/' } })}`
    ]
    assert.equal(await ask(start, nothing, sent(), {}, by), 'in')
    assert.equal(await ask(start, (headers) => delete headers.dpop, sent(), {}, by), 'proof_missing')
    assert.equal(await ask(start, nothing, [...sent(), sent()[1]], {}, by), 'proof_ambiguous')
  })
}

test('a name that every object has is no header', async () => {
  for (const name of ['constructor', 'toString', '__proto__'])
    assert.equal(await ask(nodeWay, nothing, [], { getToken: fromHeader(name) }), 'token_missing')
})

test('HTTP/2: the headers of the compatible request', async () => {
  /** @param {Change} change @param {any} sent @param {any} [options] */
  const askHttp2 = async (change, sent, options = ofClient) => {
    const protect = expressGuard(verifier, options)
    const server = createHttp2((request, response) => {
      change(request.headers)
      void protect(/** @type {any} */ (request), /** @type {any} */ (response), () => response.end('in'))
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const session = connectHttp2(
      `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}`
    )
    try {
      const body = await text(session.request({ ':path': '/', ...sent }))
      return body === 'in' ? body : JSON.parse(body).reason
    } finally {
      session.close()
      server.close()
    }
  }
  const sent = { authorization: `Bearer ${jwt}`, 'x-client-cert': thumbprint }
  assert.equal(await askHttp2(nothing, sent), 'in')
  assert.equal(await askHttp2((headers) => delete headers['x-client-cert'], sent), 'certificate_missing')
  assert.equal(await askHttp2((headers) => delete headers.authorization, sent), 'token_missing')
  assert.equal(await askHttp2((headers) => (headers.authorization = free), {}), 'in')
  assert.equal(await askHttp2(nothing, { ...sent, 'x-client-cert': [thumbprint, thumbprint] }), 'token_ambiguous')
})

test('Lambda: the event’s headers, as middleware leaves them', async () => {
  /** @param {any} event @param {any} [options] */
  const askLambda = async (event, options = ofClient) => {
    const handler = lambdaGuard(verifier, options)(async () => ({ statusCode: 200, body: 'in' }))
    const { statusCode, body } = /** @type {any} */ (await handler(event, /** @type {any} */ ({})))
    return statusCode === 200 ? body : JSON.parse(body).reason
  }
  /** @type {[string, string][]} */
  const sent = [
    ['Authorization', `Bearer ${jwt}`],
    ['X-Client-Cert', thumbprint]
  ]
  for (const made of [() => restEvent(sent), () => httpEvent(sent)]) {
    const [event, bare, without, replaced] = [made(), made(), made(), made()].map((each) => /** @type {any} */ (each))
    const key = Object.keys(event.headers).find((name) => /^x-client-cert$/i.test(name)) ?? ''
    const authorization = Object.keys(event.headers).find((name) => /^authorization$/i.test(name)) ?? ''
    assert.equal(await askLambda(event), 'in')
    delete bare.headers[key]
    assert.equal(await askLambda(bare), 'certificate_missing')
    delete without.headers[authorization]
    assert.equal(await askLambda(without), 'token_missing')
    replaced.headers[authorization] = free
    delete replaced.headers[key]
    assert.equal(await askLambda(replaced), 'in')
    // As a middleware that normalizes names leaves it.
    const lower = Object.fromEntries(Object.entries(event.headers).map(([name, value]) => [name.toLowerCase(), value]))
    assert.equal(await askLambda({ ...event, headers: lower }), 'in')
    const { 'x-client-cert': _removed, ...rest } = lower
    assert.equal(await askLambda({ ...event, headers: rest }), 'certificate_missing')
  }
  /** @type {[string, string][]} */
  const twice = [...sent, ['X-Client-Cert', thumbprint]]
  for (const event of [restEvent(twice), httpEvent(twice)]) assert.equal(await askLambda(event), 'token_ambiguous')
  const chosen = restEvent([...sent, ['X-Client-Cert', `${'B'.repeat(42)}A`]])
  chosen.headers['X-Client-Cert'] = thumbprint
  assert.equal(await askLambda(chosen), 'in', 'of several, a middleware may take one')
  const mixed = restEvent([...sent, ['x-client-cert', thumbprint]])
  assert.equal(await askLambda(mixed), 'token_ambiguous', 'two spellings of a name are two headers')
  const balancer = { authorization: `Bearer ${jwt}`, 'x-client-cert': thumbprint }
  for (const many of [false, true]) assert.equal(await askLambda(balancerEvent(balancer, many)), 'in')
  assert.equal(await askLambda({ ...restEvent(sent), headers: null }), 'in', 'multiValueHeaders alone')
})
