// The whole story with real parts: oidc-provider issues, the MCP SDK's client connects to examples/mcp-server, is challenged,
// finds the metadata, gets a token, calls a tool. On Node and on workerd.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { ClientCredentialsProvider } from '@modelcontextprotocol/sdk/client/auth-extensions.js'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import {
  clientId,
  clientSecret,
  generateSigningKey,
  startAuthorizationServer
} from '../support/authorization-server.js'
import { startBundledWorker } from '../support/bundled-worker.js'
import { startExample } from '../support/example.js'
import { freePort } from '../support/free-port.js'

/** @typedef {import('../support/authorization-server.js').AuthorizationServer} AuthorizationServer */
/** @typedef {{ resource: string, close: () => Promise<void>, complaints: string[] }} McpServer */

/** @type {{ [runtime: string]: (issuer: string) => Promise<McpServer> }} */
const runtimes = {
  async node(issuer) {
    const port = await freePort()
    const resource = `http://127.0.0.1:${port}/mcp`
    const env = { ISSUER: issuer, RESOURCE: resource, CLOCK_TOLERANCE: '0', PORT: String(port) }
    const { close, errors } = await startExample('examples/mcp-server/node.js', env)
    return { resource, close, complaints: errors }
  },
  async workerd(issuer) {
    const port = await freePort()
    const resource = `http://127.0.0.1:${port}/mcp`
    const env = { ISSUER: issuer, RESOURCE: resource, CLOCK_TOLERANCE: '0', ALLOW_INSECURE_LOOPBACK: 'true' }
    const { close, log } = await startBundledWorker({ entry: 'examples/mcp-server/worker.js', env, port })
    return { resource, close, complaints: log }
  }
}

/**
 * A client as the SDK makes it, and all that it asked for. Asked for more scope it takes what the challenge names: the
 * SDK's own provider for client_credentials always asks for the same.
 * @param {string} resource
 * @param {string} issuer
 * @param {{ scope?: string, followsChallenge?: boolean }} [options]
 */
async function connect(resource, issuer, { scope = 'tools:read', followsChallenge = false } = {}) {
  /** @type {string[]} */
  const asked = []
  let wanted = scope
  const authProvider = new ClientCredentialsProvider({ clientId, clientSecret, expectedIssuer: issuer })
  const { clientMetadata } = authProvider
  Object.defineProperty(authProvider, 'clientMetadata', { get: () => ({ ...clientMetadata, scope: wanted }) })
  const transport = new StreamableHTTPClientTransport(new URL(resource), {
    authProvider,
    async fetch(url, init) {
      const response = await fetch(url, init)
      asked.push(`${init?.method ?? 'GET'} ${new URL(url).pathname} ${response.status}`)
      const named = /scope="([^"]*)"/.exec(response.headers.get('www-authenticate') ?? '')?.[1]
      if (response.status === 403 && named !== undefined && followsChallenge) wanted = named
      return response
    }
  })
  const client = new Client({ name: 'tests', version: '1.0.0' })
  await client.connect(transport)
  return { client, asked }
}

/**
 * @param {string} resource
 * @param {{ token?: string, tool?: string, body?: string }} call
 */
function callTool(resource, { token, tool = 'get_positions', body }) {
  const message = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: tool, arguments: {} } }
  const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }
  return fetch(resource, {
    method: 'POST',
    headers: { ...headers, ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    body: body ?? JSON.stringify(message)
  })
}

const key = generateSigningKey('key-1')
/** @type {AuthorizationServer} */
let server
/** @type {AuthorizationServer} */
let shortLived

before(async () => {
  server = await startAuthorizationServer({ keys: [key] })
  shortLived = await startAuthorizationServer({ keys: [key], issuer: server.issuer, ttl: 1 })
})

after(async () => {
  await Promise.all([server?.close(), shortLived?.close()])
})

