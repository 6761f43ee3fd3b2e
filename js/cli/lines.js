import { StringDecoder } from 'node:string_decoder'

/**
 * @typedef {object} Line
 * @property {number} number from 1
 * @property {string} text without its line break
 * @property {boolean} cut whether it was longer than the limit; the rest was dropped
 */

/**
 * Splits a stream into lines, in batches, with no more than one chunk and one line in memory.
 * @param {AsyncIterable<Buffer>} chunks
 * @param {number} limit of a line, in characters
 * @returns {AsyncGenerator<Line[]>} the lines that each chunk completes
 */
export async function* readLines(chunks, limit) {
  const decoder = new StringDecoder('utf8')
  let number = 0
  let rest = ''
  let cut = false
  const complete = (/** @type {string} */ text) => {
    const whole = text.endsWith('\r') ? text.slice(0, -1) : text
    const line = { number: ++number, text: whole.slice(0, limit), cut: cut || whole.length > limit }
    cut = false
    return line
  }
  for await (const chunk of chunks) {
    const pieces = decoder.write(chunk).split('\n')
    pieces[0] = rest + pieces[0]
    rest = /** @type {string} */ (pieces.pop())
    const lines = pieces.map(complete)
    // One character more than the limit: it may be a carriage return.
    if (rest.length > limit + 1) {
      rest = rest.slice(0, limit + 1)
      cut = true
    }
    if (lines.length > 0) yield lines
  }
  rest += decoder.end()
  if (rest !== '') yield [complete(rest)]
}
