// A guarded MCP server on the official SDK: streamable HTTP, without sessions. The same file serves Node and Workers.
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import { createVerifier } from 'assay-jwt'
import { protectedResourceMetadata } from 'assay-jwt/http'
import { authInfo, guardMcp } from 'assay-jwt/mcp'

// What each tool takes. A tool that is not in here is refused before the server hears of it.
const scopes = { 'tools/call': { get_positions: 'tools:read', place_order: 'tools:call' } }

/**
 * @param {{ issuer: string, resource: string, clockTolerance?: number, allowInsecureLoopback?: boolean }} options
 *   `resource` is this server's own URL: what clients connect to, what they ask tokens for, and what "aud" must name
 */
export function mcpApp({ issuer, resource, clockTolerance = 60, allowInsecureLoopback = false }) {
  const verifier = createVerifier({
    ...{ issuer, audience: resource, clockTolerance, allowInsecureLoopback },
    profile: 'at+jwt'
  })
  const protect = guardMcp(verifier, {
    scopes,
    requiredScope: 'tools:read', // to connect at all
    filterTools: true, // tools/list shows what the token may call
    scopeChallenge: 'accumulated',
    resourceMetadata: protectedResourceMetadata({
      resource,
      authorizationServers: issuer,
      scopesSupported: ['tools:read', 'tools:call'],
      allowInsecureLoopback
    })
  })
  return protect(async (request, { token }) => {
    if (request.method !== 'POST') return new Response(null, { status: 405, headers: { Allow: 'POST' } })
    const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true })
    await makeServer().connect(transport)
    return transport.handleRequest(request, { authInfo: authInfo(token) })
  })
}

function makeServer() {
  const server = new McpServer({ name: 'positions', version: '1.0.0' })
  const text = (words = '') => ({ content: [{ type: /** @type {const} */ ('text'), text: words }] })
  server.registerTool('get_positions', { description: 'What you hold' }, ({ authInfo: caller }) =>
    text(`${caller?.extra?.subject} holds 3 shares`)
  )
  server.registerTool('place_order', { description: 'Buys one more' }, ({ authInfo: caller }) =>
    text(`${caller?.extra?.subject} ordered 1 share`)
  )
  server.registerTool('forgotten', { description: 'Nobody said who may call this' }, () => text('never seen'))
  return server
}
