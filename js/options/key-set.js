import { invalidOption } from '../shared/error.js'
import { classOf } from './option-checks.js'

// The option `jwks`, in the forms in which people have keys.

const FORMS = 'must be a JWK Set (an object with an array "keys"), an array of JWKs, one JWK, or the JSON text of these'
const NO_JSON = 'must be a JWK Set that JSON can express'

/**
 * @param {unknown} value
 * @param {string} [name]
 * @returns {string} JSON text of a JWK Set, which later changes by the caller cannot reach. Text stays as it is, so that the
 *   core sees what JSON.parse would drop
 */
export function checkJwkSet(value, name = 'jwks') {
  const isText = typeof value === 'string'
  let rule = FORMS
  try {
    const parsed = isText ? JSON.parse(value) : value
    const wrap = wrapperOf(parsed)
    if (wrap) {
      rule = ruleOfEntries([Array.isArray(parsed.keys) ? parsed.keys : parsed].flat()) ?? NO_JSON
      const text = isText ? value : JSON.stringify(value)
      if (text && rule === NO_JSON) return wrap(text)
    }
  } catch {
    // A cycle, a BigInt or a getter. The platform's own message would quote the key.
    if (!isText) rule = NO_JSON
  }
  throw invalidOption(name, otherForm(value) ?? rule)
}

/** @param {unknown[]} entries @returns {string | undefined} */
function ruleOfEntries(entries) {
  const form = entries.map(otherForm).find(Boolean)
  return form && `must not have an entry that ${form}`
}

/** @param {any} value @returns {((text: string) => string) | undefined} what makes a JWK Set of its text */
function wrapperOf(value) {
  if (Array.isArray(value?.keys)) return (text) => text
  if (Array.isArray(value)) return (text) => `{"keys":${text}}`
  return typeof value?.kty === 'string' ? (text) => `{"keys":[${text}]}` : undefined
}

/** @param {unknown} value @returns {string | undefined} what else people have, and what to do with it */
function otherForm(value) {
  if (/^\[object (CryptoKey|KeyObject)\]$/.test(classOf(value))) {
    return 'is a key object: jwkFromKey of assay-jwt/keys makes a JWK of it'
  }
  if (typeof value !== 'string') return undefined
  if (value.includes('-----BEGIN ')) {
    return 'is a PEM: jwkFromPem of assay-jwt/keys makes a JWK of it'
  }
  return /^\s*https?:/.test(value) ? 'is a URL: that is the option jwksUri' : undefined
}
