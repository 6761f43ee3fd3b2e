// Compiled, never run: what TypeScript says of guardMcp's tables, lists and streams.
import { createVerifier } from 'assay-jwt'
import type { RequiredScope, VerifiedToken } from 'assay-jwt'
import { closeAt as closeNodeAt } from 'assay-jwt/express'
import { closeAt } from 'assay-jwt/http'
import { filterTools, guardMcp, guardMcpExpress, messageScopes } from 'assay-jwt/mcp'
import type { McpGuardOptions, McpRequest, ScopeTable } from 'assay-jwt/mcp'

/** Compiles only where both types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <A, B>(_: Same<A, B>): void => {}
type Maybe = VerifiedToken | undefined

const verifier = createVerifier({ issuer: 'https://auth.example.com/', audience: 'https://mcp.example.com' })

// A token may be missing exactly where the table is seen to have a public rule.
guardMcp(verifier, { scopes: { 'tools/call': { search: 'public', write: 'tools:write' } } })((_request, { token }) => {
  same<typeof token, Maybe>(true)
  // @ts-expect-error there may be none
  return Response.json(token.subject)
})
guardMcp(verifier, { scopes: { 'tools/list': 'public', ping: [] } })((_request, { token }) => {
  same<typeof token, Maybe>(true)
  return new Response()
})
guardMcp(verifier, {
  scopes: { 'tools/call': { a: ['public'], b: { anyOf: ['public', 'x'] }, '*': [{ anyOf: ['y'] }] }, ping: false }
})((_request, { token }) => {
  same<typeof token, VerifiedToken>(true)
  return Response.json(token.subject)
})
const table = { 'tools/call': { search: 'public' } } as const
guardMcp(verifier, { scopes: table })((_request, { token }) => {
  same<typeof token, Maybe>(true)
  return new Response()
})
guardMcp(verifier, { scopes: table, preflight: 'handler' })((_request, { token }) => {
  same<typeof token, Maybe>(true)
  return new Response()
})
const options: McpGuardOptions = {
  scopes: { 'tools/call': { search: 'public' } },
  filterTools: true,
  sessionSecret: new Uint8Array(32)
}
guardMcp(verifier, { ...options, sessionSecret: 'sixteen bytes or more' })

guardMcpExpress<McpRequest<true>>(verifier, { scopes: table })
export const handler = (request: McpRequest<true>): unknown => {
  // @ts-expect-error there may be none
  return request.bearer?.token.subject
}

const scopes: ScopeTable = { 'tools/call': { read: { anyOf: ['a', 'b'] }, '*': ['c', { anyOf: ['d', 'e'] }] } }
same<ReturnType<ReturnType<typeof messageScopes>>, RequiredScope[]>(true)
export const listed = (token: Maybe): { name: string; title: string }[] =>
  filterTools(scopes)([{ name: 'read', title: 'Read' }] as const, token)
export const stream = (response: Response, token: Maybe): Response => closeAt(response, token)
void closeNodeAt

// @ts-expect-error the table says what is public
guardMcp(verifier, { scopes, optional: true })
// @ts-expect-error neither true nor false
guardMcp(verifier, { scopes, filterTools: 'yes' })
// @ts-expect-error no such rule
guardMcp(verifier, { scopes: { 'tools/call': { a: { allOf: ['a'] } } } })
// @ts-expect-error the table is required
guardMcp(verifier, {})
