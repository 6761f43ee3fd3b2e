// What the tools say while they work: headlines, steps with their elapsed time, tables.
// Built-in modules only: it runs before anything is installed.

import { startHeartbeat } from './heartbeat.js'

/** Colours on a terminal that wants them (no-color.org), plain text elsewhere. */
const coloured = Boolean(process.stdout.isTTY) && !process.env.NO_COLOR

/**
 * @param {number} code
 * @returns {(text: string) => string}
 */
const style = (code) => (text) => (coloured ? `\u001b[${code}m${text}\u001b[0m` : text)

export const bold = style(1)
export const dim = style(2)
export const red = style(31)
export const green = style(32)

/** @param {string} [text] */
export function say(text = '') {
  process.stdout.write(`${text}\n`)
}

/** @param {string} text */
export function headline(text) {
  say(`\n${bold(`== ${text}`)}`)
}

/**
 * @param {number} since performance.now() at the start
 * @returns {string} such as "3.2 s" or "4 min 05 s"
 */
export function elapsed(since) {
  const seconds = (performance.now() - since) / 1000
  if (seconds < 60) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`
}

/**
 * Says what is left out here; `npm test` collects these lines for its summary (skips.js).
 * @param {string} what
 * @param {string} why
 */
export function saySkipped(what, why) {
  say(`skipped: ${what}: ${why}`)
}

/**
 * Says how long a tool takes, and whether it works or waits: silence.js does not count waiting as a sign of life.
 * @param {string} title
 * @param {number} since performance.now() at the start
 * @returns {(works: boolean) => void} for startHeartbeat()
 */
export const sayBeat = (title, since) => (works) =>
  say(dim(`  ${title}: ${works ? 'at work' : 'still at it'}, ${elapsed(since)}`))

/**
 * Runs one step, says that it began, that it still runs, and how it ended.
 * @template T
 * @param {string} title
 * @param {() => T | Promise<T>} action
 * @returns {Promise<T>}
 */
export async function step(title, action) {
  const start = performance.now()
  say(`${dim('…')} ${title}`)
  const stop = startHeartbeat(sayBeat(title, start))
  try {
    const result = await action()
    say(`${green('✓')} ${title} ${dim(elapsed(start))}`)
    return result
  } catch (error) {
    say(`${red('✗')} ${title} ${dim(elapsed(start))}`)
    throw error
  } finally {
    stop()
  }
}

/**
 * @param {string[]} head
 * @param {string[][]} rows
 * @returns {string} an aligned table
 */
export function table(head, rows) {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column].length)))
  /** @param {string[]} row */
  const line = (row) => `  ${row.map((cell, column) => cell.padEnd(widths[column])).join('  ')}`.trimEnd()
  const rule = `  ${widths.map((width) => '─'.repeat(width)).join('  ')}`
  return [bold(line(head)), dim(rule), ...rows.map((row) => markVerdict(line(row)))].join('\n')
}

/** @param {string} line a verdict's mark is coloured after padding, which counts characters */
const markVerdict = (line) => line.replaceAll('✓', green('✓')).replaceAll('✗', red('✗'))
