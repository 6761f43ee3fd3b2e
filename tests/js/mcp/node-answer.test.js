import assert from 'node:assert/strict'
import { once } from 'node:events'
import http2 from 'node:http2'
import { connect } from 'node:net'
import { describe, test } from 'node:test'
import express from 'express'
import { guardMcpExpress } from '../../../js/mcp/index.js'
import { startHttpServer } from '../../support/http-server.js'
import { bearer, testVerifier } from '../support/http.js'

const sessionSecret = new Uint8Array(32).fill(7)
const tools = [{ name: 'read' }, { name: 'trade' }]
const list = JSON.stringify({ jsonrpc: '2.0', id: 1, result: { tools } })
const sealed = /^abc\.[\w-]{43}$/

/** @typedef {(response: any, request: any) => unknown} Handler */

/** @param {any} options */
const middleware = (options) =>
  /** @type {any} */ (guardMcpExpress(testVerifier(), { scopes: { 'tools/call': { read: [] } }, ...options }))

/** @param {string} method */
const messageOf = (method) => JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: {} })

/**
 * @param {import('node:http').RequestListener} listener
 * @param {string} method
 * @param {number} [times] requests on one connection
 * @returns {Promise<string>} all bytes of the answers
 */
async function rawAnswers(listener, method, times = 1) {
  const { url, close } = await startHttpServer(listener)
  try {
    const socket = connect(Number(new URL(url).port), '127.0.0.1').setEncoding('latin1')
    const body = messageOf(method)
    const post = (/** @type {string} */ connection) =>
      [
        ...['POST /mcp HTTP/1.1', 'Host: a', `Authorization: ${bearer()}`, 'Content-Type: application/json'],
        ...[`Content-Length: ${body.length}`, `Connection: ${connection}`, '', body]
      ].join('\r\n')
    socket.write(post('keep-alive').repeat(times - 1) + post('close'))
    let text = ''
    for await (const chunk of socket) text += chunk
    return text
  } finally {
    await close()
  }
}

/** @param {string} raw one answer @returns {{ status: number, headers: { [name: string]: string }, body: string }} */
function parsed(raw) {
  const [head = '', ...rest] = raw.split('\r\n\r\n')
  const [first = '', ...lines] = head.split('\r\n')
  assert.match(first, /^HTTP\/1\.1 \d{3} /, JSON.stringify(raw.slice(0, 200)))
  const headers = Object.fromEntries(
    lines.map((line) =>
      line
        .toLowerCase()
        .split(': ', 1)
        .concat(line.slice(line.indexOf(': ') + 2))
    )
  )
  const body = rest.join('\r\n\r\n')
  const isChunked = headers['transfer-encoding'] === 'chunked'
  return { status: Number(first.split(' ')[1]), headers, body: isChunked ? unchunked(body) : body }
}

/** @param {string} body @returns {string} */
function unchunked(body) {
  const [, size = '', rest = ''] = /^([0-9a-f]+)\r\n(.*)$/s.exec(body) ?? assert.fail(JSON.stringify(body))
  const length = parseInt(size, 16)
  return length === 0 ? '' : rest.slice(0, length) + unchunked(rest.slice(length + 2))
}

/** @param {Handler} handler @param {any} options @returns {import('node:http').RequestListener} */
const node = (handler, options) => {
  const protect = middleware(options)
  return (request, response) => void protect(request, response, () => handler(response, request))
}

/** @param {Handler} handler @param {any} options */
const onExpress = (handler, options) =>
  express().post('/mcp', middleware(options), (request, response) => void handler(response, request))

const named = (/** @type {any} */ response, type = 'application/json') =>
  response.setHeader('Mcp-Session-Id', 'abc').setHeader('Content-Type', type)

/** How a handler may answer, and the body of that. @type {{ [name: string]: [Handler, string, number?] }} */
const answers = {
  'end()': [(response) => named(response).end('{}'), '{}'],
  'end() of what looks like a head': [
    (response) => named(response).end('HTTP/1.1 200 OK\r\nA: b\r\n\r\n'),
    'HTTP/1.1 200 OK\r\nA: b\r\n\r\n'
  ],
  'write() and end()': [(response) => void (named(response).write('{'), response.end('}')), '{}'],
  'an empty 202': [(response) => named(Object.assign(response, { statusCode: 202 })).end(), '', 202],
  'flushHeaders()': [(response) => void (named(response).flushHeaders(), response.write('{'), response.end('}')), '{}'],
  'writeHead()': [(response) => response.writeHead(200, { 'mcp-session-id': 'abc' }).end('{}'), '{}'],
  'events, later': [
    (response) => {
      named(response, 'text/event-stream').write('data: 1\n\n')
      setTimeout(() => response.end('data: 2\n\n'), 20)
    },
    'data: 1\n\ndata: 2\n\n'
  ]
}

