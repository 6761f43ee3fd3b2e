import { adviceFor, dateInCheck } from 'assay-jwt/debug'
import { $, h, icon } from './dom.js'

// The checks in the pipeline's order. Each opens to show what was expected, what the token has, the clause, and advice.

const STATUS = /** @type {{ [status: string]: string }} */ ({ pass: 'passed', fail: 'failed', skip: 'not checked' })

/** What the user has opened and closed by hand, by the name of the check. @type {Map<string, boolean>} */
const toggled = new Map()
/** What is shown, by the ids of lists. @type {Map<string, string>} */
const shown = new Map()

/** @typedef {import('assay-jwt').Check} Check */

/** @param {import('./decide.js').Decision} decision */
export const showChecks = ({ report }) =>
  showCheckList('checks', report?.checks ?? [], (check) => adviceFor(check, report))

/**
 * @param {'checks' | 'proof-checks'} id of the list
 * @param {readonly Check[]} checks
 * @param {(check: Check) => string | undefined} adviceOf
 */
export function showCheckList(id, checks, adviceOf) {
  const list = $(id)
  const key = JSON.stringify(checks)
  if (key === shown.get(id)) return
  const opened = /** @type {HTMLElement | null} */ (document.activeElement)?.closest?.('li.check')?.id
  shown.set(id, key)
  list.replaceChildren(...checks.map((check) => checkItem(check, adviceOf(check))))
  if (opened) /** @type {HTMLElement | null} */ (document.querySelector(`#${opened} summary`))?.focus()
  const count = (/** @type {string} */ status) => checks.filter((each) => each.status === status).length
  $(`${id}-count`).textContent = `${count('pass')} passed, ${count('fail')} failed, ${count('skip')} not checked`
}

/**
 * @param {Check} check
 * @param {string | undefined} advice
 */
function checkItem(check, advice) {
  const { status, message, clause } = check
  const open = toggled.get(check.check) ?? status === 'fail'
  const details = h('details', { open }, summary(check), body(check, advice))
  details.querySelector('summary')?.addEventListener('click', () => {
    toggled.set(check.check, !(/** @type {HTMLDetailsElement} */ (details).open))
  })
  return h(
    `li.check.${status}`,
    { id: `check-${check.check}`, 'data-status': status, 'data-clause': clause, 'aria-label': message },
    details
  )
}

/** @param {any} check */
function summary({ check, status, message }) {
  return h(
    'summary',
    {},
    icon(status),
    h('span.visually-hidden', {}, `${STATUS[status]}: `),
    h('span.message', {}, message),
    h('code.check-name', {}, check)
  )
}

/**
 * @param {any} check
 * @param {string | undefined} advice
 */
function body({ check, expected, actual, clause }, advice) {
  const value = (/** @type {string} */ text) => [
    text,
    ...[dateInCheck(check, text)].flatMap((date) => (date ? [h('span.date', {}, ` ${date}`)] : []))
  ]
  const rows = [
    ...(expected === undefined ? [] : [h('dt', {}, 'expected'), h('dd.value', {}, ...value(String(expected)))]),
    ...(actual === undefined ? [] : [h('dt', {}, 'actual'), h('dd.value.actual', {}, ...value(String(actual)))]),
    h('dt', {}, 'clause'),
    h('dd', {}, clauseLink(clause)),
    ...(advice === undefined ? [] : [h('dt', {}, 'what to do'), h('dd.advice', {}, advice)])
  ]
  return h('dl', {}, ...rows)
}

/** @param {string} clause */
export function clauseLink(clause) {
  const [, rfc, section] = /^RFC (\d+) §([\d.]+)/.exec(clause) ?? []
  if (rfc === undefined) return clause
  const href = `https://www.rfc-editor.org/rfc/rfc${rfc}#section-${section}`
  return h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, clause)
}
