import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Core } from '../../../js/core/core.js'
import { code, testApi } from '../support/core.js'
import { assertError, caught, invalidToken, keysUnavailable, rejection } from '../support/expect.js'
import { attempts, refreshing, remoteFixture, setOf, until } from '../support/remote.js'
import { respond } from '../support/server.js'
import { audience, issuer, now, publicJwk, token } from '../support/tokens.js'

const fixture = remoteFixture()
const good = token()
const at = () => ({ now })

test('the JWK Set is fetched once, on the first verification', async () => {
  fixture.server.answerWith(setOf('good'))
  const verifier = fixture.remote()
  assert.equal(fixture.fetches(), 0)
  assertError(
    caught(() => verifier.verifySync(good)),
    keysUnavailable('keys_not_loaded')
  )
  await verifier.verify(good)
  await verifier.verify(good)
  verifier.verifySync(good)
  assert.equal(fixture.fetches(), 1)
})

test('ready() brings the keys for verifySync', async () => {
  fixture.server.answerWith(setOf('good'))
  const verifier = fixture.remote()
  await verifier.ready()
  verifier.verifySync(good)
  await verifier.ready()
  assert.equal(fixture.fetches(), 1)
})

test('the option fetch is called instead of the platform, with nothing but the URL and the request', async () => {
  const calls = []
  const fetch = async (...call) => {
    calls.push(call)
    return new Response(JSON.stringify({ keys: [publicJwk()] }))
  }
  await fixture.remote({ fetch }).verify(good)
  assert.equal(calls.length, 1)
  const [url, init] = calls[0]
  assert.equal(url, `${fixture.server.url}/jwks`)
  assert.deepEqual(Object.keys(init).sort(), ['cache', 'headers', 'redirect', 'signal'])
  assert.equal(init.redirect, 'manual')
})

test('RFC 9111 §5.2.1.5: frameworks and browsers are told to ask no cache: a rotated key would stay unknown', async () => {
  const modes = []
  const fetch = async (_url, { cache }) => (modes.push(cache), new Response(JSON.stringify({ keys: [publicJwk()] })))
  for (const sharesPromises of [true, false]) await fixture.remote({ fetch }, { sharesPromises }).verify(good)
  assert.deepEqual(modes, ['no-store', 'no-store'])
})

test('a runtime that refuses the member "cache", or does not know it, is not given it', async () => {
  const { Request: known } = globalThis
  const inits = []
  const fetch = async (_url, init) => (inits.push(init), new Response(JSON.stringify({ keys: [publicJwk()] })))
  try {
    globalThis.Request = /** @type {any} */ (
      class {
        constructor(_url, { cache }) {
          if (cache) throw new TypeError("The 'cache' field on 'RequestInitializerDict' is not implemented.")
        }
      }
    )
    await fixture.remote({ fetch }).verify(good)
    globalThis.Request = /** @type {any} */ (class {})
    await fixture.remote({ fetch }).verify(good)
  } finally {
    globalThis.Request = known
  }
  assert.deepEqual(
    inits.map((init) => 'cache' in init),
    [false, false]
  )
})

test('BEHAVIOUR Fetching: 50 first verifications in parallel share one fetch', async () => {
  fixture.server.answerWith(setOf('good'))
  const verifier = fixture.remote()
  await Promise.all(Array.from({ length: 50 }, () => verifier.verify(good)))
  assert.equal(fixture.fetches(), 1)
})

test('BEHAVIOUR Fetching: two verifiers that ask for the same at the same time share one fetch', async () => {
  fixture.server.answerWith(setOf('good'))
  const { createVerifier } = testApi({ now: fixture.clock.now })
  const jwksUri = `${fixture.server.url}/jwks`
  const make = (options) =>
    createVerifier({ issuer, audience, jwksUri, allowInsecureLoopback: true, ...options }).verify(good)
  await Promise.all([make({}), make({ audience: null }), make({})])
  assert.equal(fixture.fetches(), 1)
  // Other limits, or another fetch function, are another request.
  await Promise.all([
    make({ jwksCache: { timeout: 4 } }),
    make({ jwksCache: { maxBytes: 10_000 } }),
    make({ fetch: (...call) => globalThis.fetch(...call) })
  ])
  assert.equal(fixture.fetches(), 4)
})

test('verifiers with a fetch of their own share no answer: each asks by its own', async () => {
  const sets = [publicJwk('good'), publicJwk('other')].map((key) => ({ keys: [key] }))
  const { createVerifier } = testApi({ now: () => now })
  const [one, two] = sets.map((set) => {
    const fetch = async () => new Response(JSON.stringify(set))
    return createVerifier({ issuer, audience, jwksUri: 'https://auth.example.com/jwks', fetch })
  })
  await Promise.all([one.ready(), two.ready()])
  assert.deepEqual([one.snapshot().jwks, two.snapshot().jwks], sets)
})

test('DESIGN Runtimes: where promises are not shared, 50 first verifications still cost one fetch', async () => {
  fixture.server.answerWith(setOf('good'))
  const verifier = fixture.remote({}, { sharesPromises: false })
  await Promise.all(Array.from({ length: 50 }, () => verifier.verify(good)))
  assert.equal(fixture.fetches(), 1)
})

