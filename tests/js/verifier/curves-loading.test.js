import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testApi } from '../support/core.js'
import { countingCurves, waitingCurves } from '../support/curves.js'
import { ecJwk, ecOptions, ecToken } from '../support/ec-tokens.js'
import { accepts, assertError, caught, invalidToken, keysUnavailable, rejection } from '../support/expect.js'
import { goodOptions, now, publicJwk, token } from '../support/tokens.js'

const at = { now }
const good = token()
const mixed = [publicJwk(), ecJwk('ES256'), ecJwk('EdDSA')]
const notLoaded = {
  ...keysUnavailable('core_not_loaded'),
  message: 'assay-ec.wasm is not loaded yet: await verifier.ready() first'
}
const missing = { ...keysUnavailable('core_not_loaded'), message: 'assay-ec.wasm could not be loaded (TypeError)' }

const failing = () => {
  throw new TypeError('https://a.example/assay-ec.wasm?secret')
}

/** A browser-like platform and its verifier. */
function waiting(attempt, options = ecOptions()) {
  const { counts, curves } = waitingCurves(attempt)
  const events = []
  const verifier = testApi({ curves }).createVerifier({ ...options, onEvent: (event) => events.push(event) })
  return { counts, events, verifier }
}

for (const [platform, make] of [
  ['that loads synchronously', countingCurves],
  ['that loads asynchronously', waitingCurves]
]) {
  test(`issue 17: users of RSA never load assay-ec.wasm on a platform ${platform}, whatever is in their set`, async () => {
    const { counts, curves } = make()
    const { createVerifier, compactVerify } = testApi({ curves })
    for (const options of [
      goodOptions(),
      goodOptions({ algorithms: ['RS256', 'ES256', 'EdDSA'] }),
      goodOptions({ jwks: { keys: mixed } })
    ]) {
      const verifier = createVerifier(options)
      await accepts(verifier, good)
      await verifier.ready()
      await accepts(verifier, good)
      for (const refused of [ecToken('ES256', { header: { kid: 'none' } }), ecToken('ES256', { claims: { exp: 1 } })])
        assert.equal((await rejection(verifier.verify(refused, at))).code.startsWith('AUTH_'), true)
      await compactVerify(good, { jwks: options.jwks })
      verifier.dispose()
    }
    assert.equal(counts.loads, 0)
  })
}

test('where loading is synchronous, the first key that needs it loads it, for all verifiers', async () => {
  const { counts, curves } = countingCurves()
  const { createVerifier, compactVerify } = testApi({ curves })
  const verifier = createVerifier(ecOptions())
  verifier.verifySync(good, at)
  assert.equal(counts.loads, 0)
  for (const alg of ['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']) await accepts(verifier, ecToken(alg))
  await accepts(createVerifier(ecOptions()), ecToken('ES256'))
  await compactVerify(ecToken('ES256'), { jwks: { keys: mixed }, algorithms: ['ES256'] })
  assert.equal(counts.loads, 1)
})

for (const make of [countingCurves, waitingCurves]) {
  test(`ready() loads it where a key needs it, so that the first token does not wait (${make.name})`, async () => {
    const { counts, curves } = make()
    const verifier = testApi({ curves }).createVerifier(ecOptions())
    await verifier.ready()
    assert.equal(counts.loads, 1)
    assert.equal(verifier.verifySync(ecToken('ES384'), at).subject, 'user-1')
    await verifier.ready()
    assert.equal(counts.loads, 1)
  })
}

test('where loading takes waiting, verifySync works after ready() or verify(), and says so before', async () => {
  const { counts, verifier } = waiting()
  const error = caught(() => verifier.verifySync(ecToken('ES256'), at))
  assertError(error, notLoaded)
  assert.equal(error.hint, 'Call await verifier.ready(), or await verifier.verify()')
  assert.equal(error.retryAfter, undefined)
  assert.equal(verifier.verifySync(good, at).subject, 'user-1')
  assert.equal(counts.loads, 0)
  await verifier.verify(ecToken('ES256'), at)
  await accepts(verifier, ecToken('ES256'))
  assert.equal(counts.loads, 1)
})

