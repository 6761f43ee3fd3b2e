import { adviceFor, DATE_CLAIMS, dateInCheck, localTime, relativeTime } from '../debug/index.js'
import { paint, printable } from './terminal.js'

/** @import { Check, Report } from '../types.js' */
/** @import { Mark } from '../debug/inspect-token.js' */

const SIGNS = { pass: paint.green('✓'), fail: paint.red('✗'), skip: paint.dim('–') }

/**
 * @param {Report} report
 * @returns {string} the verdict, and the checks in their order
 */
export function reportText(report) {
  const { valid, error, checks, notes } = report
  const verdict = valid
    ? paint.green('✓ accepted')
    : paint.red(
        `✗ ${error?.code === 'AUTH_KEYS_UNAVAILABLE' ? 'not decided' : 'refused'}: ${printable(error?.message)}`
      )
  const why = error === undefined ? [] : [`  ${error.code} ${error.reason}, HTTP status ${error.status}`]
  return [
    verdict,
    ...why,
    '',
    paint.bold('Checks'),
    ...checks.flatMap((check) => checkLines(check, report)),
    ...notes.map((note) => `${paint.yellow('!')} ${printable(note)}`)
  ].join('\n')
}

/**
 * @param {Check} check
 * @param {Report} report
 * @returns {string[]}
 */
function checkLines(check, report) {
  const { status, message, expected, actual, clause } = check
  const text = `${check.check.padEnd(17)} ${printable(message)}`
  const lines = [`${SIGNS[status]} ${status === 'skip' ? paint.dim(text) : text} ${paint.dim(`[${clause}]`)}`]
  if (status !== 'fail') return lines
  const more = { expected, actual, 'what to do': adviceFor(check, report) }
  for (const [label, value] of Object.entries(more)) {
    const date = dateInCheck(check.check, value)
    const note = date === undefined ? '' : paint.dim(`  ${date}`)
    if (value !== undefined) lines.push(`    ${paint.dim(label.padEnd(11))} ${printable(value)}${note}`)
  }
  return lines
}

/**
 * @param {{ readonly [member: string]: unknown } | undefined} part header or claims
 * @param {number} now seconds since the epoch
 * @returns {string} member by member, with dates as dates
 */
export function partText(part, now) {
  if (part === undefined) return paint.dim('  could not be read')
  return Object.entries(part)
    .map(([name, value]) => {
      const isDate = DATE_CLAIMS.includes(name) && typeof value === 'number'
      const date = isDate ? localTime(value) : undefined
      const comment = isDate && date !== undefined ? paint.dim(`  ${date}, ${relativeTime(value, now)}`) : ''
      return `  ${paint.cyan(printable(name))}: ${printable(JSON.stringify(value))}${comment}`
    })
    .join('\n')
}

/**
 * @param {readonly Mark[]} marks
 * @returns {string} what is odd in the token's text, by place
 */
export function marksText(marks) {
  if (marks.length === 0) return ''
  const rows = marks.map(({ start, end, message }) => {
    const place = end - start > 1 ? `characters ${start + 1} to ${end}` : `character ${start + 1}`
    return `${paint.yellow('!')} ${place}: ${printable(message)}`
  })
  return `\n\n${paint.bold('In the token’s text')}\n${rows.join('\n')}`
}
