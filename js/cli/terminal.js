// What the command line writes, and where: results to standard output, everything else to standard error.

const STYLES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34, cyan: 36 }

/** @typedef {{ [name in keyof typeof STYLES]: (text: string) => string }} Paint */

/**
 * Colours on a terminal alone; NO_COLOR takes them away (no-color.org), FORCE_COLOR has them elsewhere, too.
 * @param {{ isTTY?: boolean }} stream
 * @returns {Paint}
 */
function makePaint({ isTTY }) {
  const { NO_COLOR = '', FORCE_COLOR = '', TERM } = process.env
  const forced = FORCE_COLOR !== '' && FORCE_COLOR !== '0'
  const on = NO_COLOR === '' && (forced || (isTTY === true && TERM !== 'dumb' && FORCE_COLOR !== '0'))
  const style = (/** @type {number} */ code) => (/** @type {string} */ text) =>
    on ? `\u001b[${code}m${text}\u001b[0m` : text
  return /** @type {Paint} */ (Object.fromEntries(Object.entries(STYLES).map(([name, code]) => [name, style(code)])))
}

export const paint = makePaint(process.stdout)
export const errorPaint = makePaint(process.stderr)

// Control characters, and those that turn the direction of text: a token must not write on the user's terminal.
// eslint-disable-next-line no-control-regex -- they are what is looked for
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/gu

/**
 * @param {unknown} value what came from a token, a key set or a server
 * @returns {string} fit for a terminal, on one line
 */
export function printable(value) {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
  return text.replace(UNSAFE, escapeCharacter)
}

/** @param {string} character */
const escapeCharacter = (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** @param {string} [text] */
export function say(text = '') {
  process.stdout.write(`${text}\n`)
}

/** @param {string} text */
export function complain(text) {
  process.stderr.write(`${text}\n`)
}

/**
 * @param {unknown} value
 * @param {number} [indent]
 * @returns {string} JSON that is as safe on a terminal: what JSON leaves raw stands in strings alone
 */
export function jsonText(value, indent = 2) {
  return JSON.stringify(value, null, indent).replace(UNSAFE, (character) =>
    character === '\n' ? '\n' : escapeCharacter(character)
  )
}

/** A reader that has seen enough, such as head, is no error: the program ends without a word. */
export function endQuietlyOnClosedPipe() {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code === 'EPIPE') process.exit()
      throw error
    })
  }
}
