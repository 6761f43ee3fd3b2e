// What caches are told about answers to tokens that are not in the Authorization header.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, createServer } from 'node:http2'
import { describe, test } from 'node:test'
import { fromCookie, fromHeader, guard } from '../../../js/http/index.js'
import { guardMcpExpress } from '../../../js/mcp/index.js'
import { guard as expressGuard } from '../../../js/adapters/express.js'
import { startHttpServer } from '../../support/http-server.js'
import { bearer, request, testVerifier } from '../support/http.js'
import { token } from '../support/tokens.js'

const verifier = testVerifier()
const access = fromHeader('cf-access-jwt-assertion')
const session = fromCookie('__session')
const handler = () => new Response('in')
const ask = (/** @type {any} */ getToken, /** @type {any} */ headers, options = {}) =>
  guard(verifier, { getToken, ...options })(handler)(request(undefined, { headers }))

describe('caches', () => {
  const headersOf = (/** @type {Response} */ { headers }) => [headers.get('cache-control'), headers.get('vary')]

  test('RFC 9111 §3.5 is about Authorization alone: other answers are private, and vary by what was read', async () => {
    const jwt = token()
    const cookie = { cookie: `__session=${jwt}` }
    assert.deepEqual(headersOf(await ask(session, cookie)), ['private', 'Cookie'])
    assert.deepEqual(headersOf(await ask([access, session, fromCookie('b')], cookie)), [
      'private',
      'cf-access-jwt-assertion, Cookie'
    ])
    assert.deepEqual(headersOf(await ask(() => jwt, {})), ['private', null])
    assert.deepEqual(headersOf(await ask(session, {}, { optional: true })), ['private', 'Cookie'])
    assert.deepEqual(headersOf(await guard(verifier)(handler)(request(bearer()))), [null, null])
    const own = Object.assign(() => jwt, { header: 'X-Own' })
    assert.deepEqual(headersOf(await ask(own, {})), ['private', 'X-Own'])
  })

  test('a handler that sets Cache-Control decides itself; its Vary is added to', async () => {
    const headers = { 'cache-control': 'public, max-age=60', vary: 'Accept, cookie' }
    const open = guard(verifier, { getToken: [access, session] })(() => new Response('', { headers }))
    const answer = await open(request(undefined, { headers: { cookie: `__session=${token()}` } }))
    assert.deepEqual(headersOf(answer), ['public, max-age=60', 'Accept, cookie, cf-access-jwt-assertion'])
  })

  test('a handler that does CORS itself is told nothing about origins, and everything about caches', async () => {
    const own = { 'access-control-allow-origin': 'https://b.example' }
    const options = { getToken: session, allowedOrigins: ['https://a.example'] }
    const open = guard(verifier, options)(() => new Response('', { headers: own }))
    const answer = await open(
      request(undefined, { headers: { cookie: `__session=${token()}`, origin: 'https://a.example' } })
    )
    assert.equal(answer.headers.get('access-control-allow-origin'), 'https://b.example')
    assert.deepEqual(headersOf(answer), ['private', 'Cookie'])
  })

  test('refusals are no-store, as ever', async () => {
    for (const answer of [await ask(session, {}), await ask(session, { cookie: '__session=x' })]) {
      assert.equal(answer.headers.get('cache-control'), 'no-store')
    }
  })
})

