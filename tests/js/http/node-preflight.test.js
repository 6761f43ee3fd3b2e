// preflight: 'handler' on node:http: whichever way a handler reads or writes, it gets no body, and its CORS headers alone
// get out.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect as connectHttp2, createServer as createHttp2Server } from 'node:http2'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { describe, test } from 'node:test'
import { serve } from '@hono/node-server'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import express from 'express'
import { Hono } from 'hono'
import { guard } from '../../../js/express.js'
import { guard as honoGuard } from '../../../js/hono.js'
import { guard as fetchGuard } from '../../../js/http/index.js'
import { startHttpServer } from '../../support/http-server.js'
import { testVerifier } from '../support/http.js'
import { askRaw, exchange, parseResponse, rawRequest } from '../support/raw-http.js'

const verifier = testVerifier()
const preflight = ['Origin: https://a.example', 'Access-Control-Request-Method: POST']
const secretBody = '{"secret":"of the request"}'
const allow = { 'Access-Control-Allow-Origin': 'https://a.example', 'Access-Control-Max-Age': '9' }
const secrets = { 'Set-Cookie': ['secret=1', 'secret=2'], 'X-Secret': '1', ETag: '"secret"', Location: '/secret' }

/** @param {(request: any, response: any) => unknown} handler @param {(app: any) => void} [before] */
function expressServer(handler, before = () => {}) {
  const app = express()
  before(app)
  app.use(/** @type {any} */ (guard(verifier, { preflight: 'handler' })))
  app.use(/** @type {any} */ (handler))
  return startHttpServer(app)
}

/** @param {(request: any, response: any) => unknown} handler */
function nodeServer(handler) {
  const protect = guard(verifier, { preflight: 'handler' })
  return startHttpServer((request, response) => void protect(request, response, () => void handler(request, response)))
}

/** @param {string} url @param {string[]} [lines] @param {string} [body] */
const ask = (url, lines = [], body = '') => askRaw(url, 'OPTIONS /mcp HTTP/1.1', [...preflight, ...lines], body)

/** @param {import('../support/raw-http.js').RawResponse} answer @param {object} [expected] */
function assertBare(answer, { status = 204, cors = allow } = /** @type {any} */ ({})) {
  assert.ok(!/secret/i.test(answer.text), answer.text)
  const shown = answer.headers.filter(([name]) => !/^(date|connection|keep-alive|content-length)$/i.test(name))
  const names = (/** @type {[string, any][]} */ list) => list.map(([name, value]) => [name.toLowerCase(), value]).sort()
  assert.deepEqual(names(shown), names(Object.entries(cors)))
  assert.deepEqual([answer.status, answer.body], [status, ''])
  const length = answer.headers.find(([name]) => /^content-length$/i.test(name))?.[1]
  assert.equal(length, status === 204 || status === 304 ? undefined : '0')
}

/** Every way of node:http to say something. @type {{ [way: string]: (response: any, request: any) => unknown }} */
const ways = {
  'setHeader and end': (response) => {
    for (const [name, value] of Object.entries({ ...allow, ...secrets })) response.setHeader(name, value)
    response.statusCode = 204
    response.statusMessage = 'Secret text'
    response.end('secret')
  },
  'writeHead with an object': (response) =>
    response.writeHead(204, { ...allow, ...secrets, 'Content-Length': 6 }).end('secret'),
  'writeHead with a status text': (response) => response.writeHead(204, 'Secret text', { ...allow, ...secrets }).end(),
  'writeHead with a flat array': (response) =>
    response.writeHead(204, Object.entries({ ...allow, ...secrets }).flat()).end('secret'),
  'writeHead with an array of pairs': (response) =>
    response.writeHead(204, Object.entries({ ...allow, ...secrets })).end('secret'),
  'writeHead upon setHeader': (response) => {
    response.setHeader('X-Secret', '1')
    response.setHeader('Access-Control-Max-Age', '1')
    response.writeHead(204, { ...allow, 'Set-Cookie': 'secret' })
    response.end()
  },
  'writeHeader, its old name': (response) => response.writeHeader(204, { ...allow, ...secrets }).end('secret'),
  appendHeader: (response) => {
    for (const [name, value] of Object.entries({ ...allow, ...secrets })) response.appendHeader(name, value)
    response.statusCode = 204
    response.end()
  },
  setHeaders: (response) => {
    response.setHeaders(new Map(Object.entries({ ...allow, ...secrets })))
    response.statusCode = 204
    response.end()
  },
  flushHeaders: (response) => {
    response.statusCode = 204
    response.setHeaders(new Map(Object.entries({ ...allow, ...secrets })))
    response.flushHeaders()
    response.end('secret')
  },
  trailers: (response) => {
    response.writeHead(204, { ...allow, Trailer: 'X-Secret', 'Transfer-Encoding': 'chunked' })
    response.addTrailers({ 'X-Secret': 'secret' })
    response.end('secret')
  },
  'early hints, 100 and 102': (response) => {
    response.writeEarlyHints({ link: '</secret.css>; rel=preload', 'x-secret': '1' })
    response.writeContinue()
    response.writeProcessing()
    response.writeHead(204, allow).end()
  },
  'write and end with callbacks': async (response) => {
    response.writeHead(204, allow)
    await new Promise((resolve) => response.write('secret', resolve))
    await new Promise((resolve) => response.end('secret', 'utf8', resolve))
  },
  'headers of several values': (response) => response.writeHead(204, ['Vary', 'A', 'Vary', 'B', 'X-Secret', 'x']).end()
}

