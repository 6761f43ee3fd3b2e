// preflight: 'handler' on node:http: whichever way a handler reads or writes, it gets no body, and its CORS headers alone
// get out.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { Readable } from 'node:stream'
import { describe, test } from 'node:test'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { startHttpServer } from '../../support/http-server.js'
import {
  allow,
  ask,
  assertBare,
  expressServer,
  nodeServer,
  preflight,
  secretBody,
  secrets,
  servers
} from '../support/preflight-servers.js'
import { exchange, parseResponse, rawRequest } from '../support/raw-http.js'

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
    for (const [name, start] of Object.entries(servers)) {
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
    for (const [name, start] of Object.entries(servers)) {
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
