import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CoreInstance } from '../../../js/core/core-instance.js'
import { CoreVerifiers } from '../../../js/core/core-verifiers.js'
import { assertError, caught } from '../support/expect.js'

const MiB = 1024 * 1024
const request = { jwt: 'x', requiredScopes: '', now: 0 }
const limits = { maxTokenBytes: 1, maxJwksBytes: 1, cachedTokens: 1000 }
const spec = (members) => ({ policy: '{}', jwkSet: '{}', ...limits, ...members })

/**
 * Verifiers over a core whose answers the test says.
 * @param {() => number | object} answer a status or minus an id; or what became of the entry of an accepted token
 */
function scripted(answer) {
  const forgotten = []
  const cachedBytes = new Map()
  let kept
  let handles = 0
  const exports = {
    newVerifier: () => ++handles,
    configure: () => 1,
    setKeys: () => 1,
    verify(handle) {
      kept = answer()
      if (typeof kept === 'number') return kept
      cachedBytes.set(handle, kept.bytes)
      return 1
    },
    forget(handle) {
      cachedBytes.delete(handle)
      forgotten.push(handle)
    },
    deleteVerifier: (handle) => cachedBytes.delete(handle),
    cachedBytes: () => [...cachedBytes.values()].reduce((sum, bytes) => sum + (bytes ?? 0), 0)
  }
  const header = () => (kept.header === undefined ? {} : kept.header)
  const token = () => [{}, null, [], null, kept.id, kept.dropped, header(), kept.repeated === true]
  const { check } = CoreInstance.prototype
  const readText = () => JSON.stringify(token())
  const stubs = {
    check,
    requireScopes() {},
    write: () => [0, 0],
    writeToken: () => 1,
    readText,
    result: () => [0, 0, 0]
  }
  return { forgotten, verifiers: new CoreVerifiers({ exports, ...stubs }) }
}

test('an id that is not kept is INTERNAL: never another token, and never a guess', () => {
  let answer
  const { verifiers } = scripted(() => answer)
  const verifier = verifiers.getOrCreate(spec())
  for (answer of [
    { id: 7, dropped: [] },
    { id: 7, dropped: [], repeated: true }
  ]) {
    verifier.verify(request)
  }
  answer = -7
  const seventh = verifier.verify(request)
  for (answer of [-8, -6, -7.5, -Infinity, -1007]) {
    assertError(
      caught(() => verifier.verify(request)),
      { code: 'INTERNAL' }
    )
  }
  answer = -7
  assert.equal(verifier.verify(request), seventh)
})

test('no number but 1 is success', () => {
  let answer = 0
  const { verifiers } = scripted(() => answer)
  const verifier = verifiers.getOrCreate(spec())
  for (answer of [0, 3, 1.5, NaN, Infinity, -0]) {
    assertError(
      caught(() => verifier.verify(request)),
      { code: 'INTERNAL' }
    )
  }
})

test('a token that came twice is the same object from then on; one that came once is kept while it is the last', () => {
  let answer
  const { verifiers } = scripted(() => answer)
  const verifier = verifiers.getOrCreate(spec())
  const verify = (next) => {
    answer = next
    return verifier.verify(request)
  }
  const isNew = (id) => verify({ id, dropped: [] })
  const again = (id) => verify({ id, dropped: [], header: null, repeated: true })
  const first = isNew(1)
  const second = isNew(2)
  assert.equal(again(2), second)
  const one = again(1)
  assert.notEqual(one, first)
  isNew(3)
  assert.equal(verify(-1), one)
  assert.equal(verify(-2), second)
})

test('a token that came once, or that the core does not keep, has no id to be recalled by', () => {
  for (const id of [1, null]) {
    let answer = { id, dropped: [] }
    const { verifiers } = scripted(() => answer)
    const verifier = verifiers.getOrCreate(spec())
    const tokens = [verifier.verify(request), verifier.verify(request)]
    if (id === null) assert.notEqual(...tokens)
    answer = -1
    assertError(
      caught(() => verifier.verify(request)),
      { code: 'INTERNAL' }
    )
  }
})

test('a place that another token has taken says nothing about the one before', () => {
  let answer
  const { verifiers } = scripted(() => answer)
  const verifier = verifiers.getOrCreate(spec({ cachedTokens: 1 }))
  const twice = (id, dropped) => {
    for (answer of [
      { id, dropped },
      { id, dropped: [], repeated: true }
    ]) {
      verifier.verify(request)
    }
    answer = -id
    return verifier.verify(request)
  }
  const first = twice(1, [])
  assert.notEqual(twice(2, [1]), first)
  answer = -1
  assertError(
    caught(() => verifier.verify(request)),
    { code: 'INTERNAL' }
  )
})

test('what the core drops is dropped here', () => {
  let answer
  const { verifiers } = scripted(() => answer)
  const verifier = verifiers.getOrCreate(spec())
  for (const id of [1, 2]) {
    for (answer of [{ id, dropped: [] }, { id, dropped: [], repeated: true }, -id]) {
      verifier.verify(request)
    }
  }
  answer = { id: 3, dropped: [1] }
  verifier.verify(request)
  answer = -2
  verifier.verify(request)
  answer = -1
  assertError(
    caught(() => verifier.verify(request)),
    { code: 'INTERNAL' }
  )
})

test('a polluted Object.prototype is no token', () => {
  let answer = { id: 1, dropped: [], repeated: true }
  const { verifiers } = scripted(() => answer)
  const verifier = verifiers.getOrCreate(spec())
  verifier.verify(request)
  Object.prototype[7] = { id: 7, token: { claims: { sub: 'administrator' } } }
  try {
    answer = -7
    assertError(
      caught(() => verifier.verify(request)),
      { code: 'INTERNAL' }
    )
  } finally {
    delete Object.prototype[7]
  }
})

test('a header is kept for the tokens that have the same one; without one it is INTERNAL', () => {
  let answer = { id: 1, dropped: [], header: null }
  const { verifiers } = scripted(() => answer)
  const verifier = verifiers.getOrCreate(spec())
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
  const specs = [1, 2, 3, 4, 5].map(() => spec())
  const use = (index) => verifiers.getOrCreate(specs[index]).verify(request)
  for (const index of [0, 1, 2, 0]) use(index)
  assert.equal(forgotten.length, 0)
  use(3) // 80 MiB
  use(4)
  assert.deepEqual(forgotten, [2], 'the second, used least recently')
  verifiers.release(specs[2])
  use(0)
  use(4)
  assert.equal(forgotten.length, 1, 'what was freed counts no more')
})
