import { createPublicKey } from 'node:crypto'
import jsonwebtoken from 'jsonwebtoken'

/** @import { Prepare } from '../workload.js' */

/** @type {Record<string, Prepare>} */
export const contestants = {
  jsonwebtoken: ({ issuer, audience, pem, alg }) => {
    const key = createPublicKey(pem)
    const options = { issuer, audience, algorithms: [alg] }
    return { verify: (token) => jsonwebtoken.verify(token, key, options) }
  }
}
