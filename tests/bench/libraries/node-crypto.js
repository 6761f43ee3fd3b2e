import { createPublicKey, verify } from 'node:crypto'
import { assertVerified, keyIdOf, signedParts } from '../signed-parts.js'

/** @import { Prepare } from '../workload.js' */

/** @type {Record<string, string | null>} */
const hashes = { RS256: 'sha256', ES256: 'sha256', ES384: 'sha384', ES512: 'sha512', EdDSA: null }

/** @type {Record<string, Prepare>} */
export const contestants = {
  // Its keys are never new: it is what a prepared key is compared with.
  'crypto-verify': ({ pem, alg, keys }) => {
    const hash = hashes[alg]
    const only = createPublicKey(pem)
    const all = new Map(keys.map((key) => [key.kid, createPublicKey({ key, format: 'jwk' })]))
    // workerd throws here, as it would for each token: so it is missing there, with what workerd says.
    if (alg.startsWith('ES'))
      verify(hash, new Uint8Array(1), { key: only, dsaEncoding: 'ieee-p1363' }, new Uint8Array(64))
    return {
      input: (token) => {
        const key = keys.length > 0 ? all.get(keyIdOf(token)) : only
        const signer = alg.startsWith('ES') ? { key, dsaEncoding: 'ieee-p1363' } : key
        return { ...signedParts(token), signer }
      },
      verify: ({ data, signature, signer }) => assertVerified(verify(hash, data, signer, signature))
    }
  }
}
