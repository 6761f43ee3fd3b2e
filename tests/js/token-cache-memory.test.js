// ATTACKS.md 19: the token cache is bounded, whatever the number of distinct tokens.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pagesOf, testApi, withInstances } from './support/core.js'
import { caught } from './support/expect.js'
import { goodOptions, now, token } from './support/tokens.js'

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
