/** RFC 8252 §8.3, RFC 6761 §6.3. As the URL parser writes a host: lower case, IPv4 as four numbers, IPv6 in brackets. */
const LOOPBACK = /^(localhost|\[::1\]|127\.\d+\.\d+\.\d+)$/

/**
 * The rules for every URL that keys come from, from the options or from the issuer's metadata.
 * @param {unknown} value
 * @param {boolean} allowInsecureLoopback whether http: is allowed for hosts of this machine
 * @returns {URL | string} the URL; or the rule that it breaks, as the end of a sentence
 */
export function parseKeyUrl(value, allowInsecureLoopback) {
  const noUrl = 'must be an absolute https URL'
  // URL() repairs its input: it drops white space and control characters, turns backslashes into slashes, and adds missing
  // slashes before the host (https:host, RFC 3986 §3).
  if (typeof value !== 'string' || /[\0-\x20\\]/.test(value) || !/^[a-z]+:\/\/[^/]/i.test(value)) return noUrl
  let url
  try {
    url = new URL(value)
  } catch {
    return noUrl
  }
  const { username, password, protocol, hostname } = url
  if (username || password) return 'must not contain credentials'
  if (value.includes('#')) return 'must not contain a fragment'
  if (protocol === 'https:') return url
  if (protocol !== 'http:' || !LOOPBACK.test(hostname)) return noUrl
  return allowInsecureLoopback ? url : 'must be https, or allowInsecureLoopback must be true'
}
