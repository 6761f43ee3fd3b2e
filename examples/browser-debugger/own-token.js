import { discoveryUrls, findToken, inspectToken } from 'assay-jwt/debug'
import samples from './samples.json'
import { policyOf, state } from './state.js'

// What in the state is the samples', and what the user's.

/** What a field is called in a message. @type {{ [option: string]: string }} */
const NAMES = { issuer: 'issuer', audience: 'audience', requiredScope: 'required scopes' }

/**
 * @param {string} text with a token
 * @returns {string | undefined} what the token says in "iss", for showing and asking; nothing is decided by it
 */
function issuerIn(text) {
  const { segments } = inspectToken(findToken(text).token)
  try {
    const iss = JSON.parse(segments.find(({ name }) => name === 'claims')?.text ?? '')?.iss
    return typeof iss === 'string' ? iss : undefined
  } catch {
    return undefined
  }
}

/** Those of the samples, edited or not. */
const sampleIssuers = new Set(samples.samples.map(({ token }) => issuerIn(token)))

/** @returns {string | undefined} the issuer of the user's own token */
export function ownIssuer() {
  const issuer = issuerIn(state.text)
  return sampleIssuers.has(issuer) ? undefined : issuer
}

/**
 * Empties what belongs to the samples, and nothing that the user has changed.
 * @returns {{ emptied: string[], putBack: () => void }} putBack: undoes it, where the user has filled nothing in meanwhile
 */
export function leaveSample() {
  const { keys } = state
  const isSampleKeys = keys.source.kind === 'sample'
  const options = Object.entries(samples.policy).filter(
    ([option, value]) => state.policy[option] === value && !state.written[option]
  )
  for (const [option] of options) state.policy[option] = ''
  if (isSampleKeys) state.keys = { text: '', fault: undefined, source: { kind: 'pasted' } }
  const putBack = () => {
    for (const [option, value] of options) state.policy[option] ||= value
    if (isSampleKeys && state.keys.text.trim() === '') state.keys = keys
  }
  return { emptied: [...options.map(([option]) => NAMES[option]), ...(isSampleKeys ? ['keys'] : [])], putBack }
}

/** @param {string} text */
export const isSampleToken = (text) => samples.samples.some(({ token }) => token === text.trim())

/** @returns {boolean} whether a sample would replace something of the user's */
export function hasOwnWork() {
  const { text, policy, keys, proof } = state
  const isSamplePolicy = JSON.stringify(policy) === JSON.stringify(policyOf(samples.policy))
  return !isSampleToken(text) || !isSamplePolicy || keys.source.kind !== 'sample' || proof.from === 'typed'
}

/** @param {string} issuer @returns {boolean} */
export function canDiscover(issuer) {
  try {
    return discoveryUrls(issuer, { allowInsecureLoopback: true }).length > 0
  } catch {
    return false
  }
}

/** @returns {() => void} brings back the state as it is now */
export function remember() {
  const before = structuredClone(state)
  return () => void Object.assign(state, structuredClone(before))
}
