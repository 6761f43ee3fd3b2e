import { assertOptions, checkOptions, checkString, stringOrStrings } from '../options/option-checks.js'
import { invalidOption } from '../shared/error.js'

/** @import { ItemCheck, Rules } from '../options/option-checks.js' */
/** @import { VerifierOptions } from '../shared/types.js' */

/** @typedef {NonNullable<VerifierOptions['claims']>} Claims createVerifier's option "claims" */

/**
 * @param {string} preset its name, for the messages
 * @param {unknown} given what the caller gave
 * @param {Rules} rules of the preset's own parameters
 * @returns {{ [name: string]: any }} the parameters, checked; `claims` as it was given
 * @throws {AssayError} CONFIG_INVALID (option_unknown, option_missing, option_invalid), naming the parameter
 */
export function checkParameters(preset, given, rules) {
  return checkOptions(given, { ...rules, claims: [checkClaimsObject, {}] }, preset)
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {unknown} createVerifier checks what is in it
 */
function checkClaimsObject(value, name) {
  assertOptions(value, name)
  return value
}

/**
 * Adds the caller's claims to the preset's. One that the preset checks already is refused: the caller's would replace
 * that check.
 * @param {string} preset
 * @param {{ [name: string]: unknown }} own the preset's; undefined ones are left out
 * @param {Claims} given
 * @returns {{ claims?: Claims }} nothing where no claim is to be checked
 */
export function claimsOption(preset, own, given) {
  const checked = Object.entries(own).filter(([, value]) => value !== undefined)
  for (const [name] of checked) {
    if (!Object.hasOwn(given, name)) continue
    throw invalidOption(`${preset}.claims`, `must not contain "${name}", which the preset checks itself`)
  }
  const claims = /** @type {Claims} */ ({ ...Object.fromEntries(checked), ...given })
  return Object.keys(claims).length > 0 ? { claims } : {}
}

/**
 * @param {RegExp} pattern
 * @param {string} rule what the parameter must be, as the rest of a sentence that begins with its name
 * @returns {ItemCheck} the check of a string
 */
export function matching(pattern, rule) {
  return (value, name) => {
    if (!pattern.test(checkString(value, name))) throw invalidOption(name, rule)
    return value
  }
}

/**
 * @param {string} example
 * @returns {ItemCheck} the check of a host name. In lower case, as in the "iss" of tokens
 */
export function hostLike(example) {
  const pattern = /^(?!-)[a-z0-9-]+(\.[a-z0-9-]+)+$/
  return matching(
    pattern,
    `must be a host name in lower case, without "https://" and without a path, such as "${example}"`
  )
}

/** The check of a string, or of several of which one must match. */
export const oneOrMore = /* @__PURE__ */ stringOrStrings(checkString)
