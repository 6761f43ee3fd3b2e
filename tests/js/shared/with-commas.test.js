import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withCommas } from '../../../js/shared/with-commas.js'

test('writes whole numbers as English does', () => {
  for (const count of [0, 7, 999, 1000, 65_536, 999_999, 1_000_000, 12_345_678, Number.MAX_SAFE_INTEGER]) {
    assert.equal(withCommas(count), count.toLocaleString('en'))
  }
})
