// preflight: 'handler' on node:http: the body of a preflight stays out of reach, on HTTP/2 and behind Hono's server, too.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect as connectHttp2, createServer as createHttp2Server } from 'node:http2'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { describe, test } from 'node:test'
import { serve } from '@hono/node-server'
import express from 'express'
import { Hono } from 'hono'
import { guard } from '../../../js/adapters/express.js'
import { guard as honoGuard } from '../../../js/adapters/hono.js'
import { guard as fetchGuard } from '../../../js/http/index.js'
import { testVerifier } from '../support/http.js'
import { allow, ask, assertBare, expressServer, secretBody, secrets, servers } from '../support/preflight-servers.js'

const verifier = testVerifier()

describe('the body of a preflight reaches no handler, whichever way it reads', () => {
  /** @type {{ [way: string]: (request: any) => Promise<string> }} */
  const readers = {
    'data events': (request) =>
      new Promise((resolve) => {
        let text = ''
        request.on('data', (/** @type {Buffer} */ chunk) => (text += chunk))
        request.on('end', () => resolve(text))
      }),
    'readable events': (request) =>
      new Promise((resolve) => {
        let text = ''
        request.on('readable', () => {
          for (let chunk = request.read(); chunk !== null; chunk = request.read()) text += chunk
        })
        request.on('end', () => resolve(text))
      }),
    'async iteration': async (request) => {
      let text = ''
      for await (const chunk of request) text += chunk
      return text
    },
    pipe: async (request) => {
      let text = ''
      const sink = new Transform({ transform: (chunk, _, done) => ((text += chunk), done()) })
      request.pipe(sink)
      sink.resume()
      await once(sink, 'end')
      return text
    },
    pipeline: async (request) => {
      let text = ''
      await pipeline(request, async (source) => {
        for await (const chunk of source) text += chunk
      })
      return text
    },
    'a web stream': async (request) => new Response(/** @type {any} */ (Readable.toWeb(request))).text(),
    'toArray()': async (request) => (await request.toArray()).join('')
  }
  const framings = [
    [[`Content-Length: ${secretBody.length}`, 'Content-Type: application/json'], secretBody],
    [
      ['Transfer-Encoding: chunked', 'Trailer: X-T'],
      `${secretBody.length.toString(16)}\r\n${secretBody}\r\n0\r\nX-T: 1\r\n\r\n`
    ]
  ]
  for (const [way, read] of Object.entries(readers)) {
    for (const [name, start] of Object.entries(servers)) {
      test(`${name}: ${way}`, async () => {
        /** @type {any} */
        let seen
        const { url, close } = await start(async (request, response) => {
          const { headers, rawHeaders } = request
          const names = [
            ...Object.keys(headers),
            ...rawHeaders.filter((/** @type {any} */ _, /** @type {number} */ at) => at % 2 === 0)
          ]
          seen = { text: await read(request), names: names.filter((each) => /^(content|transfer|trailer)/i.test(each)) }
          response.end()
        })
        try {
          for (const [lines, body] of framings) {
            await ask(url, /** @type {string[]} */ (lines), /** @type {string} */ (body))
            assert.deepEqual(seen, { text: '', names: [] })
          }
        } finally {
          await close()
        }
      })
    }
  }

  test('what a body parser made of it before the guard is gone, and one behind it finds nothing', async () => {
    /** @type {any[]} */
    const seen = []
    const handler = (/** @type {any} */ request, /** @type {any} */ response) => {
      seen.push(request.body, request.rawBody)
      response.end()
    }
    const raw = (/** @type {any} */ request, /** @type {any} */ _, /** @type {() => void} */ next) => {
      request.rawBody = Buffer.from(secretBody)
      next()
    }
    const before = await expressServer(handler, (app) => app.use(express.json(), raw))
    const behind = await expressServer((request, response) => {
      express.json()(request, response, (error) => {
        seen.push(error)
        handler(request, response)
      })
    })
    for (const { url, close } of [before, behind]) {
      await ask(url, [`Content-Length: ${secretBody.length}`, 'Content-Type: application/json'], secretBody)
      await close()
    }
    assert.deepEqual(
      seen.filter((each) => each !== undefined),
      []
    )
    assert.equal(seen.length, 5)
  })

  test('what has arrived before the guard is reached is not read either', async () => {
    const late = (/** @type {any} */ request, /** @type {any} */ _, /** @type {() => void} */ next) => {
      const wait = () => (request.readableLength > 0 ? next() : setImmediate(wait))
      request.once('readable', wait)
    }
    /** @type {string | undefined} */
    let seen
    const handler = async (/** @type {any} */ request, /** @type {any} */ response) => {
      seen = await readers['async iteration'](request)
      response.end()
    }
    const { url, close } = await expressServer(handler, (app) => app.use(late))
    await ask(url, [`Content-Length: ${secretBody.length}`], secretBody)
    await close()
    assert.equal(seen, '')
  })
})

