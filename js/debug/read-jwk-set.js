import { AssayError } from '../shared/error.js'
import { scanJson } from './scan-json.js'

/**
 * Reads the text of a JWK Set, or of a single JWK. JSON.parse would silently drop a duplicate member.
 * @param {string} text
 * @returns {{ keys: object[] }}
 * @throws {AssayError} AUTH_KEYS_UNAVAILABLE: jwks_not_json, jwks_duplicate_member, jwks_malformed
 */
export function readJwkSet(text) {
  const [fault] = scanJson(text)
  if (fault?.kind === 'duplicate')
    throw unreadable('jwks_duplicate_member', `JWKS contains the same member twice: ${fault.message}`)
  if (fault !== undefined) {
    throw unreadable(
      'jwks_not_json',
      `JWKS is not a valid JSON object: ${fault.message}, at character ${fault.start + 1}`
    )
  }
  const value = JSON.parse(text)
  if (Object.hasOwn(value, 'kty') && !Object.hasOwn(value, 'keys')) return { keys: [value] }
  if (!Array.isArray(value.keys)) throw unreadable('jwks_malformed', 'JWKS has no array named keys')
  return value
}

/**
 * @param {string} reason
 * @param {string} message
 * @returns {AssayError}
 */
function unreadable(reason, message) {
  const hint = 'A JWK Set is {"keys": […]}, each member once'
  return new AssayError(reason, { code: 'AUTH_KEYS_UNAVAILABLE', message, hint })
}
