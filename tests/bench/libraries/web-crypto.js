import { assertVerified, signedParts } from '../signed-parts.js'

/** @import { Prepare } from '../workload.js' */

/** @type {Record<string, { name: string, hash?: string, namedCurve?: string }>} */
const algorithms = {
  RS256: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  ES256: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  ES384: { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' },
  ES512: { name: 'ECDSA', namedCurve: 'P-521', hash: 'SHA-512' },
  EdDSA: { name: 'Ed25519' }
}

/** @type {Record<string, Prepare>} */
export const contestants = {
  'subtle-verify': async ({ jwk, alg }) => {
    const algorithm = algorithms[alg]
    // The Web Cryptography API knows EdDSA by its other name, and refuses a JWK with this one.
    const { alg: _, ...key } = jwk
    const imported = await crypto.subtle.importKey('jwk', key, algorithm, false, ['verify'])
    return {
      input: signedParts,
      verify: async ({ data, signature }) =>
        assertVerified(await crypto.subtle.verify(algorithm, imported, signature, data))
    }
  }
}
