// Hostile proofs: whose key it is, and their signature.
import { compactByCurve, primes, soundCurveKey } from '../../support/curve-keys.js'
import { clientJwk, thumbprint } from '../../support/dpop.js'
import { encode } from '../../support/tokens.js'
import { byKey, claimsWith, headerWith, orders, privateClient, proof, rsa, segments } from './make.js'
import { signature, toBytes, toNumber, tokenOf, withHeader, withJwk } from './make.js'

/** @import { Case } from './make.js' */

const bare = { kid: undefined, use: undefined, alg: undefined }
const { p256, ed25519 } = orders
const half = (/** @type {Buffer} */ bytes, /** @type {0 | 1} */ at) => bytes.subarray(32 * at, 32 * at + 32)
/** @param {(numbers: { r: bigint, s: bigint }) => [bigint, bigint]} change */
const rs = (change) =>
  signature((bytes) =>
    Buffer.concat(change({ r: toNumber(half(bytes, 0)), s: toNumber(half(bytes, 1)) }).map((each) => toBytes(each)))
  )
/** RFC 3279 §2.2.3. @param {Buffer} bytes */
const der = (bytes) => {
  const integer = (/** @type {Buffer} */ part) => Buffer.concat([Buffer.from([2, 33, 0]), part])
  return Buffer.concat([Buffer.from([0x30, 70]), integer(half(bytes, 0)), integer(half(bytes, 1))])
}
/** @param {(signature: Buffer) => Uint8Array} change */
const byEdwards = (change) => {
  const [header, claims, bytes] = compactByCurve(
    headerWith({ alg: 'EdDSA', jwk: soundCurveKey('Ed25519', bare) }),
    claimsWith(),
    'Ed25519'
  ).split('.')
  return [header, claims, encode(change(Buffer.from(bytes, 'base64url')))].join('.')
}
const p = primes['P-256']
const rsaToken = () => tokenOf(rsa())
const toNumberOf = (/** @type {any} */ text) => toNumber(Buffer.from(text, 'base64url'))

/** @type {[id: string, reason: string, why: string, proof: () => string, jwt?: () => string][]} */
const rows = [
  [
    'by another key',
    'proof_key',
    'RFC 9449 §4.3, check 12: the thief has a key of his own',
    () => proof({ header: headerWith({ alg: 'EdDSA', jwk: soundCurveKey('Ed25519', bare) }), crv: 'Ed25519' })
  ],
  [
    'by another key, with the client’s thumbprint as kid',
    'proof_key',
    'RFC 9449 §4.3, check 12',
    () =>
      proof({
        header: headerWith({
          alg: 'EdDSA',
          kid: thumbprint(clientJwk),
          jwk: soundCurveKey('Ed25519', { ...bare, kid: thumbprint(clientJwk) })
        }),
        crv: 'Ed25519'
      })
  ],
  [
    'the client’s key, signed by another',
    'proof_signature',
    'RFC 9449 §4.3, check 6',
    () => compactByCurve(headerWith(), claimsWith(), 'P-384')
  ],
  [
    'the client’s key mirrored',
    'proof_signature',
    'RFC 9449 §4.3, check 6',
    () => withJwk({ y: encode(toBytes(p - toNumberOf(clientJwk.y))) })
  ],
  [
    'a bit of the signature',
    'proof_signature',
    'RFC 9449 §4.3, check 6',
    () => signature((all) => all.map((byte, at) => (at === 40 ? byte ^ 4 : byte)))
  ],
  [
    'the signature of another proof',
    'proof_signature',
    'RFC 9449 §4.3, check 6',
    () => segments(([a, b]) => [a, b, proof().split('.')[2]])
  ],
  [
    'the claims of another proof',
    'proof_signature',
    'RFC 9449 §4.3, check 6',
    () => segments(([a, , c]) => [a, encode(claimsWith()), c])
  ],
  ['a DER signature', 'proof_signature', 'RFC 7518 §3.4: 64 bytes', () => signature(der)],
  ['a signature of 63 bytes', 'proof_signature', 'RFC 7518 §3.4', () => signature((all) => all.subarray(0, 63))],
  [
    'a signature of 65 bytes',
    'proof_signature',
    'RFC 7518 §3.4',
    () => signature((all) => Buffer.concat([Buffer.alloc(1), all]))
  ],
  ['r and s zero', 'proof_signature', 'CVE-2022-21449', () => signature(() => Buffer.alloc(64))],
  ['r zero', 'proof_signature', 'FIPS 186-5 §6.4.2', () => rs(({ s }) => [0n, s])],
  ['s zero', 'proof_signature', 'FIPS 186-5 §6.4.2', () => rs(({ r }) => [r, 0n])],
  ['r is the order', 'proof_signature', 'FIPS 186-5 §6.4.2', () => rs(({ s }) => [p256, s])],
  ['r and s are the order', 'proof_signature', 'CVE-2022-21449', () => rs(() => [p256, p256])],
  ['s negative', 'proof_signature', 'FIPS 186-5 §6.4.2', () => rs(({ r, s }) => [r, 2n ** 256n - s])],
  ['r and s exchanged', 'proof_signature', 'RFC 7518 §3.4', () => rs(({ r, s }) => [s, r])],
  [
    'EdDSA with S + L',
    'proof_signature',
    'RFC 8032 §5.1.7: S below L',
    () =>
      byEdwards((all) =>
        Buffer.concat([half(all, 0), toBytes(toNumber(Buffer.from(half(all, 1)).reverse()) + ed25519).reverse()])
      )
  ],
  ['EdDSA of zeros', 'proof_signature', 'RFC 8032 §5.1.7', () => byEdwards(() => Buffer.alloc(64))],
  [
    'PS256 under RS256',
    'proof_signature',
    'RFC 7518 §3.3',
    () => byKey(rsa(), 'RS256', { options: { padding: 6, saltLength: 32 } }),
    rsaToken
  ],
  [
    'RS256 under PS256',
    'proof_signature',
    'RFC 7518 §3.5',
    () => byKey(rsa(), 'PS256', { options: { padding: 1, saltLength: undefined } }),
    rsaToken
  ],
  [
    'PS256 with another salt',
    'proof_signature',
    'RFC 7518 §3.5: as long as the hash',
    () => byKey(rsa(), 'PS256', { options: { saltLength: 20 } }),
    rsaToken
  ],
  [
    'RSA signature of zeros',
    'proof_signature',
    'RFC 8017 §8.2.2',
    () => byKey(rsa(), 'RS256').replace(/[^.]*$/, encode(Buffer.alloc(256))),
    rsaToken
  ],
  [
    'RSA signature in ASN.1 of another hash',
    'proof_signature',
    'RFC 8017 §9.2',
    () => byKey(rsa(), 'RS256').replace(/[^.]*$/, () => byKey(rsa(), 'RS512').split('.')[2]),
    rsaToken
  ],
  [
    'the private key, unhidden',
    'proof_jwk_private',
    'RFC 9449 §4.3, check 7',
    () => withHeader({ jwk: privateClient() })
  ]
]

/** @type {Case[]} */
export const hostileSignatures = rows.map(([id, reason, why, make, jwt]) => ({
  ...{ id, reason, why, proof: make },
  ...(jwt && { jwt: jwt() })
}))
