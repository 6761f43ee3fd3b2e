// The key layer on the real event loop. What a failure prints is run again by:
//   npm run campaign -- --seed <its seed> --schedules 1
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runThreads } from './run-threads.js'

const SCHEDULES = 20_000

test(`BEHAVIOUR Fetching: in ${SCHEDULES} schedules no wait spins, and each verdict is what the model allows`, async () => {
  const seed = Math.floor(Math.random() * 2 ** 31)
  const { schedules, calls, verdicts, faults } = await runThreads({ schedules: SCHEDULES, seed, say: console.log })
  assert.deepEqual(faults, [])
  assert.equal(schedules, SCHEDULES)
  assert.ok(calls > 10 * SCHEDULES)
  // All kinds of outcomes were met: a campaign that refuses everything for one reason proves nothing.
  for (const verdict of [
    'accepted',
    'key_not_found',
    'keys_not_loaded',
    'jwks_timeout',
    'jwks_status',
    'jwks_no_usable_key'
  ]) {
    assert.ok(verdicts[verdict] > SCHEDULES / 20, `${verdict}: ${verdicts[verdict]}`)
  }
})
