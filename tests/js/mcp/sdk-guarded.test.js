// The MCP SDK's client against its server with sessions, behind both guards: what is public, whose a session is, what a
// list shows.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { getRequestListener } from '@hono/node-server'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import express from 'express'
import { authInfo, guardMcp, guardMcpExpress } from '../../../js/mcp/index.js'
import { startHttpServer } from '../../support/http-server.js'
import { bearer, testVerifier } from '../support/http.js'

const verifier = testVerifier()
const scopes = /** @type {const} */ ({
  'tools/call': { search: 'public', get_positions: 'tools:read', trade: 'tools:call' }
})
const options = { scopes, filterTools: true }
const other = () => bearer({ claims: { sub: 'user-2' } })

function makeServer() {
  const server = new McpServer({ name: 'tests', version: '1.0.0' })
  for (const name of ['search', 'get_positions', 'trade', 'forgotten']) {
    server.registerTool(name, {}, (/** @type {any} */ { authInfo: info }) => ({
      content: [{ type: 'text', text: `${name} ${info?.extra.subject ?? 'nobody'}` }]
    }))
  }
  return server
}

/** @param {any} more options of the transport, and of the guard */
function fetchServer({ enableJsonResponse, ...guardOptions }) {
  /** @type {Map<string | null, WebStandardStreamableHTTPServerTransport>} */
  const transports = new Map()
  const handler = guardMcp(verifier, { ...options, ...guardOptions })(async (request, { token }) => {
    const known = transports.get(request.headers.get('mcp-session-id'))
    const info = token && { authInfo: authInfo(token) }
    if (known) return known.handleRequest(request, info)
    const transport = new WebStandardStreamableHTTPServerTransport({
      enableJsonResponse,
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => void transports.set(id, transport),
      onsessionclosed: (id) => void transports.delete(id)
    })
    await makeServer().connect(transport)
    return transport.handleRequest(request, info)
  })
  return { listener: getRequestListener((request) => handler(request)), transports }
}

/** @param {any} more options of the transport, and of the guard */
function expressServer({ enableJsonResponse, ...guardOptions }) {
  /** @type {Map<unknown, StreamableHTTPServerTransport>} */
  const transports = new Map()
  const app = express()
  app.all(
    '/mcp',
    /** @type {any} */ (guardMcpExpress(verifier, { ...options, ...guardOptions })),
    async (/** @type {any} */ request, response) => {
      const known = transports.get(request.headers['mcp-session-id'])
      if (known) return known.handleRequest(request, response, request.body)
      const transport = new StreamableHTTPServerTransport({
        enableJsonResponse,
        sessionIdGenerator: randomUUID,
        onsessioninitialized: (id) => void transports.set(id, transport),
        onsessionclosed: (id) => void transports.delete(id)
      })
      await makeServer().connect(/** @type {any} */ (transport))
      return transport.handleRequest(request, response, request.body)
    }
  )
  return { listener: app, transports }
}

const servers = {
  'guardMcp, events': () => fetchServer({}),
  'guardMcp, JSON': () => fetchServer({ enableJsonResponse: true }),
  'guardMcp, signed sessions': () => fetchServer({ sessionSecret: 'a secret of the tests, 32 bytes.' }),
  'guardMcpExpress, events': () => expressServer({}),
  'guardMcpExpress, signed sessions': () => expressServer({ sessionSecret: 'a secret of the tests, 32 bytes.' }),
  'guardMcpExpress, signed sessions, JSON': () =>
    expressServer({ sessionSecret: 'a secret of the tests, 32 bytes.', enableJsonResponse: true }),
  'guardMcpExpress, JSON': () => expressServer({ enableJsonResponse: true })
}

for (const [name, make] of Object.entries(servers)) {
  describe(`the SDK behind ${name}`, () => {
    /** @type {{ url: string, close: () => Promise<void> }} */
    let server
    /** @type {Map<any, any>} */
    let transports
    before(async () => {
      const made = make()
      transports = made.transports
      server = await startHttpServer(/** @type {any} */ (made.listener))
    })
    after(() => server.close())

    /** @param {{ authorization?: string | undefined }} credentials may change while the client is connected */
    async function connect(credentials) {
      /** @type {string[]} */
      const asked = []
      const transport = new StreamableHTTPClientTransport(new URL(`${server.url}/mcp`), {
        async fetch(url, init) {
          const headers = new Headers(init?.headers)
          if (credentials.authorization) headers.set('authorization', credentials.authorization)
          const response = await fetch(url, { ...init, headers })
          asked.push(`${init?.method} ${response.status}`)
          return response
        }
      })
      const client = new Client({ name: 'tests', version: '1.0.0' })
      await client.connect(/** @type {any} */ (transport))
      const named = async () => (await client.listTools()).tools.map((tool) => tool.name).join()
      const call = async (/** @type {string} */ tool) =>
        /** @type {any} */ (await client.callTool({ name: tool })).content[0].text
      return { client, transport, asked, named, call }
    }

    test('tools/list shows what the token may call, and public tools always', async () => {
      const reader = await connect({ authorization: bearer() })
      assert.equal(await reader.named(), 'search,get_positions')
      assert.equal(await reader.call('get_positions'), 'get_positions user-1')
      const trader = await connect({ authorization: bearer({ claims: { scope: 'tools:call' } }) })
      assert.equal(await trader.named(), 'search,trade')
      const nobody = await connect({})
      assert.equal(await nobody.named(), 'search')
      await Promise.all([reader, trader, nobody].map(({ client }) => client.close()))
    })

    test('a client without a token calls what is public, is told 401 for the rest, signs in, and goes on', async () => {
      /** @type {{ authorization?: string | undefined }} */
      const credentials = {}
      const { client, transport, asked, named, call } = await connect(credentials)
      assert.equal(await call('search'), 'search nobody')
      await assert.rejects(call('get_positions'), { code: 401 })
      // To the SDK's client 405 means: no stream of the server's own.
      assert.deepEqual([...new Set(asked)].sort(), ['GET 405', 'POST 200', 'POST 202', 'POST 401'])
      credentials.authorization = bearer()
      assert.equal(await call('get_positions'), 'get_positions user-1')
      assert.equal(await named(), 'search,get_positions')
      credentials.authorization = bearer({ claims: { sub: 'user-2' } })
      await assert.rejects(call('search'), { code: 404 })
      credentials.authorization = bearer()
      await transport.terminateSession()
      await client.close()
    })

    test('ATTACK: with another’s Mcp-Session-Id a stranger gets 404, and the session lives on', async () => {
      const mine = await connect({ authorization: bearer() })
      const id = /** @type {string} */ (mine.transport.sessionId)
      const accept = 'application/json, text/event-stream'
      const list = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' })
      for (const authorization of [other(), undefined]) {
        for (const [method, body] of [['DELETE'], ['GET'], ['POST', list]]) {
          if (method === 'GET' && !authorization) continue
          const headers = { accept, 'mcp-session-id': id, ...(authorization && { authorization }) }
          const sent = { ...headers, ...(body && { 'content-type': 'application/json' }) }
          const answer = await fetch(`${server.url}/mcp`, { method, headers: sent, ...(body && { body }) })
          const { reason } = /** @type {any} */ (await answer.json())
          assert.deepEqual([method, answer.status, reason], [method, 404, 'session_mismatch'])
        }
      }
      assert.equal(await mine.call('get_positions'), 'get_positions user-1')
      const before = transports.size
      await mine.transport.terminateSession()
      assert.equal(transports.size, before - 1)
      await mine.client.close()
    })
  })
}
