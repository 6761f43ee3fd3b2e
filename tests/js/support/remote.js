import { after, afterEach, before, beforeEach } from 'node:test'
import { standingClock, testApi } from './core.js'
import { respond, startServer } from './server.js'
import { audience, issuer, now, publicJwk } from './tokens.js'

/**
 * A server with a JWK Set, a clock that stands, and verifiers that use both: new for each test of the file.
 */
export function remoteFixture() {
  /** @type {any} */
  const fixture = {
    fetches: () => fixture.server.requests.length,
    /** Makes a verifier of the fixture's server, on the fixture's clock. */
    remote(options, platform) {
      const { createVerifier } = testApi({ now: fixture.clock.now, ...platform })
      const verifier = createVerifier({
        ...{ issuer, audience, jwksUri: `${fixture.server.url}/jwks`, allowInsecureLoopback: true },
        ...options
      })
      verifiers.push(verifier)
      return verifier
    }
  }
  /** @type {any[]} */
  let verifiers = []
  before(async () => {
    fixture.server = await startServer(respond({}))
  })
  after(() => fixture.server.close())
  beforeEach(() => {
    fixture.clock = standingClock(now)
    fixture.server.requests.length = 0
  })
  afterEach(() => {
    for (const verifier of verifiers) verifier.dispose()
    verifiers = []
  })
  return fixture
}

/** @param {...string} names keys of keys.json @returns {ReturnType<typeof respond>} answers with their JWK Set */
export const setOf = (...names) => respond({ keys: names.map((name) => publicJwk(name)) })

/** @param {any} verifier @returns {number} how often its JWK Set was asked for */
export function attempts(verifier) {
  const {
    jwks_fetched: fetched = 0,
    jwks_not_modified: same = 0,
    jwks_fetch_failed: failed = 0
  } = verifier.status().counters
  return fetched + same + failed
}

/**
 * Does something that starts a refresh in the background, and waits for its end.
 * @template T
 * @param {any} verifier
 * @param {() => T} action
 * @returns {Promise<Awaited<T>>}
 */
export async function refreshing(verifier, action) {
  const before = attempts(verifier)
  const result = await action()
  await until(() => attempts(verifier) > before)
  return result
}

/** @param {() => unknown} condition */
export async function until(condition) {
  for (const end = Date.now() + 5000; !condition();) {
    if (Date.now() > end) throw new Error(`it did not come to pass: ${condition}`)
    await new Promise((resolve) => setImmediate(resolve))
  }
}
