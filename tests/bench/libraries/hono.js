import { verify } from 'hono/jwt'

/** @import { Prepare } from '../workload.js' */

/** @type {Record<string, Prepare>} */
export const contestants = {
  hono: async ({ issuer, audience, jwk }) => {
    const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
    const key = await crypto.subtle.importKey('jwk', jwk, algorithm, false, ['verify'])
    const options = { alg: /** @type {const} */ ('RS256'), iss: issuer, aud: audience, typ: 'at+jwt' }
    return { verify: (token) => verify(token, key, options) }
  }
}
