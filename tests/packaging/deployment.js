// A test of one row of deployments.js, which leaves what it found for run.js.

import assert from 'node:assert/strict'
import { appendFileSync } from 'node:fs'
import { test } from 'node:test'
import { deployments } from './deployments.js'
import { expected, expectedOfCurves } from './project.js'

/** @import { Deployment, Outcome } from './deployments.js' */

/** What one deployment has shown so far. */
class Row {
  built = false
  run = false
  /** @type {Outcome | undefined} */
  missing

  /** @param {string} version of the tool; '' where it is the machine's own */
  constructor(version) {
    this.version = version
  }

  /** @param {unknown} said by a program that was built: the verdicts by RSA and by elliptic curves, as JSON or as values */
  assertRuns(said) {
    this.built = true
    assert.deepEqual(typeof said === 'string' ? JSON.parse(said) : said, [expected, expectedOfCurves])
    this.run = true
  }

  /**
   * @param {Outcome} outcome
   * @param {() => unknown} prove throws where it is another
   */
  async assertMissing(outcome, prove) {
    await prove()
    this.missing = outcome
  }
}

/**
 * A test of one row. It must have seen the program run, and what happens where a .wasm is missing.
 * @param {string} id of a row above
 * @param {() => string | Promise<string>} version of the tool, once it is installed
 * @param {(row: Row) => Promise<unknown>} action
 */
export function deployment(id, version, action) {
  const { tool, setUp } = /** @type {Deployment} */ (deployments.find((each) => each.id === id))
  test(`${tool}: ${setUp}`, async () => {
    const row = new Row(await version())
    await action(row)
    assert.ok(row.built && row.run && row.missing, 'built, run, and without a .wasm')
    const file = process.env.ASSAY_DEPLOYMENTS
    if (file) appendFileSync(file, `${JSON.stringify({ id, ...row })}\n`)
  })
}
