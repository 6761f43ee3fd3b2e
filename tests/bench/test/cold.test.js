import assert from 'node:assert/strict'
import { test } from 'node:test'
import { coldCases, coldRows, segments, steps, takingPartCold, tokenCount, warmUp } from '../cold/contestants.js'
import { findFailures } from '../cold/gate.js'
import { judgeCold } from '../cold/goals-cold.js'
import { drawColdPicture, partsOf } from '../cold/picture-cold.js'
import { startCells } from '../cold/report-cold.js'
import { newColdResults } from '../cold/results-cold.js'
import { runCold } from '../cold/run-cold.js'
import { findSteady, intoSegments, summarizeCold } from '../cold/summary.js'
import { makeFixture } from '../fixtures.js'

/** @import { Sample } from '../cold/summary.js' */

const fixture = makeFixture('2048', 3)
const count = (/** @type {{ from: number, to: number }} */ { from, to }) =>
  segments.slice(from, to).reduce((sum, each) => sum + each, 0)

/** @param {number} ms of each token @returns {Sample} */
function sampleOf(ms) {
  const marks = { import: 10, create: 1, prepare: 4, toFirst: 20 * ms, wall: 100 * ms, cpu: 50, cpuOfAll: 60 }
  return { marks, ...intoSegments(Array.from({ length: tokenCount }, () => ms)) }
}

test('the columns are the next 1, 10, 50, 100 and 200 tokens, and the goal is of tokens 3 to 162', () => {
  assert.deepEqual(steps.map(count), [1, 10, 50, 100, 200])
  assert.equal(count(warmUp), 160)
  assert.equal(count({ from: 0, to: warmUp.from }), 2)
})

test('tokens are summed by segment, and a window’s verification is its median', () => {
  const times = Array.from({ length: tokenCount }, (_, at) => (at === 20 ? 1000 : 1))
  const { totals, each } = intoSegments(times)
  assert.deepEqual([totals[0], totals[2], totals[3]], [1, 10, 1049])
  assert.equal(each[3], 1)
})

test('the steady state begins after the last window that is slower than the last ten by a quarter', () => {
  /** @type {number[]} */
  const each = segments.map((_, at) => (at < 5 ? 8 : at < 8 ? 1.2 : 1))
  const totals = segments.map((tokens, at) => tokens * each[at])
  const { tokens, ms, us } = findSteady(each, totals) ?? assert.fail()
  assert.deepEqual([tokens, us], [112, 1000])
  assert.equal(ms, 112 * 8)
  const interrupted = each.with(30, 50)
  assert.equal(findSteady(interrupted, totals)?.tokens, 112)
})

test('who still changes in the last ten windows has no steady state', () => {
  /** @type {number[]} */
  const each = segments.map((_, at) => (at < segments.length - 3 ? 8 : 1))
  assert.equal(findSteady(each.with(-4, 20).with(-5, 20), each), null)
})

test('from outside, an empty Worker’s time is subtracted from all but the process’s own', () => {
  const outside = {
    ...sampleOf(0.5),
    marks: { import: 4, create: 0, prepare: 0, toFirst: 2, wall: 70, cpu: 40, cpuOfAll: 50 }
  }
  const { marks, first, steps: later, warmUp: warm } = summarizeCold([sampleOf(2)], [outside])
  assert.deepEqual([marks.import, marks.toFirst, marks.wall, marks.cpu], [6, 38, 200, 50])
  assert.deepEqual([first, later[0], warm], [1.5, 1500, 240])
})

/** @param {number} ours ms of a token @param {number} theirs */
function resultsOf(ours, theirs) {
  const results = newColdResults(true)
  const samples = { empty: [sampleOf(0)], assay: [sampleOf(ours)], jose: [sampleOf(theirs)] }
  const rows = { assay: summarizeCold(samples.assay), jose: summarizeCold(samples.jose) }
  for (const [id, label] of [
    ['workerd', 'workerd'],
    ['node20', 'Node 20'],
    ['firefox', 'Firefox, page']
  ]) {
    const report = { id, label, version: '1.2.3', outside: id === 'workerd', cases: { rs256: { rows, missing: {} } } }
    results.places.push(report)
  }
  return { results, samples: { workerd: { rs256: samples }, node20: { rs256: samples } } }
}

