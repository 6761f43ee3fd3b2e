import { CORE_MAX_DEPTH } from '../json/tokenize.js'
import { deepFreeze } from '../shared/deep-freeze.js'
import { DEFAULT_MAX_JWKS_BYTES } from '../shared/limits.js'
import { finding } from './finding.js'
import { readJsonText } from './json-text.js'
import { readKey } from './read-key.js'
import { lintTogether } from './set-rules.js'

/** @import { JwkLint, JwksLint, LintFinding } from '../shared/lint-types.js' */
/** @import { JsonFault, JsonValue } from './json-text.js' */
/** @import { ReadKey } from './read-key.js' */

// The core's limit: src/jose/jwk_set.hpp.
const MAX_KEYS = 1000
// Larger sets are not examined. Bytes: the most that a verifier can be configured to accept. Keys: the most entries
// that fit into a set of the default size limit.
const MAX_LINTED_BYTES = 1_048_576
const MAX_LINTED_KEYS = 32_768
const MAX_COMPARED_KEYS = 1000

/**
 * Reports what is wrong or doubtful about each key of a JWK Set (RFC 7517 §5) and about the set as a whole. It fetches
 * nothing, does not need the WebAssembly core, and does bounded work for any input. It does not look for the keys that
 * Debian's OpenSSL made from 2006 to 2008: a list of them is larger than this package.
 * @param {string | object} jwks JSON text, in which duplicate members are found, or an object made by JSON.parse
 * @returns {JwksLint} deeply frozen; a bad set is reported, never thrown
 */
export function lintJwks(jwks) {
  const text = typeof jwks === 'string' ? jwks : toText(jwks)
  if (text === undefined) return report({ findings: [finding('jwks_not_json', 'JSON cannot express the value')] })
  const bytes = new TextEncoder().encode(text).length
  const tooLarge =
    bytes > DEFAULT_MAX_JWKS_BYTES
      ? [finding('jwks_too_large', `The set has ${bytes} bytes, more than ${DEFAULT_MAX_JWKS_BYTES}`)]
      : []
  if (bytes > MAX_LINTED_BYTES) {
    const limited = finding('lint_limited', `Nothing was examined: ${bytes} bytes are more than ${MAX_LINTED_BYTES}`)
    return report({ findings: [...tooLarge, limited] })
  }
  const other = otherText(text.trim())
  if (other) return report({ findings: [finding('jwks_not_json', ...other)] })
  const { value, faults } = readJsonText(text)
  const ofSet = faults.filter((fault) => keyOf(fault) === undefined).map(describeFault)
  if (!isObject(value)) {
    const noObject = faults.length > 0 ? [] : [finding('jwks_not_json', describeValue(value))]
    return report({ findings: [...tooLarge, ...faults.map(describeFault), ...noObject] })
  }
  if (!Array.isArray(value.keys)) {
    return report({ findings: [...tooLarge, ...ofSet, finding('jwks_malformed', describeMalformed(value))] })
  }
  return lintKeys(value.keys, faults, [...tooLarge, ...ofSet])
}

/**
 * @param {readonly JsonValue[]} entries
 * @param {readonly JsonFault[]} faults
 * @param {readonly LintFinding[]} before findings about the set
 * @returns {JwksLint}
 */
function lintKeys(entries, faults, before) {
  const keys = entries
    .slice(0, MAX_LINTED_KEYS)
    .map((entry, index) => readKey(entry, index, faults.filter((fault) => keyOf(fault) === index).map(describeFault)))
  const usable = keys.filter(({ reason }) => reason === undefined).length
  const kept = keys.filter(({ isKept }) => isKept).length
  const findings = [...before]
  if (kept > MAX_KEYS) {
    findings.push(finding('jwks_too_many_keys', `The set has ${kept} usable keys, more than ${MAX_KEYS}`))
  }
  if (entries.length > MAX_LINTED_KEYS) {
    findings.push(finding('lint_limited', `Of ${entries.length} keys the first ${MAX_LINTED_KEYS} were examined`))
  }
  if (entries.length > MAX_COMPARED_KEYS) {
    findings.push(finding('lint_limited', `Only the first ${MAX_COMPARED_KEYS} keys were compared with each other`))
  }
  findings.push(...lintTogether(keys.slice(0, MAX_COMPARED_KEYS)))
  if (usable === 0) {
    const message = entries.length === 0 ? 'The set is empty' : `None of ${entries.length} keys can verify a token`
    findings.push(finding('jwks_no_usable_key', message))
  }
  return report({ findings, keys })
}

