// What the rounds of a cold start say: medians, and when the steady state is reached.

import { median, round } from '../statistics.js'
import { segments, steps, warmUp } from './contestants.js'

/**
 * @typedef {object} Sample one cold start, in milliseconds
 * @property {Record<string, number>} marks see ColdRun; wall and cpu of the process until the first verdict; cpuOfAll:
 *   until the last one
 * @property {number[]} totals by segment
 * @property {number[]} each one verification, by segment
 */

/** @typedef {{ tokens: number, ms: number, us: number }} Steady how many tokens came before it and how long they took; and a verification in it */

/**
 * @typedef {object} ColdSummary
 * @property {Record<string, number>} marks medians
 * @property {number | null} first ms
 * @property {number[]} steps µs for one token, by steps of contestants.js
 * @property {number | null} warmUp ms for tokens 3 to 162 together
 * @property {Steady | null} steady null: not within the tokens of this run
 */

/** Of each value and its neighbours the median: one window that was interrupted says nothing. */
const smooth = (/** @type {readonly number[]} */ values) =>
  values.map((value, at) => (at === 0 ? value : median(values.slice(at - 1, at + 2))))

/** A window is steady within a quarter of the median of the last ten. */
const tolerance = 1.25
const lastWindows = 10

/** Marks of the process as a whole: nothing is subtracted. */
const whole = ['wall', 'cpu', 'cpuOfAll']

/**
 * @param {readonly number[]} times ms by token
 * @returns {Pick<Sample, 'totals' | 'each'>}
 */
export function intoSegments(times) {
  if (times.length === 0) return { totals: [], each: [] }
  let from = 0
  const parts = segments.map((count) => times.slice(from, (from += count)))
  return { totals: parts.map(sum), each: parts.map((part) => median(part)) }
}

/** @param {readonly number[]} values */
const sum = (values) => values.reduce((total, value) => total + value, 0)

/**
 * @param {readonly Sample[]} samples by round
 * @param {readonly Sample[]} [empty] what the same takes without a library, to be subtracted
 * @returns {ColdSummary}
 */
export function summarizeCold(samples, empty = []) {
  const typical = (/** @type {(sample: Sample) => number} */ read) =>
    median(samples.map(read)) - (empty.length > 0 ? median(empty.map(read)) : 0)
  const names = Object.keys(samples[0].marks)
  const marks = names.map((name) => [
    name,
    round(
      whole.includes(name) ? median(samples.map((sample) => sample.marks[name])) : typical(({ marks }) => marks[name])
    )
  ])
  const counted = samples[0].totals.length > 0
  const between = (/** @type {{ from: number, to: number }} */ { from, to }) =>
    typical(({ totals }) => sum(totals.slice(from, to)))
  return {
    marks: Object.fromEntries(marks),
    first: counted ? round(typical(({ totals }) => totals[0])) : null,
    steps: counted ? steps.map((step) => round((between(step) * 1000) / sum(segments.slice(step.from, step.to)))) : [],
    warmUp: counted ? round(between(warmUp)) : null,
    steady: counted
      ? findSteady(
          segments.map((_, at) => typical(({ each }) => each[at])),
          segments.map((_, at) => typical(({ totals }) => totals[at]))
        )
      : null
  }
}

/**
 * @param {readonly number[]} each ms for one verification, by segment
 * @param {readonly number[]} totals ms by segment
 * @param {readonly number[]} [counts]
 * @returns {Steady | null}
 */
export function findSteady(each, totals, counts = segments) {
  const level = median(each.slice(-lastWindows))
  const last = smooth(each).findLastIndex((value) => value > level * tolerance)
  if (last >= each.length - lastWindows) return null
  const before = last + 1
  return {
    tokens: sum(counts.slice(0, before)),
    ms: round(sum(totals.slice(0, before))),
    us: round(level * 1000)
  }
}
