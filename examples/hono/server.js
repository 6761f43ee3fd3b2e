// A guarded API on Hono, here on Node; on Workers `export default app`. ISSUER=… AUDIENCE=… node examples/hono/server.js
import { serve } from '@hono/node-server'
import { createVerifier } from 'assay-jwt'
import { guard } from 'assay-jwt/hono'
import { Hono } from 'hono'
import { cors } from 'hono/cors'

const { ISSUER = '', AUDIENCE = '', PORT = '8080', ALLOW_INSECURE_LOOPBACK } = process.env

const verifier = createVerifier({
  issuer: ISSUER,
  audience: AUDIENCE,
  allowInsecureLoopback: ALLOW_INSECURE_LOOPBACK === 'true'
})

const app = new Hono()
  .use(cors()) // around the guard: browsers may read its refusals, too
  .use(guard(verifier, { requiredScope: 'tools:read' }))
  .get('/', (c) => c.json({ subject: c.var.bearer.token.subject }))
  .post('/orders', async (c) => {
    await c.var.bearer.requireScope('tools:call') // 403 with a challenge where it is not granted
    return c.json({ ordered: true })
  })

serve({ fetch: app.fetch, hostname: '127.0.0.1', port: Number(PORT) }, ({ port }) => {
  console.log(`http://127.0.0.1:${port}`)
})
