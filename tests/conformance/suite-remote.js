// The suite's tests of keys that are fetched, from a real server on loopback (key-server.js).

import { assert, keyServer, outcomeOf, refused, remoteOptions, same, until } from './suite-tools.js'

/** @typedef {import('./suite.js').Context} Context */

/** The keys are fetched once; verifySync never fetches them. @param {Context} context */
export async function remote({ api, fixture, ...place }) {
  const server = await keyServer(place, 'remote', { keys: ['good'] })
  const verifier = api.createVerifier(remoteOptions(fixture, { jwksUri: server.jwksUri }))
  const [{ token }] = fixture.accept
  const early = await outcomeOf(() => verifier.verifySync(token, { now: fixture.now }))
  refused(api, early, { code: 'AUTH_KEYS_UNAVAILABLE', reason: 'keys_not_loaded' }, 'verifySync before ready()')
  same(await server.requests(), 0, 'requests')
  await verifier.ready()
  for (let times = 0; times < 3; times++) await verifier.verify(token, { now: fixture.now })
  same(verifier.verifySync(token, { now: fixture.now }).subject, 'user-1', 'verifySync after ready()')
  same(await server.requests(), 1, 'requests')
}

/** RFC 8414: the metadata document names the JWK Set, for its own issuer alone. @param {Context} context */
export async function discovery({ api, fixture, ...place }) {
  const server = await keyServer(place, 'discovery', { keys: ['good'] })
  const [{ token }] = fixture.accept
  const verifier = api.createVerifier(remoteOptions(fixture, { metadataUrl: server.metadataUrl }))
  same((await verifier.verify(token, { now: fixture.now })).subject, 'user-1', 'verify')
  await server.set({ keys: ['good'], issuer: 'https://evil.example' })
  const other = api.createVerifier(remoteOptions(fixture, { metadataUrl: server.metadataUrl }))
  const outcome = await outcomeOf(() => other.verify(token, { now: fixture.now }))
  refused(api, outcome, { code: 'AUTH_KEYS_UNAVAILABLE', reason: 'discovery_issuer_mismatch' }, "another's metadata")
}

/** A new key is found by its id; a removed one stops verifying with the next refresh; unknown ids cause no flood. @param {Context} context */
export async function rotation({ api, fixture, patience, ...place }) {
  const server = await keyServer(place, 'rotation', { keys: ['good'] })
  const jwksCache = { maxAge: 1, cooldown: 1 }
  const verifier = api.createVerifier(remoteOptions(fixture, { jwksUri: server.jwksUri, jwksCache }))
  const { before, after, unknown } = fixture.rotated
  const verdict = async (/** @type {string} */ token) => {
    const { error } = await outcomeOf(() => verifier.verify(token, { now: fixture.now }))
    return error?.reason ?? 'accepted'
  }
  same(await verdict(before), 'accepted', 'before')
  await server.set({ keys: ['other'] })
  await until(async () => (await verdict(after)) === 'accepted', 'the new key verifies', patience)
  await until(async () => (await verdict(before)) === 'key_not_found', 'the removed key stops verifying', patience)
  const requests = await server.requests()
  for (let times = 0; times < 50; times++) same(await verdict(unknown), 'key_not_found', 'an unknown key')
  const more = (await server.requests()) - requests
  assert(more <= 10, `50 tokens with an unknown kid caused ${more} requests`)
}

/** An issuer goes over from RSA to a curve: the first such token of all may come by verify(). @param {Context} context */
export async function rotationToCurve({ api, fixture, patience, ...place }) {
  const server = await keyServer(place, 'to a curve', { keys: ['good'] })
  const [jwksCache, algorithms] = [{ maxAge: 1, cooldown: 1 }, ['RS256', 'ES256', 'EdDSA']]
  const verifier = api.createVerifier(remoteOptions(fixture, { jwksUri: server.jwksUri, jwksCache, algorithms }))
  const verdict = async (/** @type {string} */ token) => {
    const { error } = await outcomeOf(() => verifier.verify(token, { now: fixture.now }))
    return error?.reason ?? 'accepted'
  }
  const { before } = fixture.rotated
  same(await verdict(before), 'accepted', 'RS256 before')
  same(await verdict(fixture.curves.ES256), 'key_not_found', 'ES256 before')
  await server.set({ keys: ['ES256'] })
  await until(async () => (await verdict(fixture.curves.ES256)) === 'accepted', 'the new key verifies', patience)
  await until(async () => (await verdict(before)) === 'key_not_found', 'the RSA key stops verifying', patience)
  await verifier.ready()
  same(verifier.verifySync(fixture.curves.ES256, { now: fixture.now }).subject, 'user-1', 'verifySync')
  await server.set({ keys: ['good', 'EdDSA'] })
  await until(async () => (await verdict(fixture.curves.EdDSA)) === 'accepted', 'the third key verifies', patience)
}

/** Each way to fail has its reason; the server that answers again is believed again. @param {Context} context */
export async function outage({ api, fixture, patience, ...place }) {
  const [{ token }] = fixture.accept
  const reasons = {
    status: 'jwks_status',
    redirect: 'jwks_redirect',
    html: 'jwks_not_json',
    reset: 'jwks_fetch_failed',
    large: 'jwks_too_large',
    slow: 'jwks_timeout'
  }
  const attempts = Object.entries(reasons).map(async ([fault, reason]) => {
    const server = await keyServer(place, `outage-${fault}`, { keys: ['good'], fault })
    const jwksCache = { cooldown: 1, timeout: fault === 'slow' ? 1 : 30 }
    const verifier = api.createVerifier(remoteOptions(fixture, { jwksUri: server.jwksUri, jwksCache }))
    const outcome = await outcomeOf(() => verifier.verify(token, { now: fixture.now }))
    refused(api, outcome, { code: 'AUTH_KEYS_UNAVAILABLE', reason }, fault)
    same(outcome.error.retryable, true, `${fault}: retryable`)
    if (fault !== 'status') return
    await server.set({ keys: ['good'] })
    const again = () => outcomeOf(() => verifier.verify(token, { now: fixture.now }))
    await until(async () => (await again()).token !== undefined, 'the keys are there again', patience)
  })
  await Promise.all(attempts)
  return `${attempts.length} faults`
}
