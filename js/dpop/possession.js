import { verifyProof } from '../core/index.js'
import { checkCertificate, confirmationOf } from '../shared/certificate-binding.js'
import { isGuarded } from '../shared/dpop-of-guards.js'
import { AssayError, invalidOption } from '../shared/error.js'
import { within } from '../shared/within.js'
import { prepare } from './proof-policy.js'
import { LET_IN, NO_ANSWER, storeFailure } from './store-failure.js'

/** @import { Core } from '../core/core.js' */
/** @import { AcceptedProof } from '../core/core-proofs.js' */
/** @import { DpopPolicy, Possession, ReplayStore } from '../shared/dpop-types.js' */
/** @import { VerifiedToken } from '../shared/types.js' */

/**
 * What a call says of the sender of its token, and what is required of it.
 * @typedef {object} Claimed
 * @property {string} jwt
 * @property {number} now seconds since the epoch
 * @property {Possession | undefined} [possession]
 * @property {DpopPolicy | undefined} policy undefined: tokens are bearer tokens
 * @property {ReplayStore} replayStore of the verifier, where the policy names none: all its guards share it
 * @property {(issuer: string, message: string) => void} [warn] told of each failure of a replay store
 * @property {object} [origin] the client's request: where it passes several guards, its proof counts once
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
export function checkPossession(core, token, claimed) {
  const { policy } = claimed
  if (!policy && claimed.possession === undefined) return undefined
  const jkt = checkBinding(token, claimed)
  if (!policy || jkt === undefined) return undefined
  const ready = prepare(policy, core.platform.curves !== undefined)
  const proof = core.run(verifyProof, ready.spec, inputOf(claimed, jkt))
  const warn = (/** @type {string} */ message) => claimed.warn?.(token.issuer, message)
  return countOnce({ ...claimed, policy, warn }, proof)
}

/**
 * @param {{ claims?: any }} token
 * @throws {AssayError} claim_type, where it is bound in a way that nothing here can check (RFC 7800 §3)
 */
function assertNotBoundOtherwise({ claims }) {
  if (Object.keys(claims?.cnf ?? {}).length === 0) return
  const message = 'JWT claim has the wrong type or is out of range: cnf binds the token by neither jkt nor x5t#S256'
  throw new AssayError('claim_type', { claim: 'cnf', message })
}

const NEEDS_DPOP = 'is DPoP, but no proof is checked: createVerifier has no option "dpop"'

/**
 * All but the proof itself. RFC 9449 §7.1: a bound token comes with the scheme DPoP and a proof, and no other does.
 * @param {{ claims?: any }} token
 * @param {Pick<Claimed, 'possession' | 'policy'>} claimed
 * @returns {string | undefined} the thumbprint of the key that must have made the proof; undefined: none is due
 * @throws {AssayError} AUTH_TOKEN_INVALID, AUTH_PROOF_INVALID; CONFIG_INVALID
 */
export function checkBinding(token, { possession, policy }) {
  // Or whoever forgets the option would let in what no one has checked.
  if (!policy && possession?.scheme === 'DPoP') throw invalidOption('possession.scheme', NEEDS_DPOP)
  const { jkt, x5t } = confirmationOf(/** @type {any} */ (token))
  // A guard asks for the certificate itself.
  if (possession && !isGuarded(possession)) checkCertificate(x5t, possession.certificate)
  if (policy && jkt === undefined && x5t === undefined) assertNotBoundOtherwise(token)
  return policy && checkScheme(jkt, possession, policy)
}

/**
 * @param {string | undefined} jkt
 * @param {Possession | undefined} possession
 * @param {DpopPolicy} policy
 */
function checkScheme(jkt, possession, policy) {
  if (possession?.scheme !== 'DPoP') {
    if (jkt !== undefined) throw new AssayError('token_bound')
    if (policy.required) throw new AssayError('token_not_bound', { hint: REQUIRED })
    return undefined
  }
  if (jkt === undefined) throw new AssayError('token_not_bound')
  if (!possession.proof) throw new AssayError('proof_missing')
  return jkt
}

const REQUIRED = 'Request a token that is bound to a key: send a DPoP proof to the token endpoint (RFC 9449, section 5)'

/**
 * @param {Claimed} claimed
 * @param {string} thumbprint
 */
export function inputOf({ jwt, possession = {}, now }, thumbprint) {
  const { proof = '', method = '', url = '' } = possession
  return { proof, method, url, token: jwt, thumbprint, now }
}

/**
 * Of each replay store the requests that it has counted, by the ids that it knows their proofs by.
 * @type {WeakMap<ReplayStore, WeakMap<object, string>>}
 */
const counted = new WeakMap()
/** Before the id of a proof that was let in though the store failed. No id has a space. */
const LOST = 'lost '

/**
 * RFC 9449 §11.1.
 * @param {Omit<Claimed, 'warn'> & { policy: DpopPolicy, warn: (message: string) => void }} claimed
 * @param {AcceptedProof} proof
 * @returns {void | Promise<void>}
 */
function countOnce({ policy, replayStore, origin, now, warn }, { replayId, expiresAt, thumbprint }) {
  const store = policy.replayStore ?? replayStore
  const known = origin && counted.get(store)?.get(origin)
  if (known === replayId || (known === LOST + replayId && policy.onStoreFailure === 'accept')) return undefined
  const note = (/** @type {string} */ id) => {
    if (!origin) return
    if (!counted.has(store)) counted.set(store, new WeakMap())
    counted.get(store)?.set(origin, id)
  }
  const finish = (/** @type {unknown} */ isNew) => {
    decide(isNew, warn)
    note(replayId)
  }
  const fail = (/** @type {unknown} */ cause) => {
    const error = storeFailure(cause)
    const isRefused = policy.onStoreFailure === 'refuse'
    warn(isRefused ? error.hint : `${error.hint}. ${LET_IN}`)
    if (isRefused) throw error
    note(LOST + replayId)
  }
  /** @type {unknown} */
  let added
  let isLater
  try {
    added = store.add(replayId, expiresAt, now, thumbprint)
    isLater = isPromise(added)
  } catch (cause) {
    return fail(cause)
  }
  if (!isLater) return finish(added)
  return within(STORE_SECONDS, () => added).then(finish, fail)
}

/**
 * @param {unknown} isNew what a replay store answered
 * @param {(message: string) => void} warn
 * @throws {AssayError} proof_replayed; replay_store_failed for what is no answer, whatever onStoreFailure says: such a
 *   store never protects, and nobody would notice
 */
function decide(isNew, warn) {
  if (isNew === false) throw new AssayError('proof_replayed')
  if (isNew === true) return
  warn(NO_ANSWER)
  throw new AssayError('replay_store_failed', { hint: NO_ANSWER })
}

/** For a store that never answers. Those of this package give up before. */
const STORE_SECONDS = 3

/** @param {any} value @returns {value is Promise<unknown>} */
const isPromise = (value) => typeof value?.then === 'function'
