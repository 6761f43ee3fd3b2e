import { withCommas } from '../shared/with-commas.js'
import { errorPaint, redraw, showsProgress, text } from './terminal.js'

const INTERVAL_MS = 100
const WIDTH = 30

/** A progress bar on standard error, if that is a terminal. */
export class Progress {
  #total
  #begin = performance.now()
  #shownAt = 0

  /** @param {number | undefined} total bytes of the whole input, if known */
  constructor(total) {
    this.#total = total
  }

  /**
   * @param {number} bytes that were read
   * @param {number} tokens that were decided
   */
  show(bytes, tokens) {
    const now = performance.now()
    if (!showsProgress || now - this.#shownAt < INTERVAL_MS) return
    this.#shownAt = now
    const rate = Math.round((tokens * 1000) / Math.max(1, now - this.#begin))
    const counts = `${withCommas(tokens)} tokens, ${withCommas(rate)}/s`
    redraw(text`${this.#bar(bytes)}${counts}`)
  }

  /** @param {number} bytes */
  #bar(bytes) {
    if (!this.#total) return ''
    const part = Math.min(1, bytes / this.#total)
    const filled = Math.round(part * WIDTH)
    const bar = text`${errorPaint.green('━'.repeat(filled))}${errorPaint.dim('─'.repeat(WIDTH - filled))}`
    return text`${bar} ${String(Math.round(part * 100)).padStart(3)} %  `
  }

  clear() {
    if (this.#shownAt > 0) redraw()
  }
}
