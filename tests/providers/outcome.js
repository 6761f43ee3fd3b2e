import assert from 'node:assert/strict'
import { createVerifier } from 'assay-jwt'
import { fetchOf } from './fixtures.js'

/** @import { Fixture } from './fixtures.js' */
/** @import { AssayError } from 'assay-jwt' */

/** @typedef {{ code: string, reason: string, claim?: string }} Refusal */

/** @typedef {'accepted' | Refusal} Outcome */

/**
 * Verifies tokens with keys from the fixture's documents.
 * @param {Fixture} fixture
 * @param {any} options of createVerifier
 * @param {readonly { token: string, call?: object }[]} cases `call`: options of verify
 * @returns {Promise<Outcome[]>} what verify() says of each, and with the keys that it fetched verifySync(), too
 */
export async function outcomes(fixture, options, cases) {
  const { now } = fixture
  let verifier
  try {
    verifier = createVerifier({ onEvent: () => {}, fetch: fetchOf(fixture), ...options })
  } catch (error) {
    const refusal = refusalOf(error)
    return cases.map(() => refusal)
  }
  /** @type {Outcome[]} */
  const found = []
  for (const { token, call } of cases) {
    const outcome = await attempt(() => verifier.verify(token, { ...call, now }))
    found.push(outcome)
    if (outcome !== 'accepted' && outcome.code === 'AUTH_KEYS_UNAVAILABLE') continue
    assert.deepEqual(await attempt(() => verifier.verifySync(token, { ...call, now })), outcome)
  }
  verifier.dispose()
  return found
}

/**
 * @param {Fixture} fixture
 * @param {any} options
 * @param {object} call
 * @returns {Promise<Outcome>} what is said of the fixture's own token
 */
export async function outcomeOf(fixture, options, call) {
  const [outcome] = await outcomes(fixture, options, [{ token: fixture.token, call }])
  return outcome
}

/** @param {() => unknown} action @returns {Promise<Outcome>} */
async function attempt(action) {
  try {
    await action()
    return 'accepted'
  } catch (error) {
    return refusalOf(error)
  }
}

/** @param {unknown} error @returns {Refusal} */
function refusalOf(error) {
  const { code, reason, claim } = /** @type {AssayError} */ (error)
  if (code === undefined) throw error
  return claim === undefined ? { code, reason } : { code, reason, claim }
}
