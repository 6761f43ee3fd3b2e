// JWKs of the forms in which people have public keys.

import { AssayError } from '../shared/error.js'
import { DerError } from './der.js'
import { fromCertificate, fromPkcs1, fromSpki, OtherKeyError } from './public-key.js'

/** @import { Jwk, JwkSet } from '../shared/types.js' */

/** @typedef {{ kid?: string, alg?: string, use?: string, [member: string]: unknown }} JwkMembers what a PEM does not say */

/** @type {{ [label: string]: (der: Uint8Array) => Jwk }} */
const readers = { 'PUBLIC KEY': fromSpki, 'RSA PUBLIC KEY': fromPkcs1, CERTIFICATE: fromCertificate }

const MAX_LENGTH = 1_048_576

/** How to have the public key alone. */
const TAKE_PUBLIC = 'is a private key, which a verifier must not have: `openssl pkey -pubout` writes the public one'
const NO_PEM = 'must be the text of a PEM file: -----BEGIN PUBLIC KEY-----, RSA PUBLIC KEY or CERTIFICATE'

/**
 * A JWK (RFC 7517 §4) of a PEM file (RFC 7468) with one public key: SubjectPublicKeyInfo, PKCS#1, or an X.509 certificate,
 * of which it takes the key and checks nothing else.
 * @param {string} pem
 * @param {JwkMembers} [members] `kid`, `alg` and `use`, which a PEM does not say
 * @returns {Jwk}
 * @throws {AssayError} CONFIG_INVALID, option_invalid, with the option "pem"
 */
export function jwkFromPem(pem, members = {}) {
  const [only, ...others] = keysIn(pem)
  if (others.length > 0) throw invalid('has several keys: jwksFromPem takes them all')
  return { ...members, ...only }
}

/**
 * A JWK Set (RFC 7517 §5) of all public keys in a PEM file.
 * @param {string} pem
 * @returns {JwkSet}
 * @throws {AssayError} CONFIG_INVALID, option_invalid, with the option "pem"
 */
export const jwksFromPem = (pem) => ({ keys: keysIn(pem) })

/**
 * The public JWK of a KeyObject of node:crypto, or of an extractable CryptoKey. Of a private key it takes the public half.
 * @param {CryptoKey | { export(options: { format: 'jwk' }): object }} key
 * @param {JwkMembers} [members] `kid`, `alg` and `use`
 * @returns {Promise<Jwk>}
 * @throws {AssayError} CONFIG_INVALID, option_invalid, with the option "key"
 */
export async function jwkFromKey(key, members = {}) {
  const { kty, crv, n, e, x, y } = await exportKey(key)
  if (kty === 'RSA' && n && e) return { ...members, kty, n, e }
  if (kty === 'EC' && /^P-(256|384|521)$/.test(crv) && x && y) return { ...members, kty, crv, x, y }
  if (kty === 'OKP' && crv === 'Ed25519' && x) return { ...members, kty, crv, x }
  throw invalid('must be a KeyObject or an extractable CryptoKey, of RSA, EC (P-256, P-384, P-521) or Ed25519', 'key')
}

/** @param {any} key @returns {Promise<{ [member: string]: string }>} plain members; none where it cannot be exported */
async function exportKey(key) {
  try {
    const jwk =
      typeof key?.export === 'function' ? key.export({ format: 'jwk' }) : await crypto.subtle.exportKey('jwk', key)
    return JSON.parse(JSON.stringify(jwk)) ?? {}
  } catch {
    return {} // The platform's own message may quote the key.
  }
}

/** @param {unknown} pem @returns {Jwk[]} at least one */
function keysIn(pem) {
  if (typeof pem !== 'string') throw invalid(NO_PEM)
  if (pem.length > MAX_LENGTH) throw invalid(`has more than ${MAX_LENGTH} characters`)
  if (/-----BEGIN [A-Z0-9 ]*PRIVATE KEY *-----/i.test(pem)) throw invalid(TAKE_PUBLIC)
  const keys = [...pem.matchAll(/-----BEGIN ([A-Z0-9 ]{1,40})-----([^-]*)-----END \1-----/g)].map(([, label, body]) => {
    if (!Object.hasOwn(readers, label)) throw invalid(NO_PEM)
    return readKey(readers[label], body)
  })
  if (keys.length === 0) throw invalid(NO_PEM)
  if (keys.length < pem.split('-----BEGIN').length - 1) throw invalid('is damaged: a block has no end, or a header')
  return keys
}

/** @param {(der: Uint8Array) => Jwk} reader @param {string} body base64 with line breaks @returns {Jwk} */
function readKey(reader, body) {
  try {
    return reader(Uint8Array.from(atob(body.replace(/\s/g, '')), (character) => character.charCodeAt(0)))
  } catch (error) {
    if (error instanceof OtherKeyError) throw invalid(error.message)
    if (error instanceof DerError || (error instanceof DOMException && error.name === 'InvalidCharacterError')) {
      throw invalid('is damaged: its base64 or its DER has a fault')
    }
    throw error
  }
}

/** @param {string} rule @param {string} [option] */
function invalid(rule, option = 'pem') {
  return new AssayError('option_invalid', { option, message: `"${option}" ${rule}` })
}
