import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pairedRatio, quantile, summarize } from '../statistics.js'
import { measure, runBatch } from '../workload.js'

test('quantiles lie between the two nearest values', () => {
  assert.equal(quantile([4, 1, 3, 2], 0.5), 2.5)
  assert.equal(quantile([10, 20, 30], 0), 10)
  assert.equal(quantile([10, 20, 30], 1), 30)
  assert.equal(quantile([10, 20, 30], 0.25), 15)
})

test('a ratio is of the same rounds: what slows a whole round down cancels out', () => {
  assert.equal(pairedRatio([2, 200, 4], [1, 100, 2]), 2)
  assert.deepEqual(summarize({ ours: [1, 100, 2], theirs: [2, 200, 4] }, 'ours').theirs.ratio, 2)
  assert.equal(summarize({ theirs: [2] }, 'ours').theirs.ratio, null)
})

test('contestants run in turns, with batches of about the time that was asked for', async () => {
  const speeds = { fast: 0.001, slow: 0.1 } // milliseconds
  /** @type {[string, number][]} */
  const batches = []
  const contestants = [{ id: /** @type {const} */ ('fast') }, { id: /** @type {const} */ ('slow') }]
  const samples = await measure(contestants, { rounds: 50, batchMs: 2, warmupMs: 10 }, async ({ id }, count) => {
    batches.push([id, count])
    return speeds[id] * count
  })
  const timed = batches.slice(-100)
  assert.deepEqual([...new Set(timed.map(String))].sort(), ['fast,2000', 'slow,20'])
  const pairs = Array.from({ length: 50 }, (_, round) => timed.slice(2 * round, 2 * round + 2).map(([id]) => id))
  assert.ok(pairs.every((pair) => new Set(pair).size === 2))
  assert.equal(new Set(pairs.map(String)).size, 2) // the order changes
  assert.deepEqual([samples.fast.length, samples.slow.length], [50, 50])
  assert.ok(Math.abs(samples.fast[0] - 1) < 1e-9 && Math.abs(samples.slow[0] - 100) < 1e-9)
})

test('one interrupted batch does not make all others short', async () => {
  let calls = 0
  /** @type {number[]} */
  const counts = []
  await measure([{ id: 'one' }], { rounds: 1, batchMs: 2, warmupMs: 10 }, async (_one, count) => {
    counts.push(count)
    return ++calls === 1 ? 500 : 0.01 * count
  })
  assert.ok(counts[counts.length - 1] >= 1)
  assert.equal(counts[counts.length - 1], 200)
})

for (const sync of [true, false]) {
  test(`a ${sync ? 'synchronous' : 'asynchronous'} batch goes round the ring and on from where it stopped`, async () => {
    /** @type {unknown[]} */
    const seen = []
    const contestant = {
      id: 'one',
      verify: (/** @type {unknown} */ input) => (seen.push(input), sync ? 1 : Promise.resolve(1)),
      input: (/** @type {string} */ token) => token,
      inputs: () => ['a', 'b', 'c'],
      sync,
      position: 0
    }
    await runBatch(contestant, 4)
    await runBatch(contestant, 2)
    assert.equal(seen.join(''), 'abcabc')
  })
}

test('a rejection in a batch stops the run', async () => {
  const contestant = {
    id: 'one',
    verify: () => Promise.reject(new Error('refused')),
    input: (/** @type {string} */ token) => token,
    inputs: () => ['a'],
    sync: false,
    position: 0
  }
  await assert.rejects(runBatch(contestant, 1), /refused/)
})
