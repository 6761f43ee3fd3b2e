import { notify } from '../keys/event-log.js'

/** @import { VerifierConfig } from '../options/options.js' */

const MESSAGE =
  'With audience: null and without claims, a token that this issuer made for any other service is accepted: give ' +
  '"audience", or "claims" with what your tokens have, for example claims: { client_id: "web" }'

/**
 * @param {() => number} now seconds since the epoch
 * @returns {(config: VerifierConfig) => void} warns of the first issuer whose tokens may be for anyone, and then no more
 */
export function audienceWarning(now) {
  let isDone = false
  return ({ audience, claims, onEvent, issuer }) => {
    if (isDone || audience !== null || claims !== undefined) return
    isDone = true
    if (onEvent) notify(onEvent, { type: 'audience_unchecked', issuer, time: now(), message: MESSAGE })
    // eslint-disable-next-line no-console -- no call fails: who does not read this never learns of it
    else console.warn(`assay-jwt: ${MESSAGE}`)
  }
}
