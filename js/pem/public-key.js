import { toBase64url } from '../shared/base64url.js'
import { DerError, DerReader, EXPLICIT_0, NULL, OBJECT_IDENTIFIER } from './der.js'

/** @import { Jwk } from '../shared/types.js' */

const RSA = '2a864886f70d010101' // RFC 8017 §A.1
const EC = '2a8648ce3d0201' // RFC 5480 §2.1.1
const ED25519 = '2b6570' // RFC 8410 §3
/** RFC 5480 §2.1.1.1. @type {{ [oid: string]: { crv: string, size: number } }} */
const curves = {
  '2a8648ce3d030107': { crv: 'P-256', size: 32 },
  '2b81040022': { crv: 'P-384', size: 48 },
  '2b81040023': { crv: 'P-521', size: 66 }
}

/** A key that is no key for this package. */
export class OtherKeyError extends Error {}

/** @param {Uint8Array} der RSAPublicKey (RFC 8017 §A.1.1) @returns {Jwk} */
export function fromPkcs1(der) {
  const file = new DerReader(der)
  const numbers = file.sequence()
  file.end()
  const [n, e] = [numbers.unsigned(), numbers.unsigned()]
  numbers.end()
  return { kty: 'RSA', n: toBase64url(n), e: toBase64url(e) }
}

/** @param {Uint8Array} der SubjectPublicKeyInfo (RFC 5280 §4.1.2.7) @returns {Jwk} */
export function fromSpki(der) {
  const file = new DerReader(der)
  const info = file.sequence()
  file.end()
  return readSpki(info)
}

/** @param {Uint8Array} der Certificate (RFC 5280 §4.1): its key alone; nobody has checked who issued it @returns {Jwk} */
export function fromCertificate(der) {
  const file = new DerReader(der)
  const certificate = file.sequence()
  file.end()
  const signed = certificate.sequence()
  certificate.sequence() // signature algorithm
  certificate.bitString() // signature
  certificate.end()
  if (signed.tag === EXPLICIT_0) signed.next() // version
  for (let i = 0; i < 5; i++) signed.next() // serial number, signature, issuer, validity, subject
  return readSpki(signed.sequence())
}

/** @param {DerReader} info @returns {Jwk} */
function readSpki(info) {
  const algorithm = info.sequence()
  const key = info.bitString()
  info.end()
  const name = hex(algorithm.take(OBJECT_IDENTIFIER))
  if (name === RSA) {
    if (algorithm.take(NULL).length > 0) throw new DerError('a null that is something') // RFC 3279 §2.3.1
    algorithm.end()
    return fromPkcs1(key)
  }
  if (name === ED25519) {
    algorithm.end() // RFC 8410 §3: no parameters
    return edwards(key)
  }
  if (name === EC) {
    const curve = hex(algorithm.take(OBJECT_IDENTIFIER))
    algorithm.end()
    return point(curve, key)
  }
  throw new OtherKeyError('is a key of another kind than RSA, EC and Ed25519')
}

/** @param {Uint8Array} key @returns {Jwk} */
function edwards(key) {
  if (key.length !== 32) throw new DerError('no point of Ed25519')
  return { kty: 'OKP', crv: 'Ed25519', x: toBase64url(key) }
}

/** @param {string} curve @param {Uint8Array} key an uncompressed point (RFC 5480 §2.2) @returns {Jwk} */
function point(curve, key) {
  if (!Object.hasOwn(curves, curve)) throw new OtherKeyError('is on another curve than P-256, P-384 and P-521')
  const { crv, size } = curves[curve]
  if (key.length !== 1 + 2 * size || key[0] !== 4) throw new OtherKeyError('is a compressed point, or none')
  return { kty: 'EC', crv, x: toBase64url(key.subarray(1, 1 + size)), y: toBase64url(key.subarray(1 + size)) }
}

/** @param {Uint8Array} bytes */
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
