import { createLocalJWKSet, importJWK, jwtVerify } from 'jose'

/** @import { Prepare } from '../workload.js' */
/** @import { Fixture } from '../fixtures.js' */

/** @param {Fixture} fixture */
const optionsOf = ({ issuer, audience, alg }) => ({ issuer, audience, algorithms: [alg], requiredClaims: ['exp'] })

/** Each token is the first that its key verifies: it imports a JWK once. @param {Fixture} fixture */
function makeRenewed(fixture) {
  const options = optionsOf(fixture)
  const renew = () => createLocalJWKSet({ keys: fixture.keys })
  let keys = renew()
  let uses = 0
  return {
    verify: (/** @type {string} */ token) => {
      if (uses++ === fixture.keys.length) [keys, uses] = [renew(), 1]
      return jwtVerify(token, keys, options)
    }
  }
}

/** @type {Record<string, Prepare>} */
export const contestants = {
  jose: async (fixture) => {
    const key = await importJWK(fixture.jwk, fixture.alg)
    const options = optionsOf(fixture)
    return { verify: (token) => jwtVerify(token, key, options) }
  },
  'jose-jwks': (fixture, kind) => {
    if (kind === 'new-key') return makeRenewed(fixture)
    const keys = createLocalJWKSet({ keys: [fixture.jwk] })
    const options = optionsOf(fixture)
    return { verify: (token) => jwtVerify(token, keys, options) }
  }
}
