import { classOf, checkOptions, checkSecret, checkSwitched } from './option-checks.js'
import { isObject } from '../shared/deep-freeze.js'
import { invalidOption } from '../shared/error.js'

/** @import { Check, Rules } from './option-checks.js' */
/** @import { DpopPolicy, ReplayStore } from '../shared/dpop-types.js' */

/**
 * @param {Rules} rules
 * @returns {Check} of the option `dpop`: true for its defaults, false for none, or an object of options
 */
export function readDpop(rules) {
  return (value, name) => {
    if (value === false) return undefined
    return /** @type {DpopPolicy} */ (Object.freeze(checkSwitched(value, rules, name)))
  }
}

/**
 * @param {Rules} rules
 * @returns {Check} of the option `dpop.nonce`: a secret, several, or an object of options
 */
export function readNonce(rules) {
  return (value, name) => {
    const isSecret = typeof value === 'string' || classOf(value) === '[object Uint8Array]' || Array.isArray(value)
    if (!isSecret && !isObject(value))
      throw invalidOption(name, 'must be a secret, an array of secrets, or { secret, period }')
    return checkOptions(isSecret ? { secret: value } : value, rules, name)
  }
}

/**
 * @param {unknown} value one, or several: the first makes nonces, all are good
 * @param {string} name
 * @returns {Uint8Array[]}
 */
export function checkSecrets(value, name) {
  const secrets = Array.isArray(value) ? [...value] : [value]
  if (secrets.length === 0) throw invalidOption(name, 'must not be empty')
  return secrets.map((secret) => checkSecret(secret, name))
}

/**
 * @param {any} value
 * @param {string} name
 * @returns {ReplayStore}
 */
export function checkReplayStore(value, name) {
  // These have "add", too, which says nothing of what was there.
  const others = [Set, WeakSet, /** @type {any} */ (globalThis).Cache].map((each) => each?.prototype.add)
  if (typeof value?.add === 'function' && !others.includes(value.add)) return value
  const hint = 'Take memoryReplayStore(), redisReplayStore() or durableObjectReplayStore() of assay-jwt/stores'
  throw invalidOption(name, 'must have the function "add"', hint)
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {string}
 */
export function checkPublicOrigin(value, name) {
  const { origin } = typeof value === 'string' && URL.canParse(value) ? new URL(value) : { origin: 'null' }
  if (origin === value && /^https?:/.test(origin)) return origin
  const rule = 'must be an origin such as https://api.example.com: no path, no slash at its end'
  throw invalidOption(name, rule, originHint(String(value)))
}

/** @param {string} text that is no origin @returns {string | undefined} what to do, where one can be made of it */
export function originHint(text) {
  const { origin = '' } = URL.canParse(text) ? new URL(text) : {}
  return origin.startsWith('http') ? `Write ${origin}` : undefined
}