test('DESIGN Runtimes: where promises are not shared, an attempt that is lost is made again by those who wait', async () => {
  let lost = true
  const platform = { sharesPromises: false, now: undefined }
  const fetch = (...call) => (lost ? ((lost = false), new Promise(() => {})) : globalThis.fetch(...call))
  fixture.server.answerWith(setOf('good'))
  const verifier = fixture.remote({ fetch, jwksCache: { timeout: 3 } }, platform)
  verifier.verify(good, at()).catch(() => {})
  await Promise.all(Array.from({ length: 10 }, () => verifier.verify(good, at())))
  assert.equal(fixture.fetches(), 1)
})

test('DESIGN Runtimes: where promises are not shared and there is no waitUntil, who starts a refresh waits for it', async () => {
  fixture.server.answerWith(setOf('good'))
  const verifier = fixture.remote({}, { sharesPromises: false })
  await verifier.verify(good)
  fixture.clock.advance(600)
  await Promise.all(Array.from({ length: 3 }, () => verifier.verify(good, at())))
  assert.equal(attempts(verifier), 2)
  assert.equal(fixture.fetches(), 2)
})

test('waitUntil of the call, else of the platform, is handed the refresh, and nobody waits for it', async () => {
  let answer
  const given = []
  const platform = { sharesPromises: false, waitUntil: (work) => given.push(['platform', work]) }
  fixture.server.answerWith(setOf('good'))
  const verifier = fixture.remote({}, platform)
  await verifier.verify(good)
  fixture.server.answerWith((request, response) => void (answer = () => setOf('good')(request, response)))
  for (const [name, options] of [
    ['call', { waitUntil: (work) => given.push(['call', work]) }],
    ['platform', {}]
  ]) {
    fixture.clock.advance(600)
    await verifier.verify(good, { ...at(), ...options })
    const [who, work] = given.shift()
    assert.equal(who, name)
    await until(() => answer)
    answer()
    answer = undefined
    await work
    assert.equal(verifier.status().age, 0)
  }
  assert.deepEqual(given, [])
})

test('a waitUntil that throws is done without', async () => {
  const waitUntil = () => {
    throw new TypeError('Illegal invocation')
  }
  fixture.server.answerWith(setOf('good'))
  const verifier = fixture.remote({}, { sharesPromises: false })
  await verifier.verify(good)
  fixture.clock.advance(600)
  await verifier.verify(good, { ...at(), waitUntil })
  assert.equal(attempts(verifier), 2)
})

test('a token that no key could save is refused without a fetch, though there are no keys yet', async () => {
  fixture.server.answerWith(setOf('good'))
  const verifier = fixture.remote()
  const refused = {
    alg_not_allowed: token({ header: { alg: 'none' } }),
    malformed_segments: 'a.b',
    crit_unsupported: token({ header: { crit: ['x'] } }),
    kid_invalid: token({ header: { kid: 7 } }),
    token_too_large: 'x'.repeat(20_000)
  }
  for (const [reason, jwt] of Object.entries(refused)) {
    assertError(
      caught(() => verifier.verifySync(jwt)),
      invalidToken(reason)
    )
    assertError(await rejection(verifier.verify(jwt)), invalidToken(reason))
  }
  assert.equal(fixture.fetches(), 0)
})

test('a verifier that is disposed while it fetches refuses', async () => {
  let answer
  fixture.server.answerWith((request, response) => void (answer = () => setOf('good')(request, response)))
  const verifier = fixture.remote()
  const pending = rejection(verifier.verify(good))
  while (fixture.fetches() === 0) await new Promise((resolve) => setImmediate(resolve))
  verifier.dispose()
  answer()
  assertError(await pending, { code: 'CONFIG_INVALID', reason: 'verifier_disposed' })
})

test('a set that arrives after dispose() is not prepared', async () => {
  let arrive
  const fetch = () => new Promise((resolve) => (arrive = () => resolve(new Response('{"keys":[]}'))))
  const { prepare } = Core.prototype
  let prepared = 0
  Core.prototype.prepare = () => void (prepared += 1)
  try {
    const verifier = fixture.remote({ fetch })
    const loading = rejection(verifier.ready())
    await until(() => arrive)
    verifier.dispose()
    arrive()
    assertError(await loading, { code: 'CONFIG_INVALID', reason: 'verifier_disposed' })
    assert.equal(prepared, 0)
  } finally {
    Core.prototype.prepare = prepare
  }
})

test('a set that is replaced is freed in the core', async () => {
  const { release } = Core.prototype
  const released = []
  Core.prototype.release = function (recipe) {
    released.push(recipe.jwkSet)
    return release.call(this, recipe)
  }
  try {
    fixture.server.answerWith(setOf('good'))
    const verifier = fixture.remote()
    await verifier.verify(good)
    assert.deepEqual(released, [])
    fixture.server.answerWith(setOf('good', 'other'))
    fixture.clock.advance(600)
    await refreshing(verifier, () => verifier.verify(good, at()))
    assert.equal(released.length, 1)
  } finally {
    Core.prototype.release = release
  }
})

test('where the core takes waiting, a token that no key could save is refused as such, though the keys cannot be had', async () => {
  fixture.server.answerWith(respond('', 500))
  const verifier = fixture.remote({}, { loadSync: undefined, load: async () => code })
  assertError(await rejection(verifier.verify(token({ header: { alg: 'none' } }))), invalidToken('alg_not_allowed'))
  assertError(await rejection(verifier.verify(good)), keysUnavailable('jwks_status'))
})
