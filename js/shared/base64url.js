/**
 * @param {Uint8Array} bytes
 * @returns {string} RFC 4648 §5, without padding
 */
export const toBase64url = (bytes) =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')

/**
 * @param {string} text RFC 4648 §5
 * @returns {Uint8Array<ArrayBuffer>}
 * @throws {DOMException} where it is none; other ways to write the same bytes pass
 */
export const fromBase64url = (text) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0))
