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
    form ??= wrap ? formOfEntries([value, parsed]) : (otherForm(parsed) ?? otherObject(parsed))
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
  if (form) return `must not have an entry that ${form}`
  const isNested = lists.some((list) => list.length > 0 && list.every(isSet))
  return isNested ? 'must not have JWK Sets as its entries: give one, or the keys of all in one array' : undefined
}

/** @param {any} value */
const isSet = (value) => Array.isArray(value) || (value?.kty === undefined && Array.isArray(value?.keys))

/** @param {any} value @returns {((text: string) => string) | undefined} what makes a JWK Set of its text */
function wrapperOf(value) {
  if (Array.isArray(value?.keys)) return (text) => text
  if (Array.isArray(value)) return (text) => `{"keys":${text}}`
  return typeof value?.kty === 'string' ? (text) => `{"keys":[${text}]}` : undefined
}

/** What else people have, and what to do with it: by its class, in all realms. @type {{ [name: string]: string }} */
const CLASSES = {
  URL: 'is a URL: that is the option jwksUri',
  Promise: 'is a promise: await it first',
  Response: 'is a response: give its URL as the option jwksUri',
  Function: 'is a function: give the URL that it fetches as the option jwksUri',
  AsyncFunction: 'is a function: give the URL that it fetches as the option jwksUri',
  Uint8Array: 'is bytes: give their text, of a PEM to jwkFromPem of assay-jwt/keys',
  ArrayBuffer: 'is bytes: give their text, of a PEM to jwkFromPem of assay-jwt/keys'
}
const KEY_OBJECT = 'is a key object: jwkFromKey of assay-jwt/keys makes a JWK of it'

/** @param {any} value @returns {string | undefined} what it is, where that is no JWK, and no JSON of one */
function otherForm(value) {
  const [, name] = /^\[object (\w+)\]$/.exec(classOf(value)) ?? []
  if (/Key(Object)?$/.test(name)) return KEY_OBJECT
  if (typeof value !== 'string') return Object.hasOwn(CLASSES, name) ? CLASSES[name] : undefined
  if (value.includes('-----BEGIN ')) return 'is a PEM: jwkFromPem of assay-jwt/keys makes a JWK of it'
  return /^\s*https?:/.test(value) ? CLASSES.URL : undefined
}

/** @param {any} value parsed JSON, which is no JWK Set @returns {string | undefined} */
function otherObject(value) {
  if (value?.jwks_uri) return "is an issuer's metadata: its jwks_uri is the option jwksUri"
  if (value?.jwks) return 'has the JWK Set as its member jwks: give that'
  if (value?.publicKey) return KEY_OBJECT // a pair, or a certificate of node:crypto
  const isMap = Object.values(value ?? {}).some((each) => String(each).includes('-----BEGIN '))
  return isMap ? 'has PEMs by name: give jwkFromPem(pem, { kid: name }) of each, in an array' : undefined
}
