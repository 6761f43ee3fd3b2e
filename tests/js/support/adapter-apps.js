// The same application in each framework, behind its guard.
import express from 'express'
import fastify from 'fastify'
import fastify4 from 'fastify-4'
import { Hono } from 'hono'
import Koa from 'koa'
import Koa2 from 'koa-2'
import { guard as expressGuard } from '../../../js/adapters/express.js'
import { bearer as fastifyBearer } from '../../../js/adapters/fastify.js'
import { guard as honoGuard } from '../../../js/adapters/hono.js'
import { guard as koaGuard } from '../../../js/adapters/koa.js'
import { startHttpServer } from '../../support/http-server.js'
import { testVerifier } from './http.js'

const verifier = testVerifier()

export const stepUp = async (/** @type {any} */ auth) => {
  await auth.requireScope(['tools:read', 'tools:call'])
  return 'went on'
}

/** @typedef {(path: string, init?: RequestInit) => Promise<Response>} Ask */

/** @param {any} options */
function expressApp(options, by = verifier) {
  const app = express()
  const protect = expressGuard(by, options)
  app.use(/** @type {any} */ (protect))
  app.all('/mcp', (asked, response) => void response.json(/** @type {any} */ (asked).bearer?.token.subject ?? 'nobody'))
  app.get('/step-up', async (asked, response) => void response.json(await stepUp(/** @type {any} */ (asked).bearer)))
  app.get('/broken', () => {
    throw new Error('mine')
  })
  app.use(/** @type {any} */ (protect.onError))
  app.use(
    (/** @type {Error} */ error, /** @type {any} */ _asked, /** @type {any} */ response, /** @type {any} */ _next) =>
      void response.status(500).json(error.message)
  )
  return app
}

/** @param {any} options */
function nodeHandler(options, by = verifier) {
  const protect = expressGuard(by, options)
  return (/** @type {any} */ asked, /** @type {any} */ response) =>
    protect(asked, response, async () => {
      try {
        if (asked.url === '/broken') throw new Error('mine')
        const body = asked.url === '/step-up' ? await stepUp(asked.bearer) : (asked.bearer?.token.subject ?? 'nobody')
        response.setHeader('Content-Type', 'application/json')
        response.write(JSON.stringify(body))
        response.end()
      } catch (error) {
        protect.onError(error, asked, response, (fault) => {
          response.statusCode = 500
          response.end(JSON.stringify(/** @type {Error} */ (fault).message))
        })
      }
    })
}

/** @param {any} options */
function honoApp(options, by = verifier) {
  const app = new Hono()
  app.use(honoGuard(by, options))
  app.all('/mcp', (c) => c.json(/** @type {any} */ (c.var).bearer?.token.subject ?? 'nobody'))
  app.get('/step-up', async (c) => c.json(await stepUp(/** @type {any} */ (c.var).bearer)))
  app.get('/broken', () => {
    throw new Error('mine')
  })
  app.onError((error, c) => c.json(error.message, 500))
  return app
}

/** @param {any} framework @param {any} options */
function fastifyApp(framework, options, by = verifier) {
  const app = framework()
  app.register(fastifyBearer, { verifier: by, ...options })
  const subject = async (/** @type {any} */ { bearer: auth }) => JSON.stringify(auth?.token.subject ?? 'nobody')
  app.get('/mcp', subject)
  app.options('/mcp', subject)
  app.get('/step-up', async (/** @type {any} */ asked) => JSON.stringify(await stepUp(asked.bearer)))
  app.get('/broken', async () => {
    throw new Error('mine')
  })
  app.setErrorHandler((/** @type {any} */ error, /** @type {any} */ _asked, /** @type {any} */ reply) =>
    reply.code(500).type('application/json').send(JSON.stringify(error.message))
  )
  return app
}

/** @param {any} framework @returns {(options?: any, by?: any) => Promise<{ ask: Ask, close: () => Promise<void> }>} */
const fastifyStart = (framework) => async (options, by) => {
  const app = fastifyApp(framework, options, by)
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  return {
    ask: (path, init) => fetch(url + path, init),
    close: async () => (app.server.closeAllConnections(), app.close())
  }
}

/** @param {any} Framework @returns {(options?: any, by?: any) => Promise<{ ask: Ask, close: () => Promise<void> }>} */
const koaStart =
  (Framework) =>
  async (options, by = verifier) => {
    const app = new Framework()
    app.use(async (/** @type {any} */ ctx, /** @type {any} */ next) => {
      await next().catch((/** @type {Error} */ error) =>
        Object.assign(ctx, { status: 500, body: JSON.stringify(error.message) })
      )
    })
    app.use(koaGuard(by, options))
    app.use(async (/** @type {any} */ ctx) => {
      if (ctx.path === '/broken') throw new Error('mine')
      const { bearer: auth } = ctx.state
      ctx.body = JSON.stringify(ctx.path === '/step-up' ? await stepUp(auth) : (auth?.token.subject ?? 'nobody'))
    })
    const { url, close } = await startHttpServer(app.callback())
    return { ask: (path, init) => fetch(url + path, init), close }
  }

/** @type {{ [name: string]: (options?: any, by?: any) => Promise<{ ask: Ask, close: () => Promise<void> }> }} */
export const adapters = {
  async express(options, by) {
    const { url, close } = await startHttpServer(expressApp(options, by))
    return { ask: (path, init) => fetch(url + path, init), close }
  },
  async 'node:http'(options, by) {
    const { url, close } = await startHttpServer(nodeHandler(options, by))
    return { ask: (path, init) => fetch(url + path, init), close }
  },
  async hono(options, by) {
    const app = honoApp(options, by)
    return { ask: async (path, init) => app.request(path, init), close: async () => {} }
  },
  fastify: fastifyStart(fastify),
  'fastify 4': fastifyStart(fastify4),
  koa: koaStart(Koa),
  'koa 2': koaStart(Koa2)
}
