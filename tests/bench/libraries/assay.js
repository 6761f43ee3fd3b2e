import { createVerifier } from 'assay-jwt'

/** @import { Prepare } from '../workload.js' */
/** @import { Fixture } from '../fixtures.js' */

/** @type {Record<string, Prepare>} */
export const contestants = {
  'assay-sync': async (fixture, kind) => {
    if (kind === 'new-key') return makeRenewed(fixture)
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
 * Each token is the first that its key verifies: when all have had their turn, another verifier begins anew.
 * @param {Fixture} fixture
 */
async function makeRenewed(fixture) {
  const options = { ...optionsOf(fixture), jwks: { keys: fixture.keys }, tokenCache: false }
  let verifier = createVerifier(options)
  await verifier.ready()
  let uses = 0
  return {
    verify: (/** @type {string} */ token) => {
      if (uses++ === fixture.keys.length) {
        verifier.dispose()
        verifier = createVerifier(options)
        uses = 1
      }
      return verifier.verifySync(token)
    }
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
const optionsOf = ({ issuer, audience, jwk, alg }) => ({
  ...{ issuer, audience, jwks: { keys: [jwk] } },
  algorithms: /** @type {import('assay-jwt').Algorithm[]} */ ([alg])
})

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
