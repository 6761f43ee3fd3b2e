import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { FetchFault, fetchText } from '../../../js/keys/fetch-text.js'
import { respond, startServer } from '../support/server.js'

let server
before(async () => {
  server = await startServer(respond({}))
})
after(() => server.close())
beforeEach(() => void (server.requests.length = 0))

const limits = { timeout: 5, maxBytes: 65_536 }
const answer = (options, etag) => fetchText(`${server.url}/jwks`, { ...limits, ...options }, etag)
const fetched = async (options) => (await answer(options)).text

/** Asserts how a fetch ends that must not succeed. */
async function fails(kind, options, detail) {
  const error = await fetched(options).then(
    (text) => assert.fail(`got ${text.slice(0, 100)}`),
    (fault) => fault
  )
  assert.ok(error instanceof FetchFault, error.stack)
  assert.equal(error.kind, kind)
  if (detail !== undefined) assert.equal(error.detail, detail)
}

test('BEHAVIOUR Fetching: a body with status 200 is taken as it is, whatever its type says', async () => {
  server.answerWith(respond('{"keys": [ ]}', 200, { 'content-type': 'text/html' }))
  assert.equal(await fetched(), '{"keys": [ ]}')
  server.answerWith(respond('', 200))
  assert.equal(await fetched(), '')
})

test('a request asks for JSON, once', async () => {
  let accept
  server.answerWith((request, response) => {
    accept = request.headers.accept
    response.end('{}')
  })
  await fetched()
  assert.equal(accept, 'application/json, application/jwk-set+json')
  assert.deepEqual(server.requests, ['/jwks'])
})

for (const status of [301, 302, 303, 307, 308]) {
  test(`ATTACKS 18: a redirect ${status} is refused and not followed`, async () => {
    for (const location of ['http://169.254.169.254/', `${server.url}/elsewhere`, '/elsewhere']) {
      server.answerWith(respond('{"keys":[]}', status, { location }))
      await fails('redirect')
    }
    assert.deepEqual([...new Set(server.requests)], ['/jwks'])
  })
}

test('ATTACKS 18: a redirect that a fetch of the caller followed on its own is refused, too', async () => {
  server.answerWith((request, response) => {
    if (request.url === '/jwks') response.writeHead(302, { location: '/elsewhere' }).end()
    else response.end('{"keys":[]}')
  })
  await fails('redirect', { fetch: (url) => fetch(url) })
  const opaque = { type: 'opaqueredirect', status: 0, redirected: false, headers: new Headers(), body: null }
  await fails('redirect', { fetch: async () => opaque })
})

for (const status of [201, 203, 206, 304, 400, 401, 403, 404, 429, 500, 503]) {
  test(`BEHAVIOUR Fetching: status ${status} is not 200`, async () => {
    server.answerWith(respond(status === 304 ? '' : '{"keys":[]}', status))
    await fails('status', {}, String(status))
  })
}

test('BEHAVIOUR Fetching: status 204 has no body to take', async () => {
  server.answerWith(respond('', 204))
  await fails('status', {}, '204')
})

test('ATTACKS 18: a body of 64 MiB is cut off at the limit, announced or not', async () => {
  const chunk = Buffer.alloc(65_536, 0x20)
  let sent = 0
  const endless = (headers) => (_request, response) => {
    sent = 0
    response.writeHead(200, headers)
    const write = () => {
      while (sent < 1024 && !response.destroyed) {
        sent += 1
        if (!response.write(chunk)) return void response.once('drain', write)
      }
      response.end()
    }
    write()
  }
  server.answerWith(endless({}))
  await fails('too_large')
  server.answerWith(endless({ 'content-length': String(1024 * chunk.length) }))
  await fails('too_large')
  assert.ok(sent < 1024)
})

test('BEHAVIOUR Fetching: a body of exactly the limit is taken, one byte more is not', async () => {
  server.answerWith(respond('x'.repeat(100)))
  assert.equal((await fetched({ maxBytes: 100 })).length, 100)
  await fails('too_large', { maxBytes: 99 })
  server.answerWith((_request, response) => {
    response.write('x'.repeat(60))
    response.end('x'.repeat(40))
  })
  assert.equal((await fetched({ maxBytes: 100 })).length, 100)
  await fails('too_large', { maxBytes: 99 })
})

