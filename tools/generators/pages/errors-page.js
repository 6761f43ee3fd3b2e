// docs/reference/errors.md: a section for each code and each reason.

import { reasonAdvice } from '../../../tables/advice.js'
import { codeAdvice } from '../../../tables/code-advice.js'
import { codes, reasons } from '../../../tables/errors.js'

/** @returns {string} the sections, with the codes' names and the reasons' as headings; fails where advice is missing */
export function errorSections() {
  compare(
    'code',
    codes.map(({ name }) => name),
    Object.keys(codeAdvice)
  )
  compare(
    'reason',
    reasons.map(({ name }) => name),
    Object.keys(reasonAdvice)
  )
  return codes.map(codeSection).join('\n\n')
}

/** @param {import('../../../tables/errors.js').CodeRow} row */
function codeSection({ name, status }) {
  const own = reasons.filter(({ code }) => code === name)
  return [`## ${name}`, `HTTP ${status}. ${codeAdvice[name]}`, ...own.map((row) => reasonSection(row, status))].join(
    '\n\n'
  )
}

/**
 * @param {import('../../../tables/errors.js').ReasonRow} row
 * @param {number} codeStatus
 */
function reasonSection({ name, code, message, meaning, status }, codeStatus) {
  const { why, fix } = reasonAdvice[name]
  const answer = status === undefined || status === codeStatus ? '' : ` HTTP ${status}.`
  const text = [`${meaning ?? message}.${answer}`, `**Why.** ${why}`, `**What to do.** ${fix}`]
  // The one reason of INTERNAL has its name, and one anchor is enough.
  return (name === code.toLowerCase() ? text : [`### ${name}`, ...text]).join('\n\n')
}

/**
 * @param {string} what
 * @param {string[]} names
 * @param {string[]} advised
 */
function compare(what, names, advised) {
  const missing = names.filter((name) => !advised.includes(name))
  if (missing.length > 0) throw new Error(`tables/advice.js has nothing about the ${what} ${missing.join(', ')}`)
  const gone = advised.filter((name) => !names.includes(name))
  if (gone.length > 0) throw new Error(`tables/advice.js has a ${what} that is none: ${gone.join(', ')}`)
}
