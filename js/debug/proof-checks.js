import { codes } from '../shared/error-table.js'
import { PROOF_ADVICE } from './proof-advice.js'

/** @import { ProofReport } from '../shared/dpop-types.js' */
/** @import { Check } from '../shared/types.js' */

/**
 * @param {Check} check one of a proof's checks
 * @param {ProofReport} report of the proof
 * @returns {string | undefined} what to do, if the check failed
 */
export function proofAdviceFor(check, { error }) {
  if (check.status !== 'fail') return undefined
  // The hint of a code says nothing of this proof.
  const hint = error?.message === check.message && error.hint !== codes[error.code]?.hint ? `${error.hint}.` : undefined
  return PROOF_ADVICE[check.check] ?? hint
}

/**
 * @param {{ readonly [member: string]: unknown } | undefined} header of what was given for a token
 * @returns {boolean} whether it says that it is a DPoP proof (RFC 9449 §4.2)
 */
export const isProofHeader = (header) => /^(?:application\/)?dpop\+jwt$/i.test(String(header?.typ ?? ''))

/** What to say of such a token. */
export const PROOF_AS_TOKEN =
  'This is a DPoP proof, and not an access token: it proves that whoever sends a token has its key. The token stands in the ' +
  'header Authorization, behind "DPoP".'
