import { lintPoint } from './curve-numbers.js'
import { finding, quote } from './finding.js'
import { describeMissing } from './key-algorithm.js'
import { lintMembers, present } from './key-members.js'
import { lintType } from './key-type.js'
import { lintRsa } from './rsa-numbers.js'
import { rules } from './rules.js'

/** @import { LintFinding } from '../shared/lint-types.js' */
/** @import { JsonObject, JsonValue } from './json-text.js' */
/** @import { KeyType } from './key-type.js' */
/** @import { LintRule } from './rules.js' */

/**
 * @typedef {object} ReadKey one entry of "keys", while findings are collected
 * @property {number} index
 * @property {JsonObject | undefined} jwk undefined if the entry is not an object
 * @property {string | undefined} kid
 * @property {string | undefined} kty
 * @property {string | undefined} alg
 * @property {string | undefined} use
 * @property {string | undefined} crv
 * @property {KeyType | undefined} type undefined: the core does not use it
 * @property {number | undefined} bits
 * @property {bigint | undefined} modulus of an RSA key
 * @property {bigint | undefined} exponent of an RSA key
 * @property {string | undefined} point of a key of a curve
 * @property {string | undefined} reason for which the core does not use the key
 * @property {boolean} isKept whether the core keeps it in its set: it looks at a point only once a token chooses the key
 * @property {LintFinding[]} findings
 */

/**
 * @param {JsonValue} entry
 * @param {number} index
 * @param {readonly LintFinding[]} faults of its JSON
 * @returns {ReadKey}
 */
export function readKey(entry, index, faults) {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
    const findings = [...faults, finding('key_not_object', `The entry is ${quote(entry)}`)]
    return { ...unread, ...decisionOf(findings), index, findings }
  }
  const { type, findings: ofType } = lintType(entry)
  const { findings: ofNumbers, ...numbers } = lintNumbers(entry, type)
  const findings = [...faults, ...lintMembers(entry, type), ...ofType, ...ofNumbers]
  const decision = decisionOf(findings)
  if (type !== undefined && decision.reason === undefined && present(entry, 'alg') === undefined) {
    findings.push(describeMissing(type))
  }
  const [kid, kty, alg, use, crv] = ['kid', 'kty', 'alg', 'use', 'crv'].map((name) => stringOf(entry[name]))
  return { ...unread, ...decision, index, jwk: entry, kid, kty, alg, use, crv, type, ...numbers, findings }
}

const unread = {
  ...{ jwk: undefined, kid: undefined, kty: undefined, alg: undefined, use: undefined, crv: undefined },
  ...{ type: undefined, bits: undefined, modulus: undefined, exponent: undefined, point: undefined }
}

/**
 * @param {JsonObject} jwk
 * @param {KeyType | undefined} type
 */
function lintNumbers(jwk, type) {
  if (type === undefined) return { findings: [] }
  return type === 'RSA' ? lintRsa(jwk) : lintPoint(jwk, type)
}

/**
 * @param {readonly LintFinding[]} findings in the order of the core's checks; the core stops at the first, and makes some
 *   once a token chooses the key
 */
function decisionOf(findings) {
  const broken = findings
    .map(({ id }) => /** @type {{ [id: string]: LintRule }} */ (rules)[id])
    .filter((rule) => rule.reason !== undefined)
  const { reason, whenChosen = false } = broken.find((rule) => !rule.whenChosen) ?? broken[0] ?? {}
  return { reason, isKept: reason === undefined || whenChosen }
}

/** @param {JsonValue | undefined} value */
function stringOf(value) {
  return typeof value === 'string' ? value : undefined
}
