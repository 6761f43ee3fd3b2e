import { env } from 'cloudflare:workers'
import { createVerifier } from 'assay-jwt'

// Once per isolate. No I/O happens here: the first request that needs the keys fetches them.
const verifier = createVerifier({
  issuer: env.ISSUER,
  audience: env.AUDIENCE,
  jwksUri: env.JWKS_URI, // left out: named by the issuer's metadata document
  allowedScopes: env.SCOPES.split(' '),
  clockTolerance: Number(env.CLOCK_TOLERANCE ?? 60),
  allowInsecureLoopback: env.ALLOW_INSECURE_LOOPBACK === 'true'
})

export default {
  async fetch(request) {
    try {
      const token = await verifier.verify(bearerToken(request), { requiredScope: 'tools:call' })
      return Response.json({ subject: token.subject, scopes: token.scopes })
    } catch (error) {
      return refuse(error)
    }
  }
}

// RFC 6750 §2.1: one token after the scheme, whose case doesn't matter (RFC 9110 §11.1).
function bearerToken(request) {
  return /^Bearer +([\w.~+/-]+=*)$/i.exec(request.headers.get('Authorization') ?? '')?.[1]
}

// RFC 6750 §3: the status and the challenge say what the client can do about it.
function refuse({ code, reason, status, scope }) {
  const headers = { 'Cache-Control': 'no-store' }
  if (code === 'AUTH_TOKEN_MISSING') headers['WWW-Authenticate'] = 'Bearer'
  else if (status === 401) headers['WWW-Authenticate'] = 'Bearer error="invalid_token"'
  if (status === 403) headers['WWW-Authenticate'] = `Bearer error="insufficient_scope", scope="${scope}"`
  if (status === 503) headers['Retry-After'] = '5'
  return Response.json({ code, reason }, { status, headers })
}
