import { $ } from './dom.js'
import { setText } from './editor.js'
import { fetchKeysOf, fillKeys } from './keys-panel.js'
import { addToNotice, hideNotice, showNotice } from './notice.js'
import { canDiscover, isSampleToken, leaveSample, ownIssuer } from './own-token.js'
import { fillPolicyForm } from './policy-form.js'
import { fillProof } from './proof-panel.js'
import { state } from './state.js'

// A token of another issuer than the samples' has no use for their policy and keys: they make room for the user's.

/** The issuer for which room was made. Once is enough: what the user brings back stays. @type {string | undefined} */
let madeFor

/** @param {() => unknown} update */
export function makeRoom(update) {
  const issuer = ownIssuer()
  if (issuer === undefined || issuer === madeFor) return
  madeFor = issuer
  const { emptied, putBack } = leaveSample()
  fillKeys()
  const isWithoutKeys = state.keys.text.trim() === ''
  if (emptied.length === 0 && !isWithoutKeys) return
  const asks = isWithoutKeys && canDiscover(issuer)
  const taken = emptied.length > 0 ? ` What belonged to the samples was taken out: ${emptied.join(', ')}.` : ''
  const none = isWithoutKeys && !asks ? ' Its keys cannot be discovered: paste them.' : ''
  const fetchKeys = async () => {
    addToNotice('Fetching …')
    addToNotice(await fetchKeysOf(issuer, update))
  }
  showNotice(`This token says that it is of ${issuer}.${taken}${none}`, [
    ...(asks ? [{ name: 'fetch', label: `Fetch the keys of ${issuer}`, run: fetchKeys }] : []),
    ...(emptied.length > 0 ? [{ name: 'undo', label: 'Undo', run: () => bringBack(putBack, update) }] : [])
  ])
}

/** A sample is shown again. */
export function makeNoRoom() {
  madeFor = undefined
  hideNotice()
}

/**
 * @param {string} message what was replaced
 * @param {() => void} restore
 * @param {() => unknown} update
 */
export function offerUndo(message, restore, update) {
  showNotice(message, [{ name: 'undo', label: 'Undo', run: () => bringBack(restore, update) }])
}

/** @param {() => void} restore changes the state @param {() => unknown} update */
function bringBack(restore, update) {
  restore()
  hideNotice()
  fillKeys()
  fillPolicyForm()
  fillProof()
  if (!isSampleToken(state.text)) $('samples').value = ''
  setText(state.text, update)
}
