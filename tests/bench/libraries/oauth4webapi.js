import { customFetch, validateJwtAccessToken } from 'oauth4webapi'

/** @import { Prepare } from '../workload.js' */

/** @type {Record<string, Prepare>} */
export const contestants = {
  oauth4webapi: ({ issuer, audience, jwk }) => {
    const server = { issuer, jwks_uri: 'https://auth.example.com/jwks' }
    const options = {
      signingAlgorithms: ['RS256'],
      // Its keys come by fetch alone; it asks again when they are older than five minutes.
      [customFetch]: async () => Response.json({ keys: [jwk] })
    }
    return {
      // It takes a whole request. A server has one already, so that making it isn't part of what is measured.
      input: (token) => new Request(audience, { headers: { authorization: `Bearer ${token}` } }),
      verify: (request) => validateJwtAccessToken(server, request, audience, options)
    }
  }
}
