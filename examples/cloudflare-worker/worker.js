import { env } from 'cloudflare:workers'
import { createVerifier } from 'assay-jwt'
import { guard, protectedResourceMetadata } from 'assay-jwt/http'

const scopes = env.SCOPES.split(' ')
const allowInsecureLoopback = env.ALLOW_INSECURE_LOOPBACK === 'true'

// Once per isolate. No I/O happens here: the first request that needs the keys fetches them.
const verifier = createVerifier({
  issuer: env.ISSUER,
  audience: env.AUDIENCE,
  jwksUri: env.JWKS_URI, // left out: named by the issuer's metadata document
  allowedScopes: scopes,
  clockTolerance: Number(env.CLOCK_TOLERANCE ?? 60),
  allowInsecureLoopback
})

// Answers what must be refused, and serves the document that tells clients where to get a token.
const protect = guard(verifier, {
  requiredScope: 'tools:call',
  resourceMetadata: protectedResourceMetadata({
    resource: env.AUDIENCE,
    authorizationServers: env.ISSUER,
    scopesSupported: scopes,
    allowInsecureLoopback
  })
})

export default {
  fetch: protect((_request, { token }) => Response.json({ subject: token.subject, scopes: token.scopes }))
}
