import { metadataError, metadataUrls, readMetadata } from '../keys/discovery.js'
import { FetchFault, fetchText } from '../keys/fetch-text.js'
import { jwksError } from '../keys/remote-keys.js'
import { checkUrl } from '../options/check-url.js'
import { DEFAULT_FETCH_TIMEOUT, DEFAULT_MAX_JWKS_BYTES } from '../shared/limits.js'

/** @import { FetchLimits } from '../keys/fetch-text.js' */

/**
 * @typedef {object} KeyRequest where to fetch a JWK Set from: one of the first three
 * @property {string} [jwksUri]
 * @property {string} [issuer] then the URL is discovered (RFC 8414 §3, OpenID Connect Discovery §4)
 * @property {string} [metadataUrl] the issuer's metadata document, when it is not at the default place
 * @property {boolean} [allowInsecureLoopback]
 * @property {typeof globalThis.fetch} [fetch]
 */

/** @typedef {{ text: string, jwksUri: string }} FetchedKeys the JWK Set as it was sent, and its URL */

const LIMITS = { timeout: DEFAULT_FETCH_TIMEOUT, maxBytes: DEFAULT_MAX_JWKS_BYTES }

/**
 * Fetches a JWK Set as a verifier does: https only, no redirects, within a verifier's default limits.
 * @param {KeyRequest} request
 * @returns {Promise<FetchedKeys>}
 * @throws {AssayError} AUTH_KEYS_UNAVAILABLE with the reason; CONFIG_INVALID for an invalid URL
 */
export async function fetchKeys(request) {
  const { jwksUri, allowInsecureLoopback = false, fetch } = request
  const limits = { ...LIMITS, fetch }
  const url =
    jwksUri === undefined ? await discover(request, limits) : checkUrl(jwksUri, 'jwksUri', allowInsecureLoopback)
  try {
    return { text: await fetchBody(url, limits), jwksUri: url }
  } catch (error) {
    throw error instanceof FetchFault ? jwksError(error, url) : error
  }
}

/**
 * @param {KeyRequest} request
 * @param {FetchLimits} limits
 * @returns {Promise<string>} the JWK Set's URL
 */
async function discover({ issuer, metadataUrl, allowInsecureLoopback = false }, limits) {
  const configured = checkIssuer(issuer, allowInsecureLoopback)
  const urls = metadataUrl === undefined ? metadataUrls(configured) : [metadataUrl]
  const failures = []
  for (const url of urls) {
    try {
      return readMetadata(await fetchBody(url, limits), configured, allowInsecureLoopback)
    } catch (error) {
      failures.push({ url, error })
    }
  }
  throw metadataError(failures)
}

/**
 * @param {string} url
 * @param {FetchLimits} limits
 * @returns {Promise<string>}
 */
async function fetchBody(url, limits) {
  return String((await fetchText(url, limits)).text) // always present: no ETag was sent, so no 304
}

/**
 * @param {string} issuer
 * @param {boolean} [allowInsecureLoopback]
 * @returns {string[]} the URLs that discovery tries, in order
 * @throws {AssayError} CONFIG_INVALID for an issuer whose keys cannot be discovered
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
