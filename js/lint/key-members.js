// Checks the members of one JWK (RFC 7517 §4), in the core's order (src/jose/jwk.cpp).

import { finding, quote } from './finding.js'
import { lintAlgorithm } from './key-algorithm.js'

/** @import { LintFinding } from '../shared/lint-types.js' */
/** @import { JsonObject, JsonValue } from './json-text.js' */
/** @import { KeyType } from './key-type.js' */

/** RFC 7518 §6.2.2, §6.3.2 and §6.4.1, RFC 8037 §2; "priv" is that of an AKP key. */
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv']
const CERTIFICATE_MEMBERS = ['x5u', 'x5c', 'x5t', 'x5t#S256']
const SIGNATURE_OPERATIONS = ['sign', 'verify']
const ENCRYPTION_OPERATIONS = ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey', 'deriveKey', 'deriveBits']

/**
 * @param {JsonObject} jwk
 * @param {string} name
 * @returns {JsonValue | undefined} the member, with null counted as absent
 */
export function present(jwk, name) {
  return jwk[name] ?? undefined
}

/**
 * @param {JsonObject} jwk
 * @param {KeyType | undefined} type undefined: the core does not use it
 * @returns {LintFinding[]} those for which the core leaves the key out come first
 */
export function lintMembers(jwk, type) {
  const ofUse = [...lintIdentity(jwk), ...lintUse(jwk), ...lintOperations(jwk)]
  return [...ofUse, ...lintAlgorithm(jwk, type), ...lintTheRest(jwk)]
}

/** @param {JsonObject} jwk @returns {LintFinding[]} */
function lintIdentity(jwk) {
  const [kid, alg] = [present(jwk, 'kid'), present(jwk, 'alg')]
  const findings = []
  if (kid !== undefined && typeof kid !== 'string') findings.push(finding('kid_invalid', `"kid" is ${quote(kid)}`))
  if (alg !== undefined && typeof alg !== 'string') {
    findings.push(finding('key_alg_mismatch', `"alg" is ${quote(alg)}, not a string`))
  }
  if (kid === undefined || kid === '') {
    findings.push(finding('kid_missing', kid === '' ? '"kid" is empty' : 'The key has no "kid"'))
  }
  return findings
}

/** @param {JsonObject} jwk @returns {LintFinding[]} */
function lintUse(jwk) {
  const use = present(jwk, 'use')
  if (use === undefined || use === 'sig') return []
  const left = finding('key_use', `"use" is ${quote(use)}: the key is not for signatures`)
  return use === 'enc' ? [left] : [left, finding('use_unknown', `"use" is ${quote(use)}, not "sig" or "enc"`)]
}

/** @param {JsonObject} jwk @returns {LintFinding[]} */
function lintOperations(jwk) {
  const given = present(jwk, 'key_ops')
  if (given === undefined) return []
  const operations = Array.isArray(given) ? given : []
  const wellFormed = operations.length > 0 && operations.every((operation) => typeof operation === 'string')
  const verifies = wellFormed && operations.includes('verify')
  const findings = []
  if (!verifies) findings.push(finding('key_ops', `"key_ops" is ${quote(given)}, without "verify"`))
  if (!wellFormed) findings.push(finding('key_ops_invalid', `"key_ops" is ${quote(given)}, not an array of operations`))
  if (wellFormed && !verifies && operations.includes('sign')) {
    findings.push(finding('key_ops_invalid', '"key_ops" lists "sign", which is done with the private key'))
  }
  if (new Set(operations).size < operations.length) {
    findings.push(finding('key_ops_duplicate', `"key_ops" is ${quote(given)}`))
  }
  return [...findings, ...compareWithUse(present(jwk, 'use'), operations)]
}

/**
 * @param {JsonValue | undefined} use
 * @param {readonly JsonValue[]} operations
 * @returns {LintFinding[]}
 */
function compareWithUse(use, operations) {
  const listed = (/** @type {readonly string[]} */ names) => names.some((name) => operations.includes(name))
  const [signs, encrypts] = [listed(SIGNATURE_OPERATIONS), listed(ENCRYPTION_OPERATIONS)]
  const findings = []
  if (signs && encrypts) findings.push(finding('key_ops_unrelated', `"key_ops" is ${quote(operations)}`))
  if (use === undefined) return findings
  findings.push(finding('use_and_key_ops', '"use" and "key_ops" SHOULD NOT be used together'))
  if ((use === 'sig' && encrypts) || (use === 'enc' && signs)) {
    findings.push(finding('use_key_ops_conflict', `"use" is ${quote(use)}, and "key_ops" is ${quote(operations)}`))
  }
  return findings
}

/** @param {JsonObject} jwk @returns {LintFinding[]} */
function lintTheRest(jwk) {
  const findings = []
  const secrets = PRIVATE_MEMBERS.filter((name) => present(jwk, name) !== undefined)
  if (secrets.length > 0) {
    const what = jwk.kty === 'oct' ? 'The secret key is public' : 'The private key is public'
    findings.push(finding('private_members', `${what}: the set has ${secrets.map((name) => `"${name}"`).join(', ')}`))
  }
  const nulls = ['kid', 'alg', 'use', 'key_ops'].filter((name) => jwk[name] === null)
  for (const member of nulls) findings.push(finding('member_null', `"${member}" is null`, { member }))
  const certificates = CERTIFICATE_MEMBERS.filter((name) => jwk[name] !== undefined)
  if (certificates.length > 0) {
    findings.push(finding('certificate_ignored', `Not used: ${certificates.map((name) => `"${name}"`).join(', ')}`))
  }
  return findings
}
