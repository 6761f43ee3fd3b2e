import { table } from '../../../tools/lib/steps.js'
import { contestants } from './contestants.js'

/** @import { Result } from './metrics.js' */

/** @param {number} value */
export const whole = (value) => Math.round(value).toLocaleString('en-US')

/** @param {number} share */
export const percent = (share) => {
  const value = share * 100
  return `${value === 0 || value >= 10 ? value.toFixed(0) : value >= 1 ? value.toFixed(1) : value.toFixed(2)} %`
}

/**
 * @param {readonly Result[]} results
 * @returns {string} for the terminal
 */
export function showResults(results) {
  const head = ['', 'fetches/h', 'wait for a fetch', 'for the store', 'p99.9 ms', 'stale s', 'at most', 'refused']
  const body = results.map((result) => [
    contestants.find(({ id }) => id === result.id)?.label ?? result.id,
    whole(result.fetchesPerHour),
    percent(result.waited),
    percent(result.waitedForStore),
    whole(result.p999 * 1000),
    whole(result.staleMedian),
    whole(result.staleMax),
    whole(result.refused)
  ])
  return table(head, body)
}
