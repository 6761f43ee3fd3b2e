// JWKs of the forms in which people have public keys.

import { invalid } from './invalid.js'
import { hintFor } from './other-forms.js'
import { withWrittenMembers } from './members.js'
import { readBase64, readers } from './read-der.js'

/** @import { Jwk, JwkSet } from '../shared/types.js' */
/** @import { JwkMembers } from './members.js' */

export { describeDer } from './read-der.js'
export { hasOnlyCertificate, jwkFromX5c } from './x5c.js'

const MAX_LENGTH = 1_048_576

/** How to have the public key alone. */
const PRIVATE = 'is a private key, which a verifier must not have: `openssl pkey -pubout` writes the public one'
const TAKE_PUBLIC = 'Take the private key out of the configuration, and give: openssl pkey -pubout -in FILE'
const NO_PEM = 'must be the text of a PEM file: -----BEGIN PUBLIC KEY-----, RSA PUBLIC KEY or CERTIFICATE'

/** What else stands in PEM files, and what to do with it. @type {{ [label: string]: string }} */
const OTHERS = {
  'CERTIFICATE REQUEST':
    'This is a request for a certificate: give the certificate, or openssl req -pubkey -noout -in FILE',
  'EC PARAMETERS': 'Leave out -----BEGIN EC PARAMETERS-----: the key says its curve itself',
  'X509 CRL': 'This is a list of revoked certificates: give the certificate'
}

/**
 * A JWK (RFC 7517 §4) of a PEM file (RFC 7468) with one public key: SubjectPublicKeyInfo, PKCS#1, or an X.509 certificate,
 * of which it takes the key and checks nothing else.
 * @param {string} pem
 * @param {JwkMembers} [members] `kid`, `alg` and `use`, which a PEM does not say; they must fit the key
 * @returns {Jwk}
 * @throws {AssayError} CONFIG_INVALID, option_invalid, with the option "pem" or "members"
 */
export function jwkFromPem(pem, members) {
  const [only, ...others] = keysIn(pem)
  const hint = 'Call jwksFromPem; of a chain of certificates the first alone is the key: give that one'
  if (others.length > 0) throw invalid('has several keys: jwksFromPem takes them all', { hint })
  return withWrittenMembers(only, members)
}

/**
 * A JWK Set (RFC 7517 §5) of all public keys in a PEM file.
 * @param {string} pem
 * @returns {JwkSet}
 * @throws {AssayError} CONFIG_INVALID, option_invalid, with the option "pem"
 */
export const jwksFromPem = (pem) => ({ keys: keysIn(pem) })

/**
 * The public JWK of a KeyObject or an X509Certificate of node:crypto, or of an extractable CryptoKey. Of a private key, or
 * a pair, it takes the public half; of a certificate the key, and checks nothing else.
 * @param {CryptoKey | { export(options: { format: 'jwk' }): object } | { readonly publicKey: object }} key
 * @param {JwkMembers} [members] `kid`, `alg` and `use`; they must fit the key
 * @returns {Promise<Jwk>}
 * @throws {AssayError} CONFIG_INVALID, option_invalid, with the option "key" or "members"
 */
export async function jwkFromKey(key, members) {
  const { kty, crv, n, e, x, y } = await exportKey(key)
  if (kty === 'RSA' && n && e) return withWrittenMembers({ kty, n, e }, members)
  if (kty === 'EC' && /^P-(256|384|521)$/.test(crv) && x && y) return withWrittenMembers({ kty, crv, x, y }, members)
  if (kty === 'OKP' && crv === 'Ed25519' && x) return withWrittenMembers({ kty, crv, x }, members)
  const hint =
    'The text of a PEM goes to jwkFromPem, a JWK into the option jwks as it is; a CryptoKey must be extractable'
  const rule =
    'must be a KeyObject, an X509Certificate or an extractable CryptoKey, of RSA, EC (P-256, P-384, P-521) or Ed25519'
  throw invalid(rule, { option: 'key', hint })
}

/** @param {any} given @returns {Promise<{ [member: string]: string }>} plain members; none where it cannot be exported */
async function exportKey(given) {
  try {
    const key = given.publicKey ?? given
    const jwk =
      typeof key.export === 'function' ? key.export({ format: 'jwk' }) : await crypto.subtle.exportKey('jwk', key)
    return JSON.parse(JSON.stringify(jwk)) ?? {}
  } catch {
    return {} // The platform's own message may quote the key.
  }
}

/** @param {unknown} pem @returns {Jwk[]} at least one */
function keysIn(pem) {
  if (typeof pem !== 'string') throw invalid(NO_PEM, { hint: hintFor(pem) })
  if (pem.length > MAX_LENGTH) throw invalid(`has more than ${MAX_LENGTH} characters`)
  if (/-----BEGIN [A-Z0-9 ]*PRIVATE KEY *-----/i.test(pem)) throw invalid(PRIVATE, { hint: TAKE_PUBLIC })
  const keys = [...pem.matchAll(/-----BEGIN ([A-Z0-9 ]{1,40})-----([^-]*)-----END \1-----/g)].map(([, label, body]) => {
    if (body.includes('\\n')) throw invalid('is damaged: its line breaks are escaped', { hint: ESCAPED })
    if (Object.hasOwn(readers, label)) return readBase64(readers[label], body.replace(/\s/g, ''), 'pem')
    throw invalid(NO_PEM, { hint: Object.hasOwn(OTHERS, label) ? OTHERS[label] : undefined })
  })
  const blocks = pem.split('-----BEGIN').length - 1
  if (keys.length === 0 && blocks === 0) throw invalid(NO_PEM, { hint: hintFor(pem) })
  if (keys.length === 0) throw invalid(NO_PEM, { hint: CUT })
  if (keys.length < blocks) throw invalid('is damaged: a block has no end, or a header')
  return keys
}

const ESCAPED = "Line breaks are written as \\n, as in an environment variable: pem.replaceAll('\\\\n', '\\n')"
const CUT = 'The block has no end, or its lines are damaged: copy the whole file, from -----BEGIN to the last -----'
