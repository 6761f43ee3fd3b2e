import { ALGORITHMS } from '../shared/algorithms.js'
import { invalidOption } from '../shared/error.js'
import { isTemplate, isValidTemplate } from '../shared/issuer-templates.js'
import { checkString, classOf, stringOrStrings, strings } from './option-checks.js'
import { isQuoted, QUOTED } from './quotes.js'

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {string[]} every spelling of the issuer, at least one
 */
export function checkIssuer(value, name) {
  if (typeof value !== 'string' && !Array.isArray(value)) checkString(value, name)
  return stringOrStrings(checkSpelling)(value, name)
}

/**
 * @param {unknown} item
 * @param {string} name
 * @returns {string} an issuer, or a template
 */
function checkSpelling(item, name) {
  const text = checkUnquoted(item, name)
  if (!isTemplate(text) || isValidTemplate(text)) return text
  const hint = 'Write a template such as https://login.microsoftonline.com/{tid}/v2.0'
  throw invalidOption(name, 'must have each {claim} as a whole segment of its path', hint)
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {string[] | null} null: any audience
 */
export function checkAudience(value, name) {
  if (value === null) return null
  if (classOf(value) === '[object RegExp]')
    throw invalidOption(name, 'must be one string, or several: no regular expression')
  return stringOrStrings(checkUnquoted)(value, name)
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {string} without the quotes of a shell or an .env file around it, which no token has
 */
function checkUnquoted(value, name) {
  const text = checkString(value, name)
  if (isQuoted(text)) throw invalidOption(name, 'must not have quotes around it', QUOTED)
  return text
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {string[]}
 */
export function checkAlgorithms(value, name) {
  return stringOrStrings()(strings(checkAlgorithm)(value, name), name)
}

/**
 * @param {any} item
 * @param {string} name
 * @returns {string}
 */
function checkAlgorithm(item, name) {
  if (ALGORITHMS.includes(item)) return item
  throw invalidOption(name, `must be one of ${ALGORITHMS.join(', ')}`, hintFor(String(item)))
}

/** @param {string} item that is no algorithm here @returns {string | undefined} */
function hintFor(item) {
  const meant = ALGORITHMS.find((algorithm) => algorithm.toLowerCase() === item.toLowerCase())
  if (meant !== undefined) return `Write ${meant}: the case counts`
  if (/^HS\d/i.test(item)) return NO_SECRETS
  if (item.toLowerCase() === 'none') return 'An unsigned token can be written by anybody: it is never accepted'
  if (/[\s,]/.test(item)) return "Write an array with one string for each: ['RS256', 'ES256']"
  return OTHER_CURVES.get(item)
}

/** What to do about an algorithm of another curve (RFC 8812 §3.2, RFC 9864 §2.2). */
const OTHER_CURVES = new Map([
  ['ES256K', 'The curve secp256k1 is not there: have the issuer sign with ES256, by a key on P-256'],
  ['Ed448', 'The curve Ed448 is not there: have the issuer sign with EdDSA or Ed25519, by a key on Ed25519']
])

/** RFC 8725 §3.1, §3.2. */
const NO_SECRETS =
  'HMAC (HS256) is left out: who can verify such a token can sign one, too. Have the issuer sign with a private key'

/**
 * @param {unknown} item
 * @param {string} name
 * @returns {string} in the form that is compared. RFC 7515 §4.1.9: media types ignore case, and "application/" may be
 *   left out where no other slash is in the type
 */
export function checkType(item, name) {
  const type = checkString(item, name)
    .toLowerCase()
    .replace(/^application\/(?!.*\/)/, '')
  if (!/^[!-.0-~]+(\/[!-.0-~]+)?$/.test(type)) throw invalidOption(name, 'must be a media type, such as at+jwt')
  return type
}

/**
 * @param {any} value
 * @param {string} name
 * @returns {string[][]} paths, each of at least one name
 */
export function checkScopesClaim(value, name) {
  const isPaths = Array.isArray(value) && value.length > 0 && value.every(Array.isArray)
  const paths = isPaths ? [...value] : [value]
  return paths.map((path, index) => {
    const where = isPaths ? `${name}[${index}]` : name
    const names = Array.isArray(path)
      ? Array.from(path, (each) => checkString(each, where))
      : [checkString(path, where)]
    if (names.length === 0) throw invalidOption(where, 'must not be empty')
    return names
  })
}

/**
 * @param {readonly string[]} algorithms
 * @param {boolean} hasCurves whether the entry brings assay-ec.wasm, or may load it
 * @param {string} [name] of the option
 * @throws {AssayError} CONFIG_INVALID, option_invalid
 */
export function checkCurves(algorithms, hasCurves, name = 'algorithms') {
  const curve = hasCurves ? undefined : algorithms.find((each) => each.startsWith('E'))
  if (curve) throw invalidOption(name, `must not have ${curve} without assay-ec.wasm`, BRING_CURVES)
}

const BRING_CURVES = 'Import assay-jwt/inline-ec, or hand assay-jwt/assay-ec.wasm to createAssay'
