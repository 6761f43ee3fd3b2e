import { createVerifier } from 'assay-jwt'

/** @import { Prepare } from '../workload.js' */
/** @import { Fixture } from '../fixtures.js' */

/** @type {Record<string, Prepare>} */
export const contestants = {
  'assay-sync': async (fixture, kind) => {
    const verifier = await makeVerifier(fixture, kind === 'repeated')
    return { verify: (token) => verifier.verifySync(token) }
  },
  'assay-async': async (fixture, kind) => {
    const verifier = await makeVerifier(fixture, kind === 'repeated')
    return { verify: (token) => verifier.verify(token) }
  },
  // What a cache costs that never helps: every token is new to it.
  'assay-miss': async (fixture) => {
    if (!hasTokenCache(fixture)) throw new Error('there is no token cache yet')
    const verifier = await makeVerifier(fixture, true)
    return { verify: (token) => verifier.verifySync(token) }
  }
}

/**
 * @param {Fixture} fixture
 * @param {boolean} cached
 */
async function makeVerifier(fixture, cached) {
  const options = cached || !hasTokenCache(fixture) ? optionsOf(fixture) : { ...optionsOf(fixture), tokenCache: false }
  const verifier = createVerifier(options)
  await verifier.ready()
  return verifier
}

/** @param {Fixture} fixture */
const optionsOf = ({ issuer, audience, jwk }) => ({ issuer, audience, jwks: { keys: [jwk] } })

/**
 * @param {Fixture} fixture
 * @returns {boolean} whether this build knows the option tokenCache
 */
function hasTokenCache(fixture) {
  try {
    createVerifier(/** @type {any} */ ({ ...optionsOf(fixture), tokenCache: false })).dispose()
    return true
  } catch {
    return false
  }
}