for (const [runtime, start] of Object.entries(runtimes)) {
  describe(`MCP on ${runtime}`, () => {
    /** @type {McpServer} */
    let mcp
    /** @type {string} */
    let metadataUrl
    before(async () => {
      mcp = await start(server.issuer)
      metadataUrl = mcp.resource.replace('/mcp', '/.well-known/oauth-protected-resource/mcp')
    })
    after(() => mcp?.close())

    test('the SDK’s client is challenged, fetches the metadata, gets a token and calls a tool', async () => {
      const { client, asked } = await connect(mcp.resource, server.issuer)
      const result = await client.callTool({ name: 'get_positions' })
      assert.deepEqual(result.content, [{ type: 'text', text: 'assay-client holds 3 shares' }])
      const { tools } = await client.listTools()
      assert.deepEqual(
        tools.map(({ name }) => name),
        ['get_positions']
      )
      await client.close()
      assert.deepEqual(asked.slice(0, 5), [
        'POST /mcp 401',
        'GET /.well-known/oauth-protected-resource/mcp 200',
        'GET /.well-known/oauth-authorization-server 200',
        'POST /token 200',
        'POST /mcp 200'
      ])
    })

    test('a tool that takes more scope: the client steps up to what the challenge names, and keeps what it had', async () => {
      const { client, asked } = await connect(mcp.resource, server.issuer, { followsChallenge: true })
      const ordered = await client.callTool({ name: 'place_order' })
      assert.deepEqual(ordered.content, [{ type: 'text', text: 'assay-client ordered 1 share' }])
      assert.ok((await client.callTool({ name: 'get_positions' })).content)
      await client.close()
      assert.equal(asked.filter((line) => line === 'POST /mcp 403').length, 1)
    })

    test('a client that gets no more scope is told 403, and the tool is not run', async () => {
      const { client } = await connect(mcp.resource, server.issuer)
      await assert.rejects(client.callTool({ name: 'place_order' }), { code: 403 })
      await client.close()
    })

    test('no token: 401 with resource_metadata and the scope to ask for, and no error', async () => {
      const answer = await callTool(mcp.resource, {})
      assert.equal(answer.status, 401)
      const challenge = `Bearer resource_metadata="${metadataUrl}", scope="tools:read"`
      assert.equal(answer.headers.get('www-authenticate'), challenge)
      const metadata = await (await fetch(metadataUrl)).json()
      assert.deepEqual([metadata.resource, metadata.authorization_servers], [mcp.resource, [server.issuer]])
    })

    test('expired, for another resource, tampered: 401 invalid_token, each with its own code', async () => {
      const { resource } = mcp
      const expired = await shortLived.issue({ resource })
      const good = await server.issue({ resource })
      const refusals = [
        [expired, 'AUTH_TOKEN_EXPIRED', 'expired', 'The access token has expired'],
        [
          await server.issue({ resource: 'https://other.example.com/mcp' }),
          ...['AUTH_INVALID_AUDIENCE', 'audience_mismatch', 'The access token is for another resource']
        ],
        [`${good}AAAA`, 'AUTH_TOKEN_INVALID', 'signature_mismatch', 'The access token is invalid']
      ]
      await sleep(1100)
      for (const [token, code, reason, description] of refusals) {
        const answer = await callTool(resource, { token })
        assert.equal(answer.status, 401, reason)
        assert.equal(
          answer.headers.get('www-authenticate'),
          `Bearer resource_metadata="${metadataUrl}", error="invalid_token", ` +
            `error_description="${description}", scope="tools:read"`
        )
        const body = /** @type {any} */ (await answer.json())
        assert.deepEqual([body.error, body.code, body.reason], ['invalid_token', code, reason])
      }
    })

    test('missing scope: 403 insufficient_scope, with what it takes and what the token has', async () => {
      const token = await server.issue({ resource: mcp.resource, scope: 'tools:read' })
      const answer = await callTool(mcp.resource, { token, tool: 'place_order' })
      assert.equal(answer.status, 403)
      assert.equal(
        answer.headers.get('www-authenticate'),
        `Bearer resource_metadata="${metadataUrl}", error="insufficient_scope", ` +
          'error_description="The access token lacks a required scope", scope="tools:read tools:call"'
      )
    })

    test('a tool that the server has and the table has not is refused', async () => {
      const token = await server.issue({ resource: mcp.resource })
      for (const tool of ['forgotten', 'unknown']) {
        const answer = await callTool(mcp.resource, { token, tool })
        assert.equal(answer.status, 403)
        assert.equal(/** @type {any} */ (await answer.json()).reason, 'tool_not_allowed')
      }
      const twice =
        '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_positions","name":"forgotten"}}'
      assert.equal((await callTool(mcp.resource, { token, body: twice })).status, 400)
    })

    test('Mcp-Name that says something else than the body, and a body without POST, are refused', async () => {
      const token = await server.issue({ resource: mcp.resource })
      const message = {
        jsonrpc: '2.0',
        id: 1,
        method: 'tools/call',
        params: { name: 'get_positions', uri: 'place_order' }
      }
      const ask = async (/** @type {any} */ headers, /** @type {any} */ init = { method: 'POST' }) => {
        const accept = 'application/json, text/event-stream'
        const sent = { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept, ...headers }
        const answer = await fetch(mcp.resource, { body: JSON.stringify(message), headers: sent, ...init })
        return [answer.status, JSON.parse((await answer.text()) || '{}').reason]
      }
      assert.deepEqual(await ask({ 'mcp-name': 'place_order' }), [400, 'message_malformed'])
      const base64 = (/** @type {string} */ name) => `=?base64?${Buffer.from(name).toString('base64')}?=`
      assert.deepEqual(await ask({ 'mcp-name': base64('place_order') }), [400, 'message_malformed'])
      assert.deepEqual(await ask({ 'mcp-name': base64('get_positions') }), [200, undefined])
      assert.deepEqual(await ask({}, { method: 'DELETE' }), [400, 'body_not_allowed'])
      const body = new Blob([JSON.stringify(message)]).stream()
      assert.deepEqual(await ask({}, { method: 'DELETE', body, duplex: 'half' }), [400, 'body_not_allowed'])
      // The example's own answer: it has no sessions to end.
      assert.deepEqual(await ask({}, { method: 'DELETE', body: undefined }), [405, undefined])
    })

    test('two tokens in one header: 400 invalid_request', async () => {
      const answer = await callTool(mcp.resource, { token: 'a, Bearer b' })
      assert.equal(answer.status, 400)
      assert.match(answer.headers.get('www-authenticate') ?? '', /error="invalid_request"/)
    })

    test('a dead authorization server: 503 with Retry-After, and no challenge that would sign users out', async () => {
      const dead = await startAuthorizationServer({ keys: [key] })
      const other = await start(dead.issuer)
      try {
        const token = await dead.issue({ resource: other.resource })
        await dead.close()
        const answer = await callTool(other.resource, { token })
        assert.equal(answer.status, 503)
        assert.match(answer.headers.get('retry-after') ?? '', /^[1-9]\d*$/)
        assert.equal(answer.headers.get('www-authenticate'), null)
        const body = /** @type {any} */ (await answer.json())
        assert.deepEqual([body.error, body.code], ['temporarily_unavailable', 'AUTH_KEYS_UNAVAILABLE'])
        assert.equal(
          (await callTool(other.resource, {})).status,
          401,
          'who has no token is still told where to get one'
        )
      } finally {
        await other.close()
      }
    })

    test('the server had nothing to complain about', async () => {
      await sleep(50)
      // workerd remarks that the SDK's client hangs up while it closes.
      const complaints = mcp.complaints.filter((text) => !/disconnected: .*: Broken pipe/.test(text))
      assert.deepEqual(complaints, [])
    })
  })
}
