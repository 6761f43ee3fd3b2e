// The option `issuers` as a function: tenants that come at run time.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { A, B, allowing, asking, from, jwks, notAllowed, unavailable, unsigned } from '../support/asking.js'
import { assertError, caught, keysUnavailable, rejection } from '../support/expect.js'
import { remoteFixture, setOf } from '../support/remote.js'
import { publicJwk } from '../support/tokens.js'

const fixture = remoteFixture()

test('the function is asked once for each iss, and its answer has the keys', async () => {
  const { verifier, asked } = allowing(A, B)
  for (const iss of [A, B, A, B]) assert.equal((await verifier.verify(from(iss))).issuer, iss)
  assert.equal(verifier.verifySync(from(A)).issuer, A)
  assert.equal((await verifier.explain(from(B))).valid, true)
  assert.deepEqual(asked, [A, B])
})

test('a function may answer at once, and undefined or null refuse', async () => {
  const { verifier, asked } = asking((iss) => (iss === A ? { jwks } : iss === B ? null : undefined))
  await verifier.verify(from(A))
  for (const iss of [B, 'https://c.example/', 'https://a.example', '__proto__']) {
    assertError(await rejection(verifier.verify(from(iss))), notAllowed)
    assertError(
      caught(() => verifier.verifySync(from(iss))),
      notAllowed
    )
    const { checks, error, claims } = await verifier.explain(from(iss))
    assert.deepEqual([checks[0].check, error.reason, claims.iss], ['issuer', 'issuer_mismatch', iss])
  }
  assert.equal(asked.length, 5)
})

test('ATTACKS 9: the core decides: keys of one answer verify for no other issuer, whatever iss says', async () => {
  const { verifier } = asking((iss) => ({ jwks: { keys: [publicJwk(iss === A ? 'good' : 'other', { kid: 'k' })] } }))
  const kid = { header: { kid: 'k' } }
  await verifier.verify(from(A, kid))
  await verifier.verify(from(B, { ...kid, key: 'other' }))
  for (const [iss, key] of [
    [A, 'other'],
    [B, 'good']
  ]) {
    const error = await rejection(verifier.verify(from(iss, { ...kid, key })))
    assertError(error, { code: 'AUTH_TOKEN_INVALID', reason: 'signature_mismatch' })
  }
})

test('what stands beside the function holds for answers that do not say it', async () => {
  const { verifier } = asking((iss) => ({ jwks, ...(iss === B && { audience: 'b' }) }))
  await verifier.verify(from(A))
  const wrong = { code: 'AUTH_INVALID_AUDIENCE', reason: 'audience_mismatch' }
  assertError(await rejection(verifier.verify(from(B))), wrong)
  await verifier.verify(from(B, { claims: { aud: 'b' } }))
})

test('verifications at the same time share the question', async () => {
  const { verifier, asked } = asking(async () => ({ jwks }))
  await Promise.all([1, 2, 3].map(() => verifier.verify(from(A))))
  assert.deepEqual(asked, [A])
})

test('on Workers each request asks for itself, and the answer is kept', async () => {
  const { verifier, asked } = asking(async () => ({ jwks }), {}, { sharesPromises: false })
  await Promise.all([1, 2].map(() => verifier.verify(from(A))))
  await verifier.verify(from(A))
  assert.deepEqual(asked, [A, A])
})

test('a function that throws, rejects or is late is AUTH_KEYS_UNAVAILABLE, and its text is not shown', async () => {
  const failing = [
    () => {
      throw new Error('db-password')
    },
    () => Promise.reject(new Error('db-password')),
    () => Promise.reject('db-password'),
    () => new Promise(() => {})
  ]
  for (const issuers of failing) {
    const { verifier } = asking(issuers, { jwksCache: { timeout: 0.05 } })
    const error = await rejection(verifier.verify(from(A)))
    assertError(error, unavailable, ['db-password'])
    assert.deepEqual([error.status, error.retryable, error.retryAfter], [503, true, 1])
    assertError(
      caught(() => verifier.verifySync(from(A))),
      unavailable
    )
    const report = await verifier.explain(from(A))
    assert.equal(report.error.reason, 'issuers_unavailable')
    assert.equal(report.claims.iss, A)
  }
})

test('verifySync uses what was resolved, and asks nobody', async () => {
  const { verifier, asked } = allowing(A)
  await verifier.ready()
  const error = caught(() => verifier.verifySync(from(A)))
  assertError(error, { ...keysUnavailable('keys_not_loaded'), message: /await verifier\.verify\(\)/ })
  assert.deepEqual(asked, [])
  await verifier.verify(from(A))
  verifier.verifySync(from(A))
})

