// Compiled, never run: the middleware in Express's and Node's own types.
import { createServer } from 'node:http'
import { createServer as createHttp2Server } from 'node:http2'
import type { IncomingMessage } from 'node:http'
import { createVerifier } from 'assay-jwt'
import { guard, resourceMetadataHandler } from 'assay-jwt/express'
import type { GuardedRequest } from 'assay-jwt/express'
import { protectedResourceMetadata, rateLimit } from 'assay-jwt/http'
import { sdkTokenVerifier } from 'assay-jwt/mcp'
import { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js'
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
app.use(requireBearerAuth({ verifier: sdkTokenVerifier(verifier) }))

const own = guard(verifier, { requestId: (request: IncomingMessage) => request.socket.remoteAddress })
createServer((request: IncomingMessage & GuardedRequest, response) => {
  void own(request, response, () => response.end(request.bearer?.token.subject))
})
createHttp2Server((request, response) => {
  void guard(verifier)(request, response, (error) => response.end(String(error)))
})
