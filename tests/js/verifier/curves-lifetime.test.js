import assert from 'node:assert/strict'
import { test } from 'node:test'
import { guard } from '../../../js/http/index.js'
import { code, testApi, withInstances } from '../support/core.js'
import { countingCurves, waitingCurves, withChangedCurves } from '../support/curves.js'
import { ecCode } from '../support/ec-module.js'
import { ecJwk, ecOptions, ecToken } from '../support/ec-tokens.js'
import { accepts, assertError, caught, rejection } from '../support/expect.js'
import { remoteFixture } from '../support/remote.js'
import { respond } from '../support/server.js'
import { now, publicJwk, token } from '../support/tokens.js'

const at = { now }
const es256 = ecToken('ES256')
const internal = { code: 'INTERNAL', reason: 'internal' }
const fixture = remoteFixture()

/** Counts the keys that are alive. @param {(keys: Set<number>) => unknown} action */
function withKeyCount(action) {
  const keys = new Set()
  const change = (/** @type {any} */ exports) => ({
    prepare(/** @type {number[]} */ ...arguments_) {
      const key = exports.prepare(...arguments_)
      if (key > 0) keys.add(key)
      return key
    },
    forget(/** @type {number} */ key) {
      assert.ok(keys.delete(key))
      return exports.forget(key)
    }
  })
  return withChangedCurves(change, () => action(keys))
}

test('dispose() frees the keys, and so does a set that replaces another', async () => {
  await withKeyCount(async (keys) => {
    const verifier = testApi(countingCurves()).createVerifier(ecOptions())
    for (const alg of ['ES256', 'ES384', 'EdDSA']) await accepts(verifier, ecToken(alg))
    assert.equal(keys.size, 3)
    verifier.dispose()
    assert.equal(keys.size, 0)

    fixture.server.answerWith(respond({ keys: [ecJwk('ES256')] }))
    const { curves } = countingCurves()
    const remote = fixture.remote({ algorithms: ['ES256', 'EdDSA'] }, { curves })
    await remote.verify(es256)
    assert.equal(keys.size, 1)
    fixture.server.answerWith(respond({ keys: [ecJwk('EdDSA'), publicJwk()] }))
    fixture.clock.advance(31)
    const other = ecToken('EdDSA')
    await remote.verify(other)
    assert.equal(keys.size, 1)
    assertError(await rejection(remote.verify(es256)), { code: 'AUTH_TOKEN_INVALID', reason: 'key_not_found' })
    remote.dispose()
    assert.equal(keys.size, 0)
  })
})

test('compactVerify leaves no key behind', async () => {
  await withKeyCount(async (keys) => {
    const { compactVerify } = testApi(countingCurves())
    for (let call = 0; call < 3; call++)
      await compactVerify(es256, { jwks: { keys: [ecJwk('ES256')] }, algorithms: ['ES256'] })
    assert.equal(keys.size, 0)
  })
})

/** (module) whose verify is `unreachable`. */
const traps = new WebAssembly.Module(
  Buffer.from(
    'AGFzbQEAAAABEgRgAn9/AX9gAABgAAF/YAF/AAMGBQECAAADBQMBAAEHPQYGbWVtb3J5AgALX2luaXRpYWxpemUAAAZidWZmZXIAAQdwcmVwYXJlAAIGdmVyaWZ5AAMGZm9yZ2V0AAQKFwUDAAELBABBAAsEAEEBCwMAAAsDAAEL',
    'base64'
  )
)

test('a trap in it is INTERNAL, and both instances are replaced: no key of the old one is used', async () => {
  await withInstances(async (instances) => {
    let isBroken = false
    const verifier = testApi({ curves: { loadSync: ecCode } }).createVerifier(ecOptions())
    await withChangedCurves(
      (exports) => ({ verify: (...input) => (isBroken ? trap(...input) : exports.verify(...input)) }),
      async () => {
        await accepts(verifier, es256)
        isBroken = true
        assertError(
          caught(() => verifier.verifySync(ecToken('ES256', { claims: { sub: 'new' } }), at)),
          internal
        )
        isBroken = false
        for (const jwt of [token(), es256, ecToken('ES384')]) await accepts(verifier, jwt)
      }
    )
    assert.equal(instances.length, 4)
  })
})

