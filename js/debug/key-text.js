import { describeDer, hasOnlyCertificate, jwkFromPem, jwkFromX5c, jwksFromPem } from '../pem/index.js'
import { AssayError } from '../shared/error.js'
import { scanJson } from './scan-json.js'

const CERTIFICATES =
  'Of a certificate the key alone is read: nobody checks who issued it, until when it is valid, or the rest of its chain.'

/**
 * @typedef {object} KeyText
 * @property {string} text JSON of a JWK Set; what is no such form, as it is, so that its faults can be shown
 * @property {string} [note] what the reader must know of how it was read
 */

/**
 * Reads keys in the forms in which people have them: a JWK Set, an array of JWKs, one JWK, a PEM of keys or certificates,
 * PEMs by key id (as Google serves them), and JWKs that have their key in a certificate alone (RFC 7517 §4.7).
 * @param {string} given
 * @returns {KeyText}
 * @throws {AssayError} AUTH_KEYS_UNAVAILABLE, jwks_not_json: a PEM that has no public key, which the message says
 */
export function jwkSetText(given) {
  const text = given.replace(/^\uFEFF/, '') // editors on Windows write it
  if (!/^\s*[[{]/.test(text)) {
    if (!text.includes('-----BEGIN')) return { text }
    return ofKeys(
      read('This PEM', () => jwksFromPem(text).keys),
      text.includes('-----BEGIN CERT')
    )
  }
  const wrapped = wrap(text)
  if (scanJson(wrapped).length > 0) return { text: wrapped }
  const set = JSON.parse(wrapped)
  if (isPemMap(set)) {
    const keys = Object.entries(set).map(([kid, pem]) => read('A PEM of these', () => jwkFromPem(pem, { kid })))
    return ofKeys(keys, text.includes('-----BEGIN CERT'))
  }
  if (!Array.isArray(set.keys) || !set.keys.some(hasOnlyCertificate)) return { text: wrapped }
  return ofKeys(set.keys.map(withOwnKey), true, set)
}

/**
 * @param {Uint8Array} bytes of a file with keys
 * @returns {string} its text
 * @throws {AssayError} AUTH_KEYS_UNAVAILABLE, jwks_not_json: it is DER, of what the message says
 */
export function keyFileText(bytes) {
  const der = describeDer(bytes)
  if (der) throw unreadable(`This is ${der.what}`, der.hint)
  return new TextDecoder().decode(bytes)
}

/** @param {string} text JSON of an array, or of an object @returns {string} with the "keys" around one JWK, or an array */
function wrap(text) {
  if (/^\s*\[/.test(text)) return `{"keys":${text}}`
  return isJwk(text) ? `{"keys":[${text}]}` : text
}

/** @param {string} text */
function isJwk(text) {
  if (scanJson(text).some(({ kind }) => kind !== 'duplicate')) return false
  const value = JSON.parse(text)
  return Object.hasOwn(value, 'kty') && !Object.hasOwn(value, 'keys')
}

/** @param {{ [member: string]: unknown }} set */
function isPemMap(set) {
  const values = Object.values(set)
  return values.length > 0 && values.every((value) => typeof value === 'string' && value.includes('-----BEGIN'))
}

/** @param {any} jwk @returns {unknown} itself, where its certificate cannot be read: then the core leaves it out */
function withOwnKey(jwk) {
  if (!hasOnlyCertificate(jwk)) return jwk
  try {
    return jwkFromX5c(jwk)
  } catch {
    return jwk
  }
}

/**
 * @param {readonly unknown[]} keys
 * @param {boolean} areOfCertificates
 * @param {object} [set] whose keys they are
 * @returns {KeyText}
 */
function ofKeys(keys, areOfCertificates, set = {}) {
  return { text: JSON.stringify({ ...set, keys }, null, 2), note: areOfCertificates ? CERTIFICATES : undefined }
}

/**
 * @template T
 * @param {string} what the error's message begins with
 * @param {() => T} reader
 * @returns {T}
 */
function read(what, reader) {
  try {
    return reader()
  } catch (error) {
    if (!(error instanceof AssayError)) throw error
    throw unreadable(error.message.replace(/^"\w+"/, what), error.hint)
  }
}

/** @param {string} message @param {string} hint */
const unreadable = (message, hint) => new AssayError('jwks_not_json', { message, hint })
