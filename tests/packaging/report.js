// What a run of tests/packaging found: the table that is printed, the verdict, and what is kept for docs/.

import { table } from '../../tools/lib/steps.js'
import { deployments, outcomes } from './deployments.js'

/** @import { Found } from './deployments.js' */

/** @typedef {{ id: string, version: string, missing: Found['missing'] }} Kept of a row that was built and ran */

/**
 * @param {Found[]} found
 * @returns {string} for a terminal
 */
export function showTable(found) {
  const rows = deployments.map(({ id, tool }) => {
    const row = found.find((each) => each.id === id)
    const marks = [row?.built, row?.run].map((each) => (each ? '✓' : '✗'))
    return [tool.replaceAll('`', ''), row?.version ?? '', ...marks, row?.missing ?? '✗']
  })
  return table(['tool', 'version', 'built', 'run', 'without a .wasm'], rows)
}

/**
 * @param {Found[]} found
 * @returns {string[]} what is wrong, a line for each; nothing where all is green
 */
export function faultsOf(found) {
  const known = deployments.map(({ id }) => id)
  const unknown = found.filter(({ id }) => !known.includes(id)).map(({ id }) => `${id}: no such deployment`)
  const rows = known.flatMap((id) => {
    const own = found.filter((each) => each.id === id)
    if (own.length !== 1) return [`${id}: ${own.length} results instead of one`]
    const [{ built, run, missing }] = own
    return built && run && missing in outcomes ? [] : [`${id}: it was not built, or did not run`]
  })
  return [...rows, ...unknown]
}

/**
 * @param {Found[]} found without a fault
 * @returns {Kept[]} in the order of the table
 */
export function resultsOf(found) {
  return deployments.flatMap(({ id }) =>
    found.filter((each) => each.id === id).map(({ version, missing }) => ({ id, version, missing }))
  )
}

/**
 * @param {Kept[]} kept
 * @returns {string[][]} the table of the page, with its head
 */
export function pageTable(kept) {
  const rows = deployments.map(({ id, tool, setUp }) => {
    const row = kept.find((each) => each.id === id)
    if (!row) throw new Error(`${id} is not recorded: npm run test:packaging`)
    return [tool, row.version || '–', setUp, '✓', '✓', outcomes[row.missing]]
  })
  return [['tool', 'tested with', 'what to set up', 'built', 'run', 'where a `.wasm` is missing'], ...rows]
}
