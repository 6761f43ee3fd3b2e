import { metadataError, metadataUrls, readMetadata } from '../keys/discovery.js'
import { FetchFault, fetchText } from '../keys/fetch-text.js'
import { jwksError } from '../keys/remote-keys.js'
import { checkInsecureHost, checkKeyUrl } from '../options/key-checks.js'
import { strings } from '../options/option-checks.js'
import { DEFAULT_FETCH_TIMEOUT, DEFAULT_MAX_JWKS_BYTES } from '../shared/limits.js'

/** @import { FetchLimits } from '../keys/fetch-text.js' */

/**
 * @typedef {object} Insecure for which hosts http: is allowed, as for createVerifier
 * @property {boolean} [allowInsecureLoopback]
 * @property {readonly string[]} [allowInsecureHosts]
 */

/**
 * @typedef {Insecure & KeyPlace} KeyRequest
 */

/**
 * @typedef {object} KeyPlace where to fetch a JWK Set from: one of the first three
 * @property {string} [jwksUri]
 * @property {string} [issuer] then the URL is discovered (RFC 8414 §3, OpenID Connect Discovery §4)
 * @property {string} [metadataUrl] the issuer's metadata document, when it is not at the default place
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
  const { jwksUri, fetch } = request
  const limits = { ...LIMITS, fetch }
  const url =
    jwksUri === undefined ? await discover(request, limits) : checkKeyUrl(jwksUri, 'jwksUri', allowed(request))
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
async function discover(request, limits) {
  const { issuer = '', metadataUrl } = request
  const urls =
    metadataUrl === undefined
      ? discoveryUrls(issuer, request)
      : [checkKeyUrl(metadataUrl, 'metadataUrl', allowed(request))]
  const failures = []
  for (const url of urls) {
    try {
      return readMetadata(await fetchBody(url, limits), [issuer], allowed(request))
    } catch (error) {
      failures.push({ url, error })
    }
  }
  throw metadataError(failures)
}

/**
 * @param {string} metadata the issuer's metadata document, which was fetched before
 * @param {string} issuer
 * @param {Insecure} [insecure]
 * @returns {string} the JWK Set's URL, by the rules of a verifier
 * @throws {AssayError} AUTH_KEYS_UNAVAILABLE: discovery_failed, or discovery_issuer_mismatch
 */
export function jwksUriIn(metadata, issuer, insecure = {}) {
  try {
    return readMetadata(metadata, [issuer], allowed(insecure))
  } catch (error) {
    throw metadataError([{ url: issuer, error }])
  }
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
 * @param {Insecure} [insecure]
 * @returns {string[]} the URLs that discovery tries, in order
 * @throws {AssayError} CONFIG_INVALID for an issuer whose keys cannot be discovered
 */
export function discoveryUrls(issuer, insecure = {}) {
  checkKeyUrl(issuer, 'issuer', allowed(insecure))
  return metadataUrls(issuer)
}

/** @param {Insecure} insecure */
function allowed({ allowInsecureLoopback = false, allowInsecureHosts = [] }) {
  const hosts = strings(checkInsecureHost)(allowInsecureHosts, 'allowInsecureHosts')
  return { allowInsecureLoopback, allowInsecureHosts: hosts }
}