test('ATTACKS 18: a compressed body counts as what it unfolds to', async () => {
  const { gzipSync } = await import('node:zlib')
  const bomb = gzipSync(Buffer.alloc(16 * 1024 * 1024, 0x20))
  server.answerWith(respond(bomb, 200, { 'content-encoding': 'gzip' }))
  assert.ok(bomb.length < 65_536)
  await fails('too_large')
})

test('ATTACKS 18: a server that does not answer is given up', async () => {
  server.answerWith(() => {})
  await fails('timeout', { timeout: 0.05 })
})

test('ATTACKS 18: a body of one byte after the other is given up, however lively it is', async () => {
  server.answerWith((_request, response) => {
    response.writeHead(200)
    const timer = setInterval(() => response.write(' '), 10)
    response.on('close', () => clearInterval(timer))
  })
  await fails('timeout', { timeout: 0.1 })
})

test('a fetch and a stream that ignore the signal are given up, too', async () => {
  await fails('timeout', { timeout: 0.05, fetch: () => new Promise(() => {}) })
  const stuck = new ReadableStream({ pull: () => new Promise(() => {}) })
  await fails('timeout', { timeout: 0.05, fetch: async () => new Response(stuck) })
})

test('ATTACKS 18: a connection that is reset is a failure, before the answer and within it', async () => {
  server.answerWith((request) => request.socket.resetAndDestroy())
  await fails('fetch_failed')
  server.answerWith((request, response) => {
    response.writeHead(200, { 'content-length': '100' })
    response.write('{"keys"', () => request.socket.resetAndDestroy())
  })
  await fails('fetch_failed')
})

test('a host that refuses the connection is named by its code, which is no secret', async () => {
  const gone = await startServer(respond({}))
  await gone.close()
  const error = await fetchText(`${gone.url}/?secret=1`, limits).catch((fault) => fault)
  assert.equal(error.kind, 'fetch_failed')
  assert.equal(error.detail, 'ECONNREFUSED')
})

test('what a fetch throws is not shown: it may quote the URL', async () => {
  for (const thrown of [
    new Error('https://a.example/?key=secret'),
    'secret',
    undefined,
    { cause: { code: 'secret key' } }
  ]) {
    const error = await fetched({ fetch: () => Promise.reject(thrown) }).catch((fault) => fault)
    assert.equal(error.kind, 'fetch_failed')
    assert.ok(!(error.stack + JSON.stringify(error)).includes('secret'))
  }
  await fails('fetch_failed', {
    fetch: () => {
      throw new TypeError('at once')
    }
  })
})

test('RFC 8259 §8.1: a body that is no UTF-8 is refused; one BOM before the text is skipped', async () => {
  server.answerWith(respond(Buffer.from([0x7b, 0xff, 0x7d])))
  await fails('not_json')
  server.answerWith(respond('\ufeff{}'))
  assert.equal(await fetched(), '{}')
  server.answerWith(respond('\ufeff\ufeff{}'))
  assert.equal(await fetched(), '\ufeff{}')
})

test('the body of an answer that is refused is not read', async () => {
  let cancelled = false
  const body = new ReadableStream({ cancel: () => void (cancelled = true) }, { highWaterMark: 0 })
  await fails('status', { fetch: async () => new Response(body, { status: 500 }) }, '500')
  assert.ok(cancelled)
})

test('globalThis.fetch is looked up at the time of the call', async () => {
  const original = globalThis.fetch
  globalThis.fetch = async () => new Response('{"keys":[1]}')
  try {
    assert.equal(await fetched(), '{"keys":[1]}')
  } finally {
    globalThis.fetch = original
  }
  assert.deepEqual(server.requests, [])
})

test('RFC 3629: a character, or a BOM, that is cut by the network is put together again; one that never ends is refused', async () => {
  const inPieces = (/** @type {number[]} */ bytes) => ({
    fetch: async () =>
      new Response(
        new ReadableStream({
          start(controller) {
            for (const byte of bytes) controller.enqueue(Uint8Array.of(byte))
            controller.close()
          }
        })
      )
  })
  const text = '\ufeff{"a":"\u20ac\u{1F511}"}'
  assert.equal(await fetched(inPieces([...Buffer.from(text)])), text.slice(1))
  assert.equal(await fetched(inPieces([])), '')
  for (const bytes of [[0x7b, 0xe2, 0x82], [0xe2, 0x82, 0x7d], [0xf0], [0xef, 0xbb]]) {
    await fails('not_json', inPieces(bytes), 'no valid UTF-8')
  }
})
