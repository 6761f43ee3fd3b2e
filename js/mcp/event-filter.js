/** @import { TextFilter } from './list-filter.js' */

/** The empty line that ends an event. A line ends with CR LF, LF or CR (HTML §9.2.5). */
const END = /(?:\r\n|\n|\r(?!\n)){2}/g
/** So many characters of an end may have come before. */
const LONGEST_END = 4

/**
 * Filters the messages in a stream of events. Each event goes on as soon as it is whole; one in which nothing changes
 * goes on as it came.
 * @param {TextFilter} filter of the JSON in an event
 * @returns {{ push: (chunk: string | Uint8Array) => string, flush: () => string }} what can be sent
 */
export function eventFilter(filter) {
  const decoder = new TextDecoder()
  let pending = ''
  const wholeEvents = () => {
    let sent = 0
    let text = ''
    for (let end = END.exec(pending); end !== null; end = END.exec(pending)) {
      text += filterEvent(pending.slice(sent, END.lastIndex), filter)
      sent = END.lastIndex
    }
    pending = pending.slice(sent)
    return text
  }
  return {
    push(chunk) {
      END.lastIndex = Math.max(0, pending.length - LONGEST_END)
      pending += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })
      return wholeEvents()
    },
    flush() {
      const rest = pending + decoder.decode()
      pending = ''
      return filterEvent(rest, filter)
    }
  }
}

/**
 * @param {string} event
 * @param {TextFilter} filter
 * @returns {string}
 */
function filterEvent(event, filter) {
  const lines = event.split(/\r\n|\n|\r/)
  const data = lines.filter(isData)
  const json = data.map((line) => line.slice(5).replace(/^ /, '')).join('\n')
  const filtered = filter(json)
  if (filtered === json) return event
  const first = lines.findIndex(isData)
  return lines.flatMap((line, at) => (at === first ? `data: ${filtered}` : isData(line) ? [] : line)).join('\n')
}

const isData = (/** @type {string} */ line) => /^data(:|$)/.test(line)
