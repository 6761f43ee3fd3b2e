import { AssayError, invalidOption } from '../shared/error.js'
import { isTemplate, overlap, templatePattern } from '../shared/issuer-templates.js'
import { checkKeyPlace } from './key-checks.js'
import { checkOptions, readOptions } from './option-checks.js'
import { checkCurves } from './policy-checks.js'
import { OWN_OPTIONS, POLICY_RULES, VERIFIER_RULES } from './rules.js'

/** @import { DpopPolicy } from '../shared/dpop-types.js' */
/** @import { Check } from './option-checks.js' */
/** @import { KeyOptions } from './key-checks.js' */

/** @typedef {{ maxEntries: number, maxBytes: number }} TokenCacheLimits maxEntries 0: no cache */

/**
 * All options, checked; they share nothing with the caller's objects.
 * @typedef {KeyOptions & { issuer: string, spellings: string[], audience: string[] | null, claims?: unknown,
 *   tokenIdSecret: Uint8Array | undefined, maxTokenBytes: number, tokenCache: TokenCacheLimits, policy: string
 *   }} VerifierConfig `issuer`: the first of its spellings. `policy`: the core's, as JSON text
 */

/**
 * @typedef {object} CheckedOptions
 * @property {boolean} several whether a token chooses among them
 * @property {VerifierConfig[]} configs one for each issuer
 * @property {AskedIssuers} [asked] where `issuers` is a function
 * @property {DpopPolicy | undefined} dpop of all issuers
 */

/**
 * @typedef {object} AskedIssuers
 * @property {(issuer: string) => unknown} ask the option `issuers`
 * @property {(issuer: string, answer: unknown) => VerifierConfig} checkAnswer throws CONFIG_INVALID, naming the option
 * @property {VerifierConfig} shared what stands beside `issuers`, for no issuer
 */

/**
 * Checks all options of createVerifier.
 * @param {unknown} given
 * @param {boolean} [hasCurves] whether the entry brings assay-ec.wasm, or may load it
 * @returns {CheckedOptions}
 * @throws {AssayError} CONFIG_INVALID (option_unknown, option_missing, option_invalid), naming the option
 */
export function checkVerifierOptions(given, hasCurves = true) {
  const { issuers, dpop: possession, ...shared } = readOptions(given, [...NAMES, 'issuers'])
  const dpop = checkDpop(possession, hasCurves)
  if (issuers === undefined) return { several: false, configs: [checkConfig(shared, hasCurves)], dpop }
  for (const name of OWN_OPTIONS) {
    if (Object.hasOwn(shared, name)) throw invalidOption(name, 'must stand in each entry of "issuers"')
  }
  if (typeof issuers === 'function') {
    const ask = /** @type {AskedIssuers['ask']} */ (issuers)
    return { several: true, configs: [], asked: askedIssuers(ask, shared, hasCurves), dpop }
  }
  if (!Array.isArray(issuers) || issuers.length === 0) {
    throw invalidOption('issuers', 'must be an array of issuers, or a function')
  }
  /** @type {Set<string>} */
  const seen = new Set()
  const configs = issuers.map((each, index) =>
    within(`issuers[${index}]`, () => {
      const config = checkConfig({ ...shared, ...ownOptions(each) }, hasCurves)
      assertDistinct(config.spellings, seen)
      for (const spelling of config.spellings) seen.add(spelling)
      return config
    })
  )
  return { several: true, configs, dpop }
}

/**
 * @param {unknown} given
 * @param {boolean} hasCurves
 * @returns {DpopPolicy | undefined}
 */
function checkDpop(given, hasCurves) {
  if (given === undefined) return undefined
  const [check] = VERIFIER_RULES.dpop
  const policy = /** @type {DpopPolicy | undefined} */ (/** @type {Check} */ (check)(given, 'dpop', {}))
  checkCurves(policy?.algorithms ?? [], hasCurves, 'dpop.algorithms')
  return policy
}

const OBJECTS = "This is a string: write { issuer: 'https://…' }, with whatever else this issuer has for itself"

/** @param {unknown} given for one of several issuers @returns {{ [name: string]: unknown }} */
function ownOptions(given) {
  if (typeof given === 'string') throw invalidOption('issuers', 'must have objects', OBJECTS)
  const options = readOptions(given, NAMES)
  // One request has one proof, whoever issued its token.
  if (Object.hasOwn(options, 'dpop')) throw invalidOption('dpop', 'must stand beside "issuers"')
  return options
}

/**
 * @param {readonly string[]} spellings
 * @param {ReadonlySet<string>} seen those of the entries before
 * @throws {AssayError} CONFIG_INVALID where an entry before would take this one's tokens
 */
function assertDistinct(spellings, seen) {
  for (const spelling of spellings) {
    if (seen.has(spelling)) throw invalidOption('issuer', 'must not be the same twice')
    const other = isTemplate(spelling) && [...seen].find((each) => isTemplate(each) && overlap(each, spelling))
    if (other) throw invalidOption('issuer', `must not fit the same tokens as the template ${other}`)
  }
}

const NAMES = Object.keys(VERIFIER_RULES)

/**
 * @param {AskedIssuers['ask']} ask
 * @param {{ [name: string]: unknown }} shared
 * @param {boolean} hasCurves
 * @returns {AskedIssuers}
 */
function askedIssuers(ask, shared, hasCurves) {
  return {
    ask,
    checkAnswer: (issuer, answer) =>
      within(`the answer of issuers(${JSON.stringify(issuer)})`, () => {
        const config = checkConfig({ ...shared, issuer, ...ownOptions(answer) }, hasCurves)
        if (config.spellings.some((spelling) => templatePattern(spelling).test(issuer))) return config
        throw invalidOption('issuer', 'must be what was asked for, or a template that it fits')
      }),
    // Finds mistakes before the first token. An answer may have another audience.
    shared: checkConfig({ audience: 'none', ...shared, issuer: 'https://issuer.invalid' }, hasCurves)
  }
}

/**
 * @template T
 * @param {string} place
 * @param {() => T} check
 * @returns {T}
 * @throws {AssayError} as the check, with the place in its message
 */
function within(place, check) {
  try {
    return check()
  } catch (error) {
    // A getter's own error is the caller's.
    if (!(error instanceof AssayError)) throw error
    const { reason, message, hint, option } = error
    throw new AssayError(reason, { option, hint, message: `In ${place}: ${message}` })
  }
}

/**
 * @param {object} given
 * @param {boolean} hasCurves
 * @returns {VerifierConfig}
 */
function checkConfig(given, hasCurves) {
  const options = checkOptions(given, VERIFIER_RULES)
  const { issuer: spellings, audience, typ, profile, audienceMatch, requireSubject, algorithms } = options
  checkCurves(algorithms, hasCurves)
  const discoverFrom = checkKeyPlace(options)
  if (audience === null && (profile !== undefined || audienceMatch === 'exclusive')) {
    throw invalidOption('audience', 'must not be null with profile or audienceMatch')
  }
  if (profile && typ?.includes(profile) === false) throw invalidOption('typ', "must be 'at+jwt' with profile")
  if (profile && !requireSubject) throw invalidOption('requireSubject', 'must not be false with profile')
  const policy = Object.fromEntries(Object.keys(POLICY_RULES).map((name) => [name, options[name]]))
  return /** @type {VerifierConfig} */ ({
    ...{ ...options, issuer: spellings[0], spellings, discoverFrom },
    policy: JSON.stringify(policy)
  })
}
