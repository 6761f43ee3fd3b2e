// ISSUER=… RESOURCE=https://mcp.example.com/mcp node examples/mcp-server/node.js
import { serve } from '@hono/node-server'
import { mcpApp } from './app.js'

const { ISSUER = '', RESOURCE = '', PORT = '8080', CLOCK_TOLERANCE = '60', ALLOW_INSECURE_LOOPBACK } = process.env

const fetch = mcpApp({
  issuer: ISSUER,
  resource: RESOURCE,
  clockTolerance: Number(CLOCK_TOLERANCE),
  allowInsecureLoopback: ALLOW_INSECURE_LOOPBACK === 'true'
})

serve({ fetch, hostname: '127.0.0.1', port: Number(PORT) }, ({ port }) => {
  console.log(`http://127.0.0.1:${port}`)
})
