// Keys and tokens of elliptic curves, made by node:crypto anew for each test file.

import { createPrivateKey, sign } from 'node:crypto'
import { newPrivateKey } from '../../support/new-private-key.js'
import { curves } from './weierstrass.js'
import { encode, goodClaims, goodOptions, publicJwk } from './tokens.js'

export const ecdsaCurves = Object.values(curves)
export const everyAlgorithm = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']
]

/** @param {string} alg @returns {any} a new private JWK */
export function newKey(alg) {
  const curve = ecdsaCurves.find((each) => each.alg === alg)
  const key = curve ? newPrivateKey('ec', { namedCurve: curve.crv }) : newPrivateKey('ed25519')
  return key.export({ format: 'jwk' })
}

/** Two private JWKs for each algorithm: its own, and another's. */
export const ecKeys = Object.fromEntries(
  ['ES256', 'ES384', 'ES512', 'EdDSA'].flatMap((alg) => [
    [alg, newKey(alg)],
    [`other ${alg}`, newKey(alg)]
  ])
)
ecKeys.Ed25519 = ecKeys.EdDSA

/** @param {string} name @param {object} [members] undefined removes one @returns {any} the public JWK, with its name as kid */
export function ecJwk(name, members = {}) {
  const { d: _, ...jwk } = ecKeys[name]
  return JSON.parse(JSON.stringify({ ...jwk, kid: name, ...members }))
}

/** @type {WeakMap<object, import('node:crypto').KeyObject>} */
const privateKeys = new WeakMap()

/** @param {any} jwk private @returns {import('node:crypto').KeyObject} */
function privateKey(jwk) {
  const known = privateKeys.get(jwk)
  if (known) return known
  const made = createPrivateKey({ key: jwk, format: 'jwk' })
  privateKeys.set(jwk, made)
  return made
}

/** @param {string} alg @param {any} jwk private @param {string} input @returns {Buffer} RFC 7518 §3.4, RFC 8037 §3.1 */
export function ecSignature(alg, jwk, input) {
  const hash = ecdsaCurves.find((each) => each.alg === alg)?.hash ?? null
  return sign(hash, Buffer.from(input), { key: privateKey(jwk), dsaEncoding: 'ieee-p1363' })
}

/**
 * What is to be signed of a token that is good but for what is said.
 * @param {string} alg
 * @param {{ header?: object, claims?: object }} [differences]
 */
export function signingInput(alg, { header = {}, claims = {} } = {}) {
  return `${encode({ alg, kid: alg, typ: 'at+jwt', ...header })}.${encode(goodClaims(claims))}`
}

/** @param {string} input @param {Uint8Array} signature @returns {string} */
export const signed = (input, signature) => `${input}.${encode(signature)}`

/**
 * A token that is good but for what is said.
 * @param {string} alg
 * @param {{ header?: object, claims?: object, key?: string }} [differences]
 */
export function ecToken(alg, { key = alg, ...differences } = {}) {
  const input = signingInput(alg, differences)
  return signed(input, ecSignature(alg, ecKeys[key], input))
}

/** @param {...object} keys a JWK Set; by default one for each algorithm, an RSA key among them @returns {any} options */
export function ecOptions(...keys) {
  const all = [publicJwk(), ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'].map((name) => ecJwk(name))]
  return goodOptions({ algorithms: everyAlgorithm, jwks: { keys: keys.length > 0 ? keys : all } })
}
