// What the suite's tests are written with. It imports nothing either.

/** @typedef {{ token?: any, error?: any }} Outcome */

/** @param {unknown} condition @param {string} message @returns {asserts condition} */
export function assert(condition, message) {
  if (!condition) throw new Error(message)
}

/** @param {unknown} actual @param {unknown} expected @param {string} what */
export function same(actual, expected, what) {
  const [found, wanted] = [actual, expected].map((each) => JSON.stringify(each))
  assert(found === wanted, `${what}: ${found} instead of ${wanted}`)
}

/** @param {() => unknown} action @returns {Promise<Outcome>} what it returns or throws, sooner or later */
export async function outcomeOf(action) {
  try {
    return { token: await action() }
  } catch (error) {
    return { error }
  }
}

/** @param {() => unknown} action @returns {Outcome} what it returns or throws at once */
export function outcomeNow(action) {
  try {
    return { token: action() }
  } catch (error) {
    return { error }
  }
}

/**
 * @param {{ AssayError: any }} api
 * @param {Outcome} outcome
 * @param {{ code: string, reason: string }} expected
 * @param {string} what
 */
export function refused({ AssayError }, { token, error }, { code, reason }, what) {
  assert(error !== undefined, `${what}: accepted ${JSON.stringify(token)} instead of ${code} ${reason}`)
  assert(error instanceof AssayError, `${what}: ${error} is no AssayError`)
  same([error.code, error.reason], [code, reason], what)
  assert(typeof error.hint === 'string' && error.hint !== '', `${what}: no hint`)
}

/**
 * verify and verifySync decide alike, and as expected. No error shows the token.
 * @param {any[]} cases of the fixture
 * @param {{ api: any, verifier: (name?: string) => any }} context
 * @param {{ now: number }} fixture
 */
export async function decideAll(cases, { api, verifier }, { now }) {
  for (const { name, verifier: of, token, options, expected = {}, code = 'AUTH_TOKEN_INVALID', reason } of cases) {
    const subject = verifier(of)
    await subject.ready().catch(() => {}) // a JWK Set without a usable key
    const call = { now, ...options }
    const outcome = await outcomeOf(() => subject.verifySync(token, call))
    same(await outcomeOf(() => subject.verify(token, call)), outcome, `${name}: verify and verifySync`)
    if (reason === undefined) assert(outcome.token, `${name}: ${outcome.error?.code} ${outcome.error?.reason}`)
    else refused(api, outcome, { code, reason }, name)
    for (const [member, value] of Object.entries(expected)) same(outcome.token[member], value, `${name}: ${member}`)
    assert(
      token.length < 40 || !JSON.stringify(outcome.error ?? '').includes(token),
      `${name}: the error shows the token`
    )
  }
  return `${cases.length} tokens`
}

/**
 * @param {() => Promise<boolean>} condition
 * @param {string} what is awaited
 * @param {number} [seconds] for so long
 */
export async function until(condition, what, seconds = 30) {
  for (let tries = 0; tries < seconds * 5; tries++) {
    if (await condition()) return
    await new Promise((done) => setTimeout(done, 200))
  }
  throw new Error(`never came: ${what}`)
}

/** @param {any} fixture @param {object} options @returns {object} of a verifier whose keys are on the key server */
export function remoteOptions({ issuer, audience }, options) {
  return { issuer, audience, allowInsecureLoopback: true, ...options }
}

/**
 * A place of its own on the key server (key-server.js).
 * @param {{ base: string, id: string }} where
 * @param {string} name
 * @param {object} state
 */
export async function keyServer({ base, id }, name, state) {
  const path = encodeURIComponent(`${id} ${name}`)
  const set = async (/** @type {object} */ next) => {
    await fetch(`${base}/set/${path}`, { method: 'POST', body: JSON.stringify(next) })
  }
  await set(state)
  return {
    jwksUri: `${base}/jwks/${path}`,
    metadataUrl: `${base}/metadata/${path}`,
    set,
    requests: async () => (await fetch(`${base}/requests/${path}`)).json()
  }
}
