import samples from './samples.json'

/** What the user has entered. It lives in this page's memory alone. */
export const state = {
  /** What was pasted: a token, or something that has one. */
  text: samples.samples[0].token,
  policy: {
    issuer: samples.policy.issuer,
    audience: samples.policy.audience,
    anyAudience: false,
    scopes: samples.policy.scopes,
    allowedScopes: '',
    algorithms: ['RS256'],
    clockTolerance: '60',
    typ: '',
    profile: '',
    audienceMatch: '',
    maxTokenAge: '',
    requiredClaims: '',
    maxTokenBytes: ''
  },
  keys: {
    text: JSON.stringify(samples.jwks, null, 2),
    /** Where they come from. @type {{ kind: 'sample' | 'pasted' } | { kind: 'url' | 'issuer', from: string, jwksUri: string }} */
    source: { kind: 'sample' }
  },
  clock: { mode: 'sample', at: samples.now },
  /** Whether issuer and audience were copied out of the token. */
  filledFromToken: false
}

const begin = performance.now()

/** @returns {number} seconds since the epoch, by the clock that was chosen. The samples' clock runs, too */
export function now() {
  const { mode, at } = state.clock
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

/**
 * @template T
 * @param {string} text of a field
 * @param {(text: string) => T} read
 * @returns {T | undefined} undefined: it is empty, and so at the default
 */
const filled = (text, read) => (text.trim() === '' ? undefined : read(text))

/** @param {string} text */
const asItIs = (text) => text

/** @returns {string | string[] | null | undefined} */
function audienceOption() {
  if (state.policy.anyAudience) return null
  const audience = lines(state.policy.audience)
  return audience.length > 1 ? audience : audience[0]
}

/** @returns {{ [option: string]: any }} the policy by the names of createVerifier, without what is left at its default */
export function policyOptions() {
  const { policy } = state
  const options = {
    issuer: filled(policy.issuer, asItIs),
    audience: audienceOption(),
    algorithms: policy.algorithms.join() === 'RS256' ? undefined : policy.algorithms,
    allowedScopes: filled(policy.allowedScopes, words),
    clockTolerance: policy.clockTolerance === '60' ? undefined : filled(policy.clockTolerance, Number),
    typ: filled(policy.typ, asItIs),
    profile: filled(policy.profile, asItIs),
    audienceMatch: filled(policy.audienceMatch, asItIs),
    maxTokenAge: filled(policy.maxTokenAge, Number),
    requiredClaims: filled(policy.requiredClaims, words),
    maxTokenBytes: filled(policy.maxTokenBytes, Number)
  }
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
}

/** @returns {string[]} */
export const requiredScopes = () => words(state.policy.scopes)

/** @returns {{ [option: string]: any }} where the keys are, by the names of createVerifier, for the code to copy */
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
