import { env } from 'cloudflare:workers'
import { AssayError, createVerifier } from 'assay-jwt'
import { kvStore } from 'assay-jwt/stores'

const verifier = createVerifier({
  audience: env.AUDIENCE,
  allowInsecureLoopback: env.ALLOW_INSECURE_LOOPBACK === 'true',
  // What one isolate has fetched, no other one has to.
  store: kvStore(env.KEYS),
  onEvent: ({ type, issuer, reason }) => console.log(type, issuer, reason ?? ''),
  issuers: [
    { issuer: env.ISSUER, jwksUri: env.JWKS_URI },
    { issuer: env.PARTNER, jwksUri: env.PARTNER_JWKS_URI, allowedScopes: ['tools:read'] }
  ]
})

export default {
  /** @param {Request} request */
  async fetch(request) {
    if (new URL(request.url).pathname === '/status') return Response.json(verifier.status())
    try {
      const { issuer, scopes } = await verifier.verify(request.headers.get('x-token') ?? '')
      return Response.json({ issuer, scopes })
    } catch (error) {
      if (!(error instanceof AssayError)) throw error
      const { code, reason, status } = error
      return Response.json({ code, reason }, { status })
    }
  }
}
