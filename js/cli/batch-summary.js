import { withCommas } from '../shared/with-commas.js'
import { EXIT } from './exit-code.js'
import { errorPaint, join } from './terminal.js'

/**
 * @typedef {object} Verdict the outcome for one line
 * @property {boolean} valid
 * @property {string} [code]
 * @property {string} [reason]
 * @property {string} [claim]
 * @property {string} [scope]
 * @property {string} [subject]
 * @property {readonly string[]} [scopes]
 * @property {number} [expiresAt]
 */

/** Counts the verdicts of a batch. */
export class Tally {
  accepted = 0
  refused = 0
  /** @type {Map<string, number>} by code and reason, separated by a space */
  #reasons = new Map()
  #begin = performance.now()

  get total() {
    return this.accepted + this.refused
  }

  /** @param {Verdict} verdict */
  add({ valid, code, reason }) {
    if (valid) {
      this.accepted += 1
      return
    }
    this.refused += 1
    const key = `${code} ${reason}`
    this.#reasons.set(key, (this.#reasons.get(key) ?? 0) + 1)
  }

  /** 0 if every token was accepted. An undecided token (keys unavailable) outweighs refused ones. */
  get exitCode() {
    for (const key of this.#reasons.keys()) if (key.startsWith('AUTH_KEYS_UNAVAILABLE ')) return EXIT.keysUnavailable
    return this.refused > 0 ? EXIT.refused : EXIT.accepted
  }

  /** @returns {{ code: string, reason: string, count: number }[]} the most frequent first */
  reasons() {
    const rows = [...this.#reasons].sort(([, a], [, b]) => b - a)
    return rows.map(([key, count]) => ({ code: key.split(' ')[0], reason: key.split(' ')[1], count }))
  }

  get seconds() {
    return (performance.now() - this.#begin) / 1000
  }

  toJSON() {
    const { total, accepted, refused } = this
    return { total, accepted, refused, seconds: Number(this.seconds.toFixed(3)), reasons: this.reasons() }
  }
}

/**
 * @param {Tally} tally
 */
export function summaryText(tally) {
  const { total, accepted, refused, seconds } = tally
  const rate = withCommas(Math.round(total / Math.max(seconds, 0.001)))
  const rows = tally.reasons().map(({ code, reason, count }) => `  ${withCommas(count).padStart(9)}  ${code} ${reason}`)
  return join([
    errorPaint.bold(`${withCommas(total)} tokens in ${seconds.toFixed(1)} s (${rate}/s)`),
    errorPaint.green(`  ${withCommas(accepted).padStart(9)}  accepted`),
    ...(refused > 0 ? [errorPaint.red(`  ${withCommas(refused).padStart(9)}  refused`), ...rows] : [])
  ])
}
