// Compiled, never run: what TypeScript says in a CommonJS file, where require() of an ES module is known.
import { AssayError, createVerifier } from 'assay-jwt'
import type { VerifiedToken } from 'assay-jwt'

export function subject(jwt: string): string {
  const verifier = createVerifier({ issuer: 'https://auth.example.com/', audience: null, jwks: { keys: [] } })
  const token: VerifiedToken = verifier.verifySync(jwt)
  return token.subject
}

export const isRefusal = (error: unknown): boolean => error instanceof AssayError
