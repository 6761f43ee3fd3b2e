import { goodOptions, token } from './tokens.js'
import { testApi } from './core.js'

export const url = 'https://mcp.example.com/mcp'
export const metadataUrl = 'https://mcp.example.com/.well-known/oauth-protected-resource/mcp'

/** A verifier whose clock is the tests' own, so that token() is good. */
export function testVerifier(options = {}) {
  return testApi({ now: () => 1_800_000_000 }).createVerifier(goodOptions(options))
}

/** @param {string} [authorization] @param {RequestInit & { url?: string }} [init] */
export function request(authorization, { url: target = url, headers, ...init } = {}) {
  return new Request(target, {
    ...init,
    headers: { ...(authorization !== undefined && { authorization }), ...headers }
  })
}

/** @param {Parameters<typeof token>[0]} [differences] */
export const bearer = (differences) => `Bearer ${token(differences)}`

/** A verifier that always throws the same. @param {unknown} error @returns {any} */
export const failing = (error) => ({ verify: () => Promise.reject(error) })

/** Tokens by what is wrong with them, and what the guard says: code, reason, status, error. */
export const verdicts = () => [
  { name: 'no token', authorization: undefined, code: 'AUTH_TOKEN_MISSING', reason: 'token_missing', status: 401 },
  { name: 'not a JWT', authorization: 'Bearer abc', ...invalid('malformed_segments') },
  { name: 'tampered', authorization: `${bearer()}AAAA`, ...invalid('signature_mismatch') },
  { name: 'expired', authorization: bearer({ claims: { exp: 1 } }), ...invalid('expired', 'AUTH_TOKEN_EXPIRED') },
  {
    name: 'issuer',
    authorization: bearer({ claims: { iss: 'x' } }),
    ...invalid('issuer_mismatch', 'AUTH_INVALID_ISSUER')
  },
  {
    name: 'audience',
    authorization: bearer({ claims: { aud: 'x' } }),
    ...invalid('audience_mismatch', 'AUTH_INVALID_AUDIENCE')
  }
]

const invalid = (/** @type {string} */ reason, code = 'AUTH_TOKEN_INVALID') => ({
  code,
  reason,
  status: 401,
  error: 'invalid_token'
})