/** A real one. */
const { verify: trap } = /** @type {any} */ (new WebAssembly.Instance(traps).exports)

test('a module that always traps fails closed for its keys, and RSA goes on', async () => {
  const verifier = testApi({ curves: { loadSync: () => traps } }).createVerifier(ecOptions())
  for (let call = 0; call < 3; call++) {
    assertError(
      caught(() => verifier.verifySync(es256, at)),
      internal
    )
    await accepts(verifier, token())
  }
  assertError(await rejection(verifier.verify(es256, at)), internal)
})

test('what a module answers is success only where it is 1', async () => {
  for (const answer of [0, -1, 2, 257, 2 ** 32 + 1, NaN, undefined, true, '1']) {
    const verifier = testApi({ curves: { loadSync: ecCode } }).createVerifier(ecOptions())
    await withChangedCurves(
      () => ({ verify: () => answer }),
      () =>
        assertError(
          caught(() => verifier.verifySync(es256, at)),
          { code: 'AUTH_TOKEN_INVALID', reason: 'signature_mismatch' }
        )
    )
  }
})

test('another file in place of assay-ec.wasm is named, whether it loads synchronously or not, and RSA goes on', async () => {
  const empty = new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))
  const message = 'assay-ec.wasm is another file, not that of assay-jwt'
  for (const file of [empty, code]) {
    for (const curves of [{ load: async () => file }, { loadSync: () => file }]) {
      const events = []
      const options = { ...ecOptions(), onEvent: (event) => events.push(event.message) }
      const verifier = testApi({ curves }).createVerifier(options)
      const expected = { code: 'AUTH_KEYS_UNAVAILABLE', reason: 'core_not_loaded', message }
      assertError(await rejection(verifier.verify(es256, at)), expected)
      assertError(
        caught(() => verifier.verifySync(es256, at)),
        expected
      )
      assert.equal(events.length, 1)
      assert.match(events[0], /is another file.*Deploy dist/)
      await accepts(verifier, token())
    }
  }
})

test('one that cannot be loaded is no outage of the keys: nothing is fetched or looked up, and a guard answers 503', async () => {
  fixture.server.answerWith(respond({ keys: [ecJwk('ES256'), publicJwk()] }))
  const events = []
  const { counts, curves } = waitingCurves((load) => {
    if (load < 5) throw new TypeError('')
  })
  const options = { algorithms: ['RS256', 'ES256'], onEvent: (event) => events.push(event.type) }
  const verifier = fixture.remote(options, { curves })
  const reason = { code: 'AUTH_KEYS_UNAVAILABLE', reason: 'core_not_loaded' }
  for (let call = 0; call < 3; call++) {
    const error = await rejection(verifier.verify(es256))
    assertError(error, reason)
    assert.equal(error.retryAfter, undefined)
    fixture.clock.advance(31)
  }
  assert.equal(fixture.fetches(), 1)
  assert.deepEqual([counts.loads, verifier.status().lastError, verifier.status().source], [3, undefined, 'network'])
  assert.deepEqual(events, ['jwks_fetched', 'core_load_failed'])
  const request = new Request('https://api.example/', { headers: { authorization: `Bearer ${es256}` } })
  const guarded = guard(verifier)(() => new Response('in'))
  assert.equal((await guarded(request)).status, 503)
  assert.equal((await guarded(request)).status, 200)
  assert.equal(counts.loads, 5)
})

// The last one: it blocks for longer than a server keeps an idle connection.
test('3,000 verifiers that nobody disposes keep at most 1,000 keys, and memory ends growing', async () => {
  await withKeyCount((keys) =>
    withInstances((instances) => {
      const { createVerifier } = testApi(countingCurves())
      const options = ecOptions(ecJwk('ES256'))
      const pages = () => instances.map(({ exports }) => /** @type {any} */ (exports).memory.buffer.byteLength)
      const use = (count) => {
        for (let each = 0; each < count; each++) createVerifier(options).verifySync(es256, at)
      }
      use(1500)
      const warm = pages()
      use(1500)
      assert.ok(keys.size <= 1000, String(keys.size))
      assert.deepEqual(pages(), warm)
      assert.equal(instances.length, 2)
    })
  )
})
