// Compiled, never run: guards and adapters hand on the types of claims and subject that a verifier has.
import { createVerifier } from 'assay-jwt'
import type { Verifier, VerifiedToken } from 'assay-jwt'
import { guard as expressGuard } from 'assay-jwt/express'
import type { GuardedRequest } from 'assay-jwt/express'
import { guard as honoGuard } from 'assay-jwt/hono'
import { authenticate, guard } from 'assay-jwt/http'
import type { Bearer, GuardOptions } from 'assay-jwt/http'
import { authInfo, guardMcp } from 'assay-jwt/mcp'
import { Hono } from 'hono'

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <A, B>(_: Same<A, B>): void => {}
type Own = { tenant: string }
const options = { issuer: 'https://auth.example.com/', audience: 'https://mcp.example.com' }
declare const request: Request

const verifier = createVerifier<Own>(options)
const clients = createVerifier({ ...options, requireSubject: false })

// Claims come first, and may be all that is named; the other order is an old one.
const named: Verifier<Own> = verifier
const both: Verifier<Own, string> = named
const old: Verifier<string, Own> = both
const noSubject: Verifier<Own, string | undefined> = createVerifier<Own>({ ...options, requireSubject: false })
const plain: Verifier = verifier
// @ts-expect-error a subject may be missing
const subject: Verifier<Own> = noSubject
void [old, plain, subject]
declare function tenants<C extends { tenant: unknown }>(from: Verifier<C>): C['tenant']
same<ReturnType<typeof tenants<Own>>, string>(true)
const inferred: string = tenants(verifier)
declare const isRequired: boolean
const maybe = createVerifier({ ...options, requireSubject: isRequired }).verifySync('')
same<typeof maybe.subject, string | undefined>(true)
same<typeof maybe.claims.sub, string | undefined>(true)

guard(verifier, { requiredScope: (_request, token) => token.claims.tenant })((_request, { token }) => {
  same<typeof token.claims.tenant, string>(true)
  // @ts-expect-error no such claim was declared
  token.claims.tenants.length
  return Response.json(token.claims.tenant)
})
guard(verifier, { optional: true })((_request, { token }) => {
  same<typeof token, VerifiedToken<Own> | undefined>(true)
  // @ts-expect-error there may be none
  return Response.json(token.claims.tenant)
})
guard(clients)((_request, { token }) => {
  same<typeof token.subject, string | undefined>(true)
  return Response.json(token.scopes)
})
const shared: GuardOptions = { requiredScope: (_request, { subject }) => `${subject}:read` }
guard(verifier, shared)((_request, { token }) => Response.json(token.claims.tenant))
// @ts-expect-error its function counts on a subject
guard(clients, shared)

guardMcp(verifier, { scopes: { 'tools/call': { a: 'public' } } })((_request, { token }) => {
  same<typeof token, VerifiedToken<Own> | undefined>(true)
  return Response.json(token && authInfo(token).extra.claims.tenant)
})
guardMcp(clients, { scopes: {} })((_request, { token }) => {
  same<ReturnType<typeof authInfo<typeof token>>['extra']['subject'], string | undefined>(true)
  return new Response()
})
new Hono().use(honoGuard(verifier)).get('/', (c) => {
  same<typeof c.var.bearer.token.claims.tenant, string>(true)
  return c.json(c.var.bearer.token.claims.tenant)
})
new Hono<{ Variables: { bearer: Bearer<'guard', false, VerifiedToken<Own>> } }>().get('/', (c) =>
  c.json(c.var.bearer.token.claims.tenant)
)
// @ts-expect-error no guard, no token
new Hono().get('/', (c) => c.json(c.var.bearer.token.claims))
expressGuard(verifier, { requiredScope: (_request, token) => token.claims.tenant })
expressGuard(verifier, { requestId: (asked) => asked.socket.remoteAddress })
export const ofExpress = (asked: GuardedRequest<false, VerifiedToken<Own>>): string | undefined =>
  asked.bearer?.token.claims.tenant

export async function pieces(): Promise<string> {
  const token = await authenticate(request, verifier)
  const guest = await authenticate(request, verifier, { optional: true })
  return [token.claims.tenant, guest?.claims.tenant, inferred].join()
}
