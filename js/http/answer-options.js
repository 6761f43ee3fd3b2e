import { checkOptions, checkScopes } from '../options/option-checks.js'
import { DPOP_ALGORITHMS } from '../shared/dpop-of-guards.js'
import { requestUrl } from './fetch-response.js'
import { ANSWER_RULES } from './option-rules.js'

/** @import { Rules } from '../options/option-checks.js' */
/** @import { ErrorResponseOptions, ProtectedResourceMetadata } from './types.js' */

/** @typedef {{ url?: string | undefined, document?: ProtectedResourceMetadata }} NamedMetadata */

/** @typedef {(request: any, url: string | undefined) => NamedMetadata} MetadataFor what a challenge names */

/**
 * @typedef {object} AnswerConfig options that were checked
 * @property {MetadataFor} metadataFor
 * @property {string | undefined} metadataUrl the same for the request that is answered
 * @property {string | undefined} realm
 * @property {readonly string[]} requiredScopes
 * @property {boolean} debug
 * @property {number} retryAfter seconds
 * @property {'*' | readonly string[]} allowedOrigins
 * @property {{ readonly required: boolean, readonly algorithms: readonly string[] } | undefined} dpop
 */

/** Of errorResponse and challenge. @type {Rules} */
const ERROR_RESPONSE_RULES = {
  ...ANSWER_RULES,
  requiredScope: [checkScopes],
  request: [(request) => request]
}

/**
 * @param {ErrorResponseOptions} given
 * @returns {AnswerConfig}
 * @throws {AssayError} CONFIG_INVALID, naming the option
 */
export function checkAnswerOptions(given) {
  const { request, ...options } = checkOptions(given, ERROR_RESPONSE_RULES)
  return forRequest(answerConfig(options), request, request && requestUrl(request))
}

/**
 * @param {{ [name: string]: any }} options that were checked
 * @returns {AnswerConfig}
 */
export function answerConfig({ resourceMetadata, requiredScope, realm, debug, retryAfter, allowedOrigins, dpop }) {
  return {
    ...{ realm, debug, retryAfter, allowedOrigins },
    metadataFor: resourceMetadata ?? (() => ({})),
    metadataUrl: undefined,
    dpop: dpop && { required: dpop.required, algorithms: dpop.algorithms ?? DPOP_ALGORITHMS },
    requiredScopes: Array.isArray(requiredScope) ? requiredScope : [] // a function is asked later
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
