import assert from 'node:assert/strict'
import { test } from 'node:test'
import { staticKeys } from '../../../js/keys/static-keys.js'

test('keys that stand in the options are there at once, never due, and never fetched again', async () => {
  const recipe = { policy: '{}', secret: undefined, jwkSet: '{}', maxTokenBytes: 1, maxJwksBytes: 1 }
  const source = staticKeys(recipe)
  await source.load()
  assert.equal(source.current(), recipe)
  assert.equal(source.due(), false)
  assert.equal(await source.lookUp(recipe), false)
  assert.equal(source.isSettled(), true)
  assert.deepEqual(source.status(), { source: 'options', counters: {} })
  assert.equal(source.snapshot(), undefined)
  assert.equal(source.close(), recipe)
  assert.equal(source.current(), undefined)
})
