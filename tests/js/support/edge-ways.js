// The handler of four-ways.js behind the guards of Next.js and AWS Lambda. A route handler of Next.js is a function of a
// Request; for Lambda a small gateway makes an event of each request, as API Gateway does, and an answer of each result.
// tests/packaging has the frameworks themselves.
import { guard as lambdaGuard } from '../../../js/adapters/lambda.js'
import { withBearer } from '../../../js/adapters/next.js'
import { pathOf } from '../../../js/http/resource-metadata.js'
import { startHttpServer } from '../../support/http-server.js'
import { httpEvent, restEvent } from './lambda-events.js'

/** @import { Plan, Seen, Start } from './four-ways.js' */

/** @typedef {[name: string, value: string][]} Pairs */

/** @param {string[]} rawHeaders of node:http @returns {Pairs} */
const pairsOf = (rawHeaders) =>
  rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [/** @type {[string, string]} */ ([name, rawHeaders[at + 1]])] : []))

/** @param {any} request of node:http @param {string} text @returns {any} as an HTTP API and a function URL have it */
export function httpEventOf({ method, url, rawHeaders }, text) {
  const [rawPath, rawQueryString = ''] = pathOf(url).split('?')
  const body = text === '' ? {} : { body: Buffer.from(text).toString('base64'), isBase64Encoded: true }
  return httpEvent(pairsOf(rawHeaders), { rawPath, rawQueryString, http: { method, path: rawPath }, ...body })
}

/** @param {any} request of node:http @param {string} text @returns {any} as a REST API has it */
export function restEventOf({ method, url, rawHeaders }, text) {
  const [path, query = ''] = pathOf(url).split('?')
  /** @type {{ [name: string]: string[] }} */
  const many = {}
  for (const [name, value] of new URLSearchParams(query)) (many[name] ??= []).push(value)
  const parameters = query === '' ? null : many
  return restEvent(pairsOf(rawHeaders), {
    ...{ path, httpMethod: method, body: text === '' ? null : text, multiValueQueryStringParameters: parameters },
    queryStringParameters: parameters && Object.fromEntries(new URLSearchParams(query)),
    requestContext: { path, httpMethod: method }
  })
}

/** @param {any} result of the function @param {any} response of node:http */
export function answerWith(result, response) {
  const { statusCode, headers = {}, multiValueHeaders = {}, cookies = [], body, isBase64Encoded } = result
  response.statusCode = statusCode
  for (const [name, value] of Object.entries({ ...headers, ...multiValueHeaders })) response.setHeader(name, value)
  if (cookies.length > 0) response.setHeader('set-cookie', cookies)
  response.end(isBase64Encoded ? Buffer.from(body, 'base64') : body)
}

/**
 * @param {(event: any, context: object) => Promise<any>} handler
 * @param {(request: any, text: string) => any} eventOf
 */
export const serveLambda = (handler, eventOf) =>
  startHttpServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    try {
      answerWith(await handler(eventOf(request, text), {}), response)
    } catch (error) {
      // A gateway would say 500 and nothing else; the corpus asks what reached it.
      response.writeHead(500, { 'Content-Type': 'text/plain; charset=UTF-8' })
      response.end(`caught ${/** @type {Error} */ (error).message}`)
    }
  })

/** @param {any} event @returns {Seen} */
function seenByLambda({ body, isBase64Encoded, bearer, requestContext, ...event }) {
  const query = event.rawQueryString ?? new URLSearchParams(event.queryStringParameters ?? {}).toString()
  return {
    method: requestContext.http?.method ?? event.httpMethod,
    path: (event.rawPath ?? event.path) + (query && `?${query}`),
    headers: joined(headersOf(event)),
    body: isBase64Encoded ? Buffer.from(body, 'base64').toString() : (body ?? ''),
    subject: bearer?.token?.subject
  }
}

/** @param {any} event @returns {any} */
function headersOf({ headers, multiValueHeaders, cookies = [] }) {
  if (multiValueHeaders) return Object.entries(multiValueHeaders)
  return [...Object.entries(headers), ...(cookies.length > 0 ? [['cookie', cookies]] : [])]
}

/** @param {[name: string, values: string | string[]][]} pairs @returns {Pairs} as the Fetch API joins them */
function joined(pairs) {
  /** @type {Map<string, string[]>} */
  const found = new Map()
  for (const [name, values] of pairs) {
    const key = name.toLowerCase()
    found.set(key, [...(found.get(key) ?? []), ...[values].flat()])
  }
  return [...found].map(([name, values]) => [name, values.join(name === 'cookie' ? '; ' : ', ')])
}

