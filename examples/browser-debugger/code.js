import { LANGUAGES } from './code-texts.js'
import { $, h } from './dom.js'

// The tabs of the code to copy.

let selected = LANGUAGES[0]

/** Tabs as in the WAI-ARIA pattern: arrow keys move between them. */
export function setUpCode() {
  const list = $('code-tabs')
  list.append(
    ...LANGUAGES.map((language, index) => {
      const attributes = { type: 'button', role: 'tab', id: `tab-${language.id}`, 'aria-controls': 'code-panel' }
      return h('button', { ...attributes, onclick: () => select(index) }, language.title)
    })
  )
  list.addEventListener('keydown', (/** @type {KeyboardEvent} */ { key }) => {
    const step = /** @type {{ [key: string]: number }} */ ({ ArrowRight: 1, ArrowLeft: -1 })[key]
    if (step === undefined) return
    const index = (LANGUAGES.indexOf(selected) + step + LANGUAGES.length) % LANGUAGES.length
    select(index)
    list.children[index].focus()
  })
  $('copy-code').addEventListener('click', copy)
  select(0)
}

/** @param {number} index */
function select(index) {
  selected = LANGUAGES[index]
  for (const [each, tab] of [...$('code-tabs').children].entries()) {
    tab.setAttribute('aria-selected', String(each === index))
    tab.tabIndex = each === index ? 0 : -1
  }
  $('code-panel').setAttribute('aria-labelledby', `tab-${selected.id}`)
  showCode()
}

export function showCode() {
  const text = selected.make()
  if ($('code').textContent !== text) $('code').textContent = text
}

async function copy() {
  const button = $('copy-code')
  try {
    await navigator.clipboard.writeText($('code').textContent)
    button.textContent = 'Copied'
  } catch {
    getSelection()?.selectAllChildren($('code'))
    button.textContent = 'Selected: press Ctrl+C'
  }
  setTimeout(() => (button.textContent = 'Copy'), 2000)
}
