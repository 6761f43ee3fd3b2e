import assert from 'node:assert/strict'
import { once } from 'node:events'
import http2 from 'node:http2'
import { connect } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import express from 'express'
import { guardMcpExpress } from '../../../js/mcp/index.js'
import { startHttpServer } from '../../support/http-server.js'
import { assertError, caught } from '../support/expect.js'
import { bearer, metadataUrl, testVerifier } from '../support/http.js'

const verifier = testVerifier()
const scopes = { 'tools/call': { get_positions: 'tools:read', trade: 'tools:call' } }
const message = (/** @type {string} */ name) => ({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name } })

/** @type {any[]} */
let decisions = []
const protect = guardMcpExpress(verifier, {
  scopes,
  resourceMetadata: metadataUrl,
  requiredScope: 'tools:read',
  maxBodyBytes: 10_000,
  onDecision: (decision) => decisions.push(decision)
})

/** @type {any[]} */
let bodies = []
const answer = (/** @type {any} */ request, /** @type {any} */ response) => {
  bodies.push(request.body)
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify({ subject: request.bearer.token.subject, auth: request.auth?.extra.subject }))
}

/** @type {{ [name: string]: () => import('node:http').RequestListener }} */
const servers = {
  'node:http': () => (request, response) => void protect(request, response, () => answer(request, response)),
  Express: () => express().use(protect).use(answer),
  'Express behind express.json()': () => express().use(express.json()).use(protect).use(answer),
  'Express before express.json()': () => express().use(protect).use(express.json()).use(answer),
  'Express behind express.raw()': () =>
    express()
      .use(express.raw({ type: '*/*' }))
      .use(protect)
      .use(answer),
  'Express behind express.text()': () =>
    express()
      .use(express.text({ type: '*/*' }))
      .use(protect)
      .use(answer)
}

for (const [name, make] of Object.entries(servers)) {
  describe(`guardMcpExpress: ${name}`, () => {
    /** @type {Awaited<ReturnType<typeof startHttpServer>>} */
    let server
    before(async () => (server = await startHttpServer(make())))
    after(() => server.close())

    /** @param {any} body @param {any} [init] */
    const ask = async (body, { headers, authorization = bearer(), ...init } = {}) => {
      bodies = []
      decisions = []
      const asked = await fetch(`${server.url}/mcp`, {
        method: 'POST',
        body: typeof body === 'object' && body !== null ? JSON.stringify(body) : body,
        headers: { authorization, 'content-type': 'application/json', ...headers },
        ...init
      })
      return { status: asked.status, headers: asked.headers, ...JSON.parse((await asked.text()) || '{}') }
    }

    test('a granted call reaches the handler with the message and authInfo', async () => {
      const { status, subject, auth } = await ask(message('get_positions'))
      assert.deepEqual([status, subject, auth], [200, 'user-1', 'user-1'])
      assert.deepEqual(bodies, [message('get_positions')])
      const [{ method, name: tool, allowed }] = decisions
      assert.deepEqual([method, tool, allowed], ['tools/call', 'get_positions', true])
    })

    test('missing scope, unknown tool and bad token are answered as guardMcp does', async () => {
      const lacks = await ask(message('trade'))
      assert.deepEqual([lacks.status, lacks.reason], [403, 'scope_missing'])
      assert.match(lacks.headers.get('www-authenticate') ?? '', /scope="tools:read tools:call"$/)
      const unknown = await ask(message('drop_all'))
      assert.deepEqual([unknown.status, unknown.reason], [403, 'tool_not_allowed'])
      const bad = await ask(message('get_positions'), { authorization: 'Bearer a.b.c' })
      assert.deepEqual([bad.status, bad.reason], [401, 'header_base64'])
      assert.match(bad.headers.get('www-authenticate') ?? '', /scope="tools:read"$/)
      assert.deepEqual(bodies, [])
    })

    test('ATTACKS: what two parsers read differently, headers that say something else, other media types', async () => {
      const body = message('get_positions')
      const refusals = [
        [{ ...body, Method: 'ping' }, {}, 400, 'message_malformed'],
        [body, { headers: { 'mcp-name': 'trade' } }, 400, 'message_malformed'],
        [body, { headers: { 'mcp-method': 'tools/list' } }, 400, 'message_malformed'],
        [body, { headers: { 'content-type': 'text/plain' } }, 415, 'body_media_type'],
        [body, { method: 'PUT' }, 405, 'method_not_allowed'],
        [body, { method: 'DELETE' }, 400, 'body_not_allowed'],
        [{ ...body, padding: 'x'.repeat(10_000) }, {}, 413, 'body_too_large']
      ]
      for (const [sent, init, status, reason] of refusals) {
        const refused = await ask(sent, init)
        assert.deepEqual([refused.status, refused.reason, bodies], [status, reason, []], JSON.stringify(init))
      }
    })

    test('GET and DELETE without a body pass', async () => {
      for (const method of ['GET', 'DELETE']) assert.equal((await ask(null, { method })).status, 200)
      const named = await ask(null, { method: 'DELETE', headers: { 'mcp-name': 'trade' } })
      assert.deepEqual([named.status, named.reason], [400, 'message_malformed'])
    })
  })
}

