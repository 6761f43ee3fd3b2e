import { reasons } from './error-table.js'
import { AssayError } from './error.js'
import { parseJson } from './fetch-text.js'
import { parseKeyUrl } from './urls.js'

/** @import { FetchFault } from './fetch-text.js' */

/**
 * @param {string} issuer
 * @returns {string[]} RFC 8414 §3.1 inserts between host and path, OpenID Connect Discovery §4.1 appends; both drop a
 *   slash at the end of the issuer first
 */
export function metadataUrls(issuer) {
  const { origin, pathname } = new URL(issuer)
  const path = pathname.replace(/\/$/, '')
  return [
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${origin}${path}/.well-known/openid-configuration`
  ]
}

/**
 * @param {string} text an authorization server's metadata (RFC 8414 §2, OpenID Connect Discovery 1.0 §3)
 * @param {string} issuer
 * @param {boolean} allowInsecureLoopback
 * @returns {string} the JWK Set's URL
 * @throws {AssayError} AUTH_KEYS_UNAVAILABLE: discovery_failed, discovery_issuer_mismatch
 */
export function readMetadata(text, issuer, allowInsecureLoopback) {
  const metadata = parseJson(text)
  if (Object(metadata) !== metadata) throw discoveryFailed('not json')
  // RFC 8414 §3.3: must be identical, or the document speaks for somebody else.
  if (!Object.hasOwn(metadata, 'issuer') || metadata.issuer !== issuer) {
    throw new AssayError('discovery_issuer_mismatch', {
      hint: 'Write the issuer exactly as its metadata does, trailing slash included'
    })
  }
  const url = Object.hasOwn(metadata, 'jwks_uri') ? parseKeyUrl(metadata.jwks_uri, allowInsecureLoopback) : 'is missing'
  if (typeof url === 'string') throw discoveryFailed(`jwks_uri ${url}`)
  return url.href
}

/**
 * @param {FetchFault} fault
 * @returns {AssayError}
 */
export function metadataError({ kind, detail }) {
  return discoveryFailed(`${kind.replace('_', ' ')} ${detail}`.trim())
}

/**
 * @param {string} detail
 * @returns {AssayError}
 */
function discoveryFailed(detail) {
  return new AssayError('discovery_failed', {
    message: `${reasons.discovery_failed.message}: ${detail}`,
    hint: 'Check the issuer, or give "metadataUrl" or "jwksUri"'
  })
}
