// Compiled, never run: what TypeScript says to those who use the package. A line under @ts-expect-error must not compile.
import { AssayError, compactVerify, createVerifier, lintJwks } from 'assay-jwt'
import { cacheStore, kvStore, memoryStore } from 'assay-jwt/stores'
import type {
  Algorithm,
  Claims,
  ErrorCode,
  ErrorReason,
  IssuersOptions,
  JwkLint,
  JwksLint,
  JwksSnapshot,
  KeyEvent,
  KeyStatus,
  KeyStore,
  LintFinding,
  Report,
  VerifiedJws,
  VerifiedToken,
  VerifierOptions,
  VerifyOptions
} from 'assay-jwt'

/** Compiles only where both types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <A, B>(_: Same<A, B>): void => {}

const issuer = 'https://auth.example.com/'
const audience = 'https://mcp.example.com'

// What the README shows.
const options: VerifierOptions = {
  issuer,
  audience: [audience] as const,
  jwksUri: new URL('https://auth.example.com/jwks'),
  algorithms: ['RS256', 'PS512'],
  allowedScopes: ['tools:read'],
  clockTolerance: 60,
  tokenIdSecret: new Uint8Array(32),
  typ: 'at+jwt',
  maxTokenAge: 3600,
  profile: 'at+jwt',
  audienceMatch: 'exclusive',
  requiredClaims: ['jti'],
  maxTokenBytes: 8192,
  tokenCache: { maxEntries: 100, maxBytes: 1_000_000 },
  jwksCache: { maxAge: 600, maxStale: 86_400, cooldown: 30, timeout: 5, maxBytes: 65_536 },
  jwksSnapshot: { jwks: { keys: [] }, fetchedAt: 1_800_000_000 },
  store: memoryStore({ maxEntries: 10 }),
  onEvent: ({ type, issuer, time, reason }) => console.log(type, issuer, time, reason),
  fetch: globalThis.fetch,
  allowInsecureLoopback: true
}
const verifier = createVerifier(options)
createVerifier({ issuer, audience: null, jwks: { keys: [{ kty: 'RSA', n: 'x', e: 'AQAB' }] } })
createVerifier({ issuer, audience, metadataUrl: 'https://auth.example.com/metadata' })
createVerifier({ issuer, audience })
const several: IssuersOptions = {
  audience,
  clockTolerance: 5,
  issuers: [
    { issuer, jwksUri: 'https://auth.example.com/jwks' },
    { issuer: 'https://b.example/', audience: null }
  ]
}
createVerifier(several)

// Several spellings, and tenants that come at run time.
createVerifier({ issuer: [issuer, 'auth.example.com'], audience })
createVerifier({ audience, issuers: (iss) => (iss === issuer ? { allowedScopes: [] } : undefined) })
createVerifier({ audience, issuers: async (iss) => (iss === issuer ? { issuer: iss } : null) })
createVerifier({ issuer, audience, headers: { authorization: 'Bearer x' }, allowInsecureHosts: ['keycloak:8080'] })
createVerifier({ issuer, audience, headers: async () => ({ 'user-agent': 'orders/1.0' }) })
const insecure: readonly string[] | undefined = createVerifier({ issuer, audience }).status().insecureHosts
void insecure

// A store is anything with get and put; Workers KV and the Cache API have adapters.
declare const namespace: {
  get(key: string): Promise<string | null>
  put(key: string, value: string, options: { expirationTtl: number }): Promise<void>
}
const stores: KeyStore[] = [
  kvStore(namespace),
  cacheStore(),
  cacheStore(() => caches.open('keys')),
  { get: async () => null, put: async () => {} },
  { get: () => undefined, put: () => {} }
]
void stores

export async function use(jwt: string): Promise<void> {
  same<ReturnType<typeof verifier.ready>, Promise<void>>(true)
  await verifier.ready()
  const token = await verifier.verify(jwt, { requiredScope: 'tools:call', now: 1 })
  same<typeof token, VerifiedToken>(true)
  same<ReturnType<typeof verifier.verifySync>, VerifiedToken>(true)
  verifier.verifySync(jwt)
  verifier.verifySync(jwt, { requiredScope: ['a', 'b'] as const })

  const { subject, issuer, scopes, expiresAt, tokenIdHash, tenantId, clientId } = token
  same<typeof subject, string>(true)
  same<typeof issuer, string>(true)
  same<typeof scopes, readonly string[]>(true)
  same<typeof expiresAt, number>(true)
  same<typeof tokenIdHash, string | undefined>(true)
  same<typeof token.audience, string | undefined>(true)
  same<typeof tenantId, string | undefined>(true)
  same<typeof clientId, string | undefined>(true)
  const claims: Claims = token.claims
  void claims
  const exp: number = token.claims.exp
  const kid: string | undefined = token.header.kid
  const custom = token.claims['roles']
  if (Array.isArray(custom)) custom.length
  void [exp, kid]

  await verifier.verify(jwt, { waitUntil: (promise) => void promise })
  const status = verifier.status()
  same<typeof status, KeyStatus>(true)
  same<typeof status.source, 'network' | 'store' | 'snapshot' | 'options' | undefined>(true)
  const fetched: number | undefined = status.counters['jwks_fetched']
  for (const each of status.issuers ?? []) void [each.issuer, each.age]
  const snapshot: JwksSnapshot | undefined = verifier.snapshot()
  const event: KeyEvent = { type: 'jwks_fetched', issuer, time: 1 }
  void [fetched, snapshot, event, verifier.status(issuer), verifier.snapshot(issuer)]

  const report = await verifier.explain(jwt)
  same<typeof report, Report>(true)
  for (const { check, status, message } of report.checks) {
    same<typeof status, 'pass' | 'fail' | 'skip'>(true)
    void [check, message]
  }
  if (report.error) same<typeof report.error.retryable, boolean>(true)

  const verified = await compactVerify(jwt, { jwks: { keys: [] }, algorithms: ['PS256'] })
  same<typeof verified, VerifiedJws>(true)
  same<typeof verified.payload, Uint8Array>(true)
  verifier.dispose()
}

export function handle(error: unknown): number {
  if (!(error instanceof AssayError)) throw error
  same<typeof error.code, ErrorCode>(true)
  same<typeof error.reason, ErrorReason>(true)
  same<typeof error.hint, string>(true)
  same<typeof error.claim, string | undefined>(true)
  same<typeof error.option, string | undefined>(true)
  void error.toJSON().message
  return error.status
}

const lint = lintJwks({ keys: [] })
same<typeof lint, JwksLint>(true)
lintJwks('{"keys":[]}')
for (const key of lint.keys) {
  same<typeof key, JwkLint>(true)
  same<typeof key.bits, number | null>(true)
  same<typeof key.reason, string | null>(true)
}
for (const finding of lint.findings) {
  same<typeof finding, LintFinding>(true)
  same<typeof finding.severity, 'error' | 'warning' | 'info'>(true)
  same<typeof finding.others, readonly number[] | undefined>(true)
}

const call: VerifyOptions = {}
const algorithm: Algorithm = 'RS384'
void [call, algorithm]

// @ts-expect-error the audience is required
createVerifier({ issuer })
// @ts-expect-error the issuer is required
createVerifier({ audience })
// @ts-expect-error undefined is not null: any audience must be accepted aloud
createVerifier({ issuer, audience: undefined })
// @ts-expect-error a misspelt option
createVerifier({ issuer, audiences: [audience] })
// @ts-expect-error HS256 is no algorithm of this package
createVerifier({ issuer, audience, algorithms: ['HS256'] })
// @ts-expect-error the tolerance is a number of seconds
createVerifier({ issuer, audience, clockTolerance: '60s' })
// @ts-expect-error a secret is a string or Uint8Array
createVerifier({ issuer, audience, tokenIdSecret: 12345678901234567890 })
// Keys in the forms in which people have them.
for (const jwks of ['{"keys":[]}', { kty: 'RSA', n: 'x', e: 'AQAB' }, [{ kty: 'OKP' }], { keys: [] }] as const) {
  createVerifier({ issuer, audience, jwks })
}
// @ts-expect-error a number is none
createVerifier({ issuer, audience, jwks: 5 })
// @ts-expect-error where the keys are, each issuer says for itself
createVerifier({ audience, jwksUri: 'https://a.example/', issuers: [{ issuer }] })
// @ts-expect-error an issuer in the list has a name
createVerifier({ audience, issuers: [{ jwks: { keys: [] } }] })
// @ts-expect-error headers are strings
createVerifier({ issuer, audience, headers: { a: 1 } })
// @ts-expect-error each issuer has its own headers
createVerifier({ audience, headers: {}, issuers: [{ issuer }] })
// @ts-expect-error an answer has options, misspelt ones do not exist
createVerifier({ audience, issuers: () => ({ audiance: 'x' }) })
// @ts-expect-error a store can be written
createVerifier({ issuer, audience, store: { get: () => null } })
// @ts-expect-error a snapshot says when it was fetched
createVerifier({ issuer, audience, jwksSnapshot: { jwks: { keys: [] } } })
// @ts-expect-error waitUntil is a function
verifier.verify('', { waitUntil: true })
// @ts-expect-error milliseconds do not exist, and neither do dates
verifier.verifySync('', { now: new Date() })
// @ts-expect-error a token is a string
verifier.verifySync(undefined)
// @ts-expect-error a misspelt option of a call
verifier.verify('', { requiredScopes: ['a'] })
// @ts-expect-error keys are required
compactVerify('', {})
// @ts-expect-error the result cannot be changed
verifier.verifySync('').scopes.push('admin')
// @ts-expect-error nor can its claims
verifier.verifySync('').claims.sub = 'admin'
// @ts-expect-error a claim that nobody declared may be anything
verifier.verifySync('').claims['roles'].length
// @ts-expect-error the promise must be awaited
verifier.verify('').claims
// @ts-expect-error a JWK Set is text or an object
lintJwks(1)
// @ts-expect-error what was found cannot be changed
lint.findings.push(lint.findings[0])

// Claims: values, one of several, prefixes, negation, nested.
createVerifier({
  issuer,
  audience: null,
  claims: {
    token_use: 'access',
    client_id: ['web', 'cli'] as const,
    'kubernetes.io': { namespace: 'billing', pod: { name: { startsWith: ['a', 'b'] } } },
    email_verified: true,
    sts: { not: ['pending', 1] },
    sub: { startsWith: 'repo:acme/', not: { startsWith: 'repo:acme/evil' } }
  },
  scopesClaim: [['scope'], ['realm_access', 'roles']],
  typ: ['at+jwt', 'okta-internal-at+jwt']
})
// @ts-expect-error null is no value of a claim
createVerifier({ issuer, audience, claims: { a: null } })
// @ts-expect-error a regular expression is none
createVerifier({ issuer, audience, claims: { a: /b/ } })
// @ts-expect-error an unknown option
createVerifier({ issuer, audience, requireSubject: false, audienc: 'a' })

export async function withoutSubject(jwt: string): Promise<void> {
  const { subject } = await createVerifier({ issuer, audience, requireSubject: false }).verify(jwt)
  same<typeof subject, string | undefined>(true)
  const { subject: required } = createVerifier({ issuer, audience, requireSubject: true }).verifySync(jwt)
  same<typeof required, string>(true)
}
