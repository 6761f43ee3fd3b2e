import { adviceFor, DATE_CLAIMS, dateInCheck, meaningOf, relativeTime, utcTime } from '../debug/index.js'
import { join, paint, text } from './terminal.js'

/** @import { Check, Report } from '../shared/types.js' */
/** @import { Mark } from '../debug/inspect-token.js' */
/** @import { Words } from './flag-words.js' */

const SIGNS = { pass: paint.green('✓'), fail: paint.red('✗'), skip: paint.dim('–') }

/**
 * @param {Report} report
 * @param {Words} words for advice and notes
 * @returns the verdict, and the checks in their order
 */
export function reportText(report, words) {
  const { valid, error, checks, notes } = report
  const verdict = valid
    ? paint.green('✓ accepted')
    : paint.red(`✗ ${error?.code === 'AUTH_KEYS_UNAVAILABLE' ? 'not decided' : 'refused'}: ${error?.message}`)
  const why = error === undefined ? [] : [`  ${error.code} ${error.reason}, HTTP status ${error.status}`]
  return join([
    verdict,
    ...why,
    '',
    paint.bold('Checks'),
    ...checks.flatMap((check) => checkLines(check, adviceFor(check, report), words)),
    ...notes.map((note) => text`${paint.yellow('!')} ${words(note)}`)
  ])
}

/**
 * @param {Check} check
 * @param {string | undefined} advice
 * @param {Words} words
 * @returns {unknown[]} lines
 */
export function checkLines(check, advice, words) {
  const { status, message, expected, actual, clause } = check
  const said = `${check.check.padEnd(17)} ${message}`
  const lines = [text`${SIGNS[status]} ${status === 'skip' ? paint.dim(said) : said} ${paint.dim(`[${clause}]`)}`]
  if (status !== 'fail') return lines
  const more = { expected, actual, 'what to do': advice && words(advice) }
  for (const [label, value] of Object.entries(more)) {
    const date = dateInCheck(check.check, value, utcTime)
    const note = date === undefined ? '' : paint.dim(`  ${date}`)
    if (value !== undefined) lines.push(text`    ${paint.dim(label.padEnd(11))} ${value}${note}`)
  }
  return lines
}

/**
 * @param {{ readonly [member: string]: unknown } | undefined} part header or claims
 * @param {number} now seconds since the epoch
 * @returns member by member, with readable dates and the name of the algorithm
 */
export function partText(part, now) {
  if (part === undefined) return paint.dim('  could not be read')
  const members = Object.entries(part).map(([name, value]) => {
    const isDate = DATE_CLAIMS.includes(name) && typeof value === 'number'
    const date = isDate ? utcTime(value) : undefined
    const comment = date === undefined ? meaningOf(name, value) : `${date}, ${relativeTime(Number(value), now)}`
    return text`  ${paint.cyan(name)}: ${JSON.stringify(value)}${comment ? paint.dim(`  ${comment}`) : ''}`
  })
  return join(members)
}

/**
 * @param {readonly Mark[]} marks
 * @returns what is odd in the token's text, in order of position
 */
export function marksText(marks) {
  if (marks.length === 0) return ''
  const rows = marks.map(({ start, end, message }) => {
    const place = end - start > 1 ? `characters ${start + 1} to ${end}` : `character ${start + 1}`
    return text`${paint.yellow('!')} ${place}: ${message}`
  })
  return text`\n\n${paint.bold('In the token’s text')}\n${join(rows)}`
}
