// How long the answers of the function `issuers` hold, and how many are kept.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { A, B, allowing, asking, from, jwks, notAllowed, unavailable, unsigned } from '../support/asking.js'
import { assertError, caught, rejection } from '../support/expect.js'
import { remoteFixture, setOf } from '../support/remote.js'

const fixture = remoteFixture()

test('on Workers an older answer that comes last changes nothing', async () => {
  const answers = []
  const { verifier, clock } = asking(
    () => new Promise((resolve) => answers.push(resolve)),
    {},
    { sharesPromises: false }
  )
  const first = rejection(verifier.verify(from(A)))
  await new Promise(setImmediate)
  clock.advance(1)
  const second = rejection(verifier.verify(from(A)))
  await new Promise(setImmediate)
  answers[1](undefined)
  assertError(await second, notAllowed)
  answers[0]({ jwks })
  assertError(await first, notAllowed)
  assertError(
    caught(() => verifier.verifySync(from(A))),
    notAllowed
  )
})

test('an answer is asked for again after ten minutes, one that refuses after the cooldown', async () => {
  let allowed = [A]
  const { verifier, asked, clock } = asking((iss) => (allowed.includes(iss) ? { jwks } : undefined))
  await verifier.verify(from(A))
  await rejection(verifier.verify(from(B)))
  clock.advance(29)
  await rejection(verifier.verify(from(B)))
  assert.deepEqual(asked, [A, B])
  allowed = [B]
  clock.advance(1)
  await verifier.verify(from(B))
  clock.advance(569)
  await verifier.verify(from(A))
  assert.deepEqual(asked, [A, B, B])
  clock.advance(1)
  await verifier.verify(from(A))
  assert.deepEqual(asked, [A, B, B, A])
  assertError(await rejection(verifier.verify(from(A))), notAllowed, [], 'the answer has come')
})

test('a refusal that took long says what it is, and holds from then on', async () => {
  const badAnswer = { code: 'CONFIG_INVALID', reason: 'option_unknown', option: 'oops' }
  for (const [answer, expected, pause] of /** @type {[() => unknown, any, number][]} */ ([
    [() => undefined, notAllowed, 5],
    [() => ({ oops: 1 }), badAnswer, 5],
    [() => Promise.reject(new Error('down')), unavailable, 1]
  ])) {
    let answerNow = () => {}
    const { verifier, asked, clock } = asking(() => new Promise((resolve) => (answerNow = () => resolve(answer()))), {
      jwksCache: { timeout: 60, cooldown: 5 }
    })
    const slow = rejection(verifier.verify(from(A)))
    await new Promise(setImmediate)
    clock.advance(20)
    answerNow()
    assertError(await slow, expected)
    clock.advance(pause - 0.5)
    assertError(await rejection(verifier.verify(from(A))), expected)
    assert.equal(asked.length, 1)
    clock.advance(0.5)
    const again = rejection(verifier.verify(from(A)))
    await new Promise(setImmediate)
    answerNow()
    assertError(await again, expected)
    assert.equal(asked.length, 2)
  }
})

test('an answer that says the same keeps the keys, another one does not', async () => {
  fixture.server.answerWith(setOf('good'))
  let answer = { jwksUri: `${fixture.server.url}/jwks`, headers: { a: '1' }, tokenIdSecret: 'x'.repeat(16) }
  const { verifier, clock, asked } = asking(() => ({ ...answer }), {
    allowInsecureLoopback: true,
    jwksCache: { maxAge: 3000 }
  })
  await verifier.verify(from(A))
  clock.advance(600)
  await verifier.verify(from(A))
  assert.deepEqual([asked.length, fixture.fetches()], [2, 1])
  for (const change of [
    { headers: { a: '2' } },
    { clockTolerance: 1 },
    { store: { get() {}, put() {} } },
    { tokenIdSecret: 'y'.repeat(16) }
  ]) {
    const before = fixture.fetches()
    answer = { ...answer, ...change }
    clock.advance(600)
    await verifier.verify(from(A))
    await new Promise(setImmediate)
    await verifier.verify(from(A))
    assert.equal(fixture.fetches(), before + 1, Object.keys(change)[0])
  }
})