/**
 * @param {{ findings: readonly LintFinding[], keys?: readonly ReadKey[] }} found
 * @returns {JwksLint}
 */
function report({ findings, keys = [] }) {
  const all = [...findings, ...keys.flatMap((key) => key.findings)]
  const count = (/** @type {string} */ severity) => all.filter((each) => each.severity === severity).length
  const counts = { error: count('error'), warning: count('warning'), info: count('info') }
  // One JSON fault anywhere makes the core refuse the whole set.
  const refused = all.some(({ id }) => id.startsWith('jwks_'))
  return deepFreeze({
    ok: counts.error === 0,
    usable: !refused,
    counts,
    findings: [...findings],
    keys: keys.map(describeKey)
  })
}

/** @param {ReadKey} key @returns {JwkLint} */
function describeKey({ index, kid, kty, crv, alg, use, bits, exponent, reason, findings }) {
  return {
    ...{ index, kid: kid ?? null, kty: kty ?? null, crv: crv ?? null, alg: alg ?? null, use: use ?? null },
    ...{ bits: bits ?? null, exponent: exponent === undefined ? null : Number(exponent) },
    ...{ usable: reason === undefined, reason: reason ?? null, findings }
  }
}

/** @param {JsonFault} fault @returns {number | undefined} the index of the key that it is in */
function keyOf({ path: [name, index] }) {
  return name === 'keys' && typeof index === 'number' ? index : undefined
}

/** @param {JsonFault} fault @returns {LintFinding} */
function describeFault({ kind, path, offset }) {
  const name = path.map((each) => (typeof each === 'number' ? `[${each}]` : `.${each}`)).join('')
  const where = { path: name.replace(/^\./, '').slice(0, 200) }
  if (kind === 'duplicate_member') return finding('jwks_duplicate_member', 'A member stands there twice', where)
  const what = {
    syntax: `This is no JSON: the fault is at character ${offset}`,
    too_deep: `JSON is nested deeper than ${CORE_MAX_DEPTH} levels`,
    number_range: 'A number is larger than any that a double can hold',
    lone_surrogate: 'A string has half of a surrogate pair'
  }
  return finding('jwks_not_json', what[kind], where)
}

/**
 * @param {string} text without white space around it
 * @returns {[message: string, where: { hint: string }] | undefined} of what people hand over in place of a JWK Set
 */
function otherText(text) {
  if (text === '') return ['The text is empty', { hint: 'Give the JWK Set: {"keys": […]}' }]
  const isToken = /^(?:bearer\s+|["'])?ey[\w-]+\.[\w-]*\.[\w-]*["']?$/i.test(text)
  return isToken ? ['This is a token, not the keys that it is verified with', { hint: OF_TOKEN }] : undefined
}

const OF_TOKEN = "Give the issuer's JWK Set: its metadata names the URL in jwks_uri"

/** @param {JsonValue | undefined} value */
function describeValue(value) {
  const pem = typeof value === 'string' && value.includes('-----BEGIN')
  const kind = value === null ? 'null' : Array.isArray(value) ? 'an array' : `a ${typeof value}`
  return pem ? 'This is PEM: convert the key to a JWK' : `The text is ${kind}, not an object`
}

/** @param {{ [name: string]: JsonValue }} set */
function describeMalformed(set) {
  if (set.keys !== undefined) return '"keys" is no array'
  if (set.kty !== undefined) return 'There is no "keys": this is a single key'
  if (set.jwks_uri !== undefined) return 'There is no "keys": this is metadata, which names the set in "jwks_uri"'
  return 'There is no "keys"'
}

/** @param {unknown} value @returns {string | undefined} */
function toText(value) {
  try {
    return JSON.stringify(value)
  } catch {
    return undefined
  }
}

/** @param {unknown} value @returns {value is { [name: string]: JsonValue }} */
function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
