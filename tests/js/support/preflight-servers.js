// Servers on node:http whose guard hands preflights on, and what may come back from them.
import assert from 'node:assert/strict'
import express from 'express'
import fastify from 'fastify'
import Koa from 'koa'
import { guard } from '../../../js/adapters/express.js'
import { bearer } from '../../../js/adapters/fastify.js'
import { guard as koaGuard } from '../../../js/adapters/koa.js'
import { startHttpServer } from '../../support/http-server.js'
import { testVerifier } from './http.js'
import { askRaw } from './raw-http.js'

const verifier = testVerifier()
export const preflight = ['Origin: https://a.example', 'Access-Control-Request-Method: POST']
export const secretBody = '{"secret":"of the request"}'
export const allow = { 'Access-Control-Allow-Origin': 'https://a.example', 'Access-Control-Max-Age': '9' }
export const secrets = {
  'Set-Cookie': ['secret=1', 'secret=2'],
  'X-Secret': '1',
  ETag: '"secret"',
  Location: '/secret'
}

/** @param {(request: any, response: any) => unknown} handler @param {(app: any) => void} [before] */
export function expressServer(handler, before = () => {}) {
  const app = express()
  before(app)
  app.use(/** @type {any} */ (guard(verifier, { preflight: 'handler' })))
  app.use(/** @type {any} */ (handler))
  return startHttpServer(app)
}

/** @param {(request: any, response: any) => unknown} handler */
export function nodeServer(handler) {
  const protect = guard(verifier, { preflight: 'handler' })
  return startHttpServer((request, response) => void protect(request, response, () => void handler(request, response)))
}

/** @param {(request: any, response: any) => unknown} handler given what Node has, below Fastify's own */
export async function fastifyServer(handler) {
  const app = fastify()
  app.register(bearer, { verifier, preflight: 'handler' })
  app.setNotFoundHandler(async (request, reply) => {
    reply.hijack()
    await handler(request.raw, reply.raw)
  })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  return { url, close: async () => (app.server.closeAllConnections(), app.close()) }
}

/** @param {(request: any, response: any) => unknown} handler given what Node has, below Koa's own */
export function koaServer(handler) {
  const app = new Koa().use(koaGuard(verifier, { preflight: 'handler' }))
  app.use(async (ctx) => {
    ctx.respond = false
    await handler(ctx.req, ctx.res)
  })
  return startHttpServer(app.callback())
}

export const servers = { express: expressServer, 'node:http': nodeServer, fastify: fastifyServer, koa: koaServer }

/** @param {string} url @param {string[]} [lines] @param {string} [body] */
export const ask = (url, lines = [], body = '') => askRaw(url, 'OPTIONS /mcp HTTP/1.1', [...preflight, ...lines], body)

/** @param {import('./raw-http.js').RawResponse} answer @param {object} [expected] */
export function assertBare(answer, { status = 204, cors = allow } = /** @type {any} */ ({})) {
  assert.ok(!/secret/i.test(answer.text), answer.text)
  const shown = answer.headers.filter(([name]) => !/^(date|connection|keep-alive|content-length)$/i.test(name))
  const names = (/** @type {[string, any][]} */ list) => list.map(([name, value]) => [name.toLowerCase(), value]).sort()
  assert.deepEqual(names(shown), names(Object.entries(cors)))
  assert.deepEqual([answer.status, answer.body], [status, ''])
  const length = answer.headers.find(([name]) => /^content-length$/i.test(name))?.[1]
  assert.equal(length, status === 204 || status === 304 ? undefined : '0')
}
