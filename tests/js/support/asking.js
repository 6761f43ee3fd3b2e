import { standingClock, testApi } from './core.js'
import { keysUnavailable } from './expect.js'
import { audience, encode, now, publicJwk, token } from './tokens.js'

export const A = 'https://a.example/'
export const B = 'https://b.example/'
export const jwks = { keys: [publicJwk()] }
export const from = (iss, differences = {}) =>
  token({ ...differences, claims: { iss, exp: now + 100_000, ...differences.claims } })
export const notAllowed = { code: 'AUTH_INVALID_ISSUER', reason: 'issuer_mismatch', claim: 'iss' }
export const unavailable = keysUnavailable('issuers_unavailable')
/** A token that names its issuer, and costs no signature. */
export const unsigned = (iss) => `${encode({ alg: 'RS256', kid: 'good' })}.${encode({ iss })}.AAAA`

/** A verifier of a function, a clock that stands, and what the function was asked. */
export function asking(issuers, options = {}, platform = {}) {
  const clock = standingClock(now)
  const asked = []
  const { createVerifier } = testApi({ now: clock.now, ...platform })
  const verifier = createVerifier({
    audience,
    issuers: (iss) => {
      asked.push(iss)
      return issuers(iss)
    },
    ...options
  })
  return { verifier, asked, clock }
}
export const allowing = (...allowed) => asking(async (iss) => (allowed.includes(iss) ? { jwks } : undefined))