test('many calls at the same time load it once', async () => {
  const { counts, verifier } = waiting(() => new Promise((resolve) => setTimeout(resolve, 20)))
  await Promise.all(Array.from({ length: 50 }, () => verifier.verify(ecToken('ES256'), at)))
  await Promise.all([verifier.explain(ecToken('EdDSA'), at), verifier.ready()])
  assert.equal(counts.loads, 1)
})

test('on Workers no request waits for what another one loads', async () => {
  const lost = new Promise(() => {})
  const { counts, curves } = waitingCurves((load) => (load === 1 ? lost : undefined))
  const verifier = testApi({ curves, sharesPromises: false }).createVerifier(ecOptions())
  void verifier.verify(ecToken('ES256'), at)
  await new Promise((resolve) => setImmediate(resolve))
  assert.equal((await verifier.verify(ecToken('ES256'), at)).subject, 'user-1')
  assert.equal(counts.loads, 2)
})

test('a token by RSA loads it where the set has a key that needs it, once: a failure is no fault of the token', async () => {
  const { counts, verifier } = waiting()
  await verifier.verify(good, at)
  assert.equal(verifier.verifySync(ecToken('ES256'), at).subject, 'user-1')
  assert.equal(counts.loads, 1)
  const broken = waiting(failing)
  for (let call = 0; call < 3; call++) assert.equal((await broken.verifier.verify(good, at)).subject, 'user-1')
  assert.equal(broken.counts.loads, 1)
})

test('explain() and compactVerify() load it', async () => {
  const { counts, verifier } = waiting()
  const report = await verifier.explain(ecToken('ES512'), at)
  assert.equal(report.valid, true, JSON.stringify(report.error))
  const late = await waiting().verifier.explain(ecToken('ES512', { claims: { exp: 1 } }), at)
  assert.deepEqual([late.error.reason, late.signatureVerified], ['expired', true])
  assert.equal(counts.loads, 1)
  const other = waitingCurves()
  const { compactVerify } = testApi({ curves: other.curves })
  const verify = () => compactVerify(ecToken('EdDSA'), { jwks: { keys: mixed }, algorithms: ['EdDSA'] })
  assert.equal((await verify()).protectedHeader.alg, 'EdDSA')
  await verify()
  assert.equal(other.counts.loads, 1)
})

test('a token that needs no look at its signature is refused for its own fault and loads nothing', async () => {
  const { counts, verifier } = waiting()
  for (const [jwt, reason] of [
    [ecToken('ES256', { header: { kid: 'unknown' } }), 'key_not_found'],
    [ecToken('ES256', { header: { alg: 'ES256K' } }), 'alg_not_allowed'],
    [ecToken('ES256', { header: { alg: 'ES384' } }), 'key_type_mismatch'],
    [ecToken('ES256', { header: { typ: 'secevent+jwt' } }), 'typ_not_allowed'],
    [`${ecToken('ES256')}.`, 'malformed_segments']
  ]) {
    assertError(await rejection(verifier.verify(jwt, at)), invalidToken(reason))
    assertError(
      caught(() => verifier.verifySync(jwt, at)),
      invalidToken(reason)
    )
  }
  assert.equal(counts.loads, 0)
})

test('one that cannot be loaded is core_not_loaded, which names it, and is told once; tokens by RSA go on', async () => {
  const { counts, events, verifier } = waiting(failing)
  for (const act of [() => verifier.verify(ecToken('ES256'), at), () => verifier.ready()]) {
    const error = await rejection(act())
    assertError(error, missing, ['secret'])
    assert.match(error.hint, /^Deploy dist\/\*\.wasm .* inline-ec\); a Content-Security-Policy/)
    assert.equal(error.status, 503)
    assert.equal(error.retryAfter, undefined)
  }
  const report = await verifier.explain(ecToken('ES256'), at)
  assert.deepEqual(
    [report.valid, report.error.reason, report.error.message],
    [false, 'core_not_loaded', missing.message]
  )
  assert.equal(counts.loads, 3, 'each call tries again')
  await accepts(verifier, good)
  assert.deepEqual(
    events.map(({ type, message }) => [type, message.split('. ')[0]]),
    [['core_load_failed', missing.message]]
  )
})

