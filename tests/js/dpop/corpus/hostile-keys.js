// Hostile proofs: their algorithm and their key.
import { createPublicKey } from 'node:crypto'
import { compactByCurve, edwardsPoint, newCurveKey, primes, soundCurveKey } from '../../support/curve-keys.js'
import { clientJwk } from '../../support/dpop.js'
import { encode } from '../../support/tokens.js'
import {
  byKey,
  claimsWith,
  headerWith,
  hmac,
  keyOf,
  rsa,
  toBytes,
  toNumber,
  tokenOf,
  withHeader,
  withJwk
} from './make.js'

/** @import { Case } from './make.js' */

const bare = { kid: undefined, use: undefined, alg: undefined }
const pem = () => createPublicKey({ key: clientJwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' })
/** @param {string | Buffer} key @param {object} [jwk] */
const byHmac = (key, jwk = clientJwk) =>
  hmac(JSON.stringify(headerWith({ alg: 'HS256', jwk })), JSON.stringify(claimsWith()), key)
/** @param {object} members of the header */
const withEdwards = (members) => compactByCurve(headerWith(members), claimsWith(), 'Ed25519')
/** A key of small order, whose owner is everybody: R = A, S = 0. @param {string} x */
const ofSmallOrder = (x) => {
  const jwk = { kty: 'OKP', crv: 'Ed25519', x }
  const input = `${encode(headerWith({ alg: 'EdDSA', jwk }))}.${encode(claimsWith())}`
  return `${input}.${encode(Buffer.concat([Buffer.from(x, 'base64url'), Buffer.alloc(32)]))}`
}
const y8 = 0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n
const small = {
  ...{ 'y = 1': edwardsPoint(1n), 'y = 0': edwardsPoint(0n), 'y = -1': edwardsPoint(primes.Ed25519 - 1n) },
  ...{ 'order 8': edwardsPoint(y8), 'order 8, x odd': edwardsPoint(y8, 1), 'order 4, x odd': edwardsPoint(0n, 1) },
  ...{
    'y = p': edwardsPoint(primes.Ed25519),
    'y = p + 1': edwardsPoint(primes.Ed25519 + 1n),
    'y = 1, x odd': edwardsPoint(1n, 1)
  }
}
const off = () => encode(Buffer.from(String(clientJwk.y), 'base64url').map((byte, at) => (at === 31 ? byte ^ 1 : byte)))
const p = primes['P-256']
const toNumberOf = (/** @type {any} */ text) => toNumber(Buffer.from(text, 'base64url'))

/** @type {[id: string, reason: string, why: string, proof: () => string, jwt?: () => string][]} */
const rows = [
  ...[
    'none',
    'None',
    'NONE',
    'es256',
    'ES256 ',
    'ES256\0',
    '',
    'ES384',
    'ES512',
    'ES256K',
    'PS384',
    'PS512',
    'RS384',
    'RS512',
    'RS1',
    'Ed448',
    'RSA-OAEP',
    'dir',
    null,
    256,
    ['ES256'],
    { alg: 'ES256' },
    true
  ].map(
    (alg) =>
      /** @type {any} */ ([
        `alg ${JSON.stringify(alg)}`,
        'proof_alg',
        'RFC 9449 §4.3, check 5: not on the allow-list',
        () => withHeader({ alg })
      ])
  ),
  ['no alg', 'proof_alg', 'RFC 7515 §4.1.1', () => withHeader({ alg: undefined })],
  [
    'alg none without a signature',
    'proof_alg',
    'RFC 9449 §4.3, check 5',
    () => withHeader({ alg: 'none' }).replace(/[^.]*$/, '')
  ],
  ['HMAC with the public key in PEM', 'proof_alg', 'RFC 9449 §4.3, check 5: asymmetric', () => byHmac(pem())],
  ['HMAC with the public key as JSON', 'proof_alg', 'RFC 9449 §4.3, check 5', () => byHmac(JSON.stringify(clientJwk))],
  ['HMAC with x', 'proof_alg', 'RFC 9449 §4.3, check 5', () => byHmac(Buffer.from(String(clientJwk.x), 'base64url'))],
  ['HMAC with an empty key', 'proof_alg', 'RFC 9449 §4.3, check 5', () => byHmac('')],
  [
    'HMAC with a key of its own',
    'proof_alg',
    'RFC 9449 §4.3, check 5',
    () => byHmac('secret', { kty: 'oct', k: 'c2VjcmV0' })
  ],
  [
    'ES256 with a symmetric key',
    'proof_jwk_private',
    'RFC 9449 §4.3, check 7',
    () => withHeader({ jwk: { kty: 'oct', k: 'c2VjcmV0' } })
  ],

  [
    'RSA key with ES256',
    'proof_jwk_invalid',
    'RFC 7518 §3.1',
    () =>
      byKey(rsa(), 'RS256').replace(/^[^.]*/, () => encode(headerWith({ jwk: { kty: 'RSA', n: rsa().n, e: rsa().e } })))
  ],
  ['EC key with RS256', 'proof_jwk_invalid', 'RFC 7518 §3.1', () => withHeader({ alg: 'RS256' })],
  ['EC key with PS256', 'proof_jwk_invalid', 'RFC 7518 §3.1', () => withHeader({ alg: 'PS256' })],
  ['EC key with EdDSA', 'proof_jwk_invalid', 'RFC 8037 §3.1', () => withHeader({ alg: 'EdDSA' })],
  [
    'Ed25519 key with ES256',
    'proof_jwk_invalid',
    'RFC 7518 §3.4',
    () => withHeader({ jwk: soundCurveKey('Ed25519', bare) })
  ],
  [
    'P-384 key with ES256',
    'proof_jwk_invalid',
    'RFC 7518 §3.4',
    () => compactByCurve(headerWith({ jwk: soundCurveKey('P-384', bare) }), claimsWith(), 'P-384')
  ],
  [
    'secp256k1 with ES256',
    'proof_jwk_invalid',
    'RFC 8812 §3.2: it is ES256K’s',
    () => byKey(keyOf('k1', 'ec', { namedCurve: 'secp256k1' }), 'ES256')
  ],
  [
    'secp256k1 that says P-256',
    'proof_jwk_invalid',
    'RFC 7518 §6.2.1.2: not on its curve',
    () => byKey(keyOf('k1', 'ec', { namedCurve: 'secp256k1' }), 'ES256', { jwk: { crv: 'P-256' } })
  ],
  [
    'X25519 with EdDSA',
    'proof_jwk_invalid',
    'RFC 8037 §3.1',
    () => withHeader({ alg: 'EdDSA', jwk: { kty: 'OKP', crv: 'X25519', x: newCurveKey('X25519').x } })
  ],
  [
    'Ed448 with EdDSA',
    'proof_jwk_invalid',
    'RFC 8037 §3.1: not supported',
    () => byKey(keyOf('ed448', 'ed448', {}), 'EdDSA')
  ],
  .../** @type {[string, any][]} */ ([
    ['no kty', { kty: undefined }],
    ['kty in lower case', { kty: 'ec' }],
    ['kty OKP with P-256', { kty: 'OKP' }],
    ['kty RSA without n', { kty: 'RSA' }],
    ['no crv', { crv: undefined }],
    ['crv of another', { crv: 'P-384' }],
    ['crv by another name', { crv: 'secp256r1' }],
    ['crv in lower case', { crv: 'p-256' }],
    ['crv null', { crv: null }],
    ['no x', { x: undefined }],
    ['no y', { y: undefined }],
    ['x is a number', { x: 7 }],
    ['x is empty', { x: '' }],
    ['x with padding', { x: `${clientJwk.x}=` }],
    ['x is short', { x: encode(Buffer.alloc(31, 1)) }],
    [
      'x with a zero before',
      { x: encode(Buffer.concat([Buffer.alloc(1), Buffer.from(String(clientJwk.x), 'base64url')])) }
    ],
    ['the point at zero', { x: encode(Buffer.alloc(32)), y: encode(Buffer.alloc(32)) }],
    ['off the curve', { y: off() }],
    ['x is p', { x: encode(toBytes(p)) }],
    ['x and y are beyond p', { x: encode(toBytes(2n ** 256n - 1n)), y: encode(toBytes(2n ** 256n - 1n)) }],
    ['x and y exchanged', { x: clientJwk.y, y: clientJwk.x }],
    [
      'a compressed point',
      { x: encode(Buffer.concat([Buffer.from([2]), Buffer.from(String(clientJwk.x), 'base64url')])), y: undefined }
    ]
  ]).map(
    ([id, members]) =>
      /** @type {any} */ ([`EC: ${id}`, 'proof_jwk_invalid', 'RFC 7518 §6.2.1', () => withJwk(members)])
  ),
  ...Object.entries(small).map(
    ([id, x]) =>
      /** @type {any} */ ([
        `Ed25519 of small order: ${id}`,
        'proof_jwk_invalid',
        'RFC 8032 §5.1.7; anyone can sign by it',
        () => ofSmallOrder(x),
        () => tokenOf({ kty: 'OKP', crv: 'Ed25519', x })
      ])
  ),
  [
    'Ed25519, whose key says EdDSA',
    'proof_jwk_invalid',
    'RFC 7517 §4.4: spelt as in the header',
    () => withEdwards({ alg: 'Ed25519', jwk: soundCurveKey('Ed25519', { ...bare, alg: 'EdDSA' }) })
  ],
  ['RSA of 1024 bits', 'proof_jwk_invalid', 'RFC 7518 §3.3: 2048 at least', () => byKey(rsa(1024), 'RS256')],
  [
    'RSA with exponent 1',
    'proof_jwk_invalid',
    'every signature is its message',
    () => byKey(rsa(), 'RS256', { jwk: { e: 'AQ' } })
  ],
  ['RSA with exponent 2', 'proof_jwk_invalid', 'RFC 8017 §3.1: odd', () => byKey(rsa(), 'RS256', { jwk: { e: 'Ag' } })],
  ['RSA with exponent 0', 'proof_jwk_invalid', 'RFC 8017 §3.1', () => byKey(rsa(), 'RS256', { jwk: { e: 'AA' } })],
  [
    'RSA with a zero before n',
    'proof_key',
    'RFC 7638 §7: its thumbprint is another',
    () =>
      byKey(rsa(), 'RS256', { jwk: { n: encode(Buffer.concat([Buffer.alloc(1), Buffer.from(rsa().n, 'base64url')])) } })
  ],
  [
    'RSA with an even modulus',
    'proof_jwk_invalid',
    'RFC 8017 §3.1',
    () => byKey(rsa(), 'RS256', { jwk: { n: encode(toBytes(toNumberOf(rsa().n) - 1n, 256)) } })
  ],
  ['RSA without e', 'proof_jwk_invalid', 'RFC 7518 §6.3.1.2', () => byKey(rsa(), 'RS256', { jwk: { e: undefined } })]
]

/** @type {Case[]} */
export const hostileKeys = rows.map(([id, reason, why, make, jwt]) => ({
  id,
  reason,
  why,
  proof: make,
  ...(jwt && { jwt: jwt() })
}))
