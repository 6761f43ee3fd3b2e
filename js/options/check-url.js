import { invalidOption } from '../shared/error.js'
import { parseKeyUrl } from '../shared/urls.js'
import { classOf, PEM } from './option-checks.js'
import { isQuoted, QUOTED } from './quotes.js'

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
  if (typeof url === 'string') throw invalidOption(name, url, hintFor(text))
  // OpenID Connect Discovery §4, RFC 8414 §3: no JWK Set is there.
  if (name === 'jwksUri' && /\/\.well-known\/(openid-configuration|oauth-authorization-server)/.test(url.pathname)) {
    throw invalidOption(name, "is the URL of the issuer's metadata: that is the option metadataUrl")
  }
  return url.href
}

/** @param {any} value that is no URL @returns {string | undefined} */
function hintFor(value) {
  if (typeof value === 'string' && value.includes('-----BEGIN ')) return PEM
  if (typeof value === 'string' && isQuoted(value)) return QUOTED
  const isKeys = Array.isArray(value?.keys) || (typeof value === 'string' && /^\s*[{[]/.test(value))
  return isKeys ? 'This is a JWK Set: that is the option jwks' : undefined
}
