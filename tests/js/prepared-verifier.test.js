import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CoreInstance } from '../../js/core-instance.js'
import { PreparedVerifiers } from '../../js/prepared-verifiers.js'
import { assertError, caught } from './support/expect.js'

const MiB = 1024 * 1024
const request = { jwt: 'x', requiredScopes: '', now: 0 }
const recipe = (members) => ({ policy: '{}', jwkSet: '{}', maxTokenBytes: 1, maxJwksBytes: 1, ...members })

/**
 * Verifiers over a core whose answers the test says.
 * @param {() => number | object} answer a status or minus an id; or what became of the entry of an accepted token
 */
function scripted(answer) {
  const forgotten = []
  let kept
  let handles = 0
  const exports = {
    newVerifier: () => ++handles,
    configure: () => 1,
    setKeys: () => 1,
    verify() {
      kept = answer()
      return typeof kept === 'number' ? kept : 1
    },
    forget: (handle) => forgotten.push(handle),
    deleteVerifier: () => 1
  }
  const token = () => [
    {},
    null,
    [],
    null,
    kept.id,
    kept.dropped,
    kept.bytes,
    kept.header === undefined ? {} : kept.header
  ]
  const { check } = CoreInstance.prototype
  const stubs = { check, requireScopes() {}, write: () => [0, 0], writeToken: () => 1, readJson: token }
  return { forgotten, verifiers: new PreparedVerifiers({ exports, ...stubs }) }
}

test('an id that is not kept is INTERNAL: never another token, and never a guess', () => {
  let answer = { id: 7, dropped: [], bytes: 1 }
  const { verifiers } = scripted(() => answer)
  const verifier = verifiers.take(recipe())
  const seventh = verifier.verify(request)
  answer = -7
  assert.equal(verifier.verify(request), seventh)
  for (answer of [-8, -6, -7.5, -Infinity]) {
    assertError(
      caught(() => verifier.verify(request)),
      { code: 'INTERNAL' }
    )
  }
})

test('no number but 1 is success', () => {
  let answer = 0
  const { verifiers } = scripted(() => answer)
  const verifier = verifiers.take(recipe())
  for (answer of [0, 3, 1.5, NaN, Infinity, -0]) {
    assertError(
      caught(() => verifier.verify(request)),
      { code: 'INTERNAL' }
    )
  }
})

test('what the core drops is dropped here', () => {
  let answer
  const { verifiers } = scripted(() => answer)
  const verifier = verifiers.take(recipe())
  for (const kept of [
    { id: 1, dropped: [], bytes: 1 },
    { id: 2, dropped: [], bytes: 2 },
    { id: 3, dropped: [1, 2], bytes: 1 },
    { id: null, dropped: [], bytes: 1 }
  ]) {
    answer = kept
    verifier.verify(request)
  }
  answer = -3
  assert.ok(verifier.verify(request))
  for (answer of [-1, -2]) {
    assertError(
      caught(() => verifier.verify(request)),
      { code: 'INTERNAL' }
    )
  }
})

test('a header is kept for the tokens that have the same one; without one it is INTERNAL', () => {
  let answer = { id: 1, dropped: [], bytes: 1, header: null }
  const { verifiers } = scripted(() => answer)
  const verifier = verifiers.take(recipe())
  assertError(
    caught(() => verifier.verify(request)),
    { code: 'INTERNAL' }
  )
  const headerOf = (header) => {
    answer = { ...answer, header }
    return verifier.verify(request).header
  }
  const first = headerOf({ kid: 'first' })
  assert.equal(headerOf(null), first)
  assert.ok(Object.isFrozen(first))
  assert.deepEqual(headerOf({ kid: 'second' }), { kid: 'second' })
  assert.deepEqual(headerOf(null), { kid: 'second' })
})

test('the token caches of all verifiers stay within 64 MiB: those used least recently are emptied', () => {
  const { forgotten, verifiers } = scripted(() => ({ id: 1, dropped: [], bytes: 20 * MiB }))
  const recipes = [1, 2, 3, 4, 5].map(() => recipe())
  const use = (index) => verifiers.take(recipes[index]).verify(request)
  for (const index of [0, 1, 2, 0]) use(index)
  assert.equal(forgotten.length, 0)
  use(3) // 80 MiB
  use(4)
  assert.deepEqual(forgotten, [2], 'the second, used least recently')
  verifiers.release(recipes[2])
  use(0)
  use(4)
  assert.equal(forgotten.length, 1, 'what was freed counts no more')
})