/**
 * @param {Plan} plan
 * @param {(plan: Plan, bearer: any) => Promise<void>} follow
 * @param {Seen[]} seen
 */
export const lambdaHandler = (plan, follow, seen) => async (/** @type {any} */ event) => {
  seen.push(seenByLambda(event))
  await follow(plan, event.bearer)
  const { status, headers, body } = plan.answer ?? {
    status: 200,
    headers: { 'Content-Type': 'text/plain' },
    body: 'in'
  }
  return { statusCode: status, headers, body: body ?? '' }
}

/**
 * @param {(plan: Plan, bearer: any) => Promise<void>} follow
 * @param {(request: Request, token: any) => Promise<Seen>} seenByFetch
 * @param {(plan: Plan) => Response} responseBy
 * @param {(fetch: (request: Request, env: any) => Response | Promise<Response>) => ReturnType<Start>} serve
 * @returns {{ [name: string]: Start }}
 */
export const edgeWays = (follow, seenByFetch, responseBy, serve) => ({
  next(options, plan, seen, verifier) {
    const GET = withBearer(
      verifier,
      options
    )(async (request, { bearer, params }) => {
      if ((await params).id !== '7') throw new Error('the context of Next.js is lost')
      seen.push(await seenByFetch(request, bearer?.token))
      await follow(plan, bearer)
      return responseBy(plan)
    })
    return serve((request) =>
      GET(request, { params: Promise.resolve({ id: '7' }) }).catch(
        (error) => new Response(`caught ${error.message}`, { status: 500 })
      )
    )
  },
  'lambda 1.0': (options, plan, seen, verifier) =>
    serveLambda(lambdaGuard(verifier, options)(lambdaHandler(plan, follow, seen)), restEventOf),
  'lambda 2.0': (options, plan, seen, verifier) =>
    serveLambda(lambdaGuard(verifier, options)(lambdaHandler(plan, follow, seen)), httpEventOf)
})

/** @param {any} bearer @param {string} path @param {(auth: any) => Promise<unknown>} stepUp @returns {Promise<unknown>} */
async function bodyFor(bearer, path, stepUp) {
  if (path === '/broken') throw new Error('mine')
  return path === '/step-up' ? await stepUp(bearer) : (bearer?.token.subject ?? 'nobody')
}

/**
 * The application of adapters.test.js, in the words of Next.js and Lambda.
 * @param {(auth: any) => Promise<unknown>} stepUp
 * @param {any} verifier
 * @returns {{ [name: string]: (options?: any, by?: any) => Promise<{ ask: (path: string, init?: RequestInit) => Promise<Response>, close: () => Promise<void> }> }}
 */
export const edgeAdapters = (stepUp, verifier) => ({
  async next(options, by = verifier) {
    const route = withBearer(
      by,
      options
    )(async (request, { bearer }) => Response.json(await bodyFor(bearer, new URL(request.url).pathname, stepUp)))
    const ask = (/** @type {string} */ path, /** @type {RequestInit | undefined} */ init) =>
      route(new Request(`http://localhost${path}`, init), { params: Promise.resolve({}) }).catch((error) =>
        Response.json(error.message, { status: 500 })
      )
    return { ask, close: async () => {} }
  },
  'lambda 1.0': (options, by = verifier) => lambdaApp(options, by, stepUp, restEventOf),
  'lambda 2.0': (options, by = verifier) => lambdaApp(options, by, stepUp, httpEventOf)
})

/** @param {any} options @param {any} by @param {(auth: any) => Promise<unknown>} stepUp @param {(request: any, text: string) => any} eventOf */
async function lambdaApp(options, by, stepUp, eventOf) {
  const protect = lambdaGuard(by, options)
  const handler = protect(async (/** @type {any} */ event) => {
    const headers = { 'content-type': 'application/json' }
    return {
      statusCode: 200,
      headers,
      body: JSON.stringify(await bodyFor(event.bearer, event.rawPath ?? event.path, stepUp))
    }
  })
  const guarded = (/** @type {any} */ event, /** @type {object} */ context) =>
    handler(event, context).catch((error) => ({ statusCode: 500, body: JSON.stringify(error.message) }))
  const { url, close } = await serveLambda(guarded, eventOf)
  return { ask: (/** @type {string} */ path, /** @type {any} */ init) => fetch(url + path, init), close }
}
