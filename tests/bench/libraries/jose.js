import { createLocalJWKSet, importJWK, jwtVerify } from 'jose'

/** @import { Prepare } from '../workload.js' */
/** @import { Fixture } from '../fixtures.js' */

/** @param {Fixture} fixture */
const optionsOf = ({ issuer, audience }) => ({ issuer, audience, algorithms: ['RS256'], requiredClaims: ['exp'] })

/** @type {Record<string, Prepare>} */
export const contestants = {
  jose: async (fixture) => {
    const key = await importJWK(fixture.jwk, 'RS256')
    const options = optionsOf(fixture)
    return { verify: (token) => jwtVerify(token, key, options) }
  },
  'jose-jwks': (fixture) => {
    const keys = createLocalJWKSet({ keys: [fixture.jwk] })
    const options = optionsOf(fixture)
    return { verify: (token) => jwtVerify(token, keys, options) }
  }
}
