// docs/guides/mcp.md, on Express: the program as it stands, and the SDK's own client.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { clientId, clientSecret, startAuthorizationServer } from '../support/authorization-server.js'
import { freePort } from '../support/free-port.js'
import { inFolder, install, outputOf, whileRunning, withReplaced, write } from './support/newcomer.js'
import { block, read } from './support/pages.js'

const page = 'docs/guides/mcp.md'
const command = 'npm install assay-jwt @modelcontextprotocol/sdk express'

/**
 * @param {(url: string, server: Awaited<ReturnType<typeof startAuthorizationServer>>, folder: string) => Promise<unknown>} use
 * @param {{ [from: string]: string }} [changes]
 * @param {Parameters<typeof startAuthorizationServer>[0]} [options]
 */
const whileServing = (use, changes = {}, options = {}) =>
  inFolder(async (folder) => {
    assert.ok((await read(page)).includes(`\`\`\`sh\n${command}\n`))
    const server = await startAuthorizationServer(options)
    try {
      const port = await freePort()
      const url = `http://127.0.0.1:${port}`
      write(folder, { 'package.json': '{}' })
      await install(folder, command)
      const code = withReplaced(await block(page, 'resourceMetadataHandler(resourceMetadata)'), {
        'https://auth.example.com/': server.issuer,
        'https://mcp.example.com': url,
        'authorizationServers: issuer': 'authorizationServers: issuer, allowInsecureLoopback: true',
        'createVerifier({': 'createVerifier({ allowInsecureLoopback: true,',
        'listen(8080)': `listen(${port}, '127.0.0.1')`,
        ...changes
      })
      write(folder, { 'server.mjs': code })
      await whileRunning(folder, 'node server.mjs', port, {}, () => use(url, server, folder))
    } finally {
      await server.close()
    }
  })

/** @param {string} url @returns {Promise<string | undefined>} what the challenge of a request without a token names */
async function metadataUrl(url) {
  const refused = await fetch(`${url}/mcp`, { method: 'POST', body: '{}' })
  assert.equal(refused.status, 401)
  return /resource_metadata="([^"]+)"/.exec(refused.headers.get('www-authenticate') ?? '')?.[1]
}

test('the challenge names the document, which is there; preflights are answered; the SDK’s client calls the tool', () =>
  whileServing(async (url, server) => {
    const named = await metadataUrl(url)
    assert.equal(named, `${url}/.well-known/oauth-protected-resource/mcp`)
    const document = await (await fetch(named)).json()
    assert.deepEqual([document.resource, document.authorization_servers], [`${url}/mcp`, [server.issuer]])

    const headers = { origin: 'https://app.example.com', 'access-control-request-method': 'POST' }
    assert.equal((await fetch(`${url}/mcp`, { method: 'OPTIONS', headers })).status, 204)

    const authorization = `Bearer ${await server.issue({ resource: `${url}/mcp`, scope: 'tools:read' })}`
    const client = new Client({ name: 'test', version: '1.0.0' })
    const requestInit = { headers: { authorization } }
    await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { requestInit }))
    const { content } = await client.callTool({ name: 'get_positions' })
    assert.deepEqual(content, [{ type: 'text', text: 'assay-client holds 3 shares' }])
    await assert.rejects(client.callTool({ name: 'forgotten' }), /tool_not_allowed/)
    await client.close()
    assert.equal((await fetch(`${url}/mcp`, { headers: { authorization } })).status, 405)
  }))

test('without the handler the document is 404, as the page says, and is there with the guard at the root', async () => {
  const withoutHandler = { 'app.use(resourceMetadataHandler(resourceMetadata))': '' }
  const status = async (/** @type {string} */ url) => (await fetch(String(await metadataUrl(url)))).status
  await whileServing(async (url) => assert.equal(await status(url), 404), withoutHandler)
  const atTheRoot = { ...withoutHandler, "app.use('/mcp', ": 'app.use(' }
  await whileServing(async (url) => assert.equal(await status(url), 200), atTheRoot)
})

for (const nonce of ['', ", nonce: 'a secret of the test'"]) {
  test(`the SDK’s client with proofs calls the tool${nonce && ', once more where a nonce is asked for'}`, () =>
    whileServing(
      async (url, server, folder) => {
        await install(folder, 'npm install oauth4webapi')
        const client = withReplaced(await block(page, 'fetchWithProof'), {
          'https://auth.example.com/': server.issuer,
          'https://mcp.example.com': url,
          '{ DPoP }': '{ DPoP, [oauth.allowInsecureRequests]: true }',
          'const options = { DPoP,': 'const options = { DPoP, [oauth.allowInsecureRequests]: true,',
          'discoveryRequest(issuer)': 'discoveryRequest(issuer, { [oauth.allowInsecureRequests]: true })'
        })
        write(folder, { 'client.mjs': client })
        const env = { CLIENT_ID: clientId, CLIENT_SECRET: clientSecret }
        const text = `${clientId} holds 3 shares`
        const found = `${JSON.stringify({ content: [{ type: 'text', text }] })}\n`
        assert.equal(await outputOf(folder, 'node client.mjs', env), found)
        const { status } = await fetch(`${url}/mcp`, { method: 'POST', headers: { authorization: 'Bearer a' } })
        assert.equal(status, 401)
      },
      { '{ scopes, resourceMetadata }': `{ scopes, resourceMetadata, dpop: { required: true${nonce} } }` },
      { dpop: true }
    ))
}
