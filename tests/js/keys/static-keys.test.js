import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withKeys } from '../../../js/keys/availability.js'
import { StaticKeys } from '../../../js/keys/static-keys.js'

test('keys that stand in the options are there at once, never due, and never fetched again', async () => {
  const keyless = { policy: '{}', secret: undefined, jwkSet: undefined, maxTokenBytes: 1, maxJwksBytes: 1 }
  const spec = withKeys(keyless, '{}')
  const source = new StaticKeys(spec, keyless)
  await source.load()
  assert.equal(source.spec(), spec)
  assert.equal(source.isDue(), false)
  assert.equal(await source.lookUp(spec), false)
  assert.equal(source.outdatedError(), undefined)
  assert.deepEqual(source.status(), { source: 'options', counters: {} })
  assert.equal(source.snapshot(), undefined)
  assert.equal(source.close(), spec)
  assert.equal(source.spec(), keyless)
  assert.deepEqual(source.status(), { source: undefined, counters: {} })
})
