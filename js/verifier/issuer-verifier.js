import { AssayError, isKeyMiss } from '../shared/error.js'
import { makeReport } from './report.js'
import { judgeWithoutKeys, traceToken, verifyToken } from '../core/run-token.js'

/** @import { Core } from '../core/core.js' */
/** @import { KeySource, WaitUntil } from '../keys/key-source.js' */
/** @import { Recipe } from '../core/prepared-verifiers.js' */
/** @import { TokenRequest } from '../core/run-token.js' */
/** @import { Report, VerifiedToken } from '../shared/types.js' */

/**
 * @typedef {object} Issuer all that it takes to verify the tokens of one issuer
 * @property {Core} core
 * @property {KeySource} source
 * @property {Recipe} keyless the recipe without keys
 * @property {WaitUntil} [waitUntil] the platform's
 * @property {boolean} closed
 */

// A new set that another isolate has stored may lack a key as well: then the endpoint is asked.
export const LOOK_UPS = 2

/**
 * The one way to a verified token.
 * @param {Issuer} issuer
 * @param {Recipe | undefined} recipe with the keys that there are
 * @param {TokenRequest} request
 * @returns {VerifiedToken}
 * @throws {AssayError}
 */
export function verifyNow(issuer, recipe, request) {
  const { core, keyless, closed } = issuer
  if (closed) throw new AssayError('verifier_disposed')
  try {
    return core.run(verifyToken, recipe ?? keyless, request)
  } catch (error) {
    const refused = /** @type {AssayError} */ (error)
    if (refused.code === 'AUTH_KEYS_UNAVAILABLE') {
      throwFault(issuer, request)
    }
    throw refused
  }
}

/**
 * @param {Issuer} issuer
 * @param {TokenRequest} request
 * @returns {Promise<Report>}
 */
export async function explain(issuer, request) {
  const { core, source, keyless } = issuer
  try {
    let lookUps = await loadAll(issuer, request.waitUntil)
    for (;;) {
      if (issuer.closed) throw new AssayError('verifier_disposed')
      const recipe = source.current()
      const trace = core.run(traceToken, recipe ?? keyless, request)
      const isMiss = trace.error?.lookUp === true
      if (isMiss && lookUps-- > 0 && (await findsKeys(issuer, recipe, request))) continue
      if (trace.error?.code === 'AUTH_KEYS_UNAVAILABLE')
        trace.error.retryAfter = source.retryAfter(recipe !== undefined)
      return makeReport(trace)
    }
  } catch (error) {
    if (issuer.closed) throw error
    return makeReport(core.run(traceToken, keyless, request), /** @type {AssayError} */ (error))
  }
}

/**
 * Loads the core, and the keys where there are none that serve; where there are, they are refreshed if that is due.
 * @param {Issuer} issuer
 * @param {WaitUntil} [waitUntil]
 * @returns {Promise<number>} how often an unknown key id may be looked up after it
 * @throws {AssayError}
 */
export async function loadAll({ core, source, waitUntil: platforms }, waitUntil = platforms) {
  let [, isNew] = await Promise.all([core.load(), source.load(waitUntil)])
  // A snapshot that turns out to be of no use, once there is a core to judge it.
  if (!source.current()) isNew = await source.load(waitUntil)
  return isNew ? 0 : LOOK_UPS
}

/**
 * @param {Issuer} issuer
 * @returns {boolean} whether nothing is to be loaded, or refreshed
 */
export function isReady({ core, source }) {
  return !source.due() && core.isLoaded && source.current() !== undefined
}

/**
 * @param {Issuer} issuer
 * @param {TokenRequest} request
 * @returns {Promise<number>} as loadAll()
 */
export async function load(issuer, request) {
  // A token that no key could save costs no fetch, and is refused as such while the keys cannot be had, too.
  if (!issuer.source.current()) throwFault(issuer, request)
  try {
    return await loadAll(issuer, request.waitUntil)
  } catch (error) {
    throwFault(issuer, request)
    throw error
  }
}

/**
 * @param {Issuer} issuer
 * @param {TokenRequest} request
 * @throws {AssayError} what is wrong with the token whatever the keys are, where it can be said
 */
function throwFault({ core, keyless, closed }, request) {
  if (closed) throw new AssayError('verifier_disposed')
  if (core.isLoaded) core.run(judgeWithoutKeys, keyless, request)
}

/**
 * Looks keys up after a refusal that others might turn.
 * @param {Issuer} issuer
 * @param {Recipe | undefined} recipe the keys that the token was refused with
 * @param {TokenRequest} request
 * @returns {Promise<boolean>} whether other keys are there now
 * @throws {AssayError} AUTH_KEYS_UNAVAILABLE where nobody can say whether there are any: an outage is no bad token
 */
export async function findsKeys({ source, waitUntil: platforms }, recipe, { waitUntil = platforms }) {
  return recipe !== undefined && (await source.lookUp(recipe, waitUntil))
}

/**
 * @param {Issuer} issuer
 * @param {unknown} error why a token was refused in the end
 * @param {Recipe | undefined} recipe the keys that it was refused with
 * @returns {unknown} the error; where there are no keys, or none of use, with the time when there may be
 */
export function refusalOf({ source }, error, recipe) {
  const refused = /** @type {AssayError} */ (error)
  if (refused.code === 'AUTH_KEYS_UNAVAILABLE') refused.retryAfter ??= source.retryAfter(recipe !== undefined)
  return refused
}

/**
 * @param {Issuer} issuer
 * @param {unknown} error why a token was refused by verifySync(), which looks nothing up
 * @param {Recipe | undefined} recipe the keys that it was refused with
 * @returns {unknown} the error, or AUTH_KEYS_UNAVAILABLE where other keys might save the token and were not asked for
 */
export function refusalWithoutLookUp(issuer, error, recipe) {
  const { source } = issuer
  return isKeyMiss(error) && !source.isSettled() ? source.unavailable(true) : refusalOf(issuer, error, recipe)
}
