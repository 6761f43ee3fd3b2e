// Compares "alg" of one JWK (RFC 7517 §4.4) with its type and "use".

import { ALGORITHMS } from '../shared/algorithms.js'
import { curves } from './curves.js'
import { finding, quote } from './finding.js'

/** @import { LintFinding } from '../shared/lint-types.js' */
/** @import { JsonObject } from './json-text.js' */
/** @import { KeyType } from './key-type.js' */

/** RFC 7518 §3.1 and §4.1, RFC 8037, RFC 8812, RFC 9864: the type of key that an algorithm is for. */
const keysOfAlgorithms = /** @type {[RegExp, { kty: string, crv?: string }][]} */ ([
  [/^[RP]S(256|384|512)$|^RSA/, { kty: 'RSA' }],
  [/^ES256$/, { kty: 'EC', crv: 'P-256' }],
  [/^ES384$/, { kty: 'EC', crv: 'P-384' }],
  [/^ES512$/, { kty: 'EC', crv: 'P-521' }],
  [/^ES256K$/, { kty: 'EC', crv: 'secp256k1' }],
  [/^ES[PB]/, { kty: 'EC' }],
  [/^Ed25519$/, { kty: 'OKP', crv: 'Ed25519' }],
  [/^Ed448$/, { kty: 'OKP', crv: 'Ed448' }],
  [/^EdDSA$/, { kty: 'OKP' }],
  [/^HS(256|384|512)$|^A(128|192|256)(GCM)?KW$|^dir$|^PBES2-/, { kty: 'oct' }]
])
const encryptionAlgorithm = /^RSA(1_5|-OAEP)|^ECDH-ES|^A(128|192|256)(GCM)?KW$|^dir$|^PBES2-/
const signatureAlgorithm = /^([RPEH]S\d|ES[PB]|Ed(DSA|25519|448)$)/

/** @param {string} alg @returns {{ kty?: string, crv?: string }} the key that it is for, as far as it is known */
const keyOf = (alg) => keysOfAlgorithms.find(([pattern]) => pattern.test(alg))?.[1] ?? {}

/**
 * @param {KeyType} type
 * @returns {readonly string[]} the algorithms whose tokens a key of that type verifies
 */
export function algorithmsOf(type) {
  const kty = curves.get(type)?.kty ?? 'RSA'
  return ALGORITHMS.filter((alg) => keyOf(alg).kty === kty && (keyOf(alg).crv ?? type) === type)
}

/**
 * @param {JsonObject} jwk
 * @param {KeyType | undefined} type undefined: the key is left out
 * @returns {LintFinding[]}
 */
export function lintAlgorithm({ kty, alg, use }, type) {
  if (typeof alg !== 'string') return []
  const findings = compareWithType(alg, kty, type)
  if (findings.length === 0 && type !== undefined && !ALGORITHMS.includes(alg)) {
    const rule = encryptionAlgorithm.test(alg) ? 'alg_encryption' : 'alg_unsupported'
    const hint = `Use ${algorithmsOf(type).join(' or ')}; the case counts`
    const where = rule === 'alg_unsupported' ? { hint } : {}
    findings.push(finding(rule, `"alg" is ${quote(alg)}: no token is verified with the key`, where))
  }
  const conflict = use === 'sig' ? encryptionAlgorithm : use === 'enc' ? signatureAlgorithm : undefined
  if (conflict?.test(alg)) {
    findings.push(finding('alg_use_conflict', `"use" is ${quote(use)}, and "alg" is ${quote(alg)}`))
  }
  return findings
}

/**
 * @param {string} alg
 * @param {unknown} kty
 * @param {KeyType | undefined} type
 * @returns {LintFinding[]}
 */
function compareWithType(alg, kty, type) {
  const meant = keyOf(alg)
  const given = `"alg" is ${quote(alg)}`
  const known = keysOfAlgorithms.some(([, key]) => key.kty === kty)
  if (meant.kty !== undefined && known && meant.kty !== kty) {
    return [finding('alg_kty_conflict', `${given}, which is for "kty" ${quote(meant.kty)}, not ${quote(kty)}`)]
  }
  if (type !== undefined && meant.crv !== undefined && meant.crv !== type) {
    return [finding('alg_crv_conflict', `${given}, which is for "crv" ${quote(meant.crv)}, not ${quote(type)}`)]
  }
  return []
}

/**
 * @param {KeyType} type of a key without "alg"
 * @returns {LintFinding}
 */
export function describeMissing(type) {
  const algorithms = algorithmsOf(type)
  const [first] = algorithms
  const what =
    algorithms.length > 1 ? `it verifies ${algorithms.join(', ')} alike` : `its curve says that it is for ${first}`
  return finding('alg_missing', `The key has no "alg": ${what}`, { hint: `Add "alg", for example "${first}"` })
}
