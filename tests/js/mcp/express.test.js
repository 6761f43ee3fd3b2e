import assert from 'node:assert/strict'
import { test } from 'node:test'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import express from 'express'
import { guard as expressGuard } from '../../../js/adapters/express.js'
import { authInfo, messageScopes } from '../../../js/mcp/index.js'
import { startHttpServer } from '../../support/http-server.js'
import { bearer, testVerifier } from '../support/http.js'

const verifier = testVerifier()

test('express: an MCP server of the SDK behind the guard, each tool with its scope', async () => {
  const scopesOf = messageScopes({ 'tools/call': { get_positions: 'tools:read', trade: 'tools:call' } })
  const app = express()
  app.use(express.json())
  const requiredScope = (/** @type {any} */ asked) => (asked.method === 'POST' ? scopesOf(asked.body) : [])
  app.use(/** @type {any} */ (expressGuard(verifier, { requiredScope })))
  app.post('/mcp', async (/** @type {any} */ asked, response) => {
    const server = new McpServer({ name: 'tests', version: '1.0.0' })
    for (const name of ['get_positions', 'trade', 'forgotten']) {
      server.registerTool(name, {}, (/** @type {any} */ { authInfo: { extra } }) => ({
        content: [{ type: 'text', text: `${name} ${extra.subject}` }]
      }))
    }
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined, enableJsonResponse: true })
    await server.connect(/** @type {any} */ (transport))
    asked.auth = authInfo(asked.bearer.token)
    await transport.handleRequest(asked, response, asked.body)
  })
  const { url, close } = await startHttpServer(app)
  try {
    const call = (/** @type {string} */ name, authorization = bearer()) =>
      fetch(`${url}/mcp`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: {} } })
      })
    const answer = /** @type {any} */ (await (await call('get_positions')).json())
    assert.equal(answer.result.content[0].text, 'get_positions user-1')
    const refusals = [
      [await call('trade'), 403, 'scope_missing'],
      [await call('forgotten'), 403, 'tool_not_allowed'],
      [await call('get_positions', 'Bearer a.b.c'), 401, 'header_base64']
    ]
    for (const [response, status, reason] of /** @type {[Response, number, string][]} */ (refusals)) {
      assert.deepEqual([response.status, /** @type {any} */ (await response.json()).reason], [status, reason])
    }
  } finally {
    await close()
  }
})
