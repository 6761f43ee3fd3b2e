/**
 * What a primitive verifies of a token.
 * @param {string} token
 * @returns {{ data: Uint8Array<ArrayBuffer>, signature: Uint8Array<ArrayBuffer> }}
 */
export function signedParts(token) {
  const end = token.lastIndexOf('.')
  return { data: new TextEncoder().encode(token.slice(0, end)), signature: decodeBase64url(token.slice(end + 1)) }
}

/** @param {string} token @returns {string} */
export function keyIdOf(token) {
  return JSON.parse(new TextDecoder().decode(decodeBase64url(token.slice(0, token.indexOf('.'))))).kid
}

/** @param {string} text @returns {Uint8Array<ArrayBuffer>} */
export function decodeBase64url(text) {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0))
}

/** @param {boolean} verdict of a primitive; a library throws */
export function assertVerified(verdict) {
  if (!verdict) throw new Error('signature mismatch')
  return verdict
}