test('no credentials, by any name that Node gives them, and no trailers', async () => {
  /** @type {string[]} */
  const seen = []
  const handler = (/** @type {any} */ request, /** @type {any} */ response) => {
    request.on('end', () => {
      const { headers, headersDistinct, rawHeaders, trailers, trailersDistinct, rawTrailers } = request
      seen.push(JSON.stringify([headers, headersDistinct, rawHeaders, trailers, trailersDistinct, rawTrailers]))
      response.end()
    })
    request.resume()
  }
  for (const start of Object.values(servers)) {
    const { url, close } = await start(handler)
    const credentials = ['Authorization: Bearer secret', 'Cookie: a=secret', 'Proxy-Authorization: secret']
    const chunked = ['Transfer-Encoding: chunked', 'Trailer: X-T']
    await ask(url, [...credentials, ...chunked], '1\r\nx\r\n0\r\nX-T: secret\r\n\r\n')
    await close()
  }
  assert.equal(seen.length, 4)
  for (const each of seen) assert.doesNotMatch(each, /secret/)
})

test('HTTP/2: no body, no push, no early hint, no trailer', async () => {
  const protect = guard(verifier, { preflight: 'handler' })
  /** @type {string | undefined} */
  let seen
  const server = createHttp2Server((request, response) => {
    void protect(/** @type {any} */ (request), /** @type {any} */ (response), async () => {
      let text = ''
      request.stream.on('data', (chunk) => (text += chunk))
      for await (const chunk of request) text += chunk
      seen = text
      response.writeEarlyHints({ link: '</secret.css>; rel=preload' })
      response.createPushResponse({ ':path': '/secret' }, () => {})
      response.setHeader('set-cookie', 'secret')
      response.setTrailer('x-secret', 'secret')
      response.writeHead(200, { ...allow, 'x-secret': '1', 'content-length': 6 })
      response.end('secret')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  const session = connectHttp2(`http://127.0.0.1:${port}`)
  const stream = session.request({
    ...{ ':method': 'OPTIONS', ':path': '/', origin: 'https://a.example', 'access-control-request-method': 'GET' }
  })
  stream.end(secretBody)
  /** @type {any[]} */
  const heard = []
  for (const event of ['headers', 'response', 'push', 'trailers'])
    stream.on(event, (headers) => heard.push(event, { ...headers }))
  session.on('stream', () => heard.push('pushed'))
  let body = ''
  stream.on('data', (chunk) => (body += chunk))
  await once(stream, 'close')
  session.close()
  server.close()
  const [event, { date: _, ...headers }, ...more] = heard
  assert.deepEqual([event, more, body, seen], ['response', [], '', ''])
  const cors = Object.fromEntries(Object.entries(allow).map(([name, value]) => [name.toLowerCase(), value]))
  const names = Object.fromEntries(Object.entries(headers))
  assert.deepEqual(names, { ':status': 200, 'content-length': '0', ...cors })
})

describe('@hono/node-server hands out the objects of Node, too', () => {
  /** @type {{ [name: string]: (handler: (request: any, response: any) => Promise<unknown>) => any }} */
  const apps = {
    hono(handler) {
      const app = new Hono()
      app.use(honoGuard(verifier, { preflight: 'handler' }))
      app.all('*', async (c) => {
        await handler(/** @type {any} */ (c.env).incoming, /** @type {any} */ (c.env).outgoing)
        return new Response(null, { headers: { 'x-hono-already-sent': 'true' } })
      })
      return app.fetch
    },
    fetch: (handler) =>
      fetchGuard(verifier, { preflight: 'handler' })(async (_request, _context, /** @type {any} */ env) => {
        await handler(env.incoming, env.outgoing)
        return new Response(null, { headers: { 'x-hono-already-sent': 'true' } })
      })
  }
  for (const [name, make] of Object.entries(apps)) {
    test(`${name}: neither the body nor another header gets through by them`, async () => {
      /** @type {string | undefined} */
      let seen
      const fetch = make(async (request, response) => {
        let text = ''
        for await (const chunk of request) text += chunk
        seen = text
        response.writeHead(200, { ...allow, ...secrets, 'Content-Length': 6 })
        response.end('secret')
      })
      const server = serve({ fetch, hostname: '127.0.0.1', port: 0 })
      await once(server, 'listening')
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
      try {
        const lines = [`Content-Length: ${secretBody.length}`]
        assertBare(await ask(`http://127.0.0.1:${port}`, lines, secretBody), { status: 200 })
        assert.equal(seen, '')
      } finally {
        server.close()
      }
    })
  }
})
