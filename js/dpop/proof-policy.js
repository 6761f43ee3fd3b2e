import { DPOP_ALGORITHMS } from '../shared/dpop-of-guards.js'
import { DEFAULT_NONCE_PERIOD } from '../shared/limits.js'
import { toBase64url } from '../shared/base64url.js'

/** @import { ProofSpec } from '../core/core-proofs.js' */
/** @import { DpopPolicy } from '../shared/dpop-types.js' */
/** @import { Algorithm } from '../shared/types.js' */

/**
 * @typedef {object} PreparedPolicy
 * @property {DpopPolicy} policy
 * @property {readonly Algorithm[]} algorithms
 * @property {ProofSpec} spec for the core
 */

/** @type {WeakMap<DpopPolicy, PreparedPolicy>} */
const prepared = new WeakMap()

/**
 * @param {DpopPolicy} policy
 * @param {boolean} hasCurves whether proofs by elliptic curves can be verified
 * @returns {PreparedPolicy} always the same for a policy
 */
export function prepare(policy, hasCurves) {
  const known = prepared.get(policy)
  if (known) return known
  const { maxAge, clockTolerance, nonce } = policy
  const algorithms = policy.algorithms ?? DPOP_ALGORITHMS.filter((name) => hasCurves || !name.startsWith('E'))
  const secrets = nonce?.secret ?? []
  const core = {
    ...{ algorithms, maxAge, clockTolerance, noncePeriod: nonce?.period ?? DEFAULT_NONCE_PERIOD },
    nonceSecrets: secrets.map(({ length }) => length)
  }
  const text = JSON.stringify(core)
  const bytes = joined(secrets)
  const spec = { key: `${text} ${toBase64url(bytes)}`, policy: text, secrets: bytes }
  const made = Object.freeze({ policy, algorithms, spec })
  prepared.set(policy, made)
  return made
}

/** @param {readonly Uint8Array[]} parts */
function joined(parts) {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
