// Tables for the terminal.

import { dim, say, table } from '../../../tools/lib/steps.js'
import { coldCases, coldRows, referenceId, steps } from './contestants.js'

/** @import { ColdResults, PlaceReport } from './results-cold.js' */
/** @import { ColdSummary } from './summary.js' */

const none = '–'

/** @param {number | null | undefined} value */
const short = (value) => {
  if (value === null || value === undefined || Number.isNaN(value)) return none
  return Math.abs(value) >= 100 ? value.toFixed(0) : Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2)
}

const columns = [
  '',
  'import',
  'create',
  'prepare',
  'of it wasm',
  'first',
  'to first',
  '÷ jose',
  'process',
  'CPU',
  'CPU, all'
]
const later = ['', ...steps.map(({ label }) => label), '3–162 ms', '÷ jose', 'steady after', 'in ms', 'then µs']

/** @param {ColdResults} results two tables for each place and case */
export function showCold({ places, absent }) {
  for (const place of places) {
    for (const { id, title } of coldCases) if (place.cases[id]) showCase(place, id, title)
  }
  for (const [label, reason] of Object.entries(absent)) say(dim(`  ${none} ${label}: ${reason}`))
}

/**
 * @param {PlaceReport} place
 * @param {string} id
 * @param {string} title
 */
function showCase({ label, version, outside, cases }, id, title) {
  const { rows, missing } = cases[id]
  const shown = coldRows.filter((row) => rows[row.id])
  say(`\n${label} ${version}, ${title}: ms until the first verdict${outside ? ', less an empty Worker’s' : ''}`)
  say(
    table(
      columns,
      shown.map((row) => [row.label, ...startCells(rows[row.id], rows[referenceId])])
    )
  )
  say(`µs for a token after it`)
  const verifying = shown.filter((row) => row.libraries)
  say(
    table(
      later,
      verifying.map((row) => [row.label, ...laterCells(rows[row.id], rows[referenceId])])
    )
  )
  for (const row of coldRows.filter((each) => missing[each.id])) say(dim(`  ${none} ${row.label}: ${missing[row.id]}`))
}

/**
 * @param {ColdSummary} summary
 * @param {ColdSummary} reference
 * @returns {string[]}
 */
export function startCells({ marks, first }, reference) {
  const { compile = 0, instance = 0, toFirst } = marks
  const wasm = compile + instance > 0 ? short(compile + instance) : none
  return [
    ...[marks.import, marks.create, marks.prepare].map(short),
    wasm,
    ...[marks.first ?? first, toFirst].map(short),
    ratio(toFirst, reference.marks.toFirst),
    ...[marks.wall, marks.cpu, marks.cpuOfAll].map(short)
  ]
}

/**
 * @param {ColdSummary} summary
 * @param {ColdSummary} reference
 * @returns {string[]}
 */
export function laterCells({ steps: measured, warmUp, steady }, reference) {
  const reached = steady ? [`${steady.tokens} tokens`, short(steady.ms), short(steady.us)] : ['not reached', none, none]
  return [...measured.map(short), short(warmUp), ratio(warmUp, reference.warmUp), ...reached]
}

/**
 * @param {number | null | undefined} value
 * @param {number | null | undefined} reference
 */
const ratio = (value, reference) => (value && reference ? `${short(value / reference)}×` : none)
