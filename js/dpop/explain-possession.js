import { explainProof } from '../core/index.js'
import { deepFreeze } from '../shared/deep-freeze.js'
import { AssayError, errorOf } from '../shared/error.js'
import { withoutPrivateKeys } from '../shared/without-private-keys.js'
import { checkBinding, inputOf } from './possession.js'
import { prepare } from './proof-policy.js'

/** @import { Core } from '../core/core.js' */
/** @import { DpopPolicy, ProofReport } from '../shared/dpop-types.js' */
/** @import { Check, ErrorJson, Report } from '../shared/types.js' */
/** @import { Claimed } from './possession.js' */

/**
 * What checkPossession() decides, and each check of the proof. The proof does not count as used.
 * @param {Core} core
 * @param {Report} report of the token, verified or not
 * @param {Claimed} claimed
 * @returns {Report} with the check "binding", of all but the proof itself; or with a note where nothing is demanded
 */
export function explainPossession(core, report, claimed) {
  const { policy, possession } = claimed
  if (!policy && possession === undefined) return withNotes(report)
  const { claims, checks } = report
  const proof = policy && possession?.proof ? explainOne(core, claims, { ...claimed, policy }) : undefined
  if (claims === undefined) return deepFreeze({ ...report, ...(proof && { proof }) })
  const { binding, error: unproven } = bindingOf(claims, claimed, proof)
  const error = firstOf(report, unproven)
  const valid = error === undefined
  return deepFreeze({ ...report, valid, error, checks: [...checks, binding], ...(proof && { proof }) })
}

/**
 * As verify() decides: whether the sender may use a token comes before its scopes, and behind all else.
 * @param {Report} report of the token
 * @param {ErrorJson | undefined} unproven
 */
function firstOf({ error, checks }, unproven) {
  const isOfScopes = checks.find(({ status }) => status === 'fail')?.check === 'scope'
  return isOfScopes ? (unproven ?? error) : (error ?? unproven)
}

/**
 * @param {{ readonly [claim: string]: any }} claims
 * @param {Claimed} claimed
 * @param {ProofReport | undefined} proof which decides, too, where one is due
 * @returns {{ binding: Check, error: ErrorJson | undefined }}
 */
function bindingOf(claims, claimed, proof) {
  const check = 'binding'
  const isOfCertificate = claims.cnf?.jkt === undefined && claims.cnf?.['x5t#S256'] !== undefined
  const clause = isOfCertificate ? 'RFC 8705 §3' : 'RFC 9449 §7.1'
  try {
    const isDue = checkBinding({ claims }, claimed) !== undefined
    const message = isDue
      ? 'The token is bound to a key, and comes with a proof'
      : 'The token may come without a DPoP proof'
    return { binding: { check, status: 'pass', message, clause }, error: isDue ? proof?.error : undefined }
  } catch (error) {
    if (!(error instanceof AssayError)) throw error
    return { binding: { check, status: 'fail', message: error.message, clause }, error: error.toJSON() }
  }
}

/** @param {Report} report of a token of which nothing is demanded @returns {Report} */
function withNotes(report) {
  const { cnf } = /** @type {any} */ (report.claims ?? {})
  const bound = []
  if (cnf?.jkt !== undefined) {
    bound.push('bound to a key (cnf.jkt), and no proof is demanded, so that a stolen one passes: give the option dpop')
  }
  if (cnf?.['x5t#S256'] !== undefined) {
    bound.push('bound to a client certificate (cnf.x5t#S256), which is not compared: give possession.certificate')
  }
  if (bound.length === 0) return report
  return deepFreeze({ ...report, notes: [...report.notes, ...bound.map((what) => `The token is ${what}`)] })
}

/**
 * @param {Core} core
 * @param {{ readonly [claim: string]: any } | undefined} claims
 * @param {Claimed & { policy: DpopPolicy }} claimed
 * @returns {ProofReport}
 */
function explainOne(core, claims, claimed) {
  const { spec } = prepare(claimed.policy, core.platform.curves !== undefined)
  const jkt = claims?.cnf?.jkt
  const report = core.run(explainProof, spec, inputOf(claimed, typeof jkt === 'string' ? jkt : ''))
  const { valid, error, checks, header, claims: own } = report
  const decoded = /** @type {Pick<ProofReport, 'header' | 'claims'>} */ ({
    header: withoutPrivateKeys(header ?? undefined),
    claims: withoutPrivateKeys(own ?? undefined)
  })
  return { valid, error: error ? errorOf(error).toJSON() : undefined, checks, ...decoded }
}
