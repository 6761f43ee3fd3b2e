// One handler behind the guard of each adapter, on a real socket: what it sees, and what gets out.
import { createAdaptorServer } from '@hono/node-server'
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
import { guard as fetchGuard } from '../../../js/http/index.js'
import { startHttpServer } from '../../support/http-server.js'
import { edgeWays } from './edge-ways.js'

/**
 * @typedef {object} Seen what the handler was given
 * @property {string} method
 * @property {string} path
 * @property {[name: string, value: string][]} headers
 * @property {string} body
 * @property {string | undefined} subject
 */

/**
 * What the handler does, whatever it is written for.
 * @typedef {object} Plan
 * @property {string} [requireScope]
 * @property {string} [fails] the message of an error
 * @property {{ status: number, headers: { [name: string]: string }, body: string | null }} [answer]
 */

/** @typedef {(options: any, plan: Plan, seen: Seen[], verifier: any) => Promise<{ url: string, close: () => Promise<void> }>} Start */

/** @param {any} request of node:http @param {any} bearer @returns {Promise<Seen>} */
async function seenByNode(request, bearer) {
  let body = ''
  for await (const chunk of request) body += chunk
  const headers = /** @type {[string, string][]} */ (Object.entries(request.headers))
  return {
    method: request.method,
    path: request.originalUrl ?? request.url,
    headers,
    body,
    subject: bearer?.token?.subject
  }
}

/** @param {Request} request @param {any} token @returns {Promise<Seen>} */
async function seenByFetch(request, token) {
  const { pathname, search } = new URL(request.url)
  const body = await request.text()
  return {
    method: request.method,
    path: pathname + search,
    headers: [...request.headers],
    body,
    subject: token?.subject
  }
}

/** @param {Plan} plan @param {any} bearer */
async function follow({ requireScope, fails }, bearer) {
  if (requireScope) await bearer.requireScope(requireScope)
  if (fails) throw new Error(fails)
}

/** With a Content-Type: @hono/node-server adds one where there is none. */
const IN = { status: 200, headers: { 'Content-Type': 'text/plain' }, body: 'in' }

/** @param {Plan} plan */
const responseBy = ({ answer = IN }) => new Response(answer.body, answer)

/** @param {Plan} plan @param {any} response of node:http */
function answerBy({ answer = IN }, response) {
  response.writeHead(answer.status, answer.headers)
  response.end(answer.body ?? undefined)
}

/** @param {(request: Request, env: any) => Response | Promise<Response>} fetch */
async function serve(fetch) {
  const server = createAdaptorServer({ fetch })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise((/** @type {(value?: any) => void} */ resolve) => void server.close(resolve))
  }
}

/** @param {any} framework Fastify's function, or an older one's @returns {Start} */
const fastifyWay = (framework) => async (options, plan, seen, verifier) => {
  const app = framework({ bodyLimit: 1000 })
  app.removeAllContentTypeParsers()
  // The handler reads the body itself, as the others do.
  app.addContentTypeParser('*', (/** @type {any} */ _request, /** @type {any} */ _body, /** @type {any} */ done) =>
    done()
  )
  app.register(fastifyBearer, { verifier, ...options })
  // Last, for methods that Fastify has no routes of.
  app.setNotFoundHandler(async (/** @type {any} */ request, /** @type {any} */ reply) => {
    seen.push(await seenByNode(request.raw, request.bearer))
    await follow(plan, request.bearer)
    const { status, headers, body } = plan.answer ?? IN
    return reply
      .code(status)
      .headers(headers)
      .send(body ?? undefined)
  })
  app.setErrorHandler((/** @type {Error} */ error, /** @type {any} */ _request, /** @type {any} */ reply) =>
    reply.code(500).type('text/plain; charset=UTF-8').send(`caught ${error.message}`)
  )
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  return { url, close: () => app.close() }
}

/** @param {any} Framework Koa's class, or an older one's @returns {Start} */
const koaWay = (Framework) => (options, plan, seen, verifier) => {
  const app = new Framework()
  app.silent = true
  app.use(async (/** @type {any} */ ctx, /** @type {any} */ next) => {
    await next().catch((/** @type {Error} */ error) => {
      ctx.status = 500
      ctx.set('Content-Type', 'text/plain; charset=UTF-8')
      ctx.body = `caught ${error.message}`
    })
  })
  app.use(koaGuard(verifier, options))
  app.use(async (/** @type {any} */ ctx) => {
    seen.push(await seenByNode(ctx.req, ctx.state.bearer))
    await follow(plan, ctx.state.bearer)
    const { status, headers, body } = plan.answer ?? IN
    ctx.set(headers)
    ctx.body = body
    ctx.status = status
  })
  return startHttpServer(app.callback())
}

/** @type {{ [name: string]: Start }} */
export const ways = {
  ...edgeWays(follow, seenByFetch, (plan) => responseBy(plan), serve),
  fastify: fastifyWay(fastify),
  'fastify 4': fastifyWay(fastify4),
  koa: koaWay(Koa),
  'koa 2': koaWay(Koa2),

  fetch(options, plan, seen, verifier) {
    const open = fetchGuard(
      verifier,
      options
    )(async (request, context) => {
      seen.push(await seenByFetch(request, context.token))
      await follow(plan, context)
      return responseBy(plan)
    })
    const withErrors = (/** @type {Request} */ request, /** @type {any} */ env) =>
      open(request, env).catch((error) => new Response(`caught ${error.message}`, { status: 500 }))
    return serve(withErrors)
  },

  hono(options, plan, seen, verifier) {
    const app = new Hono()
    app.use(honoGuard(verifier, options))
    app.all('*', async (c) => {
      const { bearer } = /** @type {any} */ (c.var)
      seen.push(await seenByFetch(c.req.raw, bearer?.token))
      await follow(plan, bearer)
      return responseBy(plan)
    })
    app.onError((error, c) => c.text(`caught ${error.message}`, 500))
    return serve(app.fetch)
  },

  express(options, plan, seen, verifier) {
    const app = express().disable('x-powered-by')
    const protect = /** @type {any} */ (expressGuard(verifier, options))
    app.use(protect)
    app.use(async (/** @type {any} */ request, /** @type {any} */ response, _next) => {
      seen.push(await seenByNode(request, request.bearer))
      await follow(plan, request.bearer)
      answerBy(plan, response)
    })
    app.use(protect.onError)
    app.use(
      (
        /** @type {Error} */ error,
        /** @type {any} */ _request,
        /** @type {any} */ response,
        /** @type {any} */ _next
      ) => {
        response.writeHead(500, { 'Content-Type': 'text/plain; charset=UTF-8' })
        response.end(`caught ${error.message}`)
      }
    )
    return startHttpServer(app)
  },

  'node:http'(options, plan, seen, verifier) {
    const protect = expressGuard(verifier, options)
    return startHttpServer((/** @type {any} */ request, response) => {
      const failed = (/** @type {any} */ error) => {
        response.writeHead(500, { 'Content-Type': 'text/plain; charset=UTF-8' })
        response.end(`caught ${error.message}`)
      }
      const next = async (/** @type {any} */ fault) => {
        if (fault) return failed(fault)
        try {
          seen.push(await seenByNode(request, request.bearer))
          await follow(plan, request.bearer)
          answerBy(plan, response)
        } catch (error) {
          protect.onError(error, request, response, failed)
        }
      }
      void protect(request, response, next)
    })
  }
}
