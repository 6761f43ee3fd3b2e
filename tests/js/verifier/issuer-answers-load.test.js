// The function `issuers` while it is slow, fails, or is flooded with questions about made-up issuers.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { A, B, asking, from, jwks, unavailable, unsigned } from '../support/asking.js'
import { assertError, caught, keysUnavailable, rejection } from '../support/expect.js'

const notLoaded = { ...keysUnavailable('keys_not_loaded'), message: /await verifier\.verify\(\)/ }
const never = new Promise(() => {})
const flood = (verifier, length, iss = (index) => `https://${index}.example`) =>
  Array.from({ length }, (_, index) => rejection(verifier.verify(unsigned(iss(index)))))

test('a known issuer is served with its answer of ten minutes ago while the function hangs or is flooded', async () => {
  let hangs = false
  const { verifier, clock, asked } = asking(() => (hangs ? never : { jwks }), { jwksCache: { timeout: 0.5 } })
  await verifier.verify(from(A))
  hangs = true
  clock.advance(600)
  const all = flood(verifier, 1001)
  assertError(await all[1000], unavailable)
  const started = performance.now()
  await Promise.all([1, 2, 3].map(() => verifier.verify(from(A))))
  assert.ok(performance.now() - started < 400, 'it does not wait for the function')
  assert.equal(asked.filter((iss) => iss === A).length, 2, 'it is asked again once')
  verifier.verifySync(from(A))
  await Promise.all(all)
  await verifier.verify(from(A))
})

test('the new answer serves once it has come', async () => {
  let answer = { jwks }
  const { verifier, clock } = asking(async () => answer)
  await verifier.verify(from(A))
  answer = undefined
  clock.advance(600)
  await verifier.verify(from(A))
  await new Promise(setImmediate)
  assertError(await rejection(verifier.verify(from(A))), { code: 'AUTH_INVALID_ISSUER', reason: 'issuer_mismatch' })
})

test('without shared promises the runtime is given the question, or else the request waits for it', async () => {
  const waiting = []
  const waitUntil = (promise) => waiting.push(promise)
  let answer = { jwks }
  const { verifier, clock, asked } = asking(async () => answer, {}, { sharesPromises: false })
  await verifier.verify(from(A))
  clock.advance(600)
  await Promise.all([1, 2].map(() => verifier.verify(from(A), { waitUntil })))
  assert.deepEqual([asked.length, waiting.length], [2, 1])
  await waiting[0]
  answer = undefined
  clock.advance(600)
  assertError(await rejection(verifier.verify(from(A))), { code: 'AUTH_INVALID_ISSUER', reason: 'issuer_mismatch' })
})

test('a question that is lost with its request is asked again after the timeout', async () => {
  let hangs = false
  const { verifier, clock, asked } = asking(() => (hangs ? never : { jwks }), {}, { sharesPromises: false })
  await verifier.verify(from(A))
  hangs = true
  clock.advance(600)
  const waitUntil = () => {}
  for (const seconds of [4, 1]) {
    await verifier.verify(from(A), { waitUntil })
    assert.equal(asked.length, 2)
    clock.advance(seconds)
  }
  await verifier.verify(from(A), { waitUntil })
  assert.equal(asked.length, 3)
  verifier.dispose()
})

test('open questions are bounded without shared promises, too, even about one issuer', async () => {
  const { verifier, asked, clock } = asking(() => never, {}, { sharesPromises: false })
  await verifier.ready()
  const all = flood(verifier, 1001, () => A)
  const error = await all[1000]
  assertError(error, unavailable)
  assert.match(error.hint, /Too many unknown issuers/)
  assert.equal(asked.length, 1000)
  clock.advance(5)
  const later = rejection(verifier.verify(from(B)))
  await new Promise(setImmediate)
  assert.equal(asked.length, 1001, 'those that are lost do not count beyond the timeout')
  verifier.dispose()
  await Promise.all([...all, later])
})

test('after ten minutes verifySync does not trust an answer that nobody has tried to refresh', async () => {
  let fails = false
  const { verifier, clock, asked } = asking(async () => (fails ? Promise.reject(new Error('x')) : { jwks }))
  await verifier.verify(from(A))
  clock.advance(599)
  verifier.verifySync(from(A))
  clock.advance(1)
  const error = caught(() => verifier.verifySync(from(A)))
  assertError(error, notLoaded)
  assert.match(error.hint, /verifier\.verify\(\)/)
  assert.equal(asked.length, 1)
  assert.equal(verifier.status(A).counters.fetched, undefined, 'status() reports it still')
  fails = true
  await verifier.verify(from(A))
  await new Promise(setImmediate)
  verifier.verifySync(from(A))
  clock.advance(29)
  verifier.verifySync(from(A))
  clock.advance(1)
  assertError(
    caught(() => verifier.verifySync(from(A))),
    notLoaded
  )
})

const secret = 'postgres://user:db-password@db'
const throwing = (thrown) => () => {
  throw thrown
}
const getter = (name, thrown, rest = {}) =>
  Object.defineProperty(rest, name, { get: throwing(thrown), enumerable: true })
const broken = (thrown) => [
  getter('audience', thrown, { jwks }),
  new Proxy({}, { ownKeys: throwing(thrown) }),
  { jwks, claims: getter('a', thrown) },
  { jwks, headers: getter('authorization', thrown) }
]

test('what a member of an answer throws when it is read is shown nowhere', async () => {
  for (const thrown of [new Error(secret), secret, null, undefined, { message: secret, reason: 'expired' }]) {
    for (const answer of broken(thrown)) {
      const events = []
      const { verifier } = asking(() => answer, { onEvent: (event) => events.push(event) })
      const error = await rejection(verifier.verify(from(A)))
      assertError(error, unavailable, ['db-password'])
      assert.deepEqual([error.status, error.retryAfter], [503, 1])
      assert.match(error.hint, /Look at your function "issuers".*log it there/)
      const report = await verifier.explain(from(A))
      assert.equal(report.error.reason, 'issuers_unavailable')
      assert.doesNotMatch(JSON.stringify([report, events]), /db-password/)
      assert.deepEqual(
        events.map(({ type, issuer, reason }) => [type, issuer, reason]),
        [['issuers_failed', A, 'issuers_unavailable']]
      )
    }
  }
})

test('an answer whose member throws leaves the one before in force', async () => {
  let answer = { jwks }
  const { verifier, clock } = asking(() => answer)
  await verifier.verify(from(A))
  answer = getter('allowedScopes', new Error(secret), { jwks })
  clock.advance(600)
  for (let round = 0; round < 3; round++) {
    await verifier.verify(from(A))
    await new Promise(setImmediate)
  }
  verifier.verifySync(from(A))
})
