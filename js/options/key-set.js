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
  /** @type {string | undefined} */
  let form
  try {
    form = otherForm(value)
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    // What the text says counts, not what getters and toJSON() hide.
    const parsed = JSON.parse(text)
    const wrap = wrapperOf(parsed)
    form ??= wrap && formOfEntries([value, parsed])
    if (wrap && !form) return wrap(text)
    form ??= FORMS
  } catch {
    // No JSON text, a cycle, a BigInt or a getter. The platform's own message would quote the key.
  }
  throw invalidOption(name, form ?? (typeof value === 'object' ? NO_JSON : FORMS))
}

/** @param {any[]} sets or lists, or others @returns {string | undefined} */
function formOfEntries(sets) {
  const lists = sets.map((set) => (Array.isArray(set) ? set : Array.isArray(set?.keys) ? set.keys : []))
  const form = lists.flat().map(otherForm).find(Boolean)
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
