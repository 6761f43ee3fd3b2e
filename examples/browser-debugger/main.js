import { showAnswer } from './answer.js'
import { showChecks } from './checks.js'
import { setUpCode, showCode } from './code.js'
import { lintJwks } from './page-core.js'
import { decide } from './decide.js'
import { showDecoded, tickTimes } from './decoded.js'
import { $, h } from './dom.js'
import { setText, setUpEditor, showEditor } from './editor.js'
import { fillKeys, setUpKeysPanel, showIssuers, showLint } from './keys-panel.js'
import { hasOwnWork, isSampleToken, remember } from './own-token.js'
import { fillFromToken, fillPolicyForm, setUpPolicyForm, showPolicyError } from './policy-form.js'
import { proofFromToken, setSampleProof, setUpProof, showProof } from './proof-panel.js'
import { POLICY_FIELDS } from './policy-fields.js'
import samples from './samples.json'
import { now, policyOf, state } from './state.js'
import { showTimeline } from './timeline.js'
import { makeNoRoom, makeRoom, offerUndo } from './room.js'
import { setUpTooltips } from './tooltip.js'
import { showVerdict, showWarnings } from './verdict.js'

/** @import { PolicyField } from './policy-fields.js' */

/** @import { Decision } from './decide.js' */

let latest = 0
/** @type {Decision} */
let shown
let linted = { text: '', result: /** @type {any} */ (undefined) }

/** Decides again and shows the decision, unless something was typed meanwhile. */
async function update() {
  const turn = ++latest
  document.documentElement.dataset.state = 'deciding'
  const decision = await decide()
  if (turn !== latest) return
  show(decision)
  document.documentElement.dataset.state = 'decided'
}

/** @param {Decision} decision */
function show(decision) {
  shown = decision
  const { parts, policyError, keysError, keysNote, jwksText } = decision
  showEditor(decision)
  showVerdict(decision)
  showWarnings(decision)
  showDecoded(decision)
  showTimeline({ ...decision, tolerance: tolerance() })
  showChecks(decision)
  showProof(decision)
  showAnswer(decision)
  showPolicyError(policyError)
  showIssuers(parts.claims)
  showLint(lint(jwksText), keysError, keysNote)
  showCode()
}

/** @param {string} text of the key set @returns {any} findings about it; the same text is examined once */
function lint(text) {
  if (linted.text !== text) linted = { text, result: text.trim() === '' ? undefined : lintJwks(text) }
  return linted.result
}

function tolerance() {
  const { initial, max = Infinity } = /** @type {PolicyField} */ (
    POLICY_FIELDS.find(({ option }) => option === 'clockTolerance')
  )
  const seconds = Number(state.policy.clockTolerance)
  return state.policy.clockTolerance !== '' && seconds >= 0 && seconds <= max ? seconds : Number(initial)
}

/** A pasted token is checked at the current time; a sample at the samples' own. */
function tokenChanged() {
  const isSample = isSampleToken(state.text)
  if (!isSample && state.clock.mode === 'sample') state.clock.mode = 'now'
  if (!isSample) $('samples').value = ''
  proofFromToken()
  if (!isSample) makeRoom(update)
  fillPolicyForm()
  return update()
}

/** @param {number} index */
function openSample(index) {
  const restore = remember()
  const isLoss = hasOwnWork()
  makeNoRoom()
  state.policy = policyOf(samples.policy)
  state.keys = { text: JSON.stringify(samples.jwks, null, 2), fault: undefined, source: { kind: 'sample' } }
  state.clock = { mode: 'sample', at: samples.now, begin: performance.now() }
  state.filledFromToken = false
  state.written = {}
  fillPolicyForm()
  fillKeys()
  setSampleProof(/** @type {any} */ (samples.samples[index]).proof)
  setText(samples.samples[index].token, () => update())
  if (isLoss) offerUndo('Your token, policy and keys were replaced by the sample’s.', restore, update)
}

function setUpSamples() {
  $('samples').append(...samples.samples.map(({ name }, index) => h('option', { value: index }, name)))
  $('samples').value = '0'
  $('samples').addEventListener('change', () => $('samples').value !== '' && openSample(Number($('samples').value)))
}

/** Once a second: updates the times, decides again, and shows the decision if it changed. */
async function tick() {
  if (document.hidden || state.clock.mode === 'at' || shown === undefined) return
  const time = now()
  tickTimes(time)
  showTimeline({ ...shown, now: time, tolerance: tolerance() })
  const turn = latest
  const decision = await decide()
  const verdict = (/** @type {Decision} */ { report }) =>
    [...(report?.checks ?? []), ...(report?.proof?.checks ?? [])].map(({ status }) => status).join()
  if (turn === latest && verdict(decision) !== verdict(shown)) show(decision)
}

function setUpOffline() {
  if (!('serviceWorker' in navigator) || document.documentElement.dataset.offline !== 'yes') return
  navigator.serviceWorker
    .register('./service-worker.js')
    .then(() => navigator.serviceWorker.ready)
    .then(() => ($('offline').hidden = false))
    .catch(() => {}) // without it, the page works while it is online
}

setUpSamples()
setUpEditor(tokenChanged)
setUpPolicyForm(update)
setUpProof(update)
setUpKeysPanel(update)
setUpTooltips()
setUpCode()
fillPolicyForm()
fillKeys()
$('fill-from-token').addEventListener('click', () => {
  const restore = remember()
  const { issuer, audience } = state.policy
  fillFromToken(shown.parts.claims ?? {})
  const isLoss =
    [issuer, audience].join('').trim() !== '' && (issuer !== state.policy.issuer || audience !== state.policy.audience)
  if (isLoss) offerUndo('Issuer and audience were replaced by the token’s.', restore, update)
  return update()
})
addEventListener('resize', () => shown && showTimeline({ ...shown, now: now(), tolerance: tolerance() }))
await update()
setInterval(tick, 1000)
setUpOffline()