describe('node:http: what a handler sets does not replace what the guard adds', () => {
  const publicly = { 'Cache-Control': 'public, max-age=60' }
  /** @type {{ [way: string]: (response: any) => void }} */
  const handlers = {
    setHeader(response) {
      response.setHeader('Vary', 'Accept')
      response.setHeader('Cache-Control', publicly['Cache-Control'])
      response.end('in')
    },
    'writeHead with an object'(response) {
      response.writeHead(200, { vary: 'Accept', ...publicly, 'Set-Cookie': ['a=1', 'b=2'] }).end('in')
    },
    'writeHead with a text and a flat array'(response) {
      const cookies = ['Set-Cookie', 'a=1', 'Set-Cookie', 'b=2']
      response.writeHead(200, 'Fine', ['VARY', 'Accept', ...cookies, 'Cache-Control', publicly['Cache-Control']])
      response.end('in')
    },
    flushHeaders(response) {
      response.setHeader('Vary', ['Accept'])
      response.setHeader('Cache-Control', publicly['Cache-Control'])
      response.flushHeaders()
      response.end('in')
    },
    write(response) {
      response.setHeader('Vary', 'Accept')
      response.setHeader('Cache-Control', publicly['Cache-Control'])
      response.write('i')
      response.end('n')
    }
  }

  /**
   * @param {any} protect middleware
   * @param {(response: any) => void} run
   * @param {RequestInit} init
   */
  async function answerOf(protect, run, init) {
    const { url, close } = await startHttpServer((asked, response) => protect(asked, response, () => run(response)))
    const answer = await fetch(url, init)
    await answer.text()
    await close()
    return answer
  }

  for (const [way, run] of Object.entries(handlers)) {
    test(way, async () => {
      for (const headers of [{}, { authorization: bearer() }]) {
        const answer = await answerOf(expressGuard(verifier, { optional: true }), run, { headers })
        assert.deepEqual(
          [answer.status, answer.headers.get('vary'), answer.headers.get('cache-control')],
          [200, 'Accept, Authorization', publicly['Cache-Control']]
        )
        if (way.startsWith('writeHead')) assert.deepEqual(answer.headers.getSetCookie(), ['a=1', 'b=2'])
        if (way.includes('text')) assert.equal(answer.statusText, 'Fine')
      }
    })
  }

  test('a handler that removes Cache-Control has none of its own: the answer is private', async () => {
    const run = (/** @type {any} */ response) => {
      for (const name of ['Cache-Control', 'Vary']) response.removeHeader(name)
      response.end('in')
    }
    const headers = { cookie: `__session=${token()}`, origin: 'https://a.example' }
    const options = { getToken: session, allowedOrigins: ['https://a.example'] }
    const answer = await answerOf(expressGuard(verifier, options), run, { headers })
    assert.equal(answer.headers.get('cache-control'), 'private')
    assert.equal(answer.headers.get('vary'), 'Origin, Cookie')
  })

  test('HTTP/2', async () => {
    for (const run of Object.values(handlers)) {
      const protect = /** @type {any} */ (expressGuard(verifier, { optional: true }))
      const server = createServer((asked, response) => protect(asked, response, () => run(response)))
      await once(server.listen(0, '127.0.0.1'), 'listening')
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
      const client = connect(`http://127.0.0.1:${port}`)
      const [headers] = await once(client.request({ ':path': '/' }), 'response')
      assert.equal(headers.vary, 'Accept, Authorization')
      client.destroy()
      server.close()
    }
  })

  test('two guards add both what they read', async () => {
    const [one, other] = [expressGuard(verifier, { optional: true }), expressGuard(verifier, { getToken: session })]
    const both = (/** @type {any} */ asked, /** @type {any} */ response, /** @type {any} */ next) =>
      one(asked, response, () => void other(asked, response, next))
    const run = (/** @type {any} */ response) => response.writeHead(200, { Vary: 'Accept' }).end('in')
    const answer = await answerOf(both, run, { headers: { cookie: `__session=${token()}` } })
    assert.deepEqual(answer.headers.get('vary')?.split(', ').sort(), ['Accept', 'Authorization', 'Cookie'])
  })

  test('guardMcpExpress does the same, with and without a filter of lists', async () => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' })
    const headers = { cookie: `__session=${token()}`, 'content-type': 'application/json' }
    const runs = [
      (/** @type {any} */ response) => {
        response.setHeader('Vary', 'Accept')
        response.setHeader('Content-Type', 'application/json')
        response.end('{"result":{"tools":[]}}')
      },
      (/** @type {any} */ response) =>
        response.writeHead(200, { Vary: 'Accept', 'Content-Type': 'application/json' }).end('{"result":{"tools":[]}}')
    ]
    for (const filterTools of [false, true]) {
      for (const run of runs) {
        const protect = guardMcpExpress(verifier, { scopes: { 'tools/list': [] }, filterTools, getToken: session })
        const answer = await answerOf(protect, run, { method: 'POST', headers, body })
        assert.deepEqual([answer.status, answer.headers.get('vary')], [200, 'Accept, Cookie'], String(filterTools))
      }
    }
  })
})
