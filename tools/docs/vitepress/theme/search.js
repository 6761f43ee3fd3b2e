// The roles of the search dialog. VitePress makes it a button that holds a list of options that hold links, which screen
// readers do not enter (axe: nested-interactive). Here it is a dialog, with a combobox and a list of options.

/** Sets the roles whenever the dialog, or what is in it, changes. */
export function mendSearch() {
  const observer = new MutationObserver(() => {
    const box = document.querySelector('.VPLocalSearchBox')
    if (box) mend(box)
  })
  const attributeFilter = ['aria-selected', 'aria-owns', 'aria-activedescendant', 'role', 'aria-label']
  observer.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter })
}

/** @param {Element} box */
function mend(box) {
  set(box, { role: 'dialog', 'aria-modal': 'true', 'aria-label': 'Search' })
  drop(box, ['aria-owns', 'aria-expanded', 'aria-haspopup', 'aria-labelledby'])
  const items = box.querySelectorAll('.results > li[id]')
  const input = box.querySelector('.search-input')
  if (input) set(input, { role: 'combobox', 'aria-label': 'Search', 'aria-expanded': String(items.length > 0) })
  for (const item of items) {
    const link = item.querySelector('a.result')
    if (!link) continue
    // The input's aria-activedescendant names the item's id: the option is the link, so the link gets it.
    const selected = item.getAttribute('aria-selected') ?? link.getAttribute('aria-selected') ?? 'false'
    set(link, { role: 'option', 'aria-selected': selected, tabindex: '-1' })
    drop(link, ['aria-label'])
    set(item, { role: 'presentation' })
    drop(item, ['aria-selected'])
  }
  for (const key of box.querySelectorAll('kbd[aria-label]')) set(key, { role: 'img' })
  const active = box.querySelector('a.result.selected')
  const id = active?.closest('li')?.id
  if (active && id) {
    set(active, { id: `${id}-option` })
    if (input) set(input, { 'aria-activedescendant': `${id}-option` })
  }
}

/** Only what differs, for each change calls the observer. @param {Element} element @param {Record<string, string>} values */
function set(element, values) {
  for (const [name, value] of Object.entries(values)) {
    if (element.getAttribute(name) !== value) element.setAttribute(name, value)
  }
}

/** @param {Element} element @param {string[]} names */
function drop(element, names) {
  for (const name of names) if (element.hasAttribute(name)) element.removeAttribute(name)
}
