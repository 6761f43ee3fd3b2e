// Several issuers in one verifier.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pagesOf, testApi, withInstances } from '../support/core.js'
import { accepts, assertError, caught, invalidToken, keysUnavailable, refuses, rejection } from '../support/expect.js'
import { remoteFixture, setOf } from '../support/remote.js'
import { respond } from '../support/server.js'
import { audience, encode, now, publicJwk, token } from '../support/tokens.js'

const fixture = remoteFixture()
const A = 'https://a.example/'
const B = 'https://b.example/'
const at = { now }
const from = (iss, differences = {}) => token({ ...differences, claims: { iss, ...differences.claims } })
const own = (name, members) => ({ keys: [publicJwk(name, members)] })
const notAllowed = { code: 'AUTH_INVALID_ISSUER', reason: 'issuer_mismatch', claim: 'iss' }

/** A token that gets as far as the keys, and costs no signature. */
const unsigned = (iss) => `${encode({ alg: 'RS256', kid: 'good' })}.${encode({ iss })}.AAAA`

/** A verifier of A and B whose keys stand in the options: both under the same key id. */
function both(shared = {}, a = {}, b = {}) {
  return testApi({ now: () => now }).createVerifier({
    audience,
    ...shared,
    issuers: [
      { issuer: A, jwks: own('good', { kid: 'k' }), ...a },
      { issuer: B, jwks: own('other', { kid: 'k' }), ...b }
    ]
  })
}

test('each issuer is verified with its own keys', async () => {
  const verifier = both()
  assert.equal((await accepts(verifier, from(A, { header: { kid: 'k' } }))).issuer, A)
  assert.equal((await accepts(verifier, from(B, { key: 'other', header: { kid: 'k' } }))).issuer, B)
})

test('ATTACKS 9: keys of one issuer never serve another, though the key id is the same', async () => {
  const verifier = both()
  const kid = { header: { kid: 'k' } }
  for (let round = 0; round < 2; round++) {
    await refuses(verifier, from(A, { ...kid, key: 'other' }), invalidToken('signature_mismatch'))
    await refuses(verifier, from(B, { ...kid, key: 'good' }), invalidToken('signature_mismatch'))
    await accepts(verifier, from(A, kid))
    await accepts(verifier, from(B, { ...kid, key: 'other' }))
  }
})

test('each issuer has its own policy; what stands beside them holds for those that do not say it', async () => {
  const verifier = both(
    { allowedScopes: ['tools:read'] },
    {},
    { audience: 'https://b-only.example', allowedScopes: [] }
  )
  const a = await accepts(verifier, from(A, { header: { kid: 'k' } }))
  assert.deepEqual(a.scopes, ['tools:read'])
  const b = { key: 'other', header: { kid: 'k' } }
  await refuses(verifier, from(B, b), { code: 'AUTH_INVALID_AUDIENCE', reason: 'audience_mismatch' })
  const accepted = await accepts(verifier, from(B, { ...b, claims: { aud: 'https://b-only.example' } }))
  assert.deepEqual(accepted.scopes, [])
})

test('an issuer that is not configured is refused without a fetch, and explain() says it', async () => {
  fixture.server.answerWith(setOf('good'))
  const jwksUri = `${fixture.server.url}/jwks`
  const issuers = [A, B].map((issuer) => ({ issuer, jwksUri }))
  const { createVerifier } = testApi({ now: fixture.clock.now })
  const verifier = createVerifier({ audience, allowInsecureLoopback: true, issuers })
  for (const iss of ['https://c.example/', 'https://a.example', 'https://A.example/', `${A} `, '', '__proto__']) {
    await refuses(verifier, from(iss), notAllowed)
    const report = await verifier.explain(from(iss), at)
    assert.equal(report.checks[0].check, 'issuer')
    assert.equal(report.claims.iss, iss)
    assert.equal(report.header.kid, 'good')
    assert.equal(report.signatureVerified, false)
  }
  assert.equal(fixture.fetches(), 0)
  await verifier.verify(from(A), at)
  assert.equal(fixture.fetches(), 1)
})

test('a token without a readable issuer is refused for that, without a fetch', async () => {
  const verifier = both()
  const good = from(A, { header: { kid: 'k' } })
  const [header, , signature] = good.split('.')
  const withClaims = (claims) => `${header}.${encode(claims)}.${signature}`
  await refuses(verifier, 'a.b', invalidToken('malformed_segments'))
  await refuses(verifier, `${header}.e30=.${signature}`, invalidToken('claims_base64'))
  await refuses(verifier, withClaims('x'), invalidToken('claims_json'))
  await refuses(verifier, withClaims('{"iss":"https://a.example/","iss":"x"}'), invalidToken('claims_duplicate_member'))
  await refuses(verifier, withClaims({}), { ...invalidToken('claim_missing'), claim: 'iss' })
  await refuses(verifier, withClaims({ iss: [A] }), { ...invalidToken('claim_type'), claim: 'iss' })
  await refuses(verifier, 'x'.repeat(70_000), invalidToken('token_too_large'))
  await refuses(verifier, '', { code: 'AUTH_TOKEN_MISSING', reason: 'token_missing' })
})

