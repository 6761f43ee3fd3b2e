import { DerError, DerReader } from './der.js'
import { invalid } from './invalid.js'
import { fromCertificate, fromPkcs1, fromSpki, OtherKeyError } from './public-key.js'

/** @import { Jwk } from '../shared/types.js' */

/** @typedef {(der: Uint8Array) => Jwk} Reader */

/** What is in a file, by the label of its PEM (RFC 7468). @type {{ [label: string]: Reader }} */
export const readers = { 'PUBLIC KEY': fromSpki, 'RSA PUBLIC KEY': fromPkcs1, CERTIFICATE: fromCertificate }

/** How to make a PEM of DER. @type {[reader: Reader, what: string, command: string][]} */
const kinds = [
  [fromCertificate, 'a certificate', 'openssl x509 -inform der'],
  [fromSpki, 'a public key', 'openssl pkey -pubin -inform der'],
  [fromPkcs1, 'a public key (PKCS#1)', 'openssl rsa -RSAPublicKey_in -inform der']
]

/**
 * @param {Reader} reader
 * @param {string} base64 RFC 4648 §4, without white space
 * @param {string} option for the error
 * @returns {Jwk}
 * @throws {AssayError} CONFIG_INVALID, option_invalid
 */
export function readBase64(reader, base64, option) {
  try {
    return reader(decode(base64))
  } catch (error) {
    const hint =
      'Give an RSA key, an EC key on P-256, P-384 or P-521 (a point that is not compressed), or one of Ed25519'
    if (error instanceof OtherKeyError) throw invalid(error.message, { option, hint })
    if (error instanceof DerError) {
      throw invalid('is damaged: its base64 or its DER has a fault', { option, hint: 'Copy the whole of it once more' })
    }
    throw error
  }
}

/**
 * @param {string} base64
 * @returns {Uint8Array}
 * @throws {DerError} it is none, or not the one form that its bytes have
 */
function decode(base64) {
  let bytes = ''
  try {
    bytes = atob(base64)
  } catch {
    // No base64: the platform's own message may quote it.
  }
  if (bytes === '' || btoa(bytes) !== base64) throw new DerError('no base64')
  return Uint8Array.from(bytes, (character) => character.charCodeAt(0))
}

/**
 * Names bytes that are a key or a certificate as DER, without PEM around it.
 * @param {Uint8Array} bytes of a file
 * @returns {{ what: string, hint: string } | undefined} undefined: they begin like no DER
 */
export function describeDer(bytes) {
  if (!isSequence(bytes)) return undefined
  const known = kinds.find(([reader]) => isReadBy(reader, bytes))
  if (known) return { what: `${known[1]} in DER`, hint: `Make a PEM of it: ${known[2]} -in FILE` }
  return {
    what: 'DER, but no public key or certificate: perhaps a private key or a PKCS#12 file',
    hint: 'Take the public key alone: openssl pkey -inform der -pubout -in FILE, of PKCS#12: openssl pkcs12 -nokeys -in FILE'
  }
}

/** @param {Uint8Array} bytes @returns {boolean} whether they are one sequence, as no text is: a "0" has its length behind it */
function isSequence(bytes) {
  try {
    const file = new DerReader(bytes)
    file.sequence()
    file.end()
    return true
  } catch {
    return false
  }
}

/** @param {Reader} reader @param {Uint8Array} bytes */
function isReadBy(reader, bytes) {
  try {
    return reader(bytes) !== undefined
  } catch (error) {
    return error instanceof OtherKeyError
  }
}
