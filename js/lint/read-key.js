import { ALGORITHMS } from '../shared/algorithms.js'
import { finding, quote } from './finding.js'
import { lintMembers, present } from './key-members.js'
import { lintNumbers } from './key-numbers.js'
import { rules } from './rules.js'

/** @import { LintFinding } from '../shared/lint-types.js' */
/** @import { JsonObject, JsonValue } from './json-text.js' */

/**
 * @typedef {object} ReadKey one entry of "keys", while findings are collected
 * @property {number} index
 * @property {JsonObject | undefined} jwk undefined if the entry is not an object
 * @property {string | undefined} kid
 * @property {string | undefined} kty
 * @property {string | undefined} alg
 * @property {string | undefined} use
 * @property {number | undefined} bits
 * @property {bigint | undefined} modulus
 * @property {bigint | undefined} exponent
 * @property {string | undefined} reason for which the core leaves the key out
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
    return { ...unread, index, findings, reason: reasonOf(findings) }
  }
  const { findings: ofNumbers, ...numbers } = lintNumbers(entry)
  const findings = [...faults, ...lintMembers(entry), ...ofNumbers]
  const reason = reasonOf(findings)
  if (reason === undefined && present(entry, 'alg') === undefined) {
    findings.push(finding('alg_missing', `The key has no "alg": it verifies ${ALGORITHMS.join(', ')} alike`))
  }
  const [kid, kty, alg, use] = ['kid', 'kty', 'alg', 'use'].map((name) => stringOf(entry[name]))
  return { index, jwk: entry, kid, kty, alg, use, ...numbers, reason, findings }
}

const unread = {
  ...{ jwk: undefined, kid: undefined, kty: undefined, alg: undefined, use: undefined },
  ...{ bits: undefined, modulus: undefined, exponent: undefined }
}

/** @param {readonly LintFinding[]} findings in the order of the core's checks; the core stops at the first */
function reasonOf(findings) {
  return findings.map(({ id }) => rules[/** @type {keyof typeof rules} */ (id)].reason).find(Boolean)
}

/** @param {JsonValue | undefined} value */
function stringOf(value) {
  return typeof value === 'string' ? value : undefined
}
