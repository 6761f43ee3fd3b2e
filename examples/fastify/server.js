// A guarded API on Fastify. ISSUER=… AUDIENCE=… node examples/fastify/server.js
import cors from '@fastify/cors'
import { createVerifier } from 'assay-jwt'
import { bearer } from 'assay-jwt/fastify'
import { protectedResourceMetadata } from 'assay-jwt/http'
import fastify from 'fastify'

const { ISSUER = '', AUDIENCE = '', PORT = '8080', ALLOW_INSECURE_LOOPBACK } = process.env
const allowInsecureLoopback = ALLOW_INSECURE_LOOPBACK === 'true'

const app = fastify()
app.register(cors) // before the guard: browsers may read its refusals, too
app.register(bearer, {
  verifier: createVerifier({ issuer: ISSUER, audience: AUDIENCE, allowInsecureLoopback }),
  requiredScope: 'tools:read',
  resourceMetadata: protectedResourceMetadata({
    resource: AUDIENCE,
    authorizationServers: ISSUER,
    allowInsecureLoopback
  })
})

app.get('/', async (request) => ({ subject: request.bearer.token.subject }))
app.get('/health', { config: { bearer: false } }, async () => ({ ok: true }))
app.delete('/orders', { config: { bearer: { requiredScope: 'admin' } } }, async () => ({ deleted: true }))
app.post('/orders', async (request) => {
  await request.bearer.requireScope('tools:call') // 403 with a challenge where it is not granted
  return { ordered: true }
})

console.log(await app.listen({ port: Number(PORT), host: '127.0.0.1' }))
