// The goals of the cold start, with RS256. A miss is shown; it fails nothing.

import { median, quantile, round } from '../statistics.js'
import { referenceId, warmUp } from './contestants.js'

/** @import { Goal } from '../goals.js' */
/** @import { ColdSamples, Samples } from './measure-cold.js' */
/** @import { ColdResults } from './results-cold.js' */
/** @import { Sample } from './summary.js' */

/** @typedef {(values: readonly number[]) => number} Middle */

/** @type {Middle} */
const quietest = (values) => quantile(values, 0.1)

/** @type {(sample: Sample) => number} */
const warm = ({ totals }) => totals.slice(warmUp.from, warmUp.to).reduce((sum, ms) => sum + ms, 0)

/**
 * @param {ColdSamples} samples
 * @param {ColdResults} results
 * @returns {Goal[]}
 */
export function judgeCold(samples, { places }) {
  const workerd = samples.workerd?.rs256
  const steady = places.find(({ id }) => id === 'workerd')?.cases.rs256?.rows.assay.steady
  const first = 'first request beyond an empty Worker’s, workerd'
  return [
    goal({ what: first, limit: 5, unit: 'ms', note: 'stretch: 3' }, workerd, (all, middle) =>
      added(all, 'assay', ({ totals }) => totals[0], middle)
    ),
    goal(
      { what: 'tokens 3 to 162 ÷ jose, workerd', limit: 1.5, unit: '×', note: 'stretch: 1' },
      workerd,
      (all, middle) => added(all, 'assay', warm, middle) / added(all, referenceId, warm, middle)
    ),
    {
      ...{ what: 'verifying until the steady state, workerd', limit: 100, unit: 'ms', quiet: null },
      ...(steady ? { measured: steady.ms } : { measured: null, note: workerd ? 'not reached' : 'not in this run' })
    },
    ...['node20', 'node24'].flatMap((id) => judgeNode(id, samples[id]?.rs256))
  ]
}

/**
 * @param {string} id
 * @param {Samples | undefined} samples
 * @returns {Goal[]}
 */
function judgeNode(id, samples) {
  const ratio =
    (/** @type {string} */ mark) =>
    (/** @type {Samples} */ { assay, [referenceId]: theirs }, /** @type {Middle} */ middle) =>
      middle(assay.map(({ marks }) => marks[mark])) / middle(theirs.map(({ marks }) => marks[mark]))
  const name = `Node ${id.slice(4)}`
  return [
    goal({ what: `import and first verification ÷ jose, ${name}`, limit: 0.7, unit: '×' }, samples, ratio('toFirst')),
    goal({ what: `the same as a whole process ÷ jose, ${name}`, limit: 1, unit: '×' }, samples, ratio('wall'))
  ]
}

/**
 * @param {Pick<Goal, 'what' | 'limit' | 'unit' | 'note'>} about
 * @param {Samples | undefined} samples
 * @param {(samples: Samples, middle: Middle) => number} measure
 * @returns {Goal}
 */
function goal(about, samples, measure) {
  if (!samples) return { ...about, measured: null, quiet: null, note: 'not in this run' }
  return { ...about, measured: round(measure(samples, median)), quiet: round(measure(samples, quietest)) }
}

/**
 * @param {Samples} samples
 * @param {string} id
 * @param {(sample: Sample) => number} read
 * @param {Middle} middle
 */
function added(samples, id, read, middle) {
  return middle(samples[id].map(read)) - middle(samples.empty.map(read))
}
