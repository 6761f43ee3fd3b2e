// Compiled, never run: unions of codes and reasons, and claims of one's own.
import { AssayError, createVerifier } from 'assay-jwt'
import type { ErrorCode, ErrorReason, Policy, Verifier } from 'assay-jwt'

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <A, B>(_: Same<A, B>): void => {}
const issuer = 'https://auth.example.com/'
const audience = 'https://mcp.example.com'
const verifier = createVerifier({ issuer, audience })

// Codes and reasons are unions: a switch over them is complete, and a typing error is one.
function statusOf(code: ErrorCode): number {
  switch (code) {
    case 'AUTH_TOKEN_MISSING':
    case 'AUTH_TOKEN_INVALID':
    case 'AUTH_TOKEN_EXPIRED':
    case 'AUTH_INVALID_ISSUER':
    case 'AUTH_INVALID_AUDIENCE':
      return 401
    case 'AUTH_MISSING_SCOPE':
      return 403
    case 'REQUEST_INVALID':
      return 400
    case 'AUTH_PROOF_INVALID':
    case 'AUTH_RATE_LIMITED':
      return 429
    case 'AUTH_KEYS_UNAVAILABLE':
      return 503
    case 'CONFIG_INVALID':
    case 'INTERNAL':
      return 500
  }
}
export function act(error: unknown): number {
  if (!(error instanceof AssayError)) return 500
  const reason: ErrorReason = error.reason
  // @ts-expect-error: there is no such reason
  if (reason === 'expiredd') return 0
  // @ts-expect-error: there is no such code
  if (error.code === 'AUTH_EXPIRED') return 0
  return reason === 'expired' ? 401 : statusOf(error.code)
}
new AssayError('expired')
new AssayError('a_reason_of_mine', { code: 'AUTH_TOKEN_INVALID', message: 'revoked' })

// Claims of one's own: for all tokens of a verifier, or for one call.
interface Tenant {
  tenant: string
  roles?: string[]
}
export async function ownClaims(jwt: string, policy: Policy): Promise<string> {
  const tenants: Verifier<string, Tenant> = createVerifier<Tenant>({ ...policy, issuer, audience })
  const { claims } = await tenants.verify(jwt)
  const tenant: string = claims.tenant
  const roles: readonly string[] | undefined = claims.roles
  // @ts-expect-error: tokens are frozen
  claims.tenant = 'other'
  const both = tenants.verifySync<{ plan: 'free' | 'paid' }>(jwt).claims
  const plan: 'free' | 'paid' = both.plan
  const expires: number = both.exp
  const none = createVerifier<Tenant>({ issuer, audience, requireSubject: false }).verifySync(jwt)
  same<typeof none.subject, string | undefined>(true)
  // Without types of one's own a claim is any JSON.
  const loose = verifier.verifySync(jwt).claims['tenant']
  // @ts-expect-error: it may be anything
  const text: string = loose
  return [tenant, roles, plan, expires, text, none.claims.tenant].join()
}