describe('sessionSecret: the head with the bound session comes before the body', () => {
  for (const [name, [handler, body, status = 200]] of Object.entries(answers)) {
    for (const filterTools of [false, true]) {
      test(`${name}, filterTools: ${filterTools}`, async () => {
        const options = { sessionSecret, filterTools }
        for (const make of [node, onExpress]) {
          const given = parsed(await rawAnswers(make(handler, options), 'initialize'))
          assert.match(given.headers['mcp-session-id'] ?? '', sealed)
          assert.deepEqual([given.status, given.body], [status, body])
        }
      })
    }
  }

  test('res.json() of Express; requests that follow on the connection are answered each by its own', async () => {
    let count = 0
    const app = onExpress((response) => response.set('Mcp-Session-Id', 'abc').json({ at: (count += 1) }), {
      sessionSecret
    })
    const all = await rawAnswers(app, 'initialize', 3)
    const each = all.split(/(?=HTTP\/1\.1 )/).map(parsed)
    assert.deepEqual(
      each.map(({ status, body }) => [status, body]),
      [1, 2, 3].map((at) => [200, `{"at":${at}}`])
    )
    for (const { headers } of each) {
      assert.match(headers['mcp-session-id'] ?? '', sealed)
      assert.equal(headers['content-length'], '8')
    }
  })

  test('a list that is filtered and a session that is bound, in one answer', async () => {
    for (const write of [
      (/** @type {any} */ response) => named(response).end(list),
      (/** @type {any} */ response) =>
        response.writeHead(200, { 'content-type': 'application/json', 'mcp-session-id': 'abc' }).end(list)
    ]) {
      const given = parsed(await rawAnswers(node(write, { sessionSecret, filterTools: true }), 'tools/list'))
      assert.deepEqual(JSON.parse(given.body).result.tools, [{ name: 'read' }])
      assert.match(given.headers['mcp-session-id'] ?? '', sealed)
    }
  })

  test('ATTACK: a head that waits is final, as one that is sent: nothing changes its length or its session', async () => {
    /** @type {any[]} */
    const errors = []
    const handler = (/** @type {any} */ response) => {
      named(response).setHeader('Content-Length', '2').end('{}')
      errors.push(response.headersSent)
      for (const change of [
        () => response.setHeader('Content-Length', '9'),
        () => response.removeHeader('Mcp-Session-Id'),
        () => response.appendHeader('A', 'b')
      ]) {
        try {
          change()
        } catch (error) {
          errors.push(/** @type {any} */ (error).code)
        }
      }
      response.statusCode = 500
    }
    const given = parsed(await rawAnswers(node(handler, { sessionSecret }), 'initialize'))
    assert.deepEqual(errors, [true, ...Array(3).fill('ERR_HTTP_HEADERS_SENT')])
    assert.deepEqual([given.status, given.headers['content-length'], given.body], [200, '2', '{}'])
  })
})

describe('HTTP/2', () => {
  /** @param {Handler} handler @param {any} options @param {string} method */
  const ask = async (handler, options, method) => {
    const protect = middleware(options)
    const server = http2.createServer(
      (request, response) => void protect(request, response, () => handler(response, request))
    )
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
    const client = http2.connect(`http://127.0.0.1:${port}`)
    try {
      const stream = client.request({
        ':method': 'POST',
        ':path': '/',
        authorization: bearer(),
        'content-type': 'application/json'
      })
      stream.setEncoding('utf8').end(messageOf(method))
      const [headers] = await once(stream, 'response')
      let body = ''
      for await (const chunk of stream) body += chunk
      return { status: headers[':status'], session: headers['mcp-session-id'], body }
    } finally {
      client.close()
      server.close()
    }
  }

  const ends = {
    'end()': (/** @type {any} */ response) => response.end(list),
    'write() and end()': (/** @type {any} */ response) =>
      void (response.write(list.slice(0, 9)), response.end(list.slice(9))),
    'writeHead()': (/** @type {any} */ response) => void (response.writeHead(200), response.end(list))
  }
  for (const [name, end] of Object.entries(ends)) {
    test(`${name}: the session is bound, the list filtered`, async () => {
      const handler = (/** @type {any} */ response) => {
        response.setHeader('content-type', 'application/json')
        response.setHeader('mcp-session-id', 'abc')
        end(response)
      }
      const { status, session, body } = await ask(handler, { sessionSecret, filterTools: true }, 'tools/list')
      assert.match(String(session), sealed)
      assert.deepEqual([status, JSON.parse(body).result.tools], [200, [{ name: 'read' }]])
    })
  }

  test('an event without its empty line is sent, and filtered, when the stream ends', async () => {
    const handler = (/** @type {any} */ response) => {
      response.setHeader('content-type', 'text/event-stream')
      response.end(`data: ${list}`)
    }
    const { body } = await ask(handler, { filterTools: true }, 'tools/list')
    assert.deepEqual(JSON.parse(body.slice(6)).result.tools, [{ name: 'read' }])
  })
})

describe('filterTools reads a text as its encoding says', () => {
  for (const [type, text] of [
    ['application/json', list],
    ['text/event-stream', `data: ${list}\n\n`]
  ]) {
    for (const encoding of /** @type {BufferEncoding[]} */ (['hex', 'base64', 'latin1', 'UTF-8'])) {
      test(`${type}, ${encoding}`, async () => {
        const coded = Buffer.from(String(text)).toString(encoding)
        const sent = /^utf/i.test(encoding) ? String(text) : coded
        const handler = (/** @type {any} */ response) => {
          response.setHeader('content-type', type)
          const half = sent.length - (sent.length % 8) - 16
          response.write(sent.slice(0, half), encoding, () => {})
          response.end(sent.slice(half), encoding)
        }
        const { body } = parsed(await rawAnswers(node(handler, { filterTools: true }), 'tools/list'))

        assert.doesNotMatch(body, /trade/)
        assert.match(body, /"name":"read"/)
      })
    }
  }
})
