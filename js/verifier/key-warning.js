import { notify } from '../keys/event-log.js'

/** @import { VerifierConfig } from '../options/options.js' */

/** RFC 7518 §6.2.2, §6.3.2, §6.4.1, RFC 8037 §2. */
const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']
const MOST = 5

/**
 * @param {() => number} now seconds since the epoch
 * @returns {(config: VerifierConfig) => void} warns of the first option `jwks` with a key that is not what was meant, and then
 *   no more. Such a key is ignored, as in a set that was fetched, so that no call fails
 */
export function keyWarning(now) {
  let isDone = false
  return ({ jwks, onEvent, issuer }) => {
    if (isDone || jwks === undefined) return
    const doubts = JSON.parse(jwks).keys.flatMap(doubtOf)
    if (doubts.length === 0) return
    isDone = true
    const message = `jwks: ${doubts.slice(0, MOST).join('; ')}${doubts.length > MOST ? '; and more' : ''}`
    if (onEvent) notify(onEvent, { type: 'jwks_doubtful', issuer, time: now(), message })
    // eslint-disable-next-line no-console -- no call fails: who does not read this never learns of it
    else console.warn(`assay-jwt: ${message}`)
  }
}

/** @param {any} jwk @param {number} index @returns {string | string[]} none where nothing is to be said */
function doubtOf(jwk, index) {
  const key = `keys[${index}]`
  if (Object(jwk) !== jwk || jwk.keys) return `${key} is no JWK, and is left out`
  if (jwk.kty === 'oct')
    return `${key} is a secret ("oct"), and is left out: tokens are verified with public keys alone`
  if (jwk.x5c && jwk.n === undefined && jwk.x === undefined) {
    return `${key} has its key in a certificate alone ("x5c"), and is left out: jwkFromX5c of assay-jwt/keys reads it`
  }
  const found = PRIVATE.filter((name) => Object.hasOwn(jwk, name))
  if (found.length === 0) return []
  return `${key} is a private key ("${found.join('", "')}"), of which only the public part is read: give that alone`
}
