// The part of the fixture that elliptic curves have: docs/attacks.md 28, on every runtime.

import { ecJwk, ecKeys, ecSignature, ecToken, signed, signingInput } from '../js/support/ec-tokens.js'
import { bigEndian, fromBigEndian } from '../js/support/numbers.js'
import { encode } from '../js/support/tokens.js'
import { curves, joined } from '../js/support/weierstrass.js'

/** @import { Case } from './fixture.js' */

export const curveAlgorithms = ['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']

/** @param {string} alg @returns {string} a JWS whose payload is not a JWT */
export function jwsOf(alg) {
  const input = `${encode({ alg, kid: alg })}.${encode('any bytes: \u00e4')}`
  return signed(input, ecSignature(alg, ecKeys[alg], input))
}

/** @returns {Case[]} docs/attacks.md 28: signatures */
export function curveSignatures() {
  return ['ES256', 'ES384', 'ES512', 'EdDSA'].flatMap((alg) => {
    const input = signingInput(alg)
    const good = ecSignature(alg, ecKeys[alg], input)
    const half = good.length / 2
    const changed = Buffer.from(good)
    changed[5] ^= 1
    const curve = Object.values(curves).find((each) => each.alg === alg)
    const values = {
      'no signature': Buffer.alloc(0),
      'all zero': Buffer.alloc(good.length),
      'one bit changed': changed,
      'a byte less': good.subarray(1),
      'a byte more': Buffer.concat([Buffer.alloc(1), good]),
      'halves in turns': Buffer.concat([good.subarray(half), good.subarray(0, half)]),
      "another's key": ecSignature(alg, ecKeys[`other ${alg}`], input),
      ...(curve && { 's = n': joined(curve, fromBigEndian(good.subarray(0, half)), curve.n) })
    }
    const cases = Object.entries(values).map(([name, bytes]) => [`${alg}: ${name}`, signed(input, bytes)])
    return cases.map(([name, token]) => ({ name, verifier: 'curves', token, reason: 'signature_mismatch' }))
  })
}

/** @returns {any[]} JWKs that are none, each under the name of what is wrong */
export function badCurveKeys() {
  const { x } = ecJwk('ES256')
  const y = bigEndian(1n, 32).toString('base64url')
  return [
    ecJwk('ES256', { kid: 'off the curve', y }),
    ecJwk('ES256', { kid: 'short', x: encode(Buffer.from(x, 'base64url').subarray(1)) }),
    ecJwk('ES256', { kid: 'secp256k1', crv: 'secp256k1' }),
    ecJwk('EdDSA', { kid: 'small order', x: encode(Buffer.from([1, ...Array(31).fill(0)])) }),
    ecJwk('EdDSA', { kid: 'y too large', x: encode(Buffer.alloc(32, 0xff)) }),
    ecJwk('ES384', { kid: 'another curve' })
  ]
}

/** @returns {Case[]} docs/attacks.md 8 and 28: keys, and algorithms that nobody allowed */
export function curveKeys() {
  const reasons = {
    'off the curve': ['ES256', 'key_material'],
    short: ['ES256', 'key_material'],
    secp256k1: ['ES256', 'key_type_unsupported'],
    'small order': ['EdDSA', 'key_weak'],
    'y too large': ['EdDSA', 'key_material'],
    'another curve': ['ES256', 'key_type_mismatch']
  }
  const bad = Object.entries(reasons).map(([name, [alg, reason]]) => ({
    name,
    verifier: 'badCurves',
    token: ecToken(alg, { header: { kid: name } }),
    reason
  }))
  const refused = { verifier: 'curvesRefused', reason: 'alg_not_allowed' }
  return [
    ...bad,
    { name: 'ES256 that is not allowed', token: ecToken('ES256'), ...refused },
    { name: 'es256', token: ecToken('ES256', { header: { alg: 'es256' } }), ...refused, verifier: 'curves' },
    { name: 'ES256K', token: ecToken('ES256', { header: { alg: 'ES256K' } }), ...refused, verifier: 'curves' }
  ]
}
