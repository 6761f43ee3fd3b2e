import assert from 'node:assert/strict'
import { test } from 'node:test'
import { generate } from '../../tools/generate.js'

test('the generated files are those of the tables and examples (else: npm run generate)', async () => {
  assert.deepEqual(await generate({ check: true }), [])
})
