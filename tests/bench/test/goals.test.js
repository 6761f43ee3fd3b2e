import assert from 'node:assert/strict'
import { test } from 'node:test'
import { curveAlgorithms } from '../contestants.js'
import { judge } from '../goals.js'
import { runtimes } from '../runtimes.js'

/** @param {Record<string, number>} us by contestant */
const measured = (us) => ({
  samples: Object.fromEntries(Object.entries(us).map(([id, value]) => [id, [value, value, value]])),
  missing: {}
})

const ids = curveAlgorithms.map((alg) => alg.toLowerCase())
const one = Object.fromEntries(
  ids.flatMap((id) => [
    [id, measured({ 'assay-sync': 50, 'crypto-verify': 100, jose: 200 })],
    [`${id}-new-key`, measured({ 'assay-sync': 150, 'crypto-verify': 100 })]
  ])
)
const names = ['node20', 'node24', 'workerd', 'chromium', 'firefox', 'bun', 'deno']
const measurements = { runtimes: Object.fromEntries(names.map((id) => [id, one])), fresh: {}, sizes: [] }

test('issue 17: each curve has its goals: against node:crypto on two Nodes, against jose everywhere, and by a new key', () => {
  const goals = judge(measurements, runtimes)
  const limits = { ES256: 0.75, ES384: 0.3, ES512: 0.35, EdDSA: 0.45 }
  for (const [alg, limit] of Object.entries(limits)) {
    const own = goals.filter(({ what }) => what.includes(`${alg},`))
    const of = (/** @type {string} */ begin) => own.filter(({ what }) => what.startsWith(begin))
    const crypto = of('verifySync ÷ node:crypto.verify')
    assert.deepEqual(
      crypto.map((goal) => [goal.limit, goal.measured]),
      [
        [limit, 0.5],
        [limit, 0.5]
      ]
    )
    assert.deepEqual(
      of('verifySync ÷ jose').map((goal) => [goal.limit, goal.measured]),
      Array(7).fill([0.5, 0.25])
    )
    const fresh = of('first verification by a new key')
    assert.deepEqual(
      fresh.map((goal) => [goal.limit, goal.measured]),
      [
        [2, 1.5],
        [2, 1.5]
      ]
    )
  }
})

test('issue 17: the module of the curves has its goal, and what was not measured is not met', () => {
  const sizes = [{ id: 'assay-ec-wasm', label: 'assay-jwt, assay-ec.wasm', raw: 40_000, gzip: 18_000, brotli: 16_000 }]
  const goals = judge({ runtimes: {}, fresh: {}, sizes }, runtimes)
  const goal = goals.find(({ what }) => what.includes('assay-ec.wasm'))
  assert.deepEqual([goal?.limit, goal?.measured, goal?.note], [20, 16, 'stretch: 15'])
  for (const { what, measured } of goals.filter((each) => each.what.includes('ES256')))
    assert.equal(measured, null, what)
})