test('the size limit of an issuer is its own', async () => {
  const verifier = both({}, { maxTokenBytes: 100 })
  await refuses(verifier, from(A, { header: { kid: 'k' } }), invalidToken('token_too_large'))
  await accepts(verifier, from(B, { key: 'other', header: { kid: 'k' } }))
})

test('an unverified issuer proves nothing: a token that names one and is signed by nobody is refused', async () => {
  const [header, claims] = from(A, { header: { kid: 'k' } }).split('.')
  await refuses(both(), `${header}.${claims}.AAAA`, invalidToken('signature_mismatch'))
  await refuses(both(), `${encode({ alg: 'none' })}.${claims}.`, invalidToken('alg_not_allowed'))
})

test('one issuer whose keys cannot be had does not concern another', async () => {
  const { server } = fixture
  server.answerWith((request, response) => (request.url === '/a' ? setOf('good') : respond('', 500))(request, response))
  const { createVerifier } = testApi({ now: fixture.clock.now })
  const verifier = createVerifier({
    ...{ audience, allowInsecureLoopback: true },
    issuers: [
      { issuer: A, jwksUri: `${server.url}/a` },
      { issuer: B, jwksUri: `${server.url}/b` }
    ]
  })
  assertError(await rejection(verifier.ready()), keysUnavailable('jwks_status'))
  verifier.verifySync(from(A), at)
  assertError(await rejection(verifier.verify(from(B), at)), keysUnavailable('jwks_status'))
  const { issuers, counters } = verifier.status()
  assert.deepEqual(issuers.map(({ issuer, source }) => [issuer, source]).sort(), [
    [A, 'network'],
    [B, undefined]
  ])
  assert.deepEqual(counters, { jwks_fetched: 1, jwks_fetch_failed: 1 })
  assert.equal(verifier.status(A).source, 'network')
  assert.deepEqual(verifier.snapshot(A).jwks.keys, [publicJwk()])
  assertError(
    caught(() => verifier.status('https://c.example/')),
    notAllowed
  )
})

test('after dispose() every method refuses', async () => {
  const verifier = both()
  const jwt = from(A, { header: { kid: 'k' } })
  await accepts(verifier, jwt)
  verifier.dispose()
  const disposed = { code: 'CONFIG_INVALID', reason: 'verifier_disposed' }
  assertError(
    caught(() => verifier.verifySync(jwt, at)),
    disposed
  )
  for (const call of [verifier.verify(jwt, at), verifier.explain(jwt, at), verifier.ready()]) {
    assertError(await rejection(call), disposed)
  }
})

test('STYLE 7: a mistake in the issuers is CONFIG_INVALID, and says where', () => {
  const { createVerifier } = testApi()
  const one = { issuer: A, jwks: { keys: [] } }
  const mistakes = [
    [{ issuers: [] }, 'option_invalid', 'issuers', /array/],
    [{ issuers: one }, 'option_invalid', 'issuers', /array/],
    [{ issuers: [one, one] }, 'option_invalid', 'issuer', /issuers\[1\].*same twice/],
    [{ issuers: [one, null] }, 'option_invalid', undefined, /issuers\[1\]/],
    [{ issuers: [{ ...one, audiance: 'x' }] }, 'option_unknown', 'audiance', /issuers\[0\].*audience/],
    [{ issuers: [{ jwks: { keys: [] } }] }, 'option_missing', 'issuer', /issuers\[0\]/],
    [{ issuers: [one], issuer: A }, 'option_invalid', 'issuer', /each entry/],
    [{ issuers: [one], jwks: { keys: [] } }, 'option_invalid', 'jwks', /each entry/],
    [{ issuers: [one], jwksUri: 'https://a.example/' }, 'option_invalid', 'jwksUri', /each entry/],
    [{ issuers: [{ ...one, issuers: [] }] }, 'option_unknown', 'issuers', /issuers\[0\]/]
  ]
  for (const [options, reason, option, message] of mistakes) {
    const error = caught(() => createVerifier({ audience, ...options }))
    assertError(error, { code: 'CONFIG_INVALID', reason, message })
    assert.equal(error.option, option)
  }
  const withoutAudience = caught(() => createVerifier({ issuers: [one] }))
  assertError(withoutAudience, { code: 'CONFIG_INVALID', reason: 'option_missing', option: 'audience' })
})

