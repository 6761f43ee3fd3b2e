import { $, replace } from './dom.js'
import { POLICY_FIELDS } from './policy-fields.js'
import { now, state } from './state.js'

// The policy form: one field for each option of createVerifier.

const FIELDS = POLICY_FIELDS.filter(({ read }) => read !== 'algorithms')

/** @param {() => void} changed */
export function setUpPolicyForm(changed) {
  $('policy-form').addEventListener('submit', (/** @type {Event} */ event) => event.preventDefault())
  for (const { option, id } of FIELDS) {
    $(id).addEventListener('input', () => {
      state.policy[option] = $(id).value
      state.written[option] = true
      if (option === 'issuer' || option === 'audience') state.filledFromToken = false
      changed()
    })
  }
  $('any-audience').addEventListener('change', () => {
    state.policy.anyAudience = $('any-audience').checked
    $('audience').disabled = state.policy.anyAudience
    changed()
  })
  for (const box of algorithmBoxes()) {
    box.addEventListener('change', () => {
      state.policy.algorithms = algorithmBoxes()
        .filter(({ checked }) => checked)
        .map(({ value }) => value)
      changed()
    })
  }
  setUpClock(changed)
}

/** @param {() => void} changed */
function setUpClock(changed) {
  $('clock').addEventListener('change', () => {
    const at = Math.floor(now())
    state.clock = { ...state.clock, mode: $('clock').value, at }
    if (state.clock.mode === 'at') $('clock-at').value = new Date(at * 1000).toISOString().slice(0, 19)
    fillClock()
    changed()
  })
  $('clock-at').addEventListener('input', () => {
    const time = Date.parse(`${$('clock-at').value}Z`)
    if (Number.isNaN(time)) return
    state.clock.at = time / 1000
    changed()
  })
}

/** @returns {HTMLInputElement[]} */
const algorithmBoxes = () => [...$('algorithms').querySelectorAll('input')]

function fillClock() {
  $('clock').value = state.clock.mode
  $('clock-at-box').hidden = state.clock.mode !== 'at'
}

/** Shows the state, after a sample was chosen. */
export function fillPolicyForm() {
  for (const { option, id } of FIELDS) $(id).value = state.policy[option]
  $('any-audience').checked = state.policy.anyAudience
  $('audience').disabled = state.policy.anyAudience
  for (const box of algorithmBoxes()) box.checked = state.policy.algorithms.includes(box.value)
  fillClock()
}

/** @param {any} error AssayError of the policy, or undefined */
export function showPolicyError(error) {
  for (const { option, id, more } of FIELDS) {
    const concerned = error?.option === option
    if (concerned) $(id).setAttribute('aria-invalid', 'true')
    else $(id).removeAttribute('aria-invalid')
    if (concerned && more) $('more-policy').open = true
  }
  replace($('policy-error'), error === undefined ? '' : error.message)
}

/**
 * Copies issuer and audience out of the token.
 * @param {{ iss?: unknown, aud?: unknown }} claims
 */
export function fillFromToken({ iss, aud }) {
  if (typeof iss === 'string') state.policy.issuer = iss
  const audiences = [aud].flat().filter((each) => typeof each === 'string')
  if (audiences.length > 0) Object.assign(state.policy, { audience: audiences.join('\n'), anyAudience: false })
  state.filledFromToken = true
  fillPolicyForm()
}
