// Which type a key has: the "kty" of RSA, or the "crv" of a curve (src/jose/jwk.cpp).

import { curves } from './curves.js'
import { finding, quote } from './finding.js'

/** @import { LintFinding } from '../shared/lint-types.js' */
/** @import { JsonObject } from './json-text.js' */

/** @typedef {'RSA' | 'P-256' | 'P-384' | 'P-521' | 'Ed25519'} KeyType */

const knownTypes = ['RSA', 'EC', 'OKP', 'oct', 'AKP']

/** What SEC 2 §2 and X9.62 call the curves. @type {ReadonlyMap<string, string>} */
const otherNames = new Map([
  ['secp256r1', 'P-256'],
  ['prime256v1', 'P-256'],
  ['secp384r1', 'P-384'],
  ['secp521r1', 'P-521']
])

const reissue = 'If tokens are signed with it, have the issuer make a key on'
/** What to do about a curve that is not there. @type {ReadonlyMap<string, string>} */
const otherCurves = new Map([
  ['secp256k1', `${reissue} P-256 and sign with ES256, not ES256K`],
  ['P-256K', `${reissue} P-256 and sign with ES256; "P-256K" was a draft’s name of secp256k1`],
  ['Ed448', `${reissue} Ed25519 and sign with EdDSA or Ed25519`],
  ['X25519', 'Nothing to do: the key is for key agreement, and signs nothing (RFC 8037 §3.2)'],
  ['X448', 'Nothing to do: the key is for key agreement, and signs nothing (RFC 8037 §3.2)']
])

/**
 * @param {JsonObject} jwk
 * @returns {{ type: KeyType | undefined, findings: LintFinding[] }} undefined: the core leaves the key out
 */
export function lintType({ kty, crv }) {
  if (kty === 'RSA') return { type: kty, findings: [] }
  const fault = kty === 'EC' || kty === 'OKP' ? lintCurve(kty, crv) : lintKty(kty)
  if (fault !== undefined) return { type: undefined, findings: [fault] }
  return { type: /** @type {KeyType} */ (crv), findings: [] }
}

/** @param {unknown} kty @returns {LintFinding} */
function lintKty(kty) {
  if (typeof kty !== 'string') {
    return finding('kty_invalid', kty === undefined ? 'The key has no "kty"' : `"kty" is ${quote(kty)}, not a string`)
  }
  const meant = knownTypes.find((type) => type !== kty && type.toLowerCase() === kty.trim().toLowerCase())
  if (meant !== undefined) return finding('kty_invalid', `"kty" is ${quote(kty)}, not ${quote(meant)}`)
  return finding('key_type_unsupported', `"kty" is ${quote(kty)}: this verifier uses keys of "RSA", "EC" and "OKP"`)
}

/**
 * @param {'EC' | 'OKP'} kty
 * @param {unknown} crv
 * @returns {LintFinding | undefined}
 */
function lintCurve(kty, crv) {
  if (typeof crv !== 'string') {
    return finding('crv_invalid', crv === undefined ? 'The key has no "crv"' : `"crv" is ${quote(crv)}, not a string`)
  }
  const curve = curves.get(crv)
  if (curve?.kty === kty) return undefined
  if (curve) return finding('crv_invalid', `"crv" is ${quote(crv)}, which is for "kty" ${quote(curve.kty)}`)
  const meant = otherNames.get(crv.toLowerCase()) ?? [...curves.keys()].find((name) => plain(name) === plain(crv))
  if (meant !== undefined) return finding('crv_invalid', `"crv" is ${quote(crv)}, not ${quote(meant)}`)
  const hint = otherCurves.get(crv)
  const message = `"crv" is ${quote(crv)}: this verifier uses P-256, P-384, P-521 and Ed25519`
  return finding('key_type_unsupported', message, hint ? { hint } : {})
}

/** @param {string} crv */
const plain = (crv) => crv.toLowerCase().replace(/^nist|[-_\s]/g, '')
