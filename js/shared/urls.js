/** RFC 8252 §8.3, RFC 6761 §6.3. As the URL parser writes a host: lower case, IPv4 as four numbers, IPv6 in brackets. */
const LOOPBACK = /^(localhost|\[::1\]|127\.\d+\.\d+\.\d+)$/

const NO_URL = 'must be an absolute https URL'

/**
 * The rules for every URL that keys come from, from the options or from the issuer's metadata.
 * @param {unknown} value
 * @param {boolean} allowInsecureLoopback whether http: is allowed for hosts of this machine
 * @param {readonly string[]} [allowInsecureHosts] the other hosts for which it is, as URL.host has them
 * @returns {URL | string} the URL; or the rule that it breaks, as the end of a sentence
 */
export function parseKeyUrl(value, allowInsecureLoopback, allowInsecureHosts) {
  // URL() repairs its input: it drops white space and control characters, turns backslashes into slashes, and adds missing
  // slashes before the host (https:host, RFC 3986 §3).
  if (typeof value !== 'string' || /[\0-\x20\\]/.test(value) || !/^[a-z]+:\/\/[^/]/i.test(value)) return NO_URL
  let url
  try {
    url = new URL(value)
  } catch {
    return NO_URL
  }
  const { username, password, protocol } = url
  if (username || password) return 'must not contain credentials'
  if (value.includes('#')) return 'must not contain a fragment'
  if (protocol === 'https:') return url
  return protocol === 'http:' ? parseInsecure(url, allowInsecureLoopback, allowInsecureHosts) : NO_URL
}

/**
 * @param {URL} url with http:
 * @param {boolean} allowInsecureLoopback
 * @param {readonly string[] | undefined} allowInsecureHosts
 * @returns {URL | string} as parseKeyUrl()
 */
function parseInsecure(url, allowInsecureLoopback, allowInsecureHosts) {
  if (allowInsecureHosts?.includes(url.host)) return url
  if (LOOPBACK.test(url.hostname)) {
    return allowInsecureLoopback ? url : 'must be https, or allowInsecureLoopback must be true'
  }
  return NO_URL + (allowInsecureHosts ? `, or allowInsecureHosts must name its host: ["${url.host}"]` : '')
}