test('a member that is there twice is refused, unless a parser before the guard has dropped one: nobody sees it then', async () => {
  const twice = '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"trade","name":"get_positions"}}'
  const post = { method: 'POST', body: twice, headers: { authorization: bearer(), 'content-type': 'application/json' } }
  for (const [name, status] of /** @type {[string, number][]} */ ([
    ['Express', 400],
    ['Express behind express.json()', 200]
  ])) {
    bodies = []
    const server = await startHttpServer(servers[name]())
    try {
      assert.equal((await fetch(server.url, post)).status, status)
      assert.deepEqual(bodies, status === 200 ? [message('get_positions')] : [])
    } finally {
      await server.close()
    }
  }
})

test('a body that somebody has read and dropped is refused, and the message says who can restore it', async () => {
  const server = await startHttpServer((request, response) => {
    request.resume().on('end', () => void protect(request, response, () => answer(request, response)))
  })
  try {
    const headers = { authorization: bearer(), 'content-type': 'application/json' }
    const asked = await fetch(server.url, { method: 'POST', headers, body: JSON.stringify(message('get_positions')) })
    const { reason, error_description: description } = /** @type {any} */ (await asked.json())
    assert.deepEqual([asked.status, reason], [400, 'body_already_read'])
    assert.match(description, /whoever read it must pass a clone, or what was parsed/)
  } finally {
    await server.close()
  }
})

test('a chunked DELETE is refused before anything reads it', async () => {
  const server = await startHttpServer(servers['node:http']())
  try {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
    const body = JSON.stringify(message('trade'))
    const lines = ['DELETE /mcp HTTP/1.1', 'Host: a', `Authorization: ${bearer()}`, 'Transfer-Encoding: chunked', '']
    socket.write(`${lines.join('\r\n')}\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`)
    const [chunk] = await once(socket, 'data')
    assert.match(String(chunk), /^HTTP\/1\.1 400 .*body_not_allowed/s)
    socket.destroy()
  } finally {
    await server.close()
  }
})

test('HTTP/2: a DELETE whose stream goes on after the headers is refused, and a POST is read', async () => {
  const server = http2.createServer((request, response) => {
    void protect(/** @type {any} */ (request), /** @type {any} */ (response), () => answer(request, response))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  const client = http2.connect(`http://127.0.0.1:${port}`)
  /** @param {string} method @param {string} [body] */
  const ask = async (method, body) => {
    const headers = { ':method': method, ':path': '/', authorization: bearer(), 'content-type': 'application/json' }
    const stream = client.request(headers, { endStream: body === undefined })
    if (body !== undefined) stream.end(body)
    const [{ ':status': status }] = await once(stream, 'response')
    stream.resume()
    await once(stream, 'close')
    return status
  }
  try {
    const body = JSON.stringify(message('get_positions'))
    assert.deepEqual([await ask('POST', body), await ask('DELETE', body), await ask('DELETE')], [200, 400, 200])
  } finally {
    client.close()
    server.close()
  }
})

test('the SDK’s transport gets what it needs: request.auth and request.body', async () => {
  const app = express()
  app.use(protect)
  app.post('/mcp', async (/** @type {any} */ request, response) => {
    const server = new McpServer({ name: 'tests', version: '1.0.0' })
    server.registerTool('get_positions', {}, (/** @type {any} */ { authInfo: { extra } }) => ({
      content: [{ type: 'text', text: extra.subject }]
    }))
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined, enableJsonResponse: true })
    await server.connect(/** @type {any} */ (transport))
    await transport.handleRequest(request, response, request.body)
  })
  const server = await startHttpServer(app)
  try {
    const accept = 'application/json, text/event-stream'
    const headers = { authorization: bearer(), 'content-type': 'application/json', accept }
    const body = JSON.stringify({ ...message('get_positions') })
    const called = /** @type {any} */ (
      await (await fetch(`${server.url}/mcp`, { method: 'POST', headers, body })).json()
    )
    assert.equal(called.result.content[0].text, 'user-1')
  } finally {
    await server.close()
  }
})

test('STYLE 7: options are checked, each by name', () => {
  const refused = (/** @type {any} */ options) => caught(() => guardMcpExpress(verifier, options))
  assertError(refused({}), { code: 'CONFIG_INVALID', reason: 'option_missing', option: 'scopes' })
  assertError(refused({ scopes, requiredScope: () => 'x' }), { reason: 'option_invalid', option: 'requiredScope' })
  assertError(refused({ scopes, tools: 1 }), { reason: 'option_unknown', option: 'tools' })
})
