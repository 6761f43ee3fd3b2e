// The core's RSA verification without the pipeline around it, to compare with node:crypto.verify: SHA-256 of the
// signing input, s^e mod n, and the comparison of the encoded message.
//
// The core has no export for it yet. Whoever adds one gives back what libraries/node-crypto.js does:
//   return { input: signedParts, verify: ({ data, signature }) => assertVerified(…) }

/** @import { Prepare } from '../workload.js' */

/** @type {Record<string, Prepare>} */
export const contestants = {
  'rsa-operation': () => {
    throw new Error('the core has no export for it yet')
  }
}
