import { JwtVerifier } from 'aws-jwt-verify'

/** @import { Prepare } from '../workload.js' */
/** @import { Fixture } from '../fixtures.js' */

/** @param {Fixture} fixture */
function makeVerifier({ issuer, audience, jwk }) {
  const verifier = JwtVerifier.create({ issuer, audience, jwksUri: 'https://auth.example.com/jwks' })
  verifier.cacheJwks({ keys: [jwk] })
  return verifier
}

/** @type {Record<string, Prepare>} */
export const contestants = {
  'aws-sync': (fixture) => {
    const verifier = makeVerifier(fixture)
    return { verify: (token) => verifier.verifySync(token) }
  },
  'aws-async': (fixture) => {
    const verifier = makeVerifier(fixture)
    return { verify: (token) => verifier.verify(token) }
  }
}
