import { createPublicKey, verify } from 'node:crypto'
import { assertVerified, signedParts } from '../signed-parts.js'

/** @import { Prepare } from '../workload.js' */

/** @type {Record<string, Prepare>} */
export const contestants = {
  'crypto-verify': ({ pem }) => {
    const key = createPublicKey(pem)
    return {
      input: signedParts,
      verify: ({ data, signature }) => assertVerified(verify('sha256', data, key, signature))
    }
  }
}
