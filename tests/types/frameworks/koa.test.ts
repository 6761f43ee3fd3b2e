// Compiled, never run: the middleware in Koa's own types.
import { createServer } from 'node:http2'
import { createVerifier } from 'assay-jwt'
import type { VerifiedToken } from 'assay-jwt'
import { fromCookie, protectedResourceMetadata, rateLimit } from 'assay-jwt/http'
import type { Bearer } from 'assay-jwt/http'
import { closeAt, guard, resourceMetadataHandler } from 'assay-jwt/koa'
import Koa from 'koa'
import type { Context } from 'koa'

/** Compiles only where both types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <A, B>(_: Same<A, B>): void => {}

const verifier = createVerifier({ issuer: 'https://auth.example.com/', audience: 'https://mcp.example.com' })
const document = protectedResourceMetadata({ resource: 'https://a.example', authorizationServers: 'https://b.example' })

// Chained, or with the type named.
new Koa()
  .use(resourceMetadataHandler(document))
  .use(resourceMetadataHandler((ctx) => (ctx.host === 'a.example' ? document : undefined)))
  .use(guard(verifier, { requiredScope: (ctx, token) => (ctx.method === 'GET' ? 'read' : `${token.subject}:write`) }))
  .use(async (ctx) => {
    same<typeof ctx.state.bearer.token, VerifiedToken>(true)
    await ctx.state.bearer.requireScope('admin')
    closeAt(ctx.res, ctx.state.bearer.token)
    ctx.body = ctx.state.bearer.token.subject
  })
const named = new Koa<{ bearer: Bearer }>()
named.use(guard(verifier, { getToken: fromCookie('a'), rateLimit: rateLimit({ key: (ctx: Context) => ctx.ip }) }))
named.use((ctx) => {
  ctx.body = ctx.state.bearer.token.subject
})
createServer(named.callback())

new Koa().use(guard(verifier, { optional: true })).use((ctx) => {
  same<typeof ctx.state.bearer.token, VerifiedToken | undefined>(true)
  // @ts-expect-error there may be none
  ctx.body = ctx.state.bearer.token.subject
})
new Koa().use(guard(verifier, { preflight: 'handler' })).use((ctx) => {
  ctx.body = ctx.state.bearer?.token.subject
  // @ts-expect-error there is none in a preflight
  ctx.body = ctx.state.bearer.token.subject
})
// @ts-expect-error a misspelt option
guard(verifier, { requiredScopes: ['a'] })
