import { DATE_CLAIMS, headerMembers, localTime, meaningOf, registeredClaims, relativeTime } from 'assay-jwt/debug'
import { $, h, icon, replace } from './dom.js'
import { withMarks } from './editor.js'

// Header and claims, as the core read them. What the core refuses is shown as text, with odd places marked.

/** @param {import('./decide.js').Decision} decision */
export function showDecoded({ report, parts, inspection, now }) {
  const segment = (/** @type {string} */ name) => inspection.segments.find((each) => each.name === name)
  showPart('header', parts.header, segment('header'), headerMembers, now)
  showPart('claims', parts.claims, segment('claims'), registeredClaims, now)
  const badge = $('proof')
  const proven = report?.signatureVerified === true
  badge.className = proven ? 'badge good' : 'badge bad'
  replace(badge, icon(proven ? 'pass' : 'fail'), proven ? 'signature verified' : 'not proven: anyone can write this')
  badge.hidden = inspection.segments.length === 0
}

/**
 * @param {'header' | 'claims' | 'proof-header' | 'proof-claims'} name
 * @param {{ [member: string]: unknown } | undefined} value as the core has read it
 * @param {import('./decide.js').Decision['inspection']['segments'][number] | undefined} segment
 * @param {{ readonly [member: string]: string }} glossary
 * @param {number} now
 */
export function showPart(name, value, segment, glossary, now) {
  const box = $(name)
  if (value !== undefined) {
    replace(box, ...objectLines(value, 0, { glossary, prefix: name, now }))
  } else if (segment?.text) {
    const note = h('p.refused-text', {}, 'Refused by the core. Its text, as far as it can be decoded:')
    replace(box, note, ...withMarks(segment.text, 0, segment.text.length, segment.marks))
  } else {
    replace(box, h('span.nothing', {}, 'Nothing that could be decoded'))
  }
}

/** @typedef {{ glossary?: { readonly [member: string]: string }, prefix: string, now: number }} Context */

/**
 * @param {{ [member: string]: unknown }} object
 * @param {number} depth
 * @param {Context} context
 * @returns {(Node | string)[]}
 */
function objectLines(object, depth, context) {
  const members = Object.entries(object)
  if (members.length === 0) return ['{}']
  const nodes = members.flatMap(([name, value], index) => [
    '  '.repeat(depth + 1),
    memberName(name, value, depth === 0 ? context : { ...context, glossary: undefined }),
    ': ',
    ...valueNodes(value, depth + 1, context),
    index < members.length - 1 ? ',' : '',
    ...(depth === 0 && DATE_CLAIMS.includes(name) && typeof value === 'number' ? [date(value, context.now)] : []),
    '\n'
  ])
  return ['{\n', ...nodes, `${'  '.repeat(depth)}}`]
}

/**
 * @param {string} name
 * @param {unknown} value
 * @param {Context} context
 */
function memberName(name, value, { glossary, prefix }) {
  const text = JSON.stringify(name)
  const term = glossary !== undefined && Object.hasOwn(glossary, name) ? glossary[name] : undefined
  const meaning = glossary !== undefined && prefix.endsWith('header') ? meaningOf(name, value) : undefined
  const tip = meaning === undefined ? term : `${term} ${JSON.stringify(value)}: ${meaning}.`
  if (tip === undefined) return h('span.name', {}, text)
  const id = `tip-${prefix}-${name.replace(/\W/g, '-')}`
  return h(
    'span',
    {},
    h('button.name.term', { type: 'button', 'data-tip': tip, 'aria-describedby': id }, text),
    h('span', { id, hidden: true }, tip)
  )
}

/**
 * @param {unknown} value
 * @param {number} depth
 * @param {Context} context
 * @returns {(Node | string)[]}
 */
function valueNodes(value, depth, context) {
  if (Array.isArray(value)) {
    if (value.length === 0) return ['[]']
    const items = value.flatMap((item, index) => [
      '  '.repeat(depth + 1),
      ...valueNodes(item, depth + 1, context),
      index < value.length - 1 ? ',\n' : '\n'
    ])
    return ['[\n', ...items, `${'  '.repeat(depth)}]`]
  }
  if (typeof value === 'object' && value !== null) return objectLines(/** @type {any} */ (value), depth, context)
  return [h(`span.${value === null ? 'null' : typeof value}`, {}, JSON.stringify(value))]
}

/**
 * @param {number} time
 * @param {number} now
 */
function date(time, now) {
  const local = localTime(time)
  if (local === undefined) return h('span.date', {}, '  no date of a calendar')
  return h('span.date', {}, `  ${local} · `, h('span', { 'data-time': time }, relativeTime(time, now)))
}

/** Updates the times in place, once a second: nothing else changes then. @param {number} now */
export function tickTimes(now) {
  for (const element of document.querySelectorAll('[data-time]')) {
    const text = relativeTime(Number(/** @type {HTMLElement} */ (element).dataset.time), now)
    if (element.textContent !== text) element.textContent = text
  }
}