describe("what gets out of a handler's answer to a preflight is its status and its CORS headers", () => {
  for (const [way, answer] of Object.entries(ways)) {
    const cors = way === 'headers of several values' ? { Vary: 'A, B' } : allow
    for (const [name, start] of Object.entries({ express: expressServer, 'node:http': nodeServer })) {
      test(`${name}: ${way}`, async () => {
        const { url, close } = await start((request, response) => answer(response, request))
        try {
          const text = await exchange(url, rawRequest('OPTIONS / HTTP/1.1', preflight))
          const answered = parseResponse(text)
          if (way === 'headers of several values') answered.headers = joined(answered.headers)
          assertBare(answered, { cors })
        } finally {
          await close()
        }
      })
    }
  }

  test('a status that ends no answer is 500: 101 would switch protocols', async () => {
    for (const status of [101, 103, 199, 600, 999, 'abc']) {
      const { url, close } = await nodeServer((_, response) => response.writeHead(status, allow).end())
      assertBare(await ask(url), { status: 500 })
      await close()
    }
    for (const status of [200, 302, 405, 599]) {
      const { url, close } = await nodeServer((_, response) => response.writeHead(status, allow).end('x'))
      assertBare(await ask(url), { status })
      await close()
    }
  })

  test('what a session sets at the last moment stays out, too: it hooks into writeHead', async () => {
    const session = (/** @type {any} */ _, /** @type {any} */ response, /** @type {() => void} */ next) => {
      const { writeHead } = response
      response.writeHead = (/** @type {any[]} */ ...given) => {
        response.setHeader('Set-Cookie', 'secret')
        return writeHead.apply(response, given)
      }
      next()
    }
    const handler = (/** @type {any} */ _, /** @type {any} */ response) => response.status(200).json({ secret: 1 })
    for (const before of [(/** @type {any} */ app) => app.use(session), undefined]) {
      const inside = (/** @type {any} */ request, /** @type {any} */ response) =>
        session(request, response, () => handler(request, response))
      const { url, close } = await expressServer(before ? handler : inside, before)
      assertBare(await ask(url), { status: 200, cors: {} })
      await close()
    }
  })
})

/** @param {[string, string][]} headers @returns {[string, string][]} each name once */
function joined(headers) {
  /** @type {Map<string, string>} */
  const found = new Map()
  for (const [name, value] of headers) found.set(name, found.has(name) ? `${found.get(name)}, ${value}` : value)
  return [...found]
}

describe('no client hangs, whatever the handler promises or leaves open', () => {
  /** Two requests on one connection: the second is answered only once the first is over. */
  const twice = async (/** @type {string} */ url) => {
    const keep = rawRequest('OPTIONS / HTTP/1.1', preflight).replace('Connection: close', 'Connection: keep-alive')
    const text = await exchange(url, keep + rawRequest('GET /second HTTP/1.1', []))
    assert.ok(!/secret/.test(text), text)
    assert.match(text, /HTTP\/1\.1 [245]\d\d [^]*HTTP\/1\.1 401 /)
  }
  /** @type {{ [what: string]: (request: any, response: any) => unknown }} */
  const handlers = {
    'a Content-Length': (_, response) => response.writeHead(200, { 'Content-Length': 1000 }).end('secret'),
    'chunks without an end': (_, response) => void response.write('secret'),
    'a stream of events that stays open': (_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' })
      const timer = setInterval(() => response.write('data: secret\n\n'), 5)
      response.on('close', () => clearInterval(timer))
    },
    'headers that are flushed, and nothing more': (_, response) => response.flushHeaders(),
    "Express's json()": (_, response) => (response.json ? response.json({ secret: 1 }) : response.end('secret')),
    "the MCP SDK's transport": async (request, response) => {
      const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined })
      await transport.handleRequest(request, response)
    }
  }
  for (const [what, handler] of Object.entries(handlers)) {
    for (const [name, start] of Object.entries({ express: expressServer, 'node:http': nodeServer })) {
      test(`${name}: ${what}`, async () => {
        const { url, close } = await start(handler)
        try {
          await twice(url)
        } finally {
          await close()
        }
      })
    }
  }

  test('a proxy that pipes the answer of another server through', async () => {
    const upstream = await startHttpServer((request, response) => {
      request.resume()
      response.writeHead(200, 'Secret text', { ...allow, 'Set-Cookie': 'secret', 'Content-Length': 6 })
      response.end('secret')
    })
    const { url, close } = await nodeServer(async (request, response) => {
      const { request: send } = await import('node:http')
      const up = send(upstream.url, { method: request.method, headers: request.headers }, (answer) => {
        response.writeHead(answer.statusCode, answer.statusMessage, answer.rawHeaders)
        answer.pipe(response)
      })
      request.pipe(up)
    })
    try {
      assertBare(await ask(url, [`Content-Length: ${secretBody.length}`], secretBody), { status: 200 })
    } finally {
      await close()
      await upstream.close()
    }
  })

  test('a source that is piped into the answer is closed with it, not left open', async () => {
    /** @type {Readable | undefined} */
    let source
    const { url, close } = await nodeServer((_, response) => {
      source = new Readable({ read: () => void source?.push(Buffer.alloc(1 << 16, 's')) })
      source.pipe(response)
    })
    try {
      const closed = ask(url)
      assertBare(await closed, { status: 200, cors: {} })
      if (!source?.destroyed) await once(/** @type {Readable} */ (source), 'close')
    } finally {
      await close()
    }
  })
})

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
    for (const [name, start] of Object.entries({ express: expressServer, 'node:http': nodeServer })) {
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
