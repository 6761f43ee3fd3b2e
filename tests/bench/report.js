// Tables for the terminal.

import { dim, headline, say, table } from '../../tools/lib/steps.js'
import { cases, rows } from './contestants.js'
import { freshIds } from './fresh-process.js'

/** @import { Goal } from './goals.js' */
/** @import { Results, RuntimeReport } from './results.js' */
/** @import { Size } from './sizes.js' */
/** @import { Summary } from './statistics.js' */

const none = '–'

/** @param {number} value */
const short = (value) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2))

/** @param {Summary | undefined} summary */
const withRatio = (summary) =>
  summary ? short(summary.us).padStart(5) + (summary.ratio === null ? '' : `  ${short(summary.ratio)}×`) : none

/**
 * One runtime, with the spread.
 * @param {RuntimeReport} runtime
 */
export function showRuntime({ label, version, cases: measured }) {
  for (const { id, title } of cases) {
    const found = measured[id]
    if (!found) continue
    say(`\n${label} ${version}: ${title}`)
    const body = rows
      .filter((row) => found.rows[row.id])
      .map((row) => {
        const { us, p10, p90, ratio } = found.rows[row.id]
        return [row.label, short(us), `${short(p10)} to ${short(p90)}`, ratio === null ? none : `${short(ratio)}×`]
      })
    say(table(['', 'µs', 'p10 to p90', '÷ verifySync'], body))
  }
}

/** @param {Results} results one table for each case, and the reasons for what is missing */
export function showCases({ runtimes, absent }) {
  for (const { id, title } of cases) {
    const measured = runtimes.filter((runtime) => runtime.cases[id])
    if (measured.length === 0) continue
    headline(`${title}: µs for one verification, and how many times assay-jwt’s verifySync that is`)
    const shown = rows.filter((row) => measured.some((runtime) => runtime.cases[id].rows[row.id]))
    const body = shown.map((row) => [row.label, ...measured.map((each) => withRatio(each.cases[id].rows[row.id]))])
    say(table(['', ...measured.map(({ label }) => label)], body))
    for (const line of reasons(measured, id)) say(dim(`  ${none} ${line}`))
  }
  for (const [label, reason] of Object.entries(absent)) say(dim(`  ${none} ${label}: ${reason}`))
}

/**
 * @param {RuntimeReport[]} runtimes
 * @param {string} which
 * @returns {string[]} one line for each contestant and reason
 */
function reasons(runtimes, which) {
  /** @type {Map<string, string[]>} */
  const where = new Map()
  for (const row of rows) {
    for (const { label, cases: measured } of runtimes) {
      const reason = measured[which].missing[row.id]
      if (reason === undefined) continue
      const line = `${row.label}: ${reason}`
      where.set(line, [...(where.get(line) ?? []), label])
    }
  }
  return [...where].map(
    ([line, labels]) => `${line} (${labels.length === runtimes.length ? 'all' : labels.join(', ')})`
  )
}

/** @param {Results} results */
export function showFreshProcesses({ runtimes }) {
  const measured = runtimes.filter(({ fresh }) => fresh)
  if (measured.length === 0) return
  headline('Import and first verification in a fresh process: ms, ratio, and the process as a whole')
  const shown = rows.filter(({ id }) => freshIds.includes(id))
  const body = shown.map(({ id, label }) => [
    label,
    ...measured.flatMap(({ fresh }) => [withRatio(fresh?.inProcess[id]), withRatio(fresh?.wall[id])])
  ])
  say(table(['', ...measured.flatMap(({ label }) => [label, 'all of it'])], body))
}

/** @param {readonly Size[]} sizes */
export function showSizes(sizes) {
  headline('Sizes in kB: bundled and minified by esbuild')
  const kB = (/** @type {number} */ bytes) => (bytes / 1000).toFixed(1).padStart(6)
  say(
    table(
      ['', '   raw', '  gzip', 'brotli'],
      sizes.map(({ label, raw, gzip, brotli }) => [label, kB(raw), kB(gzip), kB(brotli)])
    )
  )
}

/** @param {readonly Goal[]} goals */
export function showGoals(goals) {
  headline('Goals (smaller is better). Quiet: the fastest tenth of both, least disturbed by other work on the machine')
  const body = goals.map(({ what, limit, unit, measured, quiet, note }) => [
    what,
    `≤ ${limit} ${unit}`,
    measured === null ? none : `${measured} ${unit}`,
    quiet === null ? none : `${quiet} ${unit}`,
    measured === null ? '' : measured <= limit ? '✓ ok' : '✗ miss',
    note ?? ''
  ])
  say(table(['', 'goal', 'measured', 'quiet', '', ''], body))
}
