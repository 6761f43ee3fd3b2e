// Makes the proofs of the corpus: by a client of the token, with node:crypto.
import { createHash, createHmac, createPrivateKey, randomUUID, sign } from 'node:crypto'
import { newPrivateKey } from '../../../support/new-private-key.js'
import { compactByCurve, privateCurveJwk } from '../../support/curve-keys.js'
import { clientJwk, thumbprint, url } from '../../support/dpop.js'
import { encode, now, token } from '../../support/tokens.js'

/**
 * @typedef {object} Case
 * @property {string} id
 * @property {string} why what is wrong with the proof, or why it is legal
 * @property {() => string} proof
 * @property {string} reason of the refusal; '' where it must be accepted
 * @property {boolean} [nonce] whether the server demands nonces
 * @property {string} [jwt] the token that comes with it (default: one that is bound to the client's key)
 * @property {string} [url] of the request
 * @property {string} [method] of the request
 */

/** A token as RFC 9068 wants it, bound to a key. @param {any} jwk */
export const tokenOf = (jwk) => token({ claims: { cnf: { jkt: thumbprint(jwk) }, jti: 'a', client_id: 'client' } })
export const jwt = tokenOf(clientJwk)
export const hash = (/** @type {string} */ text, name = 'sha256') => createHash(name).update(text).digest()
export const secret = 'a secret of 32 bytes for nonces!'

/** @param {object} [members] @returns {any} */
export const headerWith = (members = {}) => ({ typ: 'dpop+jwt', alg: 'ES256', jwk: clientJwk, ...members })

/** @param {object} [members] @returns {any} */
export const claimsWith = (members = {}) => ({
  ...{ jti: randomUUID(), htm: 'GET', htu: url, iat: now, ath: hash(jwt).toString('base64url') },
  ...members
})

/**
 * Signed by the client's key over exactly what is given: objects as JSON, text and bytes as they are.
 * @param {{ header?: any, claims?: any, crv?: string }} [parts]
 */
export const proof = ({ header = headerWith(), claims = claimsWith(), crv = 'P-256' } = {}) =>
  compactByCurve(header, claims, crv)

/** @param {object} members of the header */
export const withHeader = (members) => proof({ header: headerWith(members) })
/** @param {object} members of the claims */
export const withClaims = (members) => proof({ claims: claimsWith(members) })
/** @param {any} members of the key; undefined leaves one out */
export const withJwk = (members) => withHeader({ jwk: { ...clientJwk, ...members } })

/** @param {object} value @param {(text: string) => string} change @returns {string} its JSON text, changed */
export const text = (value, change) => change(JSON.stringify(value))

/** @param {(segments: string[]) => string[]} change */
export const segments = (change) => change(proof().split('.')).join('.')

/** @param {(signature: Buffer) => Uint8Array} change */
export const signature = (change) =>
  segments(([header, claims, bytes]) => [header, claims, encode(change(Buffer.from(bytes, 'base64url')))])

/** @param {string} header @param {string} claims @param {string | Buffer} key */
export function hmac(header, claims, key) {
  const input = `${encode(header)}.${encode(claims)}`
  return `${input}.${createHmac('sha256', key).update(input).digest('base64url')}`
}

const keys = new Map()
/** @param {string} name @param {any} type @param {object} options @returns {any} a private JWK, the same each time */
export function keyOf(name, type, options) {
  if (!keys.has(name)) keys.set(name, newPrivateKey(type, options).export({ format: 'jwk' }))
  return keys.get(name)
}

export const rsa = (modulusLength = 2048) => keyOf(`rsa ${modulusLength}`, 'rsa', { modulusLength })

/** @param {any} jwk a private key @param {string} alg @param {{ jwk?: object, options?: object, claims?: object }} [more] */
export function byKey(jwk, alg, { jwk: members = {}, options = {}, claims = {} } = {}) {
  const { kty, crv, x, y, n, e } = jwk
  const input = `${encode(headerWith({ alg, jwk: { kty, crv, x, y, n, e, ...members } }))}.${encode(claimsWith(claims))}`
  const padding = alg.startsWith('PS') ? { padding: 6, saltLength: 32 } : {}
  const key = { key: createPrivateKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363', ...padding, ...options }
  const name = kty === 'OKP' ? null : `sha${/\d+/.exec(alg)?.[0] ?? 256}`
  return `${input}.${sign(name, Buffer.from(input), /** @type {any} */ (key)).toString('base64url')}`
}

export const privateClient = () => privateCurveJwk('P-256')

/** The order of P-256, and that of Ed25519's base point. */
export const orders = {
  p256: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  ed25519: 2n ** 252n + 27742317777372353535851937790883648493n
}
/** @param {Uint8Array} bytes big-endian */
export const toNumber = (bytes) => BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
/** @param {bigint} number @param {number} [size] @returns {Buffer} big-endian */
export const toBytes = (number, size = 32) => Buffer.from(number.toString(16).padStart(2 * size, '0'), 'hex')
