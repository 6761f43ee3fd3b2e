import { fromBase64url } from '../shared/base64url.js'
import { AssayError } from '../shared/error.js'

/** @import { Possession } from '../shared/dpop-types.js' */

// What a refusal was about, in its message, for the log: it tells at once whether the client or the configuration is wrong.
// Clients see a message in debug mode only. These refusals come after the signature.

/**
 * @param {unknown} error why a proof was refused
 * @param {Possession} possession
 * @returns {unknown} where it is for another URL or method, with both. URLs are without queries, which may hold what no log
 *   should
 */
export function withRequest(error, { proof = '', url = '', method = '' }) {
  const reason = error instanceof AssayError && error.reason
  if (reason === 'proof_url') {
    const meant = plainUrl(urlIn(proof))
    const proved = meant === undefined ? 'the htu of the proof is no absolute URL' : `the proof is for ${meant}`
    return saying(error, `the guard sees ${plainUrl(url) ?? 'no URL'}, and ${proved}`)
  }
  if (reason !== 'proof_method') return error
  const [seen, meant] = [method, String(claimIn(proof, 'htm'))].map((text) => JSON.stringify(text.slice(0, 20)))
  return saying(error, `the request has ${seen}, and the proof is for ${meant}`)
}

/**
 * @param {unknown} error why a token was refused
 * @param {string} jwt
 * @returns {unknown} where it is for another audience, with that
 */
export function withAudience(error, jwt) {
  if (!(error instanceof AssayError) || error.reason !== 'audience_mismatch') return error
  const aud = JSON.stringify(claimIn(jwt, 'aud'))
  return aud === undefined ? error : saying(error, `the token is for ${aud.slice(0, 500)}`)
}

/** @param {unknown} error @param {string} more */
function saying(error, more) {
  const { reason, message } = /** @type {AssayError} */ (error)
  return new AssayError(reason, { .../** @type {AssayError} */ (error), message: `${message}: ${more}` })
}

/** @param {string} text @returns {string | undefined} origin and path, each character visible; undefined: it is no URL */
function plainUrl(text) {
  if (!URL.canParse(text)) return undefined
  const { protocol, host, pathname } = new URL(text)
  return `${protocol}//${host}${pathname}`
}

/** @param {string} proof of any kind @returns {string} its "htu"; '' where it has none */
export const urlIn = (proof) => String(claimIn(proof, 'htu') ?? '')

/** @param {string} jwt of any kind @param {string} name @returns {unknown} undefined where it has none */
function claimIn(jwt, name) {
  try {
    return JSON.parse(new TextDecoder().decode(fromBase64url(jwt.split('.')[1])))[name]
  } catch {
    return undefined
  }
}
