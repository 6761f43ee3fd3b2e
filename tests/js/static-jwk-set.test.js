import assert from 'node:assert/strict'
import { test } from 'node:test'
import { StaticJwkSet } from '../../js/static-jwk-set.js'

test('keys that stand in the options are there at once, always fresh, and never fetched again', async () => {
  const recipe = { policy: '{}', secret: undefined, jwkSet: '{}', maxTokenBytes: 1, maxJwksBytes: 1 }
  const source = new StaticJwkSet(recipe)
  await source.load()
  assert.equal(source.current, recipe)
  assert.equal(source.fresh, true)
  assert.equal(await source.refetch(), false)
  assert.equal(source.close(), recipe)
  assert.equal(source.current, undefined)
})
