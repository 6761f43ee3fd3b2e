// docs/attacks.md 19: the token cache is bounded, whatever the number of distinct tokens.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { pagesOf, testApi, withInstances } from '../support/core.js'
import { caught } from '../support/expect.js'
import { goodOptions, now, token } from '../support/tokens.js'

const good = token()
const at = { now }
const many = Array.from({ length: 40 }, (_, index) => token({ claims: { jti: `id-${index}` } }))

test('memory grows to the limits of the cache and no further, whatever the number of distinct tokens', async () => {
  await withInstances((instances) => {
    const verifier = testApi().createVerifier(goodOptions({ tokenCache: { maxEntries: 50 } }))
    const pad = (index) => 'x'.repeat((index * 37) % 700)
    const next = (index) => verifier.verifySync(token({ claims: { jti: `${index}`, pad: pad(index) } }), at)
    for (let index = 0; index < 400; index++) next(index)
    const warm = pagesOf(instances[0])
    for (let index = 400; index < 3000; index++) next(index)
    for (let index = 0; index < 3000; index++) caught(() => verifier.verifySync(`${good}${index}`, at))
    assert.equal(instances.length, 1)
    assert.equal(pagesOf(instances[0]), warm)
  })
})

test('disposal frees the cache', async () => {
  await withInstances((instances) => {
    const api = testApi()
    const fill = () => {
      const verifier = api.createVerifier(goodOptions())
      for (const each of many) verifier.verifySync(each, at)
      verifier.dispose()
    }
    for (let round = 0; round < 5; round++) fill()
    const warm = pagesOf(instances[0])
    for (let round = 0; round < 100; round++) fill()
    assert.equal(pagesOf(instances[0]), warm)
  })
})

setFlagsFromString('--expose-gc')
const gc = runInNewContext('gc')

/** @param {WeakRef<object>[]} references @returns {Promise<number>} of how many the object is still held */
async function held(references) {
  await wait(1) // a WeakRef holds its object up to the end of the job that used it
  gc()
  return references.filter((each) => each.deref() !== undefined).length
}

test('of tokens that came once only the last is held in JavaScript; of those that came again, what is in the cache', async () => {
  const verifier = testApi().createVerifier(goodOptions({ tokenCache: { maxEntries: 20 } }))
  const references = (tokens) => tokens.map((each) => new WeakRef(verifier.verifySync(each, at)))
  assert.ok((await held(references(many))) <= 1)
  const twenty = many.slice(0, 20)
  for (const each of twenty) verifier.verifySync(each, at)
  const again = references(twenty)
  assert.equal(await held(again), 20)
  references(many.slice(20))
  assert.equal(await held(again), 0, 'the others pushed them out')
})

const oldSpace = () => {
  const { space_used_size: used } = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'old_space')
  return used
}

test('tokens that come and go are garbage that dies young, after a full collection too', () => {
  const verifier = testApi().createVerifier(goodOptions({ tokenCache: { maxEntries: 20 } }))
  // Each comes three times: it is new, then kept, and then known. After twenty others it is gone.
  const use = (count) => {
    for (let index = 0; index < count; index++) {
      for (let time = 0; time < 3; time++) verifier.verifySync(many[index % many.length], at)
    }
  }
  use(4000)
  gc()
  const before = oldSpace()
  use(8000)
  assert.ok(oldSpace() - before < 400_000, `${oldSpace() - before} bytes more in the old generation`)
})

test('verifiers that take turns leave nothing in the old generation', () => {
  const api = testApi()
  const verifiers = [1, 2, 3].map(() => api.createVerifier(goodOptions()))
  const use = (count) => {
    for (let index = 0; index < count; index++) verifiers[index % 3].verifySync(good, at)
  }
  use(3000)
  gc()
  const before = oldSpace()
  use(300_000)
  assert.ok(oldSpace() - before < 400_000, `${oldSpace() - before} bytes more in the old generation`)
})
