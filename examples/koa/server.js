// A guarded API on Koa. ISSUER=… AUDIENCE=… node examples/koa/server.js
import cors from '@koa/cors'
import { createVerifier } from 'assay-jwt'
import { guard } from 'assay-jwt/koa'
import Koa from 'koa'

const { ISSUER = '', AUDIENCE = '', PORT = '8080', ALLOW_INSECURE_LOOPBACK } = process.env

const verifier = createVerifier({
  issuer: ISSUER,
  audience: AUDIENCE,
  allowInsecureLoopback: ALLOW_INSECURE_LOOPBACK === 'true'
})

const app = new Koa()
  .use(cors({ origin: '*' })) // around the guard: browsers may read its refusals, too
  .use(guard(verifier, { requiredScope: 'tools:read' }))
  .use(async (ctx) => {
    const { token, requireScope } = ctx.state.bearer
    if (ctx.path !== '/orders') {
      ctx.body = { subject: token.subject }
    } else if (ctx.method === 'POST') {
      await requireScope('tools:call') // 403 with a challenge where it is not granted
      ctx.body = { ordered: true }
    }
  })

const server = app.listen(Number(PORT), '127.0.0.1', () => {
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  console.log(`http://127.0.0.1:${port}`)
})
