import { POLICY_FIELDS } from './policy-fields.js'
import samples from './samples.json'

/**
 * @param {{ [option: string]: any }} policy
 * @returns {{ [option: string]: any }} with the defaults of all other options
 */
export function policyOf(policy) {
  const initial = POLICY_FIELDS.map(({ option, initial: value }) => [option, value])
  return { ...Object.fromEntries(initial), anyAudience: false, ...policy }
}

/** What the user has entered. It stays in this page's memory. */
export const state = {
  /** What was pasted: a token, or text that contains one. */
  text: samples.samples[0].token,
  /** What the policy form holds, by the names of the options. @type {{ [option: string]: any }} */
  policy: policyOf(samples.policy),
  keys: {
    text: JSON.stringify(samples.jwks, null, 2),
    /** Why a file that was dropped is none of keys. @type {unknown} */
    fault: undefined,
    /** Where they come from. @type {{ kind: 'sample' | 'pasted' } | { kind: 'url' | 'issuer', from: string, jwksUri: string }} */
    source: { kind: 'sample' }
  },
  /** The DPoP proof, the request that it is for, and where they come from: a sample, the pasted request, or the user. */
  proof: { text: '', method: 'GET', url: '', from: 'sample' },
  /** `begin`: when the samples' clock began, so that a sample's proof is new whenever it is chosen. */
  clock: { mode: 'sample', at: samples.now, begin: performance.now() },
  /** Which options the user has written, be it what the sample has. @type {{ [option: string]: boolean }} */
  written: {},
  /** Whether issuer and audience were copied out of the token. */
  filledFromToken: false
}

/** @returns {number} seconds since the epoch, by the chosen clock. The samples' clock runs, too */
export function now() {
  const { mode, at, begin } = state.clock
  if (mode === 'now') return Date.now() / 1000
  return mode === 'sample' ? samples.now + (performance.now() - begin) / 1000 : at
}

/** @param {string} text */
const words = (text) => text.split(/\s+/).filter(Boolean)

/** @param {string} text */
const lines = (text) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)

/** @param {string} text @returns {unknown} the text itself where it is no JSON: then the option's check says what it must be */
function readJson(text) {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** How the content of a field is parsed. @type {{ [read: string]: (content: any) => any }} */
const READERS = {
  text: (text) => text,
  choice: (text) => text,
  boolean: (text) => text === 'true',
  json: readJson,
  algorithms: (list) => list,
  number: Number,
  words,
  lines: (text) => (lines(text).length > 1 ? lines(text) : lines(text)[0])
}

/** @returns {{ [option: string]: any }} the policy by createVerifier's names, without options left at their default */
export function policyOptions() {
  const { policy } = state
  const given = POLICY_FIELDS.filter(({ option, initial }) => {
    const content = policy[option]
    // An empty field is at its default. Without any algorithm the list is empty, which is an error to be shown.
    const isEmpty = typeof content === 'string' && content.trim() === ''
    return option !== 'requiredScope' && !isEmpty && String(content) !== String(initial)
  })
  const options = given.map(({ option, read }) => [option, READERS[read](policy[option])])
  const isProven = policy.dpop === '' && state.proof.text.trim() !== ''
  return {
    ...Object.fromEntries(options),
    ...(isProven && { dpop: true }), // whoever sends proofs wants them checked
    ...(policy.anyAudience && { audience: null })
  }
}

/** @returns {string[]} */
export const requiredScopes = () => words(state.policy.requiredScope)

/** @returns {{ [option: string]: any }} where the keys are, by createVerifier's names, for the code to copy */
export function keyOptions() {
  const { source } = state.keys
  const isDiscovered = source.kind === 'issuer' && source.from === state.policy.issuer
  const jwksUri = 'jwksUri' in source && !isDiscovered ? source.jwksUri : undefined
  const asked = jwksUri ?? state.policy.issuer
  return {
    ...(jwksUri !== undefined && { jwksUri }), // else by discovery from the issuer
    ...(asked.startsWith('http:') && { allowInsecureLoopback: true })
  }
}
