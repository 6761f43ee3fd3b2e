import { groups } from '../../../tables/options.js'
import { ALGORITHMS } from '../../../js/shared/algorithms.js'
import { rowsWithFlags } from './cli.js'
import { kebab } from './words.js'

/** @import { Field, Row } from '../../../tables/options/row-types.js' */

/** @typedef {{ option: string, row: Row, form: Field, id: string }} FormRow */

const folder = 'examples/browser-debugger'
export const page = `${folder}/index.html`

const rows = ['VerifierOptions', 'VerifyOptions'].flatMap((type) => Object.entries(groups[type].rows))

/** @type {FormRow[]} */
const formRows = rows.flatMap(([option, row]) =>
  row.form === undefined ? [] : [{ option, row, form: row.form, id: row.form.id ?? kebab(option) }]
)

/** @returns {{ [path: string]: string }} the fields and the flags, for the page's code */
export function debuggerFiles() {
  const flags = rowsWithFlags().flatMap(({ option, member, row: { cli } }) =>
    Object.entries(cli ?? {}).map(([flag, { read, multiple = false }]) => ({ option, member, flag, read, multiple }))
  )
  return {
    [`${folder}/policy-fields.js`]: `
/**
 * @typedef {object} PolicyField an option in the policy form
 * @property {string} option
 * @property {string} id of its element
 * @property {string} read what its text is
 * @property {boolean} more whether it stands under "More"
 * @property {any} initial the default, or '' where the field is empty then
 * @property {number} [max]
 * @property {string} [code] how C++ writes it
 * @property {string} [member] of assay::Policy
 * @property {string} [word] the value that makes the member true
 */

/** @type {readonly PolicyField[]} */
export const POLICY_FIELDS = ${JSON.stringify(formRows.map(fieldData))}

/** @type {readonly { option: string, member?: string, flag: string, read: string, multiple: boolean }[]} */
export const FLAGS = ${JSON.stringify(flags)}
`
  }
}

/** @param {FormRow} each */
function fieldData({ option, row, form, id }) {
  const { code, member, word } = row.core ?? {}
  const { read, more = false } = form
  const shown = read === 'number' ? String(row.default) : row.default
  const initial = more || row.default === undefined ? '' : shown
  return { option, id, read, more, initial, max: row.bounds?.[1], code, member, word }
}

/** @returns {{ [section: string]: string }} HTML of the form */
export function formSections() {
  const main = formRows.filter(({ form }) => !form.more)
  return {
    'policy-fields': main
      .filter(({ option }) => option !== 'clockTolerance')
      .map(fieldHtml)
      .join('\n'),
    'clock-tolerance-field': main
      .filter(({ option }) => option === 'clockTolerance')
      .map(fieldHtml)
      .join('\n'),
    'more-policy-fields': inPairs(formRows.filter(({ form }) => form.more))
  }
}

/** @param {FormRow[]} all @returns {string} consecutive numbers are placed side by side */
function inPairs(all) {
  const numbers = all.filter(({ form }) => form.read === 'number')
  const others = all.filter(({ form }) => form.read !== 'number')
  return [...others.map(fieldHtml), '<div class="pair">', ...numbers.map(fieldHtml), '</div>'].join('\n')
}

/** @param {FormRow} each */
function fieldHtml({ option, row, form, id }) {
  if (form.read === 'algorithms') {
    const boxes = ALGORITHMS.map((name) => `<label><input type="checkbox" value="${name}" /> ${name}</label>`)
    return `<fieldset id="${id}" class="chips"><legend>${form.label}</legend>${boxes.join('\n')}</fieldset>`
  }
  const small = form.small ? ` <small>${form.small}</small>` : ''
  const field = `<label class="field">${form.label}${small} ${control(row, form, id)}</label>`
  if (option !== 'audience') return field
  return `${field}\n<label class="box"><input type="checkbox" id="any-audience" /> accept any audience</label>`
}

/** @param {Row} row @param {Field} form @param {string} id */
function control(row, form, id) {
  const text = form.placeholder ?? (form.read === 'number' && form.more ? String(row.default) : '')
  const placeholder = text === '' ? '' : ` placeholder="${text}"`
  switch (form.choices ? 'choice' : form.read) {
    case 'boolean':
    case 'choice': {
      const options = (form.choices ?? []).map(
        ([value, label]) => `<option value="${value.replaceAll('"', '&quot;')}">${label}</option>`
      )
      return `<select id="${id}">${options.join('')}</select>`
    }
    case 'lines':
      return `<textarea id="${id}" rows="1" spellcheck="false"${placeholder}></textarea>`
    case 'number':
      return numberInput(row, form, id, placeholder)
    default:
      return `<input id="${id}" spellcheck="false" autocapitalize="off"${placeholder} />`
  }
}

/** @param {Row} row @param {Field} form @param {string} id @param {string} placeholder */
function numberInput(row, form, id, placeholder) {
  const [min = 0, max = Infinity] = row.bounds ?? []
  const limits = `min="${Math.ceil(min)}"${max < 1e12 ? ` max="${max}"` : ''}`
  return `<input id="${id}" type="number" ${limits}${form.more ? '' : ' step="1" inputmode="numeric"'}${placeholder} />`
}
