// Compiled, never run: the middleware in Express's and Node's own types.
import { createServer } from 'node:http'
import { createServer as createHttp2Server } from 'node:http2'
import type { IncomingMessage } from 'node:http'
import { createVerifier } from 'assay-jwt'
import { guard, resourceMetadataHandler } from 'assay-jwt/express'
import type { GuardedRequest } from 'assay-jwt/express'
import { authenticate, fromCookie, protectedResourceMetadata, rateLimit } from 'assay-jwt/http'
import { guardMcpExpress, sdkTokenVerifier } from 'assay-jwt/mcp'
import type { McpRequest } from 'assay-jwt/mcp'
import { requireBearerAuth as requireBearerAuth2 } from '@modelcontextprotocol/express'
import * as errors1 from '@modelcontextprotocol/sdk/server/auth/errors.js'
import { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js'
import * as errors2 from '@modelcontextprotocol/server'
import express from 'express'

const verifier = createVerifier({ issuer: 'https://auth.example.com/', audience: 'https://mcp.example.com' })
const protect = guard(verifier, {
  rateLimit: rateLimit({ key: (request: GuardedRequest) => request.socket?.remoteAddress })
})

const app = express()
app.use(
  resourceMetadataHandler(
    protectedResourceMetadata({ resource: 'https://a.example', authorizationServers: 'https://b.example' })
  )
)
app.use(protect)
app.get('/', (request: GuardedRequest, response) => {
  response.json(request.bearer?.token.subject)
})
app.use(protect.onError)

// What the handlers of Express are given has what the guard sets.
app.get('/', (request, response) => response.json(request.bearer.token.subject))
app.post('/', protect, async (request, response) => {
  await request.bearer.requireScope('admin')
  // @ts-expect-error no such claim was declared
  response.json(request.bearer.token.claims.tenant.length)
})

// The functions in the options: Express's address is there without a type, the rest of its request with one.
app.use(guard(verifier, { rateLimit: rateLimit({ key: (request) => request.ip }), requestId: (request) => request.ip }))
const byAnnotation = guard(verifier, {
  rateLimit: rateLimit({ key: (request: express.Request) => request.hostname }),
  getToken: (request: express.Request) => request.get('x-token'),
  clientCertificate: (request: express.Request) => request.header('x-thumbprint'),
  requiredScope: (request: express.Request) => (request.path === '/' ? 'read' : undefined)
})
app.use(byAnnotation)
app.use(guard(verifier, { rateLimit: rateLimit<express.Request>({ key: ({ hostname }) => hostname }) }))
guardMcpExpress(verifier, { scopes: {}, rateLimit: rateLimit({ key: (request) => request.ip }) })
// @ts-expect-error not without a type
guard(verifier, { getToken: (request) => request.get('x-token') })

app.use('/public', guard(verifier, { optional: true, getToken: fromCookie('__session') }))
app.get('/public', (request: GuardedRequest<true>, response) => {
  response.json(request.bearer?.token?.subject)
  // @ts-expect-error there may be none
  response.json(request.bearer?.token.subject)
})
app.use(requireBearerAuth({ verifier: sdkTokenVerifier(verifier) }))
app.use(requireBearerAuth({ verifier: sdkTokenVerifier(verifier, { errors: errors1 }) }))
app.use(requireBearerAuth2({ verifier: sdkTokenVerifier(verifier) }))
app.use(requireBearerAuth2({ verifier: sdkTokenVerifier(verifier, { errors: errors2 }) }))
void errors2.requireBearerAuth({ verifier: sdkTokenVerifier(verifier, { errors: errors2 }) })

const protectMcp = guardMcpExpress(verifier, {
  scopes: { 'tools/call': { '*': 'tools:call', drop: false }, '*': false },
  rateLimit: rateLimit({ key: (request: McpRequest) => request.socket?.remoteAddress })
})
app.post('/mcp', protectMcp, (request: McpRequest, response) => {
  response.json([request.body, request.auth?.clientId, request.bearer?.token.subject])
})
app.use(protectMcp.onError)
// @ts-expect-error no SDK has no errors
sdkTokenVerifier(verifier, { errors: {} })

const ownMcp = guardMcpExpress(verifier, {
  scopes: {},
  requestId: (request: IncomingMessage) => request.socket.remoteAddress
})
createServer((request: IncomingMessage & McpRequest, response) => {
  void ownMcp(request, response, () => response.end(request.auth?.clientId))
})

const own = guard(verifier, { requestId: (request: IncomingMessage) => request.socket.remoteAddress })
createServer((request: IncomingMessage & GuardedRequest, response) => {
  void own(request, response, () => response.end(request.bearer?.token.subject))
  void authenticate(request, verifier, { getToken: fromCookie('__session') }).then(({ subject }) => subject)
})
createHttp2Server((request, response) => {
  void guard(verifier)(request, response, (error) => response.end(String(error)))
})
