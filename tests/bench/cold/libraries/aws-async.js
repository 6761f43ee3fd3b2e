import { JwtVerifier } from 'aws-jwt-verify'

/** @type {import('../run-cold.js').Create} */
export function create({ issuer, audience, jwk }) {
  const verifier = JwtVerifier.create({ issuer, audience, jwksUri: 'https://auth.example.com/jwks' })
  verifier.cacheJwks({ keys: [jwk] })
  return { verify: (token) => verifier.verify(token) }
}