test('the list of issuers is copied', async () => {
  const issuers = [
    { issuer: A, jwks: own('good') },
    { issuer: B, jwks: own('good') }
  ]
  const verifier = testApi().createVerifier({ audience, issuers })
  issuers[0].jwks.keys.length = 0
  issuers.length = 0
  await accepts(verifier, from(A))
})

test('one issuer in the list is as several: what is for another one costs no fetch', async () => {
  const { createVerifier } = testApi({ now: fixture.clock.now })
  const verifier = createVerifier({ audience, issuers: [{ issuer: A, jwks: own('good') }] })
  await accepts(verifier, from(A))
  await refuses(verifier, from(B), notAllowed)
  const remote = createVerifier({
    audience,
    issuers: [{ issuer: A, jwksUri: 'https://a.example/jwks', fetch: () => assert.fail() }]
  })
  await refuses(remote, from(B, { header: { kid: 'unknown' } }), notAllowed)
})

test('issue 4: 10,000 tenants in one process: nothing is made before its first token, and memory stays bounded', async () => {
  const tenants = Array.from({ length: 10_000 }, (_, index) => `https://tenant-${index}.example/`)
  await withInstances(async (instances) => {
    let fetches = 0
    const text = JSON.stringify({ keys: [publicJwk()] })
    const fetch = async () => ((fetches += 1), new Response(text))
    const { createVerifier } = testApi({ now: () => now })
    const issuers = tenants.map((issuer) => ({ issuer, jwksUri: `${issuer}jwks` }))
    const verifier = createVerifier({ audience, fetch, issuers })
    assert.equal(verifier.status().issuers.length, 0)
    const pages = []
    for (const count of [10_000, 10_000, 2_000]) {
      for (const iss of tenants.slice(0, count)) await rejection(verifier.verify(unsigned(iss), at))
      pages.push(pagesOf(instances[0]))
    }
    assert.equal(fetches, 10_000, 'each set is kept')
    assert.equal(pages[2], pages[1], 'WebAssembly memory does not grow')
    assert.ok(pages[2] * 65_536 < 16 * 1024 * 1024, `${pages[2]} pages`)
    assert.equal(verifier.status().issuers.length, 10_000)
    verifier.dispose()
  })
})

test('issue 4: tenants with large sets are forgotten, those that were met least recently first', async () => {
  const tenants = Array.from({ length: 1600 }, (_, index) => `https://tenant-${index}.example/`)
  let fetches = 0
  const text = JSON.stringify({ keys: [publicJwk()], padding: 'x'.repeat(60_000) })
  const fetch = async () => ((fetches += 1), new Response(text))
  const { createVerifier } = testApi({ now: () => now })
  const issuers = tenants.map((issuer) => ({ issuer, jwksUri: `${issuer}jwks` }))
  const verifier = createVerifier({ audience, fetch, issuers })
  for (const iss of tenants) await rejection(verifier.verify(unsigned(iss), at))
  const kept = verifier.status().issuers.length
  assert.ok(kept * 60_000 <= 64 * 1024 * 1024 + 256 * 60_000, `${kept} are kept`)
  assert.ok(kept > 1000)
  await rejection(verifier.verify(unsigned(tenants.at(-1)), at))
  assert.equal(fetches, 1600)
  await rejection(verifier.verify(unsigned(tenants[0]), at))
  assert.equal(fetches, 1601)
})

test('a token that no key could save prepares no keys, however many issuers getOrCreate turns', async () => {
  const { CoreVerifiers } = await import('../../../js/core/core-verifiers.js')
  const { getOrCreate } = CoreVerifiers.prototype
  let prepared = 0
  CoreVerifiers.prototype.getOrCreate = function (recipe) {
    if (recipe.jwkSet !== undefined && !this.find(recipe)) prepared += 1
    return getOrCreate.call(this, recipe)
  }
  try {
    const names = Array.from({ length: 1500 }, (_, index) => `https://issuer-${index}.example/`)
    const issuers = names.map((issuer) => ({ issuer, jwks: own('good') }))
    const verifier = testApi({ now: () => now }).createVerifier({ audience, issuers })
    for (let round = 0; round < 2; round++) {
      for (const iss of names) {
        const none = `${encode({ alg: 'none', kid: 'good' })}.${encode({ iss })}.`
        assertError(await rejection(verifier.verify(none, at)), invalidToken('alg_not_allowed'))
        assertError(
          caught(() => verifier.verifySync(none, at)),
          invalidToken('alg_not_allowed')
        )
      }
    }
    assert.equal(prepared, 0)
    await verifier.verify(from(names[7]), at)
    assert.equal(prepared, 1)
  } finally {
    CoreVerifiers.prototype.getOrCreate = getOrCreate
  }
})
