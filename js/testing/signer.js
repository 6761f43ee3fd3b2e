// Keys that sign, by WebCrypto.

import { toBase64url } from '../shared/base64url.js'

/** @typedef {'RS256' | 'RS384' | 'RS512' | 'PS256' | 'PS384' | 'PS512' | 'ES256' | 'ES384' | 'ES512' | 'EdDSA'} SigningAlgorithm */

/** @typedef {{ kid: string, jwk: object, privateKey: CryptoKey, how: any }} Signer */

const rsa = { modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) }
/** @type {{ [curve: string]: string }} */
const curves = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' }

/**
 * @param {SigningAlgorithm} alg
 * @returns {{ key: any, how: any }} how WebCrypto makes its keys, and its signatures
 */
function parametersOf(alg) {
  const hash = `SHA-${alg.slice(2)}`
  if (alg === 'EdDSA') return { key: { name: 'Ed25519' }, how: { name: 'Ed25519' } }
  if (Object.hasOwn(curves, alg)) {
    return { key: { name: 'ECDSA', namedCurve: curves[alg] }, how: { name: 'ECDSA', hash } }
  }
  const saltLength = Number(alg.slice(2)) / 8
  if (/^PS(256|384|512)$/.test(alg)) {
    return { key: { name: 'RSA-PSS', hash, ...rsa }, how: { name: 'RSA-PSS', saltLength } }
  }
  if (/^RS(256|384|512)$/.test(alg)) {
    return { key: { name: 'RSASSA-PKCS1-v1_5', hash, ...rsa }, how: { name: 'RSASSA-PKCS1-v1_5' } }
  }
  throw new TypeError('alg must be RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512 or EdDSA')
}

/**
 * @param {SigningAlgorithm} alg
 * @param {string} kid
 * @returns {Promise<Signer>}
 */
export async function newSigner(alg, kid) {
  const { key, how } = parametersOf(alg)
  const pair = /** @type {CryptoKeyPair} */ (await crypto.subtle.generateKey(key, true, ['sign', 'verify']))
  const { key_ops: _, ext: __, ...jwk } = await crypto.subtle.exportKey('jwk', pair.publicKey)
  return { kid, how, privateKey: pair.privateKey, jwk: { ...jwk, kid, alg, use: 'sig' } }
}

/**
 * @param {Signer} signer
 * @param {object} header
 * @param {object} claims
 * @returns {Promise<string>} a JWS in compact serialization (RFC 7515 §7.1)
 */
export async function sign({ how, privateKey }, header, claims) {
  const input = `${encode(header)}.${encode(claims)}`
  const signature = await crypto.subtle.sign(how, privateKey, new TextEncoder().encode(input))
  return `${input}.${toBase64url(new Uint8Array(signature))}`
}

/** @param {object} value @returns {string} its JSON text as base64url (RFC 7515 §2) */
export const encode = (value) => toBase64url(new TextEncoder().encode(JSON.stringify(value)))
