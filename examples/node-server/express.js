// A guarded API on Express. ISSUER=… AUDIENCE=… node examples/node-server/express.js
import { createVerifier } from 'assay-jwt'
import { guard } from 'assay-jwt/express'
import { protectedResourceMetadata, rateLimit } from 'assay-jwt/http'
import express from 'express'

const { ISSUER = '', AUDIENCE = '', PORT = '8080', ALLOW_INSECURE_LOOPBACK } = process.env
const allowInsecureLoopback = ALLOW_INSECURE_LOOPBACK === 'true'

const verifier = createVerifier({ issuer: ISSUER, audience: AUDIENCE, allowInsecureLoopback })
const protect = guard(verifier, {
  requiredScope: (request) => (request.method === 'GET' ? 'tools:read' : 'tools:call'),
  resourceMetadata: protectedResourceMetadata({
    resource: AUDIENCE,
    authorizationServers: ISSUER,
    allowInsecureLoopback
  }),
  rateLimit: rateLimit({ key: (request) => request.socket.remoteAddress }),
  onDecision: (decision) => console.error(JSON.stringify(decision))
})

const app = express()
app.use(protect)
app.get('/', (request, response) => {
  response.json({ subject: request.bearer.token.subject })
})
app.post('/admin', async (request, response) => {
  await request.bearer.requireScope('admin') // 403 with a challenge where it is not granted
  response.json({ done: true })
})
app.use(protect.onError)

const server = app.listen(Number(PORT), '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object') console.log(`http://127.0.0.1:${address?.port}`)
})
