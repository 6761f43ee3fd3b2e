// Compiled, never run: what TypeScript says to those who use the guards. A line under @ts-expect-error must not compile.
import { createVerifier } from 'assay-jwt'
import type { RequiredScope, VerifiedToken } from 'assay-jwt'
import { guard as expressGuard, resourceMetadataHandler as expressMetadata } from 'assay-jwt/express'
import type { GuardedRequest } from 'assay-jwt/express'
import { guard as honoGuard, resourceMetadataHandler as honoMetadata } from 'assay-jwt/hono'
import { authenticate, bearerToken, challenge, errorResponse, guard } from 'assay-jwt/http'
import { protectedResourceMetadata, rateLimit, resourceMetadataHandler, resourceMetadataUrl } from 'assay-jwt/http'
import type { Decision, GuardContext, GuardOptions, ProtectedResourceMetadata } from 'assay-jwt/http'
import type { MiddlewareHandler } from 'hono'
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
  onDecision: (decision) => same<[typeof decision, typeof decision.name], [Decision, string | undefined]>(true),
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
// Only where preflights are handed on can a handler be without a token.
guard(verifier, { preflight: 'handler', requiredScope: (request) => request.url })((_request, { token }) => {
  same<typeof token, VerifiedToken | undefined>(true)
  // @ts-expect-error there may be none
  return Response.json(token.scopes)
})
guard(verifier, { preflight: 'guard' })((_request, { token }) => Response.json(token.scopes))
guard(
  verifier,
  {} as GuardOptions<Request, 'guard' | 'handler'>
)((_request, { token }) => {
  same<typeof token, VerifiedToken | undefined>(true)
  return new Response()
})
guardMcp(verifier, { scopes: {}, preflight: 'handler' })((_request, { token }) => Response.json(token?.scopes))
guardMcp(verifier, { scopes: {}, preflight: 'handler' })((_request, { token }) => {
  // @ts-expect-error there may be none
  return Response.json(token.scopes)
})
same<GuardContext['token'], VerifiedToken>(true)
same<GuardContext<'handler'>['token'], VerifiedToken | undefined>(true)
same<BearerOf<ReturnType<typeof honoGuard<'guard'>>>, GuardContext>(true)
same<BearerOf<ReturnType<typeof honoGuard<'handler'>>>, GuardContext | undefined>(true)
type BearerOf<M> = M extends MiddlewareHandler<{ Variables: { bearer: infer B } }> ? B : never

// A document for each host, and handlers of it for the root of an application.
const metadataOf = (request: { url: string }) => (request.url.startsWith('https://a.') ? metadata : undefined)
guard(verifier, { resourceMetadata: metadataOf })
guard(verifier, { resourceMetadata: (request) => new URL('/m', request.url) })
honoGuard(verifier, { resourceMetadata: (context) => metadataOf(context.req) })
expressGuard(verifier, { resourceMetadata: (request) => metadataOf({ url: request.url ?? '' }), preflight: 'handler' })
void [resourceMetadataHandler(metadataOf), honoMetadata(metadata), honoMetadata((c) => metadataOf(c.req))]
void [expressMetadata(metadata), expressMetadata((request) => metadataOf({ url: request.url ?? '' }))]

const plain: (request: Request) => Promise<Response> = guard(verifier)(() => new Response())
export async function pieces(request: Request): Promise<Response | undefined> {
  const context: GuardContext | undefined = undefined
  void context
  try {
    same<VerifiedToken, Awaited<ReturnType<typeof authenticate<Request>>>>(true)
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
  'resources/read': { 'file:///a': [], '*': 'files', 'file:///b': false },
  'tools/list': false,
  ping: [],
  '*': 'other'
}
guardMcp(verifier, { scopes, maxBodyBytes: 1000, resourceMetadata: true })((_request, { token }) =>
  Response.json(token.scopes)
)
same<ReturnType<ReturnType<typeof messageScopes>>, RequiredScope[]>(true)
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
// @ts-expect-error no such mode
guard(verifier, { preflight: 'pass' })
// @ts-expect-error the table is required
guardMcp(verifier, {})
// @ts-expect-error a tool takes scopes, not true
guardMcp(verifier, { scopes: { 'tools/call': { a: true } } })
// @ts-expect-error clients cannot ask for a token without knowing where
protectedResourceMetadata({ resource: 'https://a.example' })
// @ts-expect-error a limit needs a key
rateLimit({})
