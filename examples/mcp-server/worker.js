import { env } from 'cloudflare:workers'
import { mcpApp } from './app.js'

export default {
  fetch: mcpApp({
    issuer: env.ISSUER,
    resource: env.RESOURCE,
    clockTolerance: Number(env.CLOCK_TOLERANCE ?? 60),
    allowInsecureLoopback: env.ALLOW_INSECURE_LOOPBACK === 'true'
  })
}
