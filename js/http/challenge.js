import { firstAlternative } from '../options/required-scopes.js'
import { DPOP_ALGORITHMS } from '../shared/dpop-of-guards.js'
import { checkAnswerOptions } from './answer-options.js'
import { refusalNotes } from './refusal-notes.js'
import { asAssayError } from './request-error.js'
import { describe } from './verdicts.js'

/** @import { AssayError } from '../shared/error.js' */
/** @import { AnswerConfig } from './answer-options.js' */
/** @import { ErrorResponseOptions } from './types.js' */

/** The other reasons that get a challenge. For the rest, another token would not help. */
const CHALLENGED = ['token_missing', 'authorization_malformed', 'token_ambiguous', 'scope_missing']
/** RFC 6750 §3: "Bearer" is followed by one parameter at least. */
const DEFAULT_REALM = 'api'

/**
 * Writes the WWW-Authenticate value of a refusal (RFC 6750 §3, RFC 9728 §5.1).
 * @param {unknown} error what was thrown
 * @param {ErrorResponseOptions} [options]
 * @returns {string | undefined} the challenge; undefined where another token would not help: 429, 500, 503, and requests
 *   that are wrong apart from their token
 * @throws {AssayError} CONFIG_INVALID, naming the option
 */
export function challenge(error, options = {}) {
  return writeChallenge(asAssayError(error), checkAnswerOptions(options))
}

/**
 * @param {AssayError} error
 * @param {AnswerConfig} config
 * @returns {string | undefined}
 */
export function writeChallenge(error, config) {
  const { realm, metadataUrl, requiredScopes, debug } = config
  const { code, reason } = error
  const asksForToken = /^AUTH_(TOKEN|INVALID|PROOF)_/.test(code)
  if (!asksForToken && !CHALLENGED.includes(reason)) return undefined
  const scopes =
    refusalNotes(error).scopes ??
    (requiredScopes.length > 0 ? requiredScopes.map(firstAlternative) : (error.scope?.split(' ') ?? []))
  /** @type {string[]} */
  const parameters = []
  if (realm !== undefined) parameters.push(`realm=${quoted(realm)}`)
  if (metadataUrl !== undefined) parameters.push(`resource_metadata=${quoted(metadataUrl)}`)
  // RFC 6750 §3.1: no error where no token was sent.
  if (code !== 'AUTH_TOKEN_MISSING') {
    const verdict = describe(error, debug)
    parameters.push(`error=${quoted(verdict.error)}`, `error_description=${quoted(plain(verdict.description))}`)
  }
  const named = [...new Set(scopes)].filter((scope) => /^[\x21\x23-\x5B\x5D-\x7E]+$/.test(scope))
  if (named.length > 0) parameters.push(`scope=${quoted(named.join(' '))}`)
  return schemesOf(error, config)
    .map((scheme) => {
      const own =
        scheme === 'DPoP' ? [...parameters, algorithmsOf(refusalNotes(error).dpop ?? config.dpop)] : parameters
      return `${scheme} ${own.join(', ') || `realm=${quoted(DEFAULT_REALM)}`}`
    })
    .join(', ')
}

/**
 * The schemes by which the request may come again: RFC 9449 §7.1.
 * @param {AssayError} error
 * @param {AnswerConfig} config
 * @returns {readonly ('Bearer' | 'DPoP')[]}
 */
function schemesOf(error, config) {
  const { scheme, dpop = config.dpop } = refusalNotes(error)
  if (error.code === 'AUTH_PROOF_INVALID' || error.reason === 'token_bound') return ['DPoP']
  if (dpop === undefined) return ['Bearer']
  if (dpop.required || scheme === 'DPoP') return ['DPoP']
  return scheme === undefined ? ['Bearer', 'DPoP'] : ['Bearer']
}

/** @param {AnswerConfig['dpop']} dpop @returns {string} RFC 9449 §5.1: separated by spaces */
const algorithmsOf = (dpop) => `algs=${quoted((dpop?.algorithms ?? DPOP_ALGORITHMS).join(' '))}`

/**
 * RFC 9110 §5.6.4: a quoted-string. What no header value may hold becomes a question mark.
 * @param {string} text
 */
function quoted(text) {
  return `"${text.replace(/[^\x20-\x7E]/g, '?').replace(/["\\]/g, '\\$&')}"`
}

/**
 * RFC 6750 §3: error_description has neither quotes nor backslashes.
 * @param {string} text
 */
export function plain(text) {
  return text.replace(/["\\]/g, "'").replace(/[^\x20-\x7E]/g, '?')
}
