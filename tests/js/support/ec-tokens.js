// Keys and tokens of elliptic curves, made by node:crypto anew for each test file.

import { createECDH, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'
import { curves } from './weierstrass.js'
import { encode, goodClaims, goodOptions, publicJwk } from './tokens.js'

export const ecdsaCurves = Object.values(curves)
export const everyAlgorithm = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']
]

/** OpenSSL's names of the curves. @type {{ [crv: string]: string }} */
const opensslNames = { 'P-256': 'prime256v1', 'P-384': 'secp384r1', 'P-521': 'secp521r1' }

/** @param {string} alg @returns {any} a new private JWK */
export function newKey(alg) {
  const curve = ecdsaCurves.find((each) => each.alg === alg)
  if (!curve) return generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
  // Not by generateKeyPairSync(): where thousands are made, Node 20 may stand still in export().
  const pair = createECDH(opensslNames[curve.crv])
  const point = pair.generateKeys().subarray(1)
  const d = Buffer.concat([Buffer.alloc(curve.size - pair.getPrivateKey().length), pair.getPrivateKey()])
  const [x, y] = [point.subarray(0, curve.size), point.subarray(curve.size)]
  return { kty: 'EC', crv: curve.crv, x: encode(x), y: encode(y), d: encode(d) }
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
