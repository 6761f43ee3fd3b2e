import { invalidOption } from '../shared/error.js'
import * as check from '../options/option-checks.js'
import { checkUrl } from '../options/check-url.js'
import { resourceMetadataUrl } from './resource-metadata.js'
import { assertNoPromise } from './returned-value.js'

/** @import { ErrorResponseOptions, ProtectedResourceMetadata } from './types.js' */

export const ANSWER_OPTIONS = [
  ...['resourceMetadata', 'realm', 'debug', 'retryAfter', 'allowedOrigins', 'allowInsecureLoopback'],
  'requiredScope'
]

/** @typedef {{ url?: string | undefined, document?: ProtectedResourceMetadata }} NamedMetadata */

/**
 * @typedef {object} AnswerConfig options that were checked
 * @property {(request: any, url: string | undefined) => NamedMetadata} metadataFor what a challenge names
 * @property {string | undefined} metadataUrl the same for the request that is answered
 * @property {string | undefined} realm
 * @property {readonly string[]} requiredScopes
 * @property {boolean} debug
 * @property {number} retryAfter seconds
 * @property {'*' | readonly string[]} allowedOrigins
 */

/**
 * @param {ErrorResponseOptions} given
 * @returns {AnswerConfig}
 * @throws {AssayError} CONFIG_INVALID, naming the option
 */
export function checkAnswerOptions(given) {
  const options = check.readOptions(given, [...ANSWER_OPTIONS, 'request'])
  const request = /** @type {ErrorResponseOptions['request']} */ (options.request)
  return forRequest(readAnswerOptions(options), request, request?.url)
}

/**
 * @param {{ [name: string]: unknown }} options by check.readOptions
 * @returns {AnswerConfig}
 */
export function readAnswerOptions(options) {
  const insecure = check.optional(options, 'allowInsecureLoopback', false, check.checkBoolean)
  return {
    metadataFor: readMetadata(options.resourceMetadata, insecure),
    metadataUrl: undefined,
    realm: check.optional(options, 'realm', undefined, checkRealm),
    requiredScopes: check.optional(options, 'requiredScope', [], checkRequiredScope),
    debug: check.optional(options, 'debug', false, check.checkBoolean),
    retryAfter: check.optional(options, 'retryAfter', 5, checkRetryAfter),
    allowedOrigins: check.optional(options, 'allowedOrigins', [], checkOrigins)
  }
}

/**
 * @param {AnswerConfig} config
 * @param {unknown} request what a function in the options is given
 * @param {string | undefined} url of the request, where it tells
 * @returns {AnswerConfig}
 */
export function forRequest(config, request, url) {
  return { ...config, metadataUrl: config.metadataFor(request, url).url }
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {string[]}
 */
export function checkRequiredScope(value, name) {
  return check.checkStringOrStrings(value, name, check.checkScope)
}

/**
 * @param {unknown} value
 * @param {boolean} insecure
 * @returns {AnswerConfig['metadataFor']}
 */
function readMetadata(value, insecure) {
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
  const isDocument = typeof value === 'object' && value !== null && 'resource' in value
  if (!isDocument) return { url: checkUrl(value, 'resourceMetadata', insecure) }
  // The document was checked when it was made, loopback or not.
  checkUrl(value.resource, 'resourceMetadata', true)
  return { document: value, url: resourceMetadataUrl(value.resource) }
}

/**
 * @param {unknown} value
 * @param {string} name
 */
function checkRealm(value, name) {
  if (typeof value === 'string' && /^[\x20-\x7E]+$/.test(value)) return value
  throw invalidOption(name, 'must be printable ASCII')
}

/**
 * @param {unknown} value
 * @param {string} name
 */
function checkRetryAfter(value, name) {
  return check.checkNumber(value, name, [1, 86_400, 'seconds'])
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {'*' | string[]}
 */
function checkOrigins(value, name) {
  return value === '*' ? value : check.checkStrings(value, name, checkOrigin)
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {string} as browsers send it: what they never send would allow nobody, and nobody would see why
 */
function checkOrigin(value, name) {
  const text = check.checkString(value, name)
  const { protocol, host } = URL.canParse(text) ? new URL(text) : { protocol: '', host: '' }
  if (text === 'null' || (host !== '' && text === `${protocol}//${host}`)) return text
  throw invalidOption(name, 'must be an origin such as https://app.example: no path, no slash at its end')
}
