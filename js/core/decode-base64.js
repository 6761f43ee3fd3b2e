/**
 * @param {string} base64 with padding (RFC 4648 §4)
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function decodeBase64(base64) {
  const binary = atob(base64)
  const bytes = new Uint8Array(binary.length)
  for (let index = 0; index < bytes.length; index++) bytes[index] = binary.charCodeAt(index)
  return bytes
}
