import { $, h, replace } from './dom.js'

// One message above the columns: what has just been changed for the user, and what can be done about it.

/**
 * @typedef {object} Action
 * @property {string} name
 * @property {string} label of its button
 * @property {() => unknown} run
 */

/** @param {string} message @param {readonly Action[]} actions */
export function showNotice(message, actions) {
  const buttons = actions.map(({ name, label, run }) =>
    h('button.small', { type: 'button', 'data-do': name, onclick: run }, label)
  )
  $('notice').replaceChildren(h('p.notice', {}, h('span', {}, message), ...buttons), h('p.notice-more', {}))
}

/** @param {string} text below the message */
export function addToNotice(text) {
  const place = $('notice').querySelector('.notice-more')
  if (place) replace(place, text)
}

export function hideNotice() {
  $('notice').replaceChildren()
}
