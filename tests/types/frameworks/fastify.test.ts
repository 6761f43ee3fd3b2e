// Compiled, never run: the plugin in Fastify's own types.
import { createVerifier } from 'assay-jwt'
import type { VerifiedToken } from 'assay-jwt'
import { bearer, closeAt, guard, resourceMetadataHandler } from 'assay-jwt/fastify'
import type { BearerOptions } from 'assay-jwt/fastify'
import { authenticate, fromCookie, protectedResourceMetadata, rateLimit } from 'assay-jwt/http'
import fastify from 'fastify'
import type { FastifyRequest } from 'fastify'

/** Compiles only where both types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <A, B>(_: Same<A, B>): void => {}

const verifier = createVerifier({ issuer: 'https://auth.example.com/', audience: 'https://mcp.example.com' })
const app = fastify()
void app.register(bearer, {
  verifier,
  requiredScope: (request, token) => (request.routeOptions.url === '/' ? [`${token.subject}:read`] : undefined),
  requestId: ({ id }) => id,
  rateLimit: rateLimit({ key: (request: FastifyRequest) => request.ip }),
  getToken: fromCookie('__session')
})
app.get('/', async (request) => {
  same<typeof request.bearer.token, VerifiedToken>(true)
  await request.bearer.requireScope({ anyOf: ['a', 'b'] })
  return request.bearer.token.subject
})
app.get('/public', { config: { bearer: false } }, async () => 'in')
app.get('/admin', { config: { bearer: { requiredScope: 'admin' } } }, async (request) => request.bearer.requestId)
app.get('/optional', { config: { bearer: { optional: true } } }, async (request) => {
  const { token } = request.bearer as { token: VerifiedToken | undefined }
  // @ts-expect-error there may be none
  void token.subject
  return token?.subject ?? request.bearer.token?.subject
})
// @ts-expect-error a plugin needs a verifier
void app.register(bearer, { requiredScope: 'a' })
const options: BearerOptions = { verifier }
void app.register(async (scope) => void scope.register(bearer, options), { prefix: '/scope' })

// A route with types of its own.
app.post<{ Body: { id: number }; Params: { name: string }; Reply: { ordered: true } }>(
  '/orders/:name',
  { onRequest: guard(verifier, { requiredScope: 'a' }), preHandler: [guard(verifier)] },
  async (request, reply) => {
    closeAt(reply.raw, request.bearer.token)
    same<typeof request.body.id, number>(true)
    return { ordered: true }
  }
)
const document = protectedResourceMetadata({ resource: 'https://a.example', authorizationServers: 'https://b.example' })
app.addHook('onRequest', resourceMetadataHandler(document))
app.addHook(
  'onRequest',
  resourceMetadataHandler(({ host }) => (host === 'a.example' ? document : undefined))
)

const http2 = fastify({ http2: true })
void http2.register(bearer, { verifier })
http2.get('/', { onRequest: guard(verifier) }, async (request) => request.bearer.token.subject)
export const own = (request: FastifyRequest): Promise<VerifiedToken> => authenticate(request, verifier)
