import { visibleText } from 'assay-jwt/debug'

// Small helpers for the page. Everything is made of nodes and text: pasted text is never parsed as HTML. Invisible
// characters and those that change the direction of text are escaped, except in text nodes that the caller makes.

/** @param {unknown} child */
const visible = (child) => (typeof child === 'string' ? visibleText(child, '\n') : /** @type {Node} */ (child))

/**
 * @param {string} name of the element, with classes: 'li.check.fail'
 * @param {Record<string, unknown>} [attributes] on…: a listener; false and undefined: left out; true: without a value
 * @param {...(Node | string | undefined | false | null)} children
 * @returns {HTMLElement}
 */
export function h(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split('.')
  const element = document.createElement(tag)
  if (classes.length > 0) element.className = classes.join(' ')
  setAttributes(element, attributes)
  element.append(...children.filter((child) => child !== undefined && child !== false && child !== null).map(visible))
  return element
}

/**
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes]
 * @param {...(Node | string)} children
 * @returns {SVGElement}
 */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag)
  setAttributes(element, attributes)
  element.append(...children.map(visible))
  return element
}

/**
 * @param {Element} element
 * @param {Record<string, unknown>} attributes
 */
function setAttributes(element, attributes) {
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue
    if (attribute.startsWith('on')) element.addEventListener(attribute.slice(2), /** @type {EventListener} */ (value))
    else element.setAttribute(attribute, value === true ? '' : visible(String(value)))
  }
}

/** @param {string} id @returns {any} the element of the page */
export const $ = (id) => document.getElementById(id)

/** @param {string} name of a <symbol> of the page */
export function icon(name) {
  return svg('svg', { class: `icon icon-${name}`, 'aria-hidden': 'true' }, svg('use', { href: `#icon-${name}` }))
}

/**
 * Replaces an element's children, unless the new nodes look the same: then focus and selection stay.
 * @param {Element} element
 * @param {...(Node | string)} nodes
 */
export function replace(element, ...nodes) {
  const next = document.createElement(element.tagName)
  next.append(...nodes.map(visible))
  if (next.innerHTML !== element.innerHTML) element.replaceChildren(...next.childNodes)
}