test('the call after a failure loads it, if it can', async () => {
  const { counts, verifier } = waiting((load) => load > 2 || failing())
  for (let call = 0; call < 2; call++) assertError(await rejection(verifier.verify(ecToken('ES256'), at)), missing)
  await verifier.verify(ecToken('ES256'), at)
  await accepts(verifier, ecToken('ES256'))
  assert.equal(counts.loads, 3)
})

test('a file that is missing on a platform that loads synchronously is told in the same way', async () => {
  let isThere = false
  const { curves } = countingCurves()
  const loadSync = () => (isThere ? curves.loadSync() : failing())
  const events = []
  /** @type {any} */
  const verifier = testApi({ curves: { loadSync } }).createVerifier({
    ...ecOptions(),
    onEvent(event) {
      // A caller's code must not get into the call of the core that is under way.
      events.push([event.type, verifier.verifySync(good, at).subject])
    }
  })
  const es256 = ecToken('ES256')
  assertError(
    caught(() => verifier.verifySync(es256, at)),
    missing
  )
  assertError(await rejection(verifier.verify(es256, at)), missing)
  assert.equal((await verifier.explain(es256, at)).error.message, missing.message)
  assertError(await rejection(verifier.ready()), missing)
  assert.deepEqual(events, [['core_load_failed', 'user-1']])
  await accepts(verifier, good)
  isThere = true
  await accepts(verifier, es256)
})

test('a load that gives nothing ends', async () => {
  const verifier = testApi({ curves: { load: async () => undefined } }).createVerifier(ecOptions())
  assertError(await rejection(verifier.verify(ecToken('ES256'), at)), missing)
  assertError(await rejection(verifier.ready()), missing)
  assert.equal((await verifier.explain(ecToken('ES256'), at)).error.reason, 'core_not_loaded')
})

test('verifySync asks for ready() before it was called, and says why where ready() has failed', async () => {
  const load = () => Promise.reject(Object.assign(new Error('/srv/SECRET'), { code: 'ENOENT' }))
  const core = testApi({ loadSync: undefined, load }).createVerifier(goodOptions({ onEvent: () => {} }))
  const curves = testApi({ curves: { load } }).createVerifier({ ...ecOptions(), onEvent: () => {} })
  /** @type {[any, string, string][]} */
  const cases = [
    [core, good, 'The WebAssembly core'],
    [curves, ecToken('ES256'), 'assay-ec.wasm']
  ]
  for (const [verifier, jwt, what] of cases) {
    const before = caught(() => verifier.verifySync(jwt, at))
    assertError(before, {
      ...keysUnavailable('core_not_loaded'),
      message: `${what} is not loaded yet: await verifier.ready() first`
    })
    assert.match(before.hint, /await verifier\.ready\(\)/)
    await rejection(verifier.ready())
    const after = caught(() => verifier.verifySync(jwt, at))
    assertError(after, { ...keysUnavailable('core_not_loaded'), message: `${what} could not be loaded (ENOENT)` }, [
      'SECRET'
    ])
    assert.match(after.hint, /^Deploy dist/)
  }
})

test('another file in place of assay.wasm is named', async () => {
  const empty = new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))
  const verifier = testApi({ loadSync: () => empty }).createVerifier(goodOptions({ onEvent: () => {} }))
  const message = 'The WebAssembly core is another file, not that of assay-jwt'
  assertError(await rejection(verifier.verify(good, at)), { ...keysUnavailable('core_not_loaded'), message })
})

test('a verifier that is disposed while it is loaded refuses', async () => {
  let arrive
  const arrival = new Promise((resolve) => (arrive = resolve))
  const { verifier } = waiting(() => arrival)
  const calls = [verifier.verify(ecToken('ES256'), at), verifier.ready(), verifier.explain(ecToken('ES256'), at)]
  await new Promise((resolve) => setImmediate(resolve))
  verifier.dispose()
  arrive()
  for (const call of calls) assertError(await rejection(call), { code: 'CONFIG_INVALID', reason: 'verifier_disposed' })
})

test('a wrong signature is refused after loading, as before', async () => {
  const { verifier } = waiting()
  const jwt = ecToken('ES256', { key: 'other ES256', header: { kid: 'ES256' } })
  assertError(await rejection(verifier.verify(jwt, at)), invalidToken('signature_mismatch'))
})
