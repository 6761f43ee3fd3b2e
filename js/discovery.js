import { AssayError } from './error.js'
import { FetchFault, fetchText } from './fetch-text.js'
import { parseKeyUrl } from './urls.js'

/** @import { FetchLimits } from './fetch-text.js' */

/**
 * @typedef {object} DiscoveryRequest
 * @property {string} issuer
 * @property {string} [metadataUrl] the document, when it is not at the issuer's default place
 * @property {boolean} allowInsecureLoopback
 * @property {FetchLimits} limits
 */

/**
 * Asks the authorization server where its JWK Set is (RFC 8414 §3, then OpenID Connect Discovery 1.0 §4).
 * @param {DiscoveryRequest} request
 * @returns {Promise<string>} the JWK Set's URL
 * @throws {AssayError} AUTH_KEYS_UNAVAILABLE: discovery_failed, discovery_issuer_mismatch
 */
export async function discoverJwksUri(request) {
  const urls = request.metadataUrl === undefined ? metadataUrls(request.issuer) : [request.metadataUrl]
  /** @type {AssayError[]} */
  const errors = []
  for (const url of urls) {
    try {
      return readMetadata(await fetchText(url, request.limits), request)
    } catch (error) {
      errors.push(error instanceof FetchFault ? discoveryFailed(faultText(error)) : /** @type {AssayError} */ (error))
    }
  }
  // A document that was found and refused says more than one that was not found.
  throw errors.find(({ reason }) => reason === 'discovery_issuer_mismatch') ?? errors[0]
}

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
 * @param {string} text
 * @param {DiscoveryRequest} request
 * @returns {string}
 */
function readMetadata(text, { issuer, allowInsecureLoopback }) {
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
 * @returns {string}
 */
function faultText({ kind, detail }) {
  const texts = {
    fetch_failed: 'the request failed',
    status: 'the answer had status',
    redirect: 'the answer was a redirect, which is never followed',
    timeout: 'no answer in time',
    too_large: 'the answer is larger than the limit',
    not_json: 'the answer is no JSON object'
  }
  return detail === '' ? texts[kind] : `${texts[kind]} ${detail}`
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
