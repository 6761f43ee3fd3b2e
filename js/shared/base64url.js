/**
 * @param {Uint8Array} bytes
 * @returns {string} RFC 4648 §5, without padding
 */
export const toBase64url = (bytes) =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