test('an answer with bad options is CONFIG_INVALID, and says where', async () => {
  const bad = [
    [
      { jwks, audiance: 'x' },
      'option_unknown',
      'audiance',
      /issuers\("https:\/\/a\.example\/"\).*did you mean "audience"/
    ],
    [{ jwks, clockTolerance: -1 }, 'option_invalid', 'clockTolerance', /issuers\(/],
    [{ jwks, issuer: B }, 'option_invalid', 'issuer', /what was asked for/],
    [{ jwks, issuer: 'https://b.example/{tid}' }, 'option_invalid', 'issuer', /what was asked for/],
    [{ jwks, issuer: '' }, 'option_invalid', 'issuer', /not empty/],
    [{ jwksUri: 'http://a.example/' }, 'option_invalid', 'jwksUri', /https/],
    [true, 'option_invalid', undefined, /must be an object/],
    [[], 'option_invalid', undefined, /must be an object/]
  ]
  for (const [answer, reason, option, message] of bad) {
    const { verifier, asked } = asking(() => answer)
    const error = await rejection(verifier.verify(from(A)))
    assertError(error, { code: 'CONFIG_INVALID', reason, message })
    assert.equal(error.option, option)
    assertError(await rejection(verifier.verify(from(A))), { code: 'CONFIG_INVALID', reason })
    assert.equal(asked.length, 1)
  }
})

test('an answer may name the issuer that was asked for', async () => {
  const { verifier } = asking((iss) => ({ jwks, issuer: iss }))
  await verifier.verify(from(A))
})

test('nobody is asked for what is no issuer: empty, beyond 2,000 characters, or with braces', async () => {
  const { verifier, asked } = asking(() => ({ jwks }))
  for (const iss of ['', 'x'.repeat(2001), 'https://login.microsoftonline.com/{tid}/v2.0', 'a}']) {
    assertError(await rejection(verifier.verify(unsigned(iss))), notAllowed)
    assertError(
      caught(() => verifier.verifySync(unsigned(iss))),
      notAllowed
    )
  }
  assertError(await rejection(verifier.verify('a.b')), { code: 'AUTH_TOKEN_INVALID', reason: 'malformed_segments' })
  assert.deepEqual(asked, [])
  await verifier.verify(unsigned('https://' + 'x'.repeat(1990))).catch(() => {})
  assert.equal(asked.length, 1)
})

test('status() and snapshot() report what was resolved; ready() prepares nothing', async () => {
  fixture.server.answerWith(setOf('good'))
  const { verifier, asked } = asking(() => ({ jwksUri: `${fixture.server.url}/jwks` }), { allowInsecureLoopback: true })
  await verifier.ready()
  assert.deepEqual([asked, verifier.status().issuers], [[], []])
  assertError(
    caught(() => verifier.status(A)),
    keysUnavailable('keys_not_loaded')
  )
  await verifier.verify(from(A))
  assert.deepEqual(
    verifier.status().issuers.map(({ issuer, source }) => [issuer, source]),
    [[A, 'network']]
  )
  assert.equal(verifier.status(A).source, 'network')
  assert.deepEqual(verifier.snapshot(A).jwks.keys, jwks.keys)
})

test('dispose() ends the wait for the function, and wipes the secrets', async () => {
  const { verifier } = asking((iss) => (iss === A ? { jwks } : new Promise(() => {})), {
    tokenIdSecret: 'x'.repeat(16)
  })
  await verifier.verify(from(A))
  const waiting = rejection(verifier.verify(from(B)))
  await new Promise(setImmediate)
  const wiped = []
  const { fill } = Uint8Array.prototype
  Uint8Array.prototype.fill = function (...args) {
    wiped.push(this.length)
    return fill.apply(this, args)
  }
  try {
    verifier.dispose()
  } finally {
    Uint8Array.prototype.fill = fill
  }
  assert.deepEqual(wiped, [16, 16])
  const disposed = { code: 'CONFIG_INVALID', reason: 'verifier_disposed' }
  const pending = new Promise((resolve) => setTimeout(resolve, 2000, 'it waits on'))
  assertError(await Promise.race([waiting, pending]), disposed)
  assertError(await rejection(verifier.verify(from(A))), disposed)
})

test('an iss that is nearly one that the function allowed is told what differs, the same one never', async () => {
  let allowed = [A]
  const { verifier, clock } = asking((iss) => (allowed.includes(iss) ? { jwks } : undefined))
  const hintFor = async (iss) => (await rejection(verifier.verify(from(iss)))).hint
  assert.doesNotMatch(await hintFor('https://b.example'), /only by a slash/)
  await verifier.verify(from(A))
  assert.match(await hintFor('https://a.example'), /only by a slash/)
  allowed = []
  clock.advance(600)
  await verifier.verify(from(A))
  await new Promise(setImmediate)
  assert.doesNotMatch(await hintFor(A), /only by a slash/)
})
