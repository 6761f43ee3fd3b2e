// Checks the point of one key of a curve (RFC 7518 §6.2.1, RFC 8037 §2), in the core's order.

import { decodeBase64url, faults, toBigInt } from './base64url.js'
import { curves, findEd25519Fault, findPointFault } from './curves.js'
import { finding } from './finding.js'
import { lintPublished } from './published-keys.js'

/** @import { LintFinding } from '../shared/lint-types.js' */
/** @import { Curve, PointFault } from './curves.js' */
/** @import { JsonObject } from './json-text.js' */

/**
 * @typedef {object} CurveNumbers
 * @property {LintFinding[]} findings
 * @property {number} bits of a coordinate
 * @property {string | undefined} point in a form to compare, if it can be read
 */

/** @type {{ readonly [fault in PointFault]: (name: string, kty: string) => string }} */
const messages = {
  coordinate_range: (name, kty) =>
    kty === 'EC'
      ? `A coordinate is not below the prime of ${name}`
      : '"x" is not the canonical form of a point: its y is not below 2^255 - 19, or zero has a sign',
  point_off_curve: (name) => `The point is not on ${name}`,
  point_small_order: () => 'The point has one of the orders 1, 2, 4 and 8'
}

/**
 * @param {JsonObject} jwk
 * @param {string} name of the curve
 * @returns {CurveNumbers}
 */
export function lintPoint(jwk, name) {
  const curve = /** @type {Curve} */ (curves.get(name))
  const members = curve.kty === 'EC' ? /** @type {const} */ (['x', 'y']) : /** @type {const} */ (['x'])
  const read = members.map((member) => readCoordinate(jwk, member, curve, name))
  const findings = read.flatMap((each) => (typeof each === 'object' && 'id' in each ? [each] : []))
  const coordinates = read.flatMap((each) => (each instanceof Uint8Array ? [each] : []))
  const published = lintPublished(jwk.x)
  if (findings.length > 0) return { findings: [...findings, ...published], bits: curve.bits, point: undefined }
  const fault = findFault(curve, coordinates)
  if (fault !== undefined) findings.push(finding(fault, messages[fault](name, curve.kty)))
  return {
    findings: [...findings, ...published],
    bits: curve.bits,
    point: [name, ...members.map((member) => jwk[member])].join(' ')
  }
}

/**
 * @param {Curve} curve
 * @param {readonly Uint8Array[]} coordinates
 * @returns {PointFault | undefined}
 */
function findFault(curve, [x, y]) {
  // RFC 8032 §5.1.2: little-endian.
  if (curve.kty === 'OKP') return findEd25519Fault(toBigInt(Uint8Array.from(x).reverse()))
  return findPointFault(curve, toBigInt(x), toBigInt(y))
}

/**
 * @param {JsonObject} jwk
 * @param {'x' | 'y'} member
 * @param {Curve} curve
 * @param {string} name of the curve
 * @returns {Uint8Array | LintFinding}
 */
function readCoordinate(jwk, member, { size }, name) {
  const text = jwk[member]
  const hint = `Write "${member}" as base64url of exactly ${size} bytes, leading zeros included`
  if (typeof text !== 'string' || text === '') {
    const what = text === undefined ? 'is missing' : text === '' ? 'is empty' : 'is not a string'
    return finding('key_material', `"${member}" ${what}`, { member, hint })
  }
  const bytes = decodeBase64url(text)
  if (typeof bytes === 'string') {
    return finding('key_material_base64url', `"${member}" ${faults[bytes]}`, { member, hint })
  }
  if (bytes.length === size) return bytes
  const said = `"${member}" has ${bytes.length} bytes, not ${size} as on ${name}`
  return finding('coordinate_length', `${said}${explainLength(bytes, size)}`, { member, hint })
}

/**
 * @param {Uint8Array} bytes
 * @param {number} size
 * @returns {string} the likely cause, as the end of a sentence
 */
function explainLength(bytes, size) {
  const { length } = bytes
  if (length >= size - 2 && length < size) return ': leading zeros were left out'
  if (length > size && bytes.subarray(0, length - size).every((byte) => byte === 0)) return ': it begins with zeros'
  if (length === 2 * size + 1 && bytes[0] === 4) return ': this is a whole point (SEC 1 §2.3.3)'
  return ''
}
