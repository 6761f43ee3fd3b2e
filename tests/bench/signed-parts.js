/**
 * What a primitive verifies of a token.
 * @param {string} token
 * @returns {{ data: Uint8Array<ArrayBuffer>, signature: Uint8Array<ArrayBuffer> }}
 */
export function signedParts(token) {
  const end = token.lastIndexOf('.')
  const binary = atob(
    token
      .slice(end + 1)
      .replaceAll('-', '+')
      .replaceAll('_', '/')
  )
  return {
    data: new TextEncoder().encode(token.slice(0, end)),
    signature: Uint8Array.from(binary, (character) => character.charCodeAt(0))
  }
}

/** @param {boolean} verdict of a primitive; a library throws */
export function assertVerified(verdict) {
  if (!verdict) throw new Error('signature mismatch')
  return verdict
}
