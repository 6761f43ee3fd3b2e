import { ALGORITHMS } from '../shared/algorithms.js'
import { codes, reasons } from '../shared/error-table.js'
import { MAX_CLOCK_TOLERANCE, MAX_TOKEN_BYTES_LIMIT } from '../shared/limits.js'
import { withCommas } from '../shared/with-commas.js'
import { CHECK_ADVICE } from './check-advice.js'
import { meaningOf } from './glossary.js'
import { isProofHeader, PROOF_AS_TOKEN } from './proof-checks.js'

const SIGNATURE =
  'Header or claims were changed after signing, or another key has signed. Send the token as it was issued; if it is, look ' +
  'whether the JWK Set is the one of this token’s issuer, and of the same environment.'

const BROKEN_KEY =
  'The key is broken, not the token: nothing can be verified with it. Have the issuer mend it: lint-jwks says what is wrong.'

/** @type {{ readonly [reason: string]: string | undefined }} */
const SIGNATURE_ADVICE = {
  key_ambiguous: 'Have the issuer write "kid": at most four keys are tried for one token.',
  key_material: BROKEN_KEY,
  key_weak: BROKEN_KEY,
  core_not_loaded: 'Nothing is known of the signature: the code of the curves is not there. See the error.'
}

/** What a token's binding asks for (RFC 9449 §7.1, RFC 8705 §3). @type {{ readonly [reason: string]: string | undefined }} */
const BINDING_ADVICE = {
  token_bound:
    'Send "Authorization: DPoP <token>", and the header DPoP with a proof by the key of the token (cnf.jkt).',
  token_not_bound:
    'Have the client send a DPoP proof with its token request: the issuer then writes "cnf.jkt" into the token. A token ' +
    'without it comes as Bearer, where that is allowed.',
  proof_missing: 'Send the proof in the header DPoP; let proxies and CORS pass it.',
  certificate_missing: 'Connect with the client certificate, and look whether the proxy hands its thumbprint on.',
  certificate_mismatch: 'Connect with the certificate with which the token was requested, or request another token.',
  claim_type: 'Have the issuer write "cnf" as an object, with "jkt" or "x5t#S256" as a string (RFC 7800 §3.1).'
}

/** Of what else fails in a DPoP proof that was given for a token. */
const PROOF_BELOW_TYP = 'See typ: this is a DPoP proof, and not an access token.'

/** @import { Check, Report } from '../shared/types.js' */

const TOLERANCE = `clockTolerance bridges up to ${MAX_CLOCK_TOLERANCE} seconds.`

/** The checks of which the error's own hint knows more than the advice here. */
const HINTED = new Set(['token', 'segments', 'header_base64', 'header_json', 'signature_base64', 'signature'])

const FORM =
  'Send the token exactly as the issuer made it: nothing cut off, re-encoded or wrapped into lines on the way.'
const JSON_FORM =
  'The issuer, or whoever changed the token, wrote JSON that parsers read differently. Have the issuer correct it.'

const COMMA =
  'A comma is part of a scope (RFC 6749 §3.3): several scopes are an array in requiredScope, and have spaces between them in ' +
  'the token.'

/**
 * What to do if a check failed, by the check's name. Advice that depends on the token is here, the rest in
 * tables/checks.js.
 * @type {{ readonly [check: string]: string | ((check: Check, report: Report) => string | undefined) }}
 */
const ADVICE = {
  ...CHECK_ADVICE,
  token: 'Send the header "Authorization: Bearer <token>", with one token as a string.',
  size: `Ask for a smaller token, with less in its claims; or raise maxTokenBytes (up to ${withCommas(MAX_TOKEN_BYTES_LIMIT)}).`,
  header_base64: FORM,
  header_json: JSON_FORM,
  typ: ({ actual }) =>
    isProofHeader({ typ: actual })
      ? PROOF_AS_TOKEN
      : actual === undefined
        ? 'Send an access token. Its "typ" is "at+jwt" or "JWT"; the option typ says which of them are accepted.'
        : `"${actual}" is not the type of an access token that is accepted here. Send an access token, not an ID token, a ` +
          'logout token or a DPoP proof; or widen the option typ.',
  alg: ({ actual }, { error }) => algorithmAdvice(String(actual ?? ''), error?.hint),
  key: keyAdvice,
  signature_base64: FORM,
  signature: (_check, { error }) => SIGNATURE_ADVICE[error?.reason ?? ''] ?? SIGNATURE,
  claims_base64: FORM,
  claims_json: JSON_FORM,
  issuer: ({ expected, actual }) =>
    nearlyEqual(expected, actual)
      ? 'Write the issuer exactly as the token has it: only a slash or the case of letters differs.'
      : 'Send a token of the configured issuer, or configure the issuer that the token has, if it is yours.',
  audience: ({ expected, actual }) =>
    nearlyEqual(expected, actual)
      ? 'Write the audience exactly as the token has it: only a slash or the case of letters differs.'
      : 'Ask the issuer for a token for this API: the parameter "resource" (RFC 8707), or "audience" at some issuers.',
  binding: ({ message }) =>
    BINDING_ADVICE[Object.keys(BINDING_ADVICE).find((reason) => reasons[reason]?.message === message) ?? ''],
  nbf: `Wait until "nbf", or compare the clocks of issuer and verifier; ${TOLERANCE}`,
  iat: `Compare the clocks of issuer and verifier: one is wrong. ${TOLERANCE}`,
  scope: ({ expected, actual }, { claims }) =>
    [expected, actual, claims?.scope].flat().some((each) => /\S,\S/.test(String(each ?? '')))
      ? COMMA
      : CHECK_ADVICE.scope
}

