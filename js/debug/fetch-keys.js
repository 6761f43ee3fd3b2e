import { discoverJwksUri, metadataUrls } from '../discovery.js'
import { AssayError } from '../error.js'
import { FetchFault, fetchText } from '../fetch-text.js'
import { checkUrl } from '../urls.js'

/**
 * @typedef {object} KeyRequest where to fetch a JWK Set from: one of the first three
 * @property {string} [jwksUri]
 * @property {string} [issuer] then the URL is discovered (RFC 8414 §3, OpenID Connect Discovery §4)
 * @property {string} [metadataUrl] the issuer's metadata document, when it is not at the default place
 * @property {boolean} [allowInsecureLoopback]
 * @property {typeof globalThis.fetch} [fetch]
 */

/** @typedef {{ text: string, jwksUri: string }} FetchedKeys the JWK Set as it was sent, and where from */

const LIMITS = { timeout: 5, maxBytes: 65_536 }

/**
 * Fetches a JWK Set as a verifier does: https alone, no redirects, five seconds, 64 kB.
 * @param {KeyRequest} request
 * @returns {Promise<FetchedKeys>}
 * @throws {AssayError} AUTH_KEYS_UNAVAILABLE with the reason; CONFIG_INVALID for a URL that is no good
 */
export async function fetchKeys({ jwksUri, issuer, metadataUrl, allowInsecureLoopback = false, fetch }) {
  const limits = { ...LIMITS, fetch }
  let url
  if (jwksUri !== undefined) url = checkUrl(jwksUri, 'jwksUri', allowInsecureLoopback)
  else
    url = await discoverJwksUri({
      issuer: checkIssuer(issuer, allowInsecureLoopback),
      metadataUrl,
      allowInsecureLoopback,
      limits
    })
  try {
    return { text: await fetchText(url, limits), jwksUri: url }
  } catch (error) {
    if (!(error instanceof FetchFault)) throw error
    const { message, reason } = new AssayError(`jwks_${error.kind}`)
    const where = [new URL(url).host, error.detail].filter(Boolean).join(': ')
    throw new AssayError(reason, { message: `${message} (${where})` })
  }
}

/**
 * @param {string} issuer
 * @param {boolean} [allowInsecureLoopback]
 * @returns {string[]} what discovery asks, one after the other
 * @throws {AssayError} CONFIG_INVALID for an issuer that cannot be asked
 */
export function discoveryUrls(issuer, allowInsecureLoopback = false) {
  return metadataUrls(checkIssuer(issuer, allowInsecureLoopback))
}

/**
 * @param {string | undefined} issuer
 * @param {boolean} insecure
 * @returns {string}
 */
function checkIssuer(issuer, insecure) {
  checkUrl(issuer, 'issuer', insecure)
  return /** @type {string} */ (issuer)
}
