import { invalidOption } from './error.js'

/**
 * The rules for every URL that keys come from, whether it stands in the options or in a discovery document.
 * @param {unknown} value
 * @param {boolean} allowInsecureLoopback whether http: is allowed for hosts of this machine
 * @returns {URL | string} the URL, or the rule that it breaks as the rest of a sentence
 */
export function parseKeyUrl(value, allowInsecureLoopback) {
  // URL() repairs what it reads: white space and control characters vanish, backslashes become slashes.
  if (typeof value !== 'string' || /[\0-\x20\\]/.test(value)) return 'must be an absolute https URL'
  let url
  try {
    url = new URL(value)
  } catch {
    return 'must be an absolute https URL'
  }
  if (url.username !== '' || url.password !== '') return 'must not contain credentials'
  if (value.includes('#')) return 'must not contain a fragment'
  if (url.protocol === 'https:') return url
  if (url.protocol === 'http:' && isLoopback(url.hostname)) {
    return allowInsecureLoopback ? url : 'must be https, or allowInsecureLoopback must be true'
  }
  return 'must be an absolute https URL'
}

/**
 * @param {unknown} value a string, or a URL object
 * @param {string} name the option's name
 * @param {boolean} allowInsecureLoopback
 * @returns {string}
 */
export function checkUrl(value, name, allowInsecureLoopback) {
  const isUrl = Object.prototype.toString.call(value) === '[object URL]'
  const url = parseKeyUrl(isUrl ? String(value) : value, allowInsecureLoopback)
  if (typeof url === 'string') throw invalidOption(name, url)
  return url.href
}

/**
 * @param {string} hostname as the URL parser writes it: lower case, IPv4 as four decimal numbers, IPv6 in brackets
 * @returns {boolean} whether the host is this machine (RFC 8252 §8.3, RFC 6761 §6.3)
 */
function isLoopback(hostname) {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}
