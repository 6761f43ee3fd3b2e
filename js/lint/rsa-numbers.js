// Checks the numbers of one RSA key (RFC 7518 §6.3.1), in the core's order (src/crypto/rsa/rsa_key.cpp).

import { bitLength, decodeBase64url, faults, toBigInt } from './base64url.js'
import { finding } from './finding.js'
import { lintPublished } from './published-keys.js'
import { hasRocaFingerprint } from './roca.js'

/** @import { LintFinding } from '../shared/lint-types.js' */
/** @import { JsonObject } from './json-text.js' */

/**
 * @typedef {object} RsaNumbers
 * @property {LintFinding[]} findings
 * @property {number | undefined} bits of the modulus
 * @property {bigint | undefined} modulus if it can be read and is not longer than a key may be
 * @property {bigint | undefined} exponent if it can be read and is below 2^53
 */

// The core's limits: src/jose/jwk.hpp.
const MIN_BITS = 2048
const MAX_BITS = 8192
const EXPONENT_LIMIT = 2n ** 33n

/** A smaller modulus is broken whatever its factors are, and may itself be a power of 65537. */
export const MIN_EXAMINED_BITS = 256

/**
 * @param {JsonObject} jwk
 * @returns {RsaNumbers}
 */
export function lintRsa(jwk) {
  const [n, e] = [readNumber(jwk, 'n'), readNumber(jwk, 'e')]
  const findings = [...n.findings, ...e.findings]
  if (n.bytes !== undefined) findings.push(...lintModulus(n.bytes))
  if (e.bytes !== undefined) findings.push(...lintExponent(e.bytes))
  const bits = n.bytes && bitLength(n.bytes)
  const modulus = n.bytes && bits && bits <= MAX_BITS ? toBigInt(n.bytes) : undefined
  if (modulus && Number(bits) >= MIN_EXAMINED_BITS) findings.push(...lintRoca(modulus))
  findings.push(...lintPublished(jwk.n))
  return { findings, bits, modulus, exponent: e.bytes && bitLength(e.bytes) <= 53 ? toBigInt(e.bytes) : undefined }
}

/** @param {bigint} modulus @returns {LintFinding[]} */
function lintRoca(modulus) {
  const isWeak = modulus % 2n === 1n && hasRocaFingerprint(modulus)
  return isWeak ? [finding('roca', 'The modulus has the ROCA fingerprint')] : []
}

/**
 * @param {JsonObject} jwk
 * @param {'n' | 'e'} member
 * @returns {{ findings: LintFinding[], bytes: Uint8Array | undefined }}
 */
function readNumber(jwk, member) {
  const text = jwk[member]
  if (typeof text !== 'string' || text === '') {
    const what = text === undefined ? 'is missing' : text === '' ? 'is empty' : 'is not a string'
    return { findings: [finding('key_material', `"${member}" ${what}`, { member })], bytes: undefined }
  }
  const bytes = decodeBase64url(text)
  if (typeof bytes === 'string') {
    const fault = finding('key_material_base64url', `"${member}" ${faults[bytes]}`, { member })
    return { findings: [fault], bytes: undefined }
  }
  if (bytes[0] !== 0) return { findings: [], bytes }
  const zeros = bytes.findIndex((byte) => byte !== 0)
  if (zeros < 0) return { findings: [finding('key_material', `"${member}" is zero`, { member })], bytes: undefined }
  const what = `"${member}" begins with ${zeros} zero ${zeros > 1 ? 'bytes' : 'byte'}`
  return { findings: [finding('key_material_leading_zero', what, { member })], bytes: bytes.subarray(zeros) }
}

/** @param {Uint8Array} bytes @returns {LintFinding[]} */
function lintModulus(bytes) {
  const bits = bitLength(bytes)
  const findings = []
  const size = `The modulus has ${bits} bits`
  if (bits < MIN_BITS) findings.push(finding('key_too_small', `${size}, fewer than ${MIN_BITS}`))
  else if (bits > MAX_BITS) findings.push(finding('key_too_large', `${size}, more than ${MAX_BITS}`))
  else if (bits % 64 !== 0) findings.push(finding('modulus_size_unusual', size))
  if (bytes[bytes.length - 1] % 2 === 0) findings.push(finding('key_modulus_even', 'The modulus is even'))
  return findings
}

/** @param {Uint8Array} bytes @returns {LintFinding[]} */
function lintExponent(bytes) {
  const bits = bitLength(bytes)
  const value = bits <= 64 ? toBigInt(bytes) : undefined
  if (value === undefined || value >= EXPONENT_LIMIT) {
    return [finding('key_exponent', `The exponent has ${bits} bits: 2^33 or more`)]
  }
  if (value === 1n) return [finding('key_exponent', 'The exponent is 1: anybody can make signatures that verify')]
  if (value % 2n === 0n) return [finding('key_exponent', `The exponent is ${value}, which is even`)]
  if (value < 65_537n) return [finding('exponent_small', `The exponent is ${value}`)]
  return value >= 2n ** 31n ? [finding('exponent_large', `The exponent is ${value}`)] : []
}
