// What the command line writes, and where: results to standard output, everything else to standard error. Nothing else
// in js/cli/ writes to the two streams. No token, key set, server or argument may control the user's terminal: anything
// that is not a Text is escaped, line breaks included, so that no value looks like a line of the program's own.

import { once } from 'node:events'
import { visibleText } from '../debug/index.js'

const STYLES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34, cyan: 36 }

/** Text that is safe for a terminal. Only text``, join(), jsonText() and the colours make one. */
class Text {
  #characters

  /** @param {string} characters */
  constructor(characters) {
    this.#characters = characters
  }

  toString() {
    return this.#characters
  }
}

/** @typedef {{ [name in keyof typeof STYLES]: (value: unknown) => Text }} Paint */

/**
 * Colours only on a terminal; NO_COLOR turns them off (no-color.org), FORCE_COLOR turns them on elsewhere, too.
 * @param {{ isTTY?: boolean }} stream
 * @returns {Paint}
 */
function makePaint({ isTTY }) {
  const { NO_COLOR = '', FORCE_COLOR = '', TERM } = process.env
  const forced = FORCE_COLOR !== '' && FORCE_COLOR !== '0'
  const on = NO_COLOR === '' && (forced || (isTTY === true && TERM !== 'dumb' && FORCE_COLOR !== '0'))
  const style = (/** @type {number} */ code) => (/** @type {unknown} */ value) =>
    new Text(on ? `\u001b[${code}m${fit(value)}\u001b[0m` : fit(value))
  return /** @type {Paint} */ (Object.fromEntries(Object.entries(STYLES).map(([name, code]) => [name, style(code)])))
}

export const paint = makePaint(process.stdout)
export const errorPaint = makePaint(process.stderr)

/**
 * @param {unknown} value a Text stays as it is; anything else is escaped, on one line
 * @returns {string}
 */
function fit(value) {
  if (value instanceof Text) return value.toString()
  return visibleText(typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value)))
}

/**
 * A template for output: its own characters stay as they are, each value is made safe for a terminal.
 * @param {TemplateStringsArray} own
 * @param {...unknown} values
 * @returns {Text}
 */
export function text(own, ...values) {
  return new Text(String.raw({ raw: own }, ...values.map(fit)))
}

/**
 * @param {readonly unknown[]} values
 * @param {'\n' | ', '} [separator]
 * @returns {Text}
 */
export function join(values, separator = '\n') {
  return new Text(values.map(fit).join(separator))
}

/**
 * @param {unknown} value
 * @param {number} [indent]
 * @returns {Text} JSON. Its line breaks never come from a value: JSON escapes those
 */
export function jsonText(value, indent = 2) {
  return new Text(visibleText(JSON.stringify(value, null, indent), '\n'))
}

/**
 * @param {string} code JavaScript whose line breaks are its own: those of values are escaped in their literals
 * @returns {Text} with invisible characters escaped, which within literals mean the same
 */
export function codeText(code) {
  return new Text(visibleText(code, '\n'))
}

/**
 * @param {unknown} [value]
 * @returns {boolean} whether the reader keeps up; otherwise wait for drained()
 */
export function say(value = '') {
  return process.stdout.write(`${fit(value)}\n`)
}

/** @param {unknown} value */
export function complain(value) {
  process.stderr.write(`${fit(value)}\n`)
}

export const drained = () => once(process.stdout, 'drain')

/** Whether someone reads the results as they come. */
export const isOnTerminal = process.stdout.isTTY === true

/** Whether progress is shown: one line that is overwritten. */
export const showsProgress = process.stderr.isTTY === true

/** @param {unknown} [value] replaces the current line of standard error */
export function redraw(value = '') {
  process.stderr.write(`\r\u001b[K${fit(value)}`)
}

/** A reader that stops early, such as head, is not an error: the program ends silently. */
export function endQuietlyOnClosedPipe() {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code === 'EPIPE') process.exit()
      throw error
    })
  }
}
