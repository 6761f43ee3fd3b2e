/**
 * @param {any} given in a token's place
 * @returns {string} what it is, and what to do
 */
export function hintForNoString(given) {
  if (ArrayBuffer.isView(given)) return 'These are bytes: new TextDecoder().decode(bytes) gives the token'
  try {
    if (typeof given.then === 'function') return 'This is a promise: await it first'
    if (given.access_token) return "This is a token endpoint's answer: pass its access_token"
    if (given.headers ?? given.get) return 'This is a request: bearerToken(request) of assay-jwt/http takes its token'
  } catch {
    // A getter of the caller's.
  }
  return 'Pass the token alone, as a string'
}
