import { createVerifier } from 'fast-jwt'

/** @import { Prepare } from '../workload.js' */
/** @import { Fixture } from '../fixtures.js' */

/**
 * @param {Fixture} fixture
 * @param {boolean} cache
 */
function makeVerifier({ issuer, audience, pem, alg }, cache) {
  const required = { allowedIss: issuer, allowedAud: audience, requiredClaims: ['exp'] }
  return createVerifier({
    key: pem,
    algorithms: [/** @type {import('fast-jwt').Algorithm} */ (alg)],
    cache,
    ...required
  })
}

/** @type {Record<string, Prepare>} */
export const contestants = {
  'fast-jwt': (fixture) => ({ verify: makeVerifier(fixture, false) }),
  'fast-jwt-cache': (fixture) => ({ verify: makeVerifier(fixture, true) })
}
