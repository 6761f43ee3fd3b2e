// The table must not be able to be green by mistake.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultsOf, gapsOf, resultsOf, showFaults, showTable } from '../report.js'
import { runtimes, whyNot } from '../runtimes.js'
import { testNames } from '../suite.js'

/** @import { Report } from '../report.js' */
/** @import { Runtime } from '../runtimes.js' */
/** @import { Row } from '../suite.js' */

/** @type {Runtime} */
const runtime = { id: 'one', label: 'One `dev`', under: 'a policy', without: ['require'], run: () => assert.fail() }

/**
 * @param {Partial<Record<string, Partial<Row>>>} [changes] by the test's name
 * @returns {Report}
 */
function report(changes = {}) {
  const rows = testNames.map((name) => ({ test: name, ok: true, detail: '', ...changes[name] }))
  return { runtime, result: { version: '1.2.3', rows } }
}

const only = [runtime]

test('a run that is green in every cell has no fault', () => {
  assert.deepEqual(faultsOf([report()], only), [])
})

test('a failed cell is a fault that names runtime, test and what happened, and is red in the table', () => {
  const failed = report({ '10,000': { ok: false, detail: 'verification 17: "user-17"' } })
  assert.deepEqual(faultsOf([failed], only), ['One dev: 10,000: verification 17: "user-17"'])
  assert.equal(showTable([failed]).match(/✗/g)?.length, 1)
  assert.match(showFaults(faultsOf([failed], only)), /✗ One dev: 10,000/)
})

test('a failed cell without a detail is a fault all the same', () => {
  assert.deepEqual(faultsOf([report({ slim: { ok: false } })], only), ['One dev: slim: failed'])
})

test('a test that gave no result, or two, is a fault', () => {
  const missing = report()
  missing.result?.rows.pop()
  assert.deepEqual(faultsOf([missing], only), [`One dev: ${testNames.at(-1)}: 0 results instead of one`])
  assert.equal(showTable([missing]).match(/✗/g)?.length, 1)
  const twice = report()
  twice.result?.rows.push({ test: 'accept', ok: true, detail: '' })
  assert.deepEqual(faultsOf([twice], only), ['One dev: accept: 2 results instead of one'])
})

test('a result of a test that does not exist is a fault', () => {
  const odd = report()
  odd.result?.rows.push({ test: 'nonsense', ok: true, detail: '' })
  assert.deepEqual(faultsOf([odd], only), ['One dev: nonsense: no such test'])
})

test('no test can be left out but those that the runtime is known to have nothing for, and with a reason', () => {
  assert.deepEqual(faultsOf([report({ require: { ok: null, detail: 'no CommonJS' } })], only), [])
  assert.match(faultsOf([report({ accept: { ok: null, detail: 'no time' } })], only)[0], /accept: it was left out/)
  assert.match(faultsOf([report({ require: { ok: null } })], only)[0], /require: it was left out, and nothing says why/)
})

test('an empty cell is named with its reason and with all the runtimes that have it', () => {
  const gap = report({ require: { ok: null, detail: 'no CommonJS' } })
  const other = { ...gap, runtime: { ...runtime, label: 'Other' } }
  assert.deepEqual(gapsOf([gap, other, report()]), [{ what: 'require on One dev, Other', why: 'no CommonJS' }])
  assert.equal(showTable([gap]).match(/–/g)?.length, 1)
})

test('a runtime that did not get to its end is a fault with its reason, and red in every cell', () => {
  const broken = { runtime, failure: 'exit code 1' }
  assert.deepEqual(faultsOf([broken], only), ['One dev: exit code 1'])
  assert.equal(showTable([broken]).match(/✗/g)?.length, testNames.length)
  assert.deepEqual(faultsOf([{ runtime }], only), ['One dev: it gave no result'])
})

test('a runtime that is not there is a fault, unless it is named with a reason', () => {
  assert.deepEqual(faultsOf([], only), ['One dev: it was not run, and nothing says why'])
  assert.deepEqual(faultsOf([{ runtime, absent: '' }], only), ['One dev: it was not run, and nothing says why'])
  const absent = { runtime, absent: 'its package is for another machine' }
  assert.deepEqual(faultsOf([absent], only), [])
  assert.deepEqual(gapsOf([absent]), [{ what: 'the suite on One dev', why: absent.absent }])
})

test('a runtime that does not say its version is a fault', () => {
  const silent = report()
  if (silent.result) silent.result.version = ''
  assert.deepEqual(faultsOf([silent], only), ['One dev: it does not say its version'])
})

test('what is kept for docs/ counts what passed', () => {
  const [kept] = resultsOf([report({ require: { ok: null, detail: 'no CommonJS' } })]).runtimes
  assert.equal(kept.passed, testNames.length - 1)
  assert.deepEqual(kept.without, { require: 'no CommonJS' })
})

test('the issue’s runtimes are all there, each once', () => {
  const ids = runtimes.map(({ id }) => id)
  assert.equal(new Set(ids).size, ids.length)
  const contexts = ['', '-module-worker', '-service-worker']
  const browsers = ['chromium', 'firefox', 'webkit'].flatMap((name) => contexts.map((context) => name + context))
  const others = ['node20', 'node22', 'node24', 'node26', 'deno', 'bun', 'miniflare', 'wrangler', 'edge']
  assert.deepEqual(ids, [...others, ...browsers])
})

const isReference = process.platform === 'linux' && process.arch === 'x64' && process.version.startsWith('v20.')

test('all of them run on linux-x64 with Node 20', { skip: !isReference && 'this is another machine' }, () => {
  assert.deepEqual(
    runtimes.filter((each) => whyNot(each) !== undefined),
    []
  )
})
