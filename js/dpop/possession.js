import { explainProof, verifyProof } from '../core/index.js'
import { checkCertificate, confirmationOf } from '../shared/certificate-binding.js'
import { AssayError, errorOf, invalidOption } from '../shared/error.js'
import { prepare } from './proof-policy.js'

/** @import { Core } from '../core/core.js' */
/** @import { AcceptedProof } from '../core/core-proofs.js' */
/** @import { DpopPolicy, Possession, ProofReport } from '../shared/dpop-types.js' */
/** @import { VerifiedToken } from '../shared/types.js' */
/** @import { PreparedPolicy } from './proof-policy.js' */

/**
 * What a call says of the sender of its token, and what is required of it.
 * @typedef {object} Claimed
 * @property {string} jwt
 * @property {number} now seconds since the epoch
 * @property {Possession | undefined} [possession]
 * @property {DpopPolicy | undefined} policy undefined: tokens are bearer tokens
 * @property {boolean} [isCounted] whether the proof was counted for this request before, by another guard
 */

/**
 * Checks that the sender of a verified token may use it: the token's binding ("cnf"), its scheme, the proof and the
 * certificate. The proof counts as used afterwards.
 * @param {Core} core with its code loaded
 * @param {VerifiedToken<any, any>} token
 * @param {Claimed} claimed
 * @returns {void | Promise<void>} a promise where the replay store answers by one
 * @throws {AssayError} AUTH_TOKEN_INVALID, AUTH_PROOF_INVALID, AUTH_KEYS_UNAVAILABLE
 */
export function checkPossession(core, token, { policy, ...claimed }) {
  const { possession } = claimed
  if (!policy && possession === undefined) return undefined
  // Or whoever forgets the option would let in what no one has checked.
  if (!policy && possession?.scheme === 'DPoP') throw invalidOption('possession.scheme', NEEDS_DPOP)
  const { jkt, x5t } = confirmationOf(token)
  if (possession && Object.hasOwn(possession, 'certificate')) checkCertificate(x5t, possession.certificate)
  return policy && checkScheme(core, jkt, { ...claimed, policy })
}

const NEEDS_DPOP = 'is DPoP, but no proof is checked: createVerifier has no option "dpop"'

/**
 * RFC 9449 §7.1: a bound token comes with the scheme DPoP and a proof, and no other does.
 * @param {Core} core
 * @param {string | undefined} jkt
 * @param {Claimed & { policy: DpopPolicy }} claimed
 * @returns {void | Promise<void>}
 */
function checkScheme(core, jkt, claimed) {
  const { possession, policy, now } = claimed
  const fault = schemeFault(jkt, claimed)
  if (fault) throw fault
  if (jkt === undefined || possession?.scheme !== 'DPoP') return undefined
  const ready = prepare(policy, core.platform.curves !== undefined)
  const proof = core.run(verifyProof, ready.spec, inputOf(claimed, jkt))
  return claimed.isCounted ? undefined : countOnce(ready, proof, now)
}

/**
 * @param {string | undefined} jkt
 * @param {Pick<Claimed, 'possession'> & { policy: DpopPolicy }} claimed
 * @returns {AssayError | undefined}
 */
function schemeFault(jkt, { possession, policy }) {
  if (possession?.scheme !== 'DPoP') {
    if (jkt !== undefined) return new AssayError('token_bound')
    return policy.required ? new AssayError('token_not_bound', { hint: REQUIRED }) : undefined
  }
  if (jkt === undefined) return new AssayError('token_not_bound')
  return possession.proof ? undefined : new AssayError('proof_missing')
}

const REQUIRED = 'Request a token that is bound to a key: send a DPoP proof to the token endpoint (RFC 9449, section 5)'

/**
 * @param {Claimed} claimed
 * @param {string} thumbprint
 */
function inputOf({ jwt, possession = {}, now }, thumbprint) {
  const { proof = '', method = '', url = '' } = possession
  return { proof, method, url, token: jwt, thumbprint, now }
}

/**
 * RFC 9449 §11.1.
 * @param {PreparedPolicy} ready
 * @param {AcceptedProof} proof
 * @param {number} now
 * @returns {void | Promise<void>}
 */
function countOnce({ policy, replayStore }, { replayId, expiresAt }, now) {
  const decide = (/** @type {unknown} */ isNew) => {
    if (isNew === false) throw new AssayError('proof_replayed')
    // Neither true nor false: it cannot tell.
    if (isNew !== true && policy.onStoreFailure === 'refuse') throw new AssayError('replay_store_failed')
  }
  /** @type {unknown} */
  let added
  try {
    added = replayStore.add(replayId, expiresAt, now)
  } catch {
    return decide(undefined)
  }
  return isPromise(added) ? Promise.resolve(added).then(decide, () => decide(undefined)) : decide(added)
}

/** @param {any} value @returns {value is Promise<unknown>} */
const isPromise = (value) => typeof value?.then === 'function'

/**
 * @param {VerifiedToken<any, any>} token as far as it could be decoded
 * @param {Claimed & { policy: DpopPolicy }} claimed
 * @returns {AssayError | undefined} why checkPossession() refuses before it looks at the proof
 */
export function possessionFault(token, claimed) {
  const { possession } = claimed
  try {
    const { jkt, x5t } = confirmationOf(token)
    if (possession && Object.hasOwn(possession, 'certificate')) checkCertificate(x5t, possession.certificate)
    return schemeFault(jkt, claimed)
  } catch (error) {
    return errorOf(/** @type {AssayError} */ (error))
  }
}

/**
 * Each check of a proof. It does not count as used.
 * @param {Core} core
 * @param {{ [claim: string]: any } | undefined} claims of the token, verified or not
 * @param {Claimed & { policy: DpopPolicy }} claimed
 * @returns {ProofReport}
 */
export function explainPossession(core, claims, claimed) {
  const { spec } = prepare(claimed.policy, core.platform.curves !== undefined)
  const jkt = claims?.cnf?.jkt
  const report = core.run(explainProof, spec, inputOf(claimed, typeof jkt === 'string' ? jkt : ''))
  const { valid, error, checks, header, claims: own } = report
  const decoded = /** @type {Pick<ProofReport, 'header' | 'claims'>} */ ({
    header: header ?? undefined,
    claims: own ?? undefined
  })
  return { valid, error: error ? errorOf(error).toJSON() : undefined, checks, ...decoded }
}
