import { $, h, replace } from './dom.js'
import { state } from './state.js'

// The token as text: a textarea, and behind it the same text in colour, with odd places marked.

const FOUND_AS = /** @type {{ [as: string]: string }} */ ({
  bearer: 'The token behind “Bearer”.',
  header: 'The token of the Authorization header.',
  curl: 'The token of the curl command.',
  text: 'The token that was found in the text.'
})

/** @param {import('./decide.js').Decision} decision */
export function showEditor({ token, foundAs, inspection }) {
  const { text } = state
  const start = token === '' ? 0 : text.indexOf(token)
  const pieces = [plain(text.slice(0, start)), ...colour(token, inspection), plain(text.slice(start + token.length))]
  replace($('token-colours'), ...pieces, '\n')
  $('token-found').textContent = FOUND_AS[foundAs] ?? ''
  $('token-size').textContent =
    token === '' ? '' : `${new TextEncoder().encode(token).length.toLocaleString('en')} bytes`
  replace($('token-marks'), ...inspection.marks.map((mark) => markRow(mark, start)))
  $('token-marks-box').hidden = inspection.marks.length === 0
}

/** The coloured text lies exactly behind the edited one. @param {string} text */
const asIs = (text) => document.createTextNode(text)

/** @param {string} text around the token */
const plain = (text) => h('span.around', {}, asIs(text))

/**
 * @param {string} token
 * @param {import('./decide.js').Decision['inspection']} inspection
 * @returns {Node[]}
 */
export function colour(token, { segments, marks }) {
  const nodes = segments.flatMap(({ name, start, end }, index) => [
    ...(index > 0 ? [h('span.dot', {}, token.slice(start - 1, start))] : []),
    h(`span.segment.${name}`, {}, ...withMarks(token, start, end, marks, asIs))
  ])
  const last = segments.at(-1)?.end ?? 0
  return last < token.length
    ? [...nodes, h('span.segment.extra', {}, ...withMarks(token, last, token.length, marks, asIs))]
    : nodes
}

/**
 * @param {string} text
 * @param {number} start
 * @param {number} end
 * @param {readonly { kind: string, start: number, end: number, message: string }[]} marks
 * @param {(piece: string) => Node | string} [show]
 * @returns {(Node | string)[]} a part of the text, with its marks; of overlapping marks the first counts
 */
export function withMarks(text, start, end, marks, show = (piece) => piece) {
  const nodes = []
  let at = start
  for (const mark of marks) {
    const from = Math.max(mark.start, at)
    const to = Math.min(mark.end, end)
    if (from >= to) continue
    nodes.push(show(text.slice(at, from)), h(`mark.${mark.kind}`, { title: mark.message }, show(text.slice(from, to))))
    at = to
  }
  return [...nodes, show(text.slice(at, end))]
}

/**
 * @param {{ kind: string, start: number, end: number, message: string }} mark
 * @param {number} offset of the token in the text
 * @param {string} [id] of the text's field
 */
export function markRow({ kind, start, end, message }, offset, id = 'token') {
  const place = end - start > 1 ? `Characters ${start + 1}–${end}` : `Character ${start + 1}`
  const select = () => {
    $(id).focus()
    $(id).setSelectionRange(offset + start, offset + end)
  }
  return h(
    'li',
    {},
    h(`button.place.${kind}`, { type: 'button', 'data-start': offset + start, onclick: select }, place),
    ` ${message}`
  )
}

/** @param {() => void} changed */
export function setUpEditor(changed) {
  const input = $('token')
  input.value = state.text
  input.addEventListener('input', () => {
    state.text = input.value
    changed()
  })
  $('token-file').addEventListener('change', async () => {
    await take($('token-file').files?.[0], changed)
    $('token-file').value = ''
  })
  const drop = $('token-card')
  for (const type of ['dragenter', 'dragover']) {
    drop.addEventListener(type, (/** @type {DragEvent} */ event) => {
      event.preventDefault()
      drop.classList.add('dropping')
    })
  }
  drop.addEventListener('dragleave', () => drop.classList.remove('dropping'))
  drop.addEventListener('drop', async (/** @type {DragEvent} */ event) => {
    event.preventDefault()
    drop.classList.remove('dropping')
    const text = event.dataTransfer?.getData('text/plain')
    if (text) setText(text, changed)
    else await take(event.dataTransfer?.files[0], changed)
  })
}

/**
 * @param {File | undefined} file
 * @param {() => void} changed
 */
async function take(file, changed) {
  if (file !== undefined) setText(await file.slice(0, 1024 * 1024).text(), changed)
}

/**
 * @param {string} text
 * @param {() => void} changed
 */
export function setText(text, changed) {
  state.text = text
  $('token').value = text
  changed()
}