test('the goals compare with jose, and what was not measured is not met', () => {
  const { results, samples } = resultsOf(3, 1)
  const measured = judgeCold(samples, results).map((goal) => goal.measured)
  assert.deepEqual(measured, [3, 3, 0, 3, 3, null, null])
  assert.ok(judgeCold({}, newColdResults(true)).every((goal) => goal.measured === null))
})

test('a table shows what was measured, and a dash where nothing was', () => {
  const rows = summarizeCold([sampleOf(2)])
  const reference = summarizeCold([sampleOf(1)])
  const cells = startCells(rows, reference)
  assert.deepEqual(cells.slice(0, 7), ['10.0', '1.00', '4.00', '–', '2.00', '40.0', '2.00×'])
  const nothing = summarizeCold([{ marks: { wall: 1 }, totals: [], each: [] }])
  assert.deepEqual(startCells(nothing, reference).slice(0, 7), Array(7).fill('–'))
})

test('the parts of a bar add up to the first verdict, and on workerd the import is none of them', () => {
  const [inside, outside] = [false, true].map((from) => partsOf(summarizeCold([sampleOf(2)]), from))
  assert.deepEqual(inside, [10, 5, 25, 322])
  assert.deepEqual(outside, [0, 4, 36, 322])
})

test('the picture has a panel for each place; bars and text lie within it, and its elements are closed', () => {
  const picture = drawColdPicture(resultsOf(3, 1).results)
  for (const name of ['workerd 1.2.3', 'Node 1.2.3', 'Firefox 1.2.3, page'])
    assert.ok(picture.includes(`>${name}<`), name)
  assert.ok(!/NaN|undefined|Infinity/.test(picture))
  const [, width, height] = (/viewBox="0 0 (\d+) (\d+)"/.exec(picture) ?? []).map(Number)
  for (const [, x, y] of picture.matchAll(/<text x="([\d.]+)" y="([\d.]+)"/g)) {
    assert.ok(Number(x) <= width && Number(y) < height, `${x}, ${y}`)
  }
  for (const [, x, size] of picture.matchAll(
    /<rect class="(?:ours|other) [^"]*" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"/g
  )) {
    assert.ok(Number(x) + Number(size) <= width - 20, `${x} + ${size}`)
  }
  assertClosed(picture)
})

/** @param {string} picture */
function assertClosed(picture) {
  /** @type {string[]} */
  const open = []
  for (const [, end, name, self] of picture.matchAll(/<(\/?)(\w+)[^>]*?(\/?)>/g)) {
    if (end) assert.equal(open.pop(), name)
    else if (!self) open.push(name)
  }
  assert.deepEqual(open, [])
}

test('the times of a cold start cover all from the import to the last token', async () => {
  const verified = /** @type {string[]} */ ([])
  const load = async () => ({ create: () => ({ verify: (/** @type {string} */ token) => verified.push(token) }) })
  const { marks, times } = await runCold(load, fixture)
  assert.deepEqual(verified, fixture.tokens)
  assert.equal(times.length, 3)
  const parts = marks.import + marks.create + marks.prepare + times[0]
  assert.ok(Math.abs(parts - marks.toFirst) < 1e-6)
  await assert.rejects(
    runCold(async () => ({ create: () => ({ verify: () => undefined }) }), fixture),
    /no verdict/
  )
})

test('nothing is timed that decides wrongly', async () => {
  const load = async () => ({ create: () => ({ verify: () => true }) })
  const failures = await findFailures('A library', load, fixture)
  assert.deepEqual(
    failures,
    Object.keys(fixture.refused).map((what) => `A library accepts a token ${what}`)
  )
})

for (const which of coldCases) {
  test(`on this Node everybody decides rightly: ${which.title}`, async () => {
    const { present } = takingPartCold('node24', which)
    assert.equal(present.length, which.id === 'rs256' ? coldRows.length : coldRows.length - 1)
    for (const { label, libraries } of present) {
      if (!libraries) continue
      const load = () => import(`../cold/libraries/${libraries.process}.js`)
      assert.deepEqual(await findFailures(label, load, makeFixture(which.fixture, 3)), [], label)
    }
  })
}
