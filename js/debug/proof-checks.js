import { codes, reasons } from '../shared/error-table.js'
import { PROOF_ADVICE } from './proof-advice.js'

/** @import { ProofReport } from '../shared/dpop-types.js' */
/** @import { Check } from '../shared/types.js' */

const MILLISECONDS =
  'Have the client write seconds, not milliseconds: Math.floor(Date.now() / 1000) in JavaScript (RFC 7519 §2).'

/** Where the reason tells more than the check. @type {{ readonly [reason: string]: string | undefined }} */
const REASON_ADVICE = {
  proof_too_large: 'Have the client leave out what no server needs, such as "x5c": a proof has 8,192 bytes at most.',
  proof_crit: 'Have the client leave "crit" out: no extension is understood here.',
  proof_b64: 'Have the client encode its claims, and leave "b64" out.',
  proof_jwk_missing: 'Have the client write its public key into the header: "jwk". A "kid" does not do.',
  proof_jwk_private:
    'Have the client replace its key: whoever saw the request has it. Only the public members belong into "jwk".',
  proof_signature_base64: 'Send the proof as the client made it: its signature is damaged or cut.',
  proof_too_old:
    'Have the client make the proof when it sends the request, and compare the clocks of client and server. One from a log is ' +
    'old: give the option now the time at which it was sent.',
  proof_issued_in_future: 'Set the clock of the client: it is ahead of the server’s.',
  proof_expired: 'Have the client make the proof when it sends the request. No proof needs "exp".',
  proof_not_yet_valid: 'Compare the clocks of client and server, or leave "nbf" out: no proof needs it.',
  proof_nonce_missing:
    'No fault: the client takes the nonce of the DPoP-Nonce header, and sends the request once more with it in a new proof.'
}

/** The reasons for which the core finds in the proof what is wrong, so that its hint tells most. */
const HINTED = new Set(['proof_claim_missing', 'proof_claim_type', 'proof_jwk_invalid'])

/**
 * @param {Check} check one of a proof's checks
 * @param {ProofReport} report of the proof
 * @returns {string | undefined} what to do, if the check failed
 */
export function proofAdviceFor(check, { error, claims }) {
  if (check.status !== 'fail') return undefined
  const reason = reasonOf(check.message)
  // The hint of a code says nothing of this proof.
  const hint = error?.message === check.message && error.hint !== codes[error.code]?.hint ? `${error.hint}.` : undefined
  if (HINTED.has(reason) && hint) return hint
  const ofProof = adviceOfRequest(check, reason) ?? adviceOfTime(claims, reason)
  return ofProof ?? REASON_ADVICE[reason] ?? PROOF_ADVICE[check.check] ?? hint
}

/** @param {string} message of a check that failed @returns {string} '' where no reason of a proof has it */
function reasonOf(message) {
  const [sentence] = message.split(': ')
  return Object.keys(reasons).find((each) => each.startsWith('proof_') && reasons[each].message === sentence) ?? ''
}

/** @param {Check} check @param {string} reason @returns {string | undefined} where the request is not what it was taken for */
function adviceOfRequest(check, reason) {
  const [expected, actual] = [check.expected, check.actual].map((each) => String(each ?? ''))
  if (reason === 'proof_method' && expected !== actual.toUpperCase() && expected.toUpperCase() === actual) {
    return `Give the method of the request as it was sent, "${actual}": case counts (RFC 9110 §9.1).`
  }
  if (reason !== 'proof_url') return undefined
  if (!isAbsolute(expected)) return 'Give the URL of the request as its client knows it, with scheme and host.'
  return isAbsolute(actual) ? undefined : 'Have the client write the whole URL into "htu": with scheme, host and path.'
}

/** @param {ProofReport['claims']} claims @param {string} reason */
function adviceOfTime({ iat, nbf } = {}, reason) {
  const date = { proof_issued_in_future: iat, proof_not_yet_valid: nbf }[reason]
  return Number(date) >= 1e11 ? MILLISECONDS : undefined
}

/** @param {string} text */
const isAbsolute = (text) => /^https?:\/\/[^/]/i.test(text)

/**
 * @param {{ readonly [member: string]: unknown } | undefined} header of what was given for a token
 * @returns {boolean} whether it says that it is a DPoP proof (RFC 9449 §4.2)
 */
export const isProofHeader = (header) => /^(?:application\/)?dpop\+jwt$/i.test(String(header?.typ ?? ''))

/** What to say of such a token. */
export const PROOF_AS_TOKEN =
  'This is a DPoP proof, and not an access token: it proves that whoever sends a token has its key. It belongs into the ' +
  'header DPoP. The token stands in the header Authorization, behind "DPoP".'
