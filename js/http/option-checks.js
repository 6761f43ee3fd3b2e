import { invalidOption } from '../shared/error.js'
import { checkUrl } from '../options/check-url.js'
import { originHint } from '../options/dpop-checks.js'
import { checkScopes, checkString, stringOrStrings, strings } from '../options/option-checks.js'
import { assertNoPromise } from './returned-value.js'
import { fromCertificateHeader, fromCloudflare, fromTlsSocket } from './client-certificate.js'
import { fromAuthorization, fromCookie, fromHeader, HEADER_NAME } from './token-sources.js'
import { resourceMetadataUrl } from './well-known.js'

/** @import { MetadataFor, NamedMetadata } from './answer-options.js' */
/** @import { TokenSource } from './types.js' */

// What js/options/option-checks.js has no check for. `before` are the options that were checked before.

/** @typedef {{ allowInsecureLoopback?: boolean }} Before */

/**
 * @param {any} value
 * @param {string} _name
 * @param {Before} before
 * @returns {MetadataFor}
 */
export function checkMetadata(value, _name, { allowInsecureLoopback: insecure = false }) {
  if (value === true) return (_request, url) => ({ url: derivedUrl(url) })
  // Asked for each request, and only where there is one.
  if (typeof value === 'function')
    return (request) =>
      request ? namedMetadata(assertNoPromise(value(request), 'resourceMetadata') ?? undefined, insecure) : {}
  const named = namedMetadata(value, insecure)
  return () => named
}

/** @param {string | undefined} url @returns {string | undefined} none where nobody could fetch it */
function derivedUrl(url) {
  if (url === undefined || !URL.canParse(url)) return undefined
  const { protocol, origin, pathname } = new URL(url)
  return /^https?:$/.test(protocol) ? resourceMetadataUrl(origin + pathname) : undefined
}

/**
 * @param {any} value
 * @param {boolean} insecure
 * @returns {NamedMetadata}
 */
function namedMetadata(value, insecure) {
  if (value === undefined) return {}
  const isDocument = typeof value === 'object' && value !== null && Object.hasOwn(value, 'resource')
  if (!isDocument) return { url: checkUrl(value, 'resourceMetadata', insecure) }
  // The document was checked when it was made, loopback or not.
  checkUrl(value.resource, 'resourceMetadata', true)
  return { document: value, url: resourceMetadataUrl(value.resource) }
}

/**
 * @param {unknown} value
 * @param {string} name
 */
export function checkRealm(value, name) {
  if (typeof value === 'string' && /^[\x20-\x7E]+$/.test(value)) return value
  throw invalidOption(name, 'must be printable ASCII')
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {'*' | string[]}
 */
export function checkOrigins(value, name) {
  return value === '*' ? value : strings(checkOrigin)(value, name)
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {string} as browsers send it: what they never send would allow nobody, and nobody would see why
 */
function checkOrigin(value, name) {
  const text = checkString(value, name)
  const { protocol, host } = URL.canParse(text) ? new URL(text) : { protocol: '', host: '' }
  if (text === 'null' || (host !== '' && text === `${protocol}//${host}`)) return text
  const hint = text === '*' ? "Write '*', not ['*']" : originHint(text)
  throw invalidOption(name, 'must be an origin such as https://app.example: no path, no slash at its end', hint)
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {string[] | Function}
 */
export function checkScopesOrFunction(value, name) {
  return typeof value === 'function' ? value : checkScopes(value, name)
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {readonly TokenSource<any>[]}
 */
export function checkSources(value, name) {
  const sources = Array.isArray(value) ? [...value] : [value]
  const isHeader = (/** @type {unknown} */ header) => typeof header === 'string' && HEADER_NAME.test(header)
  const isSource = (/** @type {any} */ each) =>
    typeof each === 'function' && callOf(each) === undefined && (each.header === undefined || isHeader(each.header))
  if (sources.length > 0 && sources.every(isSource)) return sources
  const wrong = sources.find((each) => !isSource(each))
  const hint = isHeader(wrong) ? sourceOf(wrong) : hintToCall(wrong)
  throw invalidOption(
    name,
    "must be a function of the request, such as fromCookie('__session'), or an array of them",
    hint
  )
}

/** @param {string} header @returns {string} */
const sourceOf = (header) =>
  /^authorization$/i.test(header)
    ? 'Write fromAuthorization()'
    : `Write fromHeader('${header}') for a header, fromCookie('${header}') for a cookie`

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {any} the function
 */
export function checkCertificateSource(value, name) {
  if (typeof value === 'function' && callOf(value) === undefined) return value
  const header = typeof value === 'string' && HEADER_NAME.test(value) ? value : 'client-cert'
  const places = `Take fromCloudflare(), fromTlsSocket() or fromCertificateHeader('${header}')`
  const hint = typeof value === 'string' ? `Write fromCertificateHeader('${header}')` : (hintToCall(value) ?? places)
  throw invalidOption(name, 'must be a function of the request', hint)
}

/** @param {unknown} value @returns {string | undefined} how to call it, where it makes a source and was not called */
function callOf(value) {
  const calls = {
    'fromCloudflare()': fromCloudflare,
    'fromTlsSocket()': fromTlsSocket,
    "fromCertificateHeader('client-cert')": fromCertificateHeader,
    'fromAuthorization()': fromAuthorization,
    "fromHeader('cf-access-jwt-assertion')": fromHeader,
    "fromCookie('__session')": fromCookie
  }
  return Object.entries(calls).find(([, maker]) => maker === value)?.[0]
}

/** @param {unknown} value @returns {string | undefined} */
const hintToCall = (value) => (callOf(value) === undefined ? undefined : `Call it: ${callOf(value)}`)

/**
 * @param {any} value
 * @param {string} name
 */
export function checkRateLimit(value, name) {
  const lacks = ['key', 'retryAfter', 'fail'].find((each) => typeof value?.[each] !== 'function')
  if (lacks === undefined) return value
  throw invalidOption(name, `must be what rateLimit() returns, or have its functions: ${lacks} is none`)
}

/**
 * @param {unknown} value
 * @param {string} name
 */
export function checkKeyFunction(value, name) {
  if (typeof value === 'function') return value
  throw invalidOption(name, 'must be a function of the request')
}

/**
 * @param {unknown} value a URL
 * @param {string} name
 * @param {Before} before
 * @returns {string} as it was written: resource and issuers are compared byte for byte (RFC 9728 §3.3, RFC 8414 §3.3)
 */
export function checkIdentifier(value, name, { allowInsecureLoopback }) {
  checkUrl(value, name, allowInsecureLoopback === true)
  return String(value)
}

/**
 * @param {unknown} value
 * @param {string} name
 * @param {Before} before
 */
export function checkIdentifiers(value, name, before) {
  return stringOrStrings((item, itemName) => checkIdentifier(item, itemName, before))(value, name)
}

/**
 * @param {unknown} item
 * @param {string} name
 */
export function checkMethod(item, name) {
  if (item === 'header' || item === 'body' || item === 'query') return item
  throw invalidOption(name, "must be 'header', 'body' or 'query'")
}
