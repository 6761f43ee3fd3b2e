// Compiled, never run: when a token may be missing, by type, and where the guards look for it.
import { createVerifier } from 'assay-jwt'
import type { RequiredScope, VerifiedToken } from 'assay-jwt'
import { guard as expressGuard } from 'assay-jwt/express'
import type { GuardedRequest } from 'assay-jwt/express'
import { guard as honoGuard } from 'assay-jwt/hono'
import { authenticate, fromAuthorization, fromCookie, fromHeader, guard } from 'assay-jwt/http'
import type { Bearer, GuardContext, GuardOptions, TokenSource } from 'assay-jwt/http'
import { guardMcp, guardMcpExpress, sdkTokenVerifier } from 'assay-jwt/mcp'
import { Hono } from 'hono'

/** Compiles only where both types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <A, B>(_: Same<A, B>): void => {}
type Maybe = VerifiedToken | undefined

const verifier = createVerifier({ issuer: 'https://auth.example.com/', audience: 'https://mcp.example.com' })
declare const isPublic: boolean
declare const request: Request

// A token may be missing exactly where optional is true, or may be.
guard(verifier, { optional: true })((_request, { token }) => {
  same<typeof token, Maybe>(true)
  // @ts-expect-error there may be none
  return Response.json(token.subject)
})
guard(verifier, { optional: isPublic, requiredScope: 'a' })((_request, { token }) => {
  same<typeof token, Maybe>(true)
  // @ts-expect-error there may be none
  return Response.json(token.subject)
})
guard(verifier, { optional: false })((_request, { token }) => Response.json(token.subject))
guard(verifier, {})((_request, { token }) => Response.json(token.subject))
guard(verifier)((_request, { token }) => Response.json(token.subject))
guard(verifier, { preflight: 'guard', getToken: fromCookie('a') })((_request, { token }) => {
  same<typeof token, VerifiedToken>(true)
  return Response.json(token.subject)
})
guard(verifier, { optional: true, preflight: 'handler' })((_request, { token }) => {
  same<typeof token, Maybe>(true)
  return Response.json(token?.subject)
})
guard(
  verifier,
  {} as GuardOptions<Request, 'guard', boolean>
)((_request, { token }) => {
  same<typeof token, Maybe>(true)
  return new Response()
})
// @ts-expect-error neither true nor false
guard(verifier, { optional: 'yes' })
// @ts-expect-error the type says that there is always a token
const always: GuardOptions = { optional: true }
same<GuardContext<'guard', true>['token'], Maybe>(true)
same<GuardContext<'guard', false>['token'], VerifiedToken>(true)

export async function pieces(): Promise<void> {
  const maybe = await authenticate(request, verifier, { optional: true })
  same<typeof maybe, Maybe>(true)
  const either = await authenticate(request, verifier, { optional: isPublic })
  same<typeof either, Maybe>(true)
  const token = await authenticate(request, verifier, { getToken: fromHeader('x') })
  same<typeof token, VerifiedToken>(true)
  const ofNode = await authenticate({} as GuardedRequest, verifier, {
    getToken: [fromCookie('a'), fromAuthorization()]
  })
  same<typeof ofNode, VerifiedToken>(true)
}

const hono = new Hono()
hono.get('/public', honoGuard(verifier, { optional: true }), (c) => {
  same<typeof c.var.bearer.token, Maybe>(true)
  return c.json(c.var.bearer.token?.subject)
})
hono.get('/private', honoGuard(verifier, { getToken: fromCookie('a') }), (c) => c.json(c.var.bearer.token.subject))

// As the README says: chained, or with the type named.
new Hono().use(honoGuard(verifier)).get('/', (c) => c.json(c.var.bearer.token.subject))
const named = new Hono<{ Variables: { bearer: Bearer } }>()
named.use(honoGuard(verifier))
named.get('/', (c) => c.json(c.var.bearer.token.subject))

// Express does not tell handlers what middleware has set: they say it themselves.
export const ofPublic = (asked: GuardedRequest<true>): string | undefined => asked.bearer?.token?.subject
// @ts-expect-error there may be none
export const wrong = (asked: GuardedRequest<true>): string | undefined => asked.bearer?.token.subject
export const ofPrivate = (asked: GuardedRequest): string | undefined => asked.bearer?.token.subject

// Sources fit the requests of each framework, and so do functions of one's own.
const sources = [fromHeader('cf-access-jwt-assertion'), fromCookie('__session'), fromAuthorization()]
const ofRequest: TokenSource = async (asked) => new URL(asked.url).searchParams.get('token')
void [
  guard(verifier, { getToken: sources }),
  guard(verifier, { getToken: ofRequest }),
  guard(verifier, { getToken: [fromCookie('a'), (asked) => asked.headers.get('x')] }),
  honoGuard(verifier, { getToken: sources }),
  honoGuard(verifier, { getToken: (c) => c.req.query('token') }),
  expressGuard(verifier, { getToken: sources, optional: true }),
  expressGuard(verifier, { getToken: (asked) => asked.headers['x-token']?.toString(), optional: isPublic }),
  guardMcp(verifier, { scopes: {}, getToken: sources }),
  guardMcpExpress(verifier, { scopes: {}, getToken: sources })
]
// @ts-expect-error a token is a string
guard(verifier, { getToken: () => 7 })
// @ts-expect-error not called with a name
guard(verifier, { getToken: fromHeader })

// Alternatives stand wherever a scope does.
const scope: RequiredScope = { anyOf: ['read', 'admin'] }
guard(verifier, { requiredScope: ['a', scope] })(async (_request, { requireScope }) => {
  await requireScope(scope)
  await requireScope([scope, 'b'])
  return new Response()
})
guard(verifier, { requiredScope: () => scope })
void [verifier.verify('', { requiredScope: scope }), sdkTokenVerifier(verifier, { requiredScope: [scope] })]
guardMcp(verifier, { scopes: {}, requiredScope: scope })
// @ts-expect-error alternatives are an array
guard(verifier, { requiredScope: { anyOf: 'a' } })
// @ts-expect-error no such member
guard(verifier, { requiredScope: { oneOf: ['a'] } })
