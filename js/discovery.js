import { AssayError } from './error.js'
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
  let metadata
  try {
    metadata = JSON.parse(text)
  } catch {
    // The parser's message quotes the document.
  }
  if (typeof metadata !== 'object' || metadata === null) throw discoveryFailed('the answer is no JSON object')
  // RFC 8414 §3.3: must be identical, or the document speaks for somebody else.
  if (!Object.hasOwn(metadata, 'issuer') || metadata.issuer !== issuer) {
    throw new AssayError('discovery_issuer_mismatch', {
      hint: 'Configure the issuer exactly as its metadata document writes it, trailing slash included'
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
  const texts = {
    fetch_failed: 'the request failed',
    status: 'the answer had status',
    redirect: 'the answer was a redirect, which is never followed',
    timeout: 'no answer in time',
    too_large: 'the answer is larger than the limit',
    not_json: 'the answer is no JSON object'
  }
  return discoveryFailed(detail === '' ? texts[kind] : `${texts[kind]} ${detail}`)
}

/**
 * @param {string} detail
 * @returns {AssayError}
 */
function discoveryFailed(detail) {
  return new AssayError('discovery_failed', {
    message: `Authorization server metadata could not be had: ${detail}`,
    hint: 'Check the issuer, or give "metadataUrl" or "jwksUri"'
  })
}
