// What the summary of `npm test` names as skipped.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { collectSkips } from '../../tools/lib/skips.js'

/** @param {string} output */
function skipsIn(output) {
  const skips = collectSkips()
  for (const line of output.split('\n')) skips.read(line)
  return skips.found()
}

test('a line of ours names what and why, once, as ctest numbers it and as it is', () => {
  const line = 'skipped: Wycheproof RSA: no vectors in ../shared/vectors; set ASSAY_VECTORS_DIR'
  assert.deepEqual(skipsIn(`1: ${line}\n12: ${line}\n${line}\n`), [line.slice('skipped: '.length)])
  assert.deepEqual(skipsIn('a test says "skipped: something"\n2 tests skipped: see above'), [])
})

test("node:test's skips are named with their reasons, at any depth, in the words of this very Node", () => {
  const directory = mkdtempSync(join(tmpdir(), 'assay-skips-'))
  try {
    const file = join(directory, 'fake.test.js')
    const source = `const { describe, test } = require('node:test')
test('first', { skip: 'no such runtime' }, () => {})
test('second', { skip: true }, () => {})
describe('group', () => { test('inner', (t) => t.skip('found out late')) })
test('passes', () => {})`
    writeFileSync(file, source)
    const env = { ...process.env, NODE_TEST_CONTEXT: undefined } // or it would report to this test's runner
    const { stdout } = spawnSync(process.execPath, ['--test', '--test-reporter=spec', file], { encoding: 'utf8', env })
    assert.deepEqual(skipsIn(stdout), ['first: no such runtime', 'second: no reason given', 'inner: found out late'])
  } finally {
    rmSync(directory, { recursive: true })
  }
})

test('a count of skipped tests that no line has named is named as such', () => {
  assert.deepEqual(skipsIn('✔ one (1ms)\nℹ skipped 2\nℹ todo 1'), ['3 tests that their file does not name'])
})

test('a program that ctest did not run is named', () => {
  const line = ' 2/5 Test #2: assay_hs256_tests ................***Skipped   0.00 sec'
  assert.deepEqual(skipsIn(line), ['assay_hs256_tests: ctest says "Skipped"'])
})
