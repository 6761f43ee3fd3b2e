import { invalid } from './invalid.js'
import { withMembers } from './members.js'
import { readBase64, readers } from './read-der.js'

/** @import { Jwk } from '../shared/types.js' */

/** As of a PEM: a certificate has some thousand characters. */
const MAX_LENGTH = 1_048_576

/** RFC 7518 §6.2.1, §6.3.1, RFC 8037 §2: what a public key is. */
const OWN = ['kty', 'crv', 'n', 'e', 'x', 'y']

/**
 * @param {unknown} jwk
 * @returns {jwk is { x5c: string[] }} whether its key stands in a certificate alone, where a verifier does not look
 */
export function hasOnlyCertificate(jwk) {
  const { x5c, n, x } = /** @type {{ [member: string]: unknown }} */ (jwk ?? {})
  return Array.isArray(x5c) && n === undefined && x === undefined
}

/**
 * The JWK with the key of its certificate: of the first in "x5c" (RFC 7517 §4.7). The key alone is read. Nobody checks who
 * issued the certificate, until when, or the rest of the chain, and nothing is fetched.
 * @param {{ readonly x5c: readonly string[], readonly [member: string]: unknown }} jwk
 * @returns {Jwk} without the certificates
 * @throws {AssayError} CONFIG_INVALID, option_invalid, with the option "jwk"; where the JWK has another key beside, as well
 */
export function jwkFromX5c(jwk) {
  const { x5c, ...members } = Object(jwk)
  const [first] = Array.isArray(x5c) ? x5c : []
  if (typeof first !== 'string') {
    const hint = 'Give a JWK as it stands in a JWK Set: {"kty": "RSA", "x5c": ["MII…"]}'
    throw invalid('must have "x5c", an array of certificates in base64', { option: 'jwk', hint })
  }
  if (first.length > MAX_LENGTH)
    throw invalid(`has a certificate of more than ${MAX_LENGTH} characters`, { option: 'jwk' })
  const key = readBase64(readers.CERTIFICATE, first, 'jwk')
  // RFC 7517 §4.7: the key in the first certificate MUST match the other members.
  if (OWN.some((name) => Object.hasOwn(members, name) && members[name] !== key[name])) {
    const hint = 'Ask the issuer which of the two keys is meant (RFC 7517 §4.7)'
    throw invalid('has another key beside its certificate', { option: 'jwk', hint })
  }
  return withMembers(key, members)
}
