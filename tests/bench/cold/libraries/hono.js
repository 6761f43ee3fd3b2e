import { verify } from 'hono/jwt'

/** @type {Record<string, { name: string, hash?: string, namedCurve?: string }>} */
const algorithms = {
  RS256: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  ES256: { name: 'ECDSA', namedCurve: 'P-256' }
}

/** @type {import('../run-cold.js').Create} */
export function create({ issuer, audience, alg, jwk }) {
  const options = { alg: /** @type {'RS256'} */ (alg), iss: issuer, aud: audience, typ: 'at+jwt' }
  /** @type {CryptoKey} */
  let key
  return {
    prepare: async () => void (key = await crypto.subtle.importKey('jwk', jwk, algorithms[alg], false, ['verify'])),
    verify: (token) => verify(token, key, options)
  }
}
