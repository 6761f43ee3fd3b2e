import { findRequest, proofAdviceFor, proofClaims, proofHeaderMembers } from 'assay-jwt/debug'
import { showCheckList } from './checks.js'
import { showPart } from './decoded.js'
import { $, replace } from './dom.js'
import { colour, markRow } from './editor.js'
import { state } from './state.js'

// The DPoP proof, and the request that it came with (RFC 9449).

const NONE = { text: '', method: 'GET', url: '', from: 'nowhere' }

/** @param {() => unknown} changed */
export function setUpProof(changed) {
  $('proof-form').addEventListener('submit', (/** @type {Event} */ event) => event.preventDefault())
  for (const [id, member] of /** @type {const} */ ([
    ['dpop-proof', 'text'],
    ['dpop-method', 'method'],
    ['dpop-url', 'url']
  ])) {
    $(id).addEventListener('input', () => {
      Object.assign(state.proof, { [member]: $(id).value, from: 'typed' })
      if (member === 'text') takeRequest(findRequest(state.proof.text))
      changed()
    })
  }
}

/** A pasted request says which proof it has, and what that is for. What the user has typed stays, unless it has one. */
export function proofFromToken() {
  const found = findRequest(state.text)
  if (found.proof !== undefined) {
    state.proof = { ...NONE, text: found.proof, from: 'request' }
    takeRequest(found)
  } else if (state.proof.from !== 'typed') state.proof = { ...NONE }
  fillProof()
}

/** @param {ReturnType<typeof findRequest>} found */
function takeRequest({ method, url }) {
  if (method !== undefined) state.proof.method = method
  if (url !== undefined) state.proof.url = url
  if (method !== undefined || url !== undefined) fillRequest()
}

/** @param {{ text: string, method: string, url: string } | undefined} proof of a sample */
export function setSampleProof(proof) {
  state.proof = { ...NONE, ...proof, from: 'sample' }
  fillProof()
}

/** Shows the state. */
export function fillProof() {
  $('dpop-proof').value = state.proof.text
  fillRequest()
}

function fillRequest() {
  $('dpop-method').value = state.proof.method
  $('dpop-url').value = state.proof.url
}

/** @param {import('./decide.js').Decision} decision */
export function showProof({ report, proof, proofInspection, now }) {
  const { text } = state.proof
  const start = proof === '' ? 0 : Math.max(0, text.indexOf(proof))
  const around = [text.slice(0, start), text.slice(start + proof.length)].map((part) => document.createTextNode(part))
  replace($('dpop-proof-colours'), around[0], ...colour(proof, proofInspection), around[1], '\n')
  replace($('dpop-marks'), ...proofInspection.marks.map((mark) => markRow(mark, start, 'dpop-proof')))
  $('dpop-marks-box').hidden = proofInspection.marks.length === 0
  const its = report?.proof
  for (const name of ['proof-parts', 'proof-checks-card']) $(name).hidden = proof === ''
  const segment = (/** @type {string} */ name) => proofInspection.segments.find((each) => each.name === name)
  showPart('proof-header', its?.header, segment('header'), proofHeaderMembers, now)
  showPart('proof-claims', its?.claims, segment('claims'), proofClaims, now)
  showCheckList('proof-checks', its?.checks ?? [], (check) => proofAdviceFor(check, its))
}