/**
 * @param {Check} check one of the report's checks
 * @param {Report} report
 * @returns {string | undefined} what to do, if the check failed
 */
export function adviceFor(check, report) {
  if (check.status !== 'fail') return undefined
  const { error } = report
  // Only the core has seen what the token is made of. The hint of a code says nothing of this token.
  const isOfError = error?.message === check.message && error.hint !== codes[error.code]?.hint
  if (isOfError && HINTED.has(check.check)) return `${error.hint}.`
  // Nothing else about it needs a change: least of all what the verifier accepts.
  if (isProofHeader(report.header) && check.check !== 'typ') return PROOF_BELOW_TYP
  const advice = ADVICE[check.check]
  return typeof advice === 'function' ? advice(check, report) : advice
}

/**
 * @param {string} algorithm
 * @param {string} [hint] of the error
 */
function algorithmAdvice(algorithm, hint) {
  if (algorithm.toLowerCase() === 'none') return 'This token is not signed: anyone can write it. Never accept it.'
  if (/^HS\d/.test(algorithm)) {
    return 'Have the issuer sign with RS256 or ES256: with HS… everyone who can verify a token can also make one.'
  }
  if (ALGORITHMS.includes(algorithm)) {
    return `Add '${algorithm}' to the option algorithms, if the issuer really signs with it.`
  }
  const meant = ALGORITHMS.find((name) => name.toLowerCase() === algorithm.toLowerCase())
  if (meant !== undefined) return `Have the issuer write '${meant}': the case of "alg" counts (RFC 7515 §4.1.1).`
  if (/^E[SD]/i.test(algorithm) && hint) return `${hint}.` // ES256K, Ed448
  return 'Have the issuer sign with RS256, ES256 or EdDSA. Other algorithms are not verified here.'
}

/**
 * @param {Check} check
 * @param {Report} report
 */
function keyAdvice({ actual }, { error, header }) {
  if (error?.code === 'AUTH_KEYS_UNAVAILABLE') return error.hint
  const own = ['jwk', 'jku', 'x5u', 'x5c'].filter((member) => header !== undefined && Object.hasOwn(header, member))
  if (own.length > 0) {
    return `The token brings its own key (${own.join(', ')}), which is never used. Take a token that the issuer’s key has signed.`
  }
  if (error?.reason === 'key_alg_mismatch') {
    return 'The key is meant for another "alg" than the token has. Have the issuer write the same name in both (RFC 7517 §4.4).'
  }
  if (error?.reason === 'key_type_mismatch') {
    return `The key is of another type, or on another curve, than ${meaningOf('alg', header?.alg) ?? 'the algorithm'} needs. Have the issuer correct "alg" or the key.`
  }
  if (actual === undefined)
    return 'Have the issuer write "kid": no key of the JWK Set fits the token’s algorithm, or more than are tried.'
  return (
    `Look whether the JWK Set is the one of this token’s issuer, and up to date: it has no usable key "${actual}" for this ` +
    'algorithm. lint-jwks says why a key of the set is left out.'
  )
}

/**
 * @param {unknown} expected
 * @param {unknown} actual
 * @returns {boolean} whether only a slash at the end or the case of letters differs
 */
function nearlyEqual(expected, actual) {
  const plain = (/** @type {unknown} */ value) =>
    String(value ?? '')
      .toLowerCase()
      .replace(/\/+$/, '')
  return expected !== actual && plain(expected) !== '' && plain(expected) === plain(actual)
}