test('after a failure nobody asks for a second, then the function is asked again', async () => {
  let fails = true
  const { verifier, asked, clock } = asking(async () => (fails ? Promise.reject(new Error()) : { jwks }))
  for (let round = 0; round < 3; round++) assertError(await rejection(verifier.verify(from(A))), unavailable)
  assert.equal(asked.length, 1)
  fails = false
  clock.advance(1)
  await verifier.verify(from(A))
})

test('while the function fails, the older answer serves on, for an hour', async () => {
  let fails = false
  const { verifier, asked, clock } = asking(async () => (fails ? Promise.reject(new Error()) : { jwks }))
  await verifier.verify(from(A))
  fails = true
  const verifyAndAsk = async () => {
    await verifier.verify(from(A))
    await new Promise(setImmediate)
  }
  clock.advance(600)
  await verifyAndAsk()
  clock.advance(29)
  await verifyAndAsk()
  assert.equal(asked.length, 2, 'asked again once per cooldown')
  clock.advance(1)
  await verifyAndAsk()
  assert.equal(asked.length, 3)
  clock.advance(2969)
  await verifyAndAsk()
  verifier.verifySync(from(A))
  clock.advance(30)
  assertError(await rejection(verifier.verify(from(A))), unavailable)
  assertError(
    caught(() => verifier.verifySync(from(A))),
    unavailable
  )
})

test('bad options in a later answer refuse, they do not leave the older policy in force', async () => {
  let answer = { jwks }
  const { verifier, clock } = asking(() => answer)
  await verifier.verify(from(A))
  answer = { jwks, clockTolerance: -1 }
  clock.advance(600)
  await verifier.verify(from(A))
  assertError(await rejection(verifier.verify(from(A))), { code: 'CONFIG_INVALID', reason: 'option_invalid' })
  assertError(
    caught(() => verifier.verifySync(from(A))),
    { code: 'CONFIG_INVALID', reason: 'option_invalid' }
  )
})

test('made-up issuers push out no real one, and their number is bounded', async () => {
  const { verifier, asked } = allowing(A)
  await verifier.verify(from(A))
  for (let index = 0; index < 1001; index++)
    await rejection(verifier.verify(unsigned(`https://made-up-${index}.example`)))
  assert.equal(asked.length, 1002)
  await verifier.verify(from(A))
  await rejection(verifier.verify(unsigned('https://made-up-1000.example')))
  assert.equal(asked.length, 1002, 'both are still known')
  await rejection(verifier.verify(unsigned('https://made-up-0.example')))
  assert.equal(asked.length, 1003, 'the oldest refusal is forgotten')
})

test('at most 1,000 issuers are kept, those that were used least recently are forgotten', async () => {
  const { verifier, asked } = asking(() => ({ jwks }))
  for (let index = 0; index < 1000; index++) await rejection(verifier.verify(unsigned(`https://${index}.example`)))
  await rejection(verifier.verify(unsigned('https://0.example')))
  assert.equal(asked.length, 1000)
  await verifier.verify(from(A))
  assert.equal(verifier.status().issuers.length, 1000)
  await rejection(verifier.verify(unsigned('https://0.example')))
  assert.equal(asked.length, 1001)
  await rejection(verifier.verify(unsigned('https://1.example')))
  assert.equal(asked.length, 1002)
})

test('questions at the same time are bounded, and those beyond are to come again', async () => {
  const { verifier, asked } = asking(() => new Promise(() => {}), { jwksCache: { timeout: 0.5 } })
  await verifier.ready()
  const all = Array.from({ length: 1001 }, (_, index) =>
    rejection(verifier.verify(unsigned(`https://${index}.example`)))
  )
  assertError(await all[1000], unavailable)
  assert.equal(asked.length, 1000)
  await Promise.all(all)
})
