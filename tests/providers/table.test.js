import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { documentedOptions, page } from './documented-options.js'
import { fixtures, skip } from './fixtures.js'
import { ownFixtures } from './own-fixtures.js'
import { withTable } from './table.js'

test('the table of docs/providers.md is what comes of the fixtures (else: npm run providers)', { skip }, async () => {
  const text = readFileSync(page, 'utf8')
  assert.equal(text, await withTable(text, [...fixtures, ...ownFixtures], await documentedOptions()))
})
