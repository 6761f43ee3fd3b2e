// What a run found: the table that is printed, the verdict, and what is kept for docs/.

import { red, table } from '../../tools/lib/steps.js'
import { testNames } from './suite.js'

/** @import { Result, Runtime } from './runtimes.js' */
/** @import { Row } from './suite.js' */

/**
 * @typedef {object} Report of one runtime: what it found, or why there is nothing
 * @property {Runtime} runtime
 * @property {Result} [result]
 * @property {string} [failure] it was to run, and did not get to its end
 * @property {string} [absent] this machine cannot run it
 */

/** @typedef {{ id: string, label: string, version: string, under: string, passed: number, without: Record<string, string> }} Kept */
/** @typedef {{ tests: string[], runtimes: Kept[] }} Results */

const columnsAtOnce = 11

/**
 * @param {Report[]} reports
 * @returns {string} runtime × test, in as many parts as fit a terminal
 */
export function showTable(reports) {
  const parts = []
  for (let begin = 0; begin < testNames.length; begin += columnsAtOnce) {
    const tests = testNames.slice(begin, begin + columnsAtOnce)
    const rows = reports.map((report) => [
      plain(report.runtime.label),
      versionOf(report),
      ...tests.map((test) => cell(report, test))
    ])
    parts.push(table(['runtime', 'version', ...tests], rows))
  }
  return parts.join('\n\n')
}

/** @param {string} label without the marks of Markdown */
const plain = (label) => label.replaceAll('`', '')

/** @param {Report} report */
function versionOf({ result, absent }) {
  return result?.version ?? (absent === undefined ? 'failed' : 'not here')
}

/**
 * @param {Report} report
 * @param {string} test
 */
function cell({ result, absent }, test) {
  if (absent !== undefined) return '–'
  const found = result?.rows.filter((row) => row.test === test) ?? []
  if (found.length !== 1) return '✗'
  return found[0].ok === null ? '–' : found[0].ok ? '✓' : '✗'
}

/**
 * @param {Report[]} reports
 * @param {readonly Runtime[]} expected every one of them must be among the reports
 * @returns {string[]} what is wrong, a line for each; nothing where all is green
 */
export function faultsOf(reports, expected) {
  const missing = expected.filter(({ id }) => reports.filter(({ runtime }) => runtime.id === id).length !== 1)
  return [
    ...missing.map(({ label }) => `${plain(label)}: it was not run, and nothing says why`),
    ...reports.flatMap((report) => faultsOfOne(report).map((fault) => `${plain(report.runtime.label)}: ${fault}`))
  ]
}

/**
 * @param {Report} report
 * @returns {string[]}
 */
function faultsOfOne({ runtime, result, failure, absent }) {
  if (absent !== undefined) return absent === '' ? ['it was not run, and nothing says why'] : []
  if (result === undefined) return [failure ?? 'it gave no result']
  const faults = result.version === '' ? ['it does not say its version'] : []
  for (const test of testNames) {
    const rows = result.rows.filter((row) => row.test === test)
    if (rows.length !== 1) faults.push(`${test}: ${rows.length} results instead of one`)
    else faults.push(...faultsOfRow(rows[0], runtime))
  }
  const unknown = result.rows.filter(({ test }) => !testNames.includes(test))
  return [...faults, ...unknown.map(({ test }) => `${test}: no such test`)]
}

/**
 * @param {Row} row
 * @param {Runtime} runtime
 * @returns {string[]}
 */
function faultsOfRow({ test, ok, detail }, { without }) {
  if (ok === true) return []
  if (ok !== null) return [`${test}: ${detail || 'failed'}`]
  if (!without.includes(test)) return [`${test}: it was left out (${detail}), and this runtime has to pass it`]
  return detail === '' ? [`${test}: it was left out, and nothing says why`] : []
}

/**
 * @param {Report[]} reports
 * @returns {{ what: string, why: string }[]} the runtimes that are not here, and of each other test on which runtimes and
 *   why it was left out
 */
export function gapsOf(reports) {
  /** @type {Map<string, { test: string, why: string, on: string[] }>} */
  const cells = new Map()
  const absent = reports.flatMap(({ runtime, result, absent: why }) => {
    if (why !== undefined) return [{ what: `the suite on ${plain(runtime.label)}`, why }]
    for (const { test, detail } of result?.rows.filter(({ ok }) => ok === null) ?? []) {
      const cell = cells.get(`${test} ${detail}`) ?? { test, why: detail, on: [] }
      cells.set(`${test} ${detail}`, { ...cell, on: [...cell.on, plain(runtime.label)] })
    }
    return []
  })
  return [...absent, ...[...cells.values()].map(({ test, why, on }) => ({ what: `${test} on ${on.join(', ')}`, why }))]
}

/** @param {string[]} faults */
export const showFaults = (faults) => red(faults.map((fault) => `✗ ${fault}`).join('\n'))

/**
 * @param {Report[]} reports without a fault and without an absence
 * @returns {Results} for tests/conformance/results.json
 */
export function resultsOf(reports) {
  return {
    tests: testNames,
    runtimes: reports.map(({ runtime, result }) => {
      const { version, rows } = /** @type {Result} */ (result)
      const left = rows.filter(({ ok }) => ok === null).map(({ test, detail }) => [test, detail])
      const passed = rows.filter(({ ok }) => ok === true).length
      return {
        ...{ id: runtime.id, label: runtime.label, version, under: runtime.under, passed },
        without: Object.fromEntries(left)
      }
    })
  }
}
