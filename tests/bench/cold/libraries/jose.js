import { importJWK, jwtVerify } from 'jose'

/** @type {import('../run-cold.js').Create} */
export function create({ issuer, audience, alg, jwk }) {
  const options = { issuer, audience, algorithms: [alg], requiredClaims: ['exp'] }
  /** @type {Awaited<ReturnType<typeof importJWK>>} */
  let key
  return {
    prepare: async () => void (key = await importJWK(jwk, alg)),
    verify: (token) => jwtVerify(token, key, options)
  }
}
