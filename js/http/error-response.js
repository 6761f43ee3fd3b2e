import { checkAnswerOptions } from './answer-options.js'
import { plain, writeChallenge } from './challenge.js'
import { refusalHeaders } from './cors.js'
import { refusalNotes } from './refusal-notes.js'
import { asAssayError, statusOf } from './request-error.js'
import { describe } from './verdicts.js'

/** @import { AnswerConfig } from './answer-options.js' */
/** @import { Answer } from './resource-metadata.js' */
/** @import { ErrorResponseOptions } from './types.js' */

/**
 * Answers a refusal: its status, its challenge, Retry-After where waiting helps, and a JSON body with `error`,
 * `error_description`, `code` and `reason`. What is no AssayError is answered with 500, and none of its words.
 * @param {unknown} error what was thrown
 * @param {ErrorResponseOptions} [options]
 * @returns {Response}
 * @throws {AssayError} CONFIG_INVALID, naming the option
 */
export function errorResponse(error, options = {}) {
  const { request } = options
  const { body, ...init } = writeRefusal(error, checkAnswerOptions(options), {
    method: request?.method,
    origin: request?.headers.get('origin')
  })
  return new Response(body, init)
}

/**
 * @param {unknown} thrown
 * @param {AnswerConfig} config
 * @param {{ method?: string, origin?: string | null }} request what of it the answer depends on
 * @returns {Answer}
 */
export function writeRefusal(thrown, config, { method, origin }) {
  const error = asAssayError(thrown)
  const status = statusOf(error)
  /** @type {{ [name: string]: string }} */
  const headers = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', ...refusalHeaders(config, origin) }
  const challenge = writeChallenge(error, config)
  if (challenge !== undefined) headers['WWW-Authenticate'] = challenge
  Object.assign(headers, refusalNotes(error).headers)
  if (status === 405) headers.Allow = 'GET, HEAD, POST, DELETE, OPTIONS'
  if (status === 429 || status === 503) headers['Retry-After'] = String(retryAfterOf(error, config))
  const verdict = describe(error, config.debug)
  const body = {
    error: verdict.error,
    error_description: plain(verdict.description),
    code: error.code,
    reason: error.reason
  }
  // RFC 9110 §9.3.2: the answer to HEAD has no content.
  return { status, headers, body: method === 'HEAD' ? null : JSON.stringify(body) }
}

/**
 * @param {object} error
 * @param {AnswerConfig} config
 * @returns {number} whole seconds, one at least
 */
function retryAfterOf(error, { retryAfter }) {
  const known =
    refusalNotes(/** @type {any} */ (error)).retryAfter ?? /** @type {{ retryAfter?: unknown }} */ (error).retryAfter
  return typeof known === 'number' && known > 0 && known <= 86_400 ? Math.ceil(known) : retryAfter
}
