// A guarded API on node:http alone. ISSUER=… AUDIENCE=… node examples/node-server/http.js
import { createServer } from 'node:http'
import { createVerifier } from 'assay-jwt'
import { guard } from 'assay-jwt/express'

const { ISSUER = '', AUDIENCE = '', PORT = '8080', ALLOW_INSECURE_LOOPBACK } = process.env

const verifier = createVerifier({
  issuer: ISSUER,
  audience: AUDIENCE,
  allowInsecureLoopback: ALLOW_INSECURE_LOOPBACK === 'true'
})
const protect = guard(verifier, { requiredScope: 'tools:read' })

const server = createServer((request, response) => {
  protect(request, response, (error) => {
    if (error) return response.writeHead(500).end() // thrown by a function in the options: there is none here
    response.setHeader('Content-Type', 'application/json')
    const { bearer } = /** @type {import('assay-jwt/express').GuardedRequest} */ (request)
    response.end(JSON.stringify({ subject: bearer?.token.subject }))
  })
})

server.listen(Number(PORT), '127.0.0.1', () => {
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  console.log(`http://127.0.0.1:${port}`)
})
