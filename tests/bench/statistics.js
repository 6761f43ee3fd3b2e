/**
 * @param {readonly number[]} values
 * @param {number} share 0.5 is the median
 * @returns {number}
 */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b)
  const place = (sorted.length - 1) * share
  const below = Math.floor(place)
  const above = Math.min(below + 1, sorted.length - 1)
  return sorted[below] + (sorted[above] - sorted[below]) * (place - below)
}

/** @param {readonly number[]} values */
export const median = (values) => quantile(values, 0.5)

/** @typedef {{ us: number, p10: number, p90: number, ratio: number | null }} Summary ratio: to assay-jwt's verifySync */

/**
 * @param {Record<string, number[]>} samples by contestant, then by round
 * @param {string} reference
 * @returns {Record<string, Summary>}
 */
export function summarize(samples, reference) {
  return Object.fromEntries(
    Object.entries(samples).map(([id, values]) => [
      id,
      {
        us: round(median(values)),
        p10: round(quantile(values, 0.1)),
        p90: round(quantile(values, 0.9)),
        ratio: reference in samples ? round(pairedRatio(values, samples[reference])) : null
      }
    ])
  )
}

/**
 * @param {readonly number[]} values
 * @param {readonly number[]} others of the same rounds
 * @returns {number} the median of the rounds' ratios: what slowed a whole round down cancels out
 */
export function pairedRatio(values, others) {
  return median(values.map((value, index) => value / others[index]))
}

/** @param {number} value four digits: the noise is in the second or third */
export const round = (value) => Number(value.toPrecision(4))
