import { assertVerified, signedParts } from '../signed-parts.js'

/** @import { Prepare } from '../workload.js' */

const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }

/** @type {Record<string, Prepare>} */
export const contestants = {
  'subtle-verify': async ({ jwk }) => {
    const key = await crypto.subtle.importKey('jwk', jwk, algorithm, false, ['verify'])
    return {
      input: signedParts,
      verify: async ({ data, signature }) =>
        assertVerified(await crypto.subtle.verify(algorithm.name, key, signature, data))
    }
  }
}
