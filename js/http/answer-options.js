import { invalidOption } from '../error.js'
import * as check from '../option-checks.js'
import { checkUrl } from '../urls.js'
import { resourceMetadataUrl } from './resource-metadata.js'

/** @import { ErrorResponseOptions, ProtectedResourceMetadata } from './types.js' */

export const ANSWER_OPTIONS = [
  ...['resourceMetadata', 'realm', 'debug', 'retryAfter', 'allowedOrigins', 'allowInsecureLoopback'],
  'requiredScope'
]

/**
 * @typedef {object} AnswerConfig options that were checked
 * @property {string | undefined} metadataUrl
 * @property {ProtectedResourceMetadata | undefined} metadata the document, where it was given
 * @property {boolean} derivesMetadataUrl whether the URL comes from each request
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
  const config = readAnswerOptions(options)
  return forRequest(config, /** @type {ErrorResponseOptions['request']} */ (options.request))
}

/**
 * @param {{ [name: string]: unknown }} options by check.readOptions
 * @returns {AnswerConfig}
 */
export function readAnswerOptions(options) {
  const { resourceMetadata } = options
  const insecure = check.optional(options, 'allowInsecureLoopback', false, check.checkBoolean)
  return {
    metadata: isDocument(resourceMetadata) ? resourceMetadata : undefined,
    metadataUrl: resourceMetadata === undefined ? undefined : metadataUrlOf(resourceMetadata, insecure),
    derivesMetadataUrl: resourceMetadata === true,
    realm: check.optional(options, 'realm', undefined, checkRealm),
    requiredScopes: check.optional(options, 'requiredScope', [], checkRequiredScope),
    debug: check.optional(options, 'debug', false, check.checkBoolean),
    retryAfter: check.optional(options, 'retryAfter', 5, checkRetryAfter),
    allowedOrigins: check.optional(options, 'allowedOrigins', [], checkOrigins)
  }
}

/**
 * @param {AnswerConfig} config
 * @param {{ readonly url: string } | undefined} request
 * @returns {AnswerConfig} the same with the URL that only a request can tell
 */
export function forRequest(config, request) {
  if (!config.derivesMetadataUrl || request === undefined) return config
  const { origin, pathname } = new URL(request.url)
  return { ...config, metadataUrl: resourceMetadataUrl(origin + pathname) }
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
 * @returns {value is ProtectedResourceMetadata}
 */
function isDocument(value) {
  return typeof value === 'object' && value !== null && 'resource' in value
}

/**
 * @param {unknown} value
 * @param {boolean} insecure
 * @returns {string | undefined}
 */
function metadataUrlOf(value, insecure) {
  if (value === true) return undefined
  // The document was checked when it was made, loopback or not.
  if (isDocument(value))
    return resourceMetadataUrl(checkUrl(value.resource, 'resourceMetadata', true) && value.resource)
  return checkUrl(value, 'resourceMetadata', insecure)
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
  return value === '*' ? value : check.checkStrings(value, name)
}
