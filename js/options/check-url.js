import { invalidOption } from '../shared/error.js'
import { parseKeyUrl } from '../shared/urls.js'
import { classOf } from './option-checks.js'

/**
 * @param {unknown} value a string, or a URL object
 * @param {string} name the option's name
 * @param {boolean} allowInsecureLoopback
 * @param {readonly string[]} [allowInsecureHosts]
 * @returns {string}
 */
export function checkUrl(value, name, allowInsecureLoopback, allowInsecureHosts) {
  const text = classOf(value) === '[object URL]' ? String(value) : value
  const url = parseKeyUrl(text, allowInsecureLoopback, allowInsecureHosts)
  if (typeof url === 'string') throw invalidOption(name, url)
  return url.href
}
