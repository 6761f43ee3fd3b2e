import assert from 'node:assert/strict'
import { test } from 'node:test'
import { McpServer, createMcpHandler } from '@modelcontextprotocol/server'
import { authInfo, guardMcp } from '../../../js/mcp/index.js'
import { bearer, request, testVerifier } from '../support/http.js'

const version = '2026-07-28'
const tool = 'weiß 世界'

const handler = createMcpHandler(() => {
  const server = new McpServer({ name: 'tests', version: '1.0.0' })
  for (const name of [tool, 'trade']) {
    server.registerTool(name, {}, (/** @type {any} */ { http }) => ({
      content: [{ type: 'text', text: `${name} ${http.authInfo.extra.subject}` }]
    }))
  }
  return server
})
const scopes = { 'tools/call': { [tool]: 'tools:read' } }
const protect = guardMcp(testVerifier(), { scopes })((given, { token }) =>
  handler.fetch(given, { authInfo: authInfo(token) })
)

/** @param {string} method @param {object} params @param {{ [name: string]: string }} [headers] */
async function ask(method, params, headers) {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': version,
    'io.modelcontextprotocol/clientInfo': { name: 'client', version: '1.0.0' },
    'io.modelcontextprotocol/clientCapabilities': {}
  }
  const accept = 'application/json, text/event-stream'
  const sent = { 'mcp-protocol-version': version, 'mcp-method': method, 'content-type': 'application/json', accept }
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { ...params, _meta } })
  const response = await protect(request(bearer(), { method: 'POST', body, headers: { ...sent, ...headers } }))
  const text = await response.text()
  return { status: response.status, body: JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? text) }
}

test('an MCP server of SDK 2 behind the guard: a name in base64 is what the table, the guard and the SDK read', async () => {
  const encoded = `=?base64?${Buffer.from(tool).toString('base64')}?=`
  const { status, body } = await ask('tools/call', { name: tool, arguments: {} }, { 'mcp-name': encoded })
  assert.deepEqual([status, body.result?.content[0].text], [200, `${tool} user-1`], JSON.stringify(body))
  const listed = await ask('tools/list', {})
  assert.equal(listed.body.result.tools.length, 2)
})

test('what the guard refuses does not reach it: another name or version in the headers, a tool that is not in the table', async () => {
  const other = await ask('tools/call', { name: tool }, { 'mcp-name': 'trade' })
  assert.deepEqual([other.status, other.body.reason], [400, 'message_malformed'])
  const old = await ask('tools/list', {}, { 'mcp-protocol-version': '2025-11-25' })
  assert.deepEqual([old.status, old.body.reason], [400, 'message_malformed'])
  const closed = await ask('tools/call', { name: 'trade' }, { 'mcp-name': 'trade' })
  assert.deepEqual([closed.status, closed.body.reason], [403, 'tool_not_allowed'])
})
