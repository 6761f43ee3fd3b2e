// Compiled, never run: what TypeScript says to those who use the guards. A line under @ts-expect-error must not compile.
import { createVerifier } from 'assay-jwt'
import type { VerifiedToken } from 'assay-jwt'
import { guard as expressGuard } from 'assay-jwt/express'
import type { GuardedRequest } from 'assay-jwt/express'
import { guard as honoGuard } from 'assay-jwt/hono'
import { authenticate, bearerToken, challenge, errorResponse, guard } from 'assay-jwt/http'
import { protectedResourceMetadata, rateLimit, resourceMetadataHandler, resourceMetadataUrl } from 'assay-jwt/http'
import type { Decision, GuardContext, GuardOptions, ProtectedResourceMetadata } from 'assay-jwt/http'
import { authInfo, guardMcp, messageScopes, sdkTokenVerifier } from 'assay-jwt/mcp'
import type { AuthInfo, ScopeTable } from 'assay-jwt/mcp'

/** Compiles only where both types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <A, B>(_: Same<A, B>): void => {}

const verifier = createVerifier({ issuer: 'https://auth.example.com/', audience: 'https://mcp.example.com' })
const metadata = protectedResourceMetadata({
  resource: 'https://mcp.example.com/mcp',
  authorizationServers: ['https://auth.example.com/'] as const,
  scopesSupported: ['tools:read']
})
same<typeof metadata, ProtectedResourceMetadata>(true)
same<ReturnType<typeof resourceMetadataUrl>, string>(true)

const options: GuardOptions = {
  requiredScope: (request, token) => (request.method === 'POST' ? [`${token.subject}:write`] : undefined),
  resourceMetadata: metadata,
  scopeChallenge: 'accumulated',
  realm: 'mine',
  debug: true,
  retryAfter: 5,
  allowedOrigins: ['https://app.example'],
  onDecision: (decision) => same<typeof decision, Decision>(true),
  requestId: (request) => request.headers.get('x-request-id') ?? undefined,
  rateLimit: rateLimit({ key: (request: Request) => request.headers.get('cf-connecting-ip') ?? undefined })
}

// What a Worker exports, with what its runtime hands over.
interface Env {
  GREETING: string
}
export default {
  fetch: guard(
    verifier,
    options
  )(async (request: Request, { token, requireScope }, env: Env, _ctx: object) => {
    same<typeof token, VerifiedToken>(true)
    await requireScope('tools:call')
    return new Response(env.GREETING + request.url)
  })
}
const plain: (request: Request) => Promise<Response> = guard(verifier)(() => new Response())
export async function pieces(request: Request): Promise<Response | undefined> {
  const context: GuardContext | undefined = undefined
  void context
  try {
    same<VerifiedToken, Awaited<ReturnType<typeof authenticate>>>(true)
    await authenticate(request, verifier, { requiredScope: 'a' })
    await verifier.verify(bearerToken(request) ?? '')
    return resourceMetadataHandler(metadata)(request)
  } catch (error) {
    const header: string | undefined = challenge(error, { resourceMetadata: metadata })
    void header
    return errorResponse(error, { request, requiredScope: 'a' })
  }
}

const scopes: ScopeTable = {
  'tools/call': { get_positions: 'tools:read', trade: ['a', 'b'] },
  'tools/list': false,
  ping: []
}
guardMcp(verifier, { scopes, maxBodyBytes: 1000, resourceMetadata: true })((_request, { token }) =>
  Response.json(token.scopes)
)
same<ReturnType<ReturnType<typeof messageScopes>>, string[]>(true)
export async function sdk(token: VerifiedToken): Promise<AuthInfo> {
  await sdkTokenVerifier(verifier, { requiredScope: 'a', resource: new URL('https://a.example') }).verifyAccessToken('')
  return authInfo(token, 'jwt')
}

const express = expressGuard(verifier, {
  rateLimit: rateLimit({ key: (request: GuardedRequest) => request.socket?.remoteAddress })
})
void [express.onError, honoGuard(verifier, { requestId: (context) => context.req.header('x-request-id') }), plain]

// @ts-expect-error a guard needs a verifier
guard()
// @ts-expect-error a misspelt option
guard(verifier, { requiredScopes: ['a'] })
// @ts-expect-error the table is required
guardMcp(verifier, {})
// @ts-expect-error a tool takes scopes, not true
guardMcp(verifier, { scopes: { 'tools/call': { a: true } } })
// @ts-expect-error clients cannot ask for a token without knowing where
protectedResourceMetadata({ resource: 'https://a.example' })
// @ts-expect-error a limit needs a key
rateLimit({})
