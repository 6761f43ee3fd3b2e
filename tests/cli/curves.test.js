// What the commands say of elliptic curves.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newCurveKey, soundCurveKey } from '../js/support/curve-keys.js'
import { token } from '../js/support/tokens.js'
import { run } from './support/cli.js'

test('decode: RFC 7515 §4.1.1: the algorithm is named, whether it is verified here or not', async () => {
  const names = {
    RS256: /alg: "RS256" {2}RSASSA-PKCS1-v1_5 with SHA-256/,
    ES256: /alg: "ES256" {2}ECDSA on P-256 with SHA-256 \(RFC 7518 §3\.4\)/,
    Ed25519: /alg: "Ed25519" {2}EdDSA on edwards25519 \(RFC 9864 §2\.2\)/,
    ES256K: /alg: "ES256K" {2}ECDSA on secp256k1, which is not verified here/,
    toString: /alg: "toString"\n/
  }
  for (const [alg, expected] of Object.entries(names)) {
    assert.match((await run(['decode'], { input: token({ header: { alg, kid: 'k' } }) })).stdout, expected)
  }
})

test('lint-jwks: keys on curves: the curve stands where an RSA key has its bits', async () => {
  const x25519 = { ...newCurveKey('X25519'), d: undefined, kid: 'x', use: 'enc' }
  const keys = ['P-256', 'P-521', 'Ed25519'].map((crv) => soundCurveKey(crv))
  const { code, stdout } = await run(['lint-jwks'], { input: JSON.stringify({ keys: [...keys, x25519] }) })
  assert.equal(code, 0, stdout)
  assert.match(stdout, /✓ keys\[0\] P-256 EC P-256, ES256, use sig/)
  assert.match(stdout, /✓ keys\[1\] P-521 EC P-521, ES512, use sig/)
  assert.match(stdout, /✓ keys\[2\] Ed25519 OKP Ed25519, EdDSA, use sig/)
  assert.match(
    stdout,
    /✗ keys\[3\] x OKP X25519, use enc\n.*\n.*\n.*this verifier uses P-256, P-384, P-521 and Ed25519/
  )
  assert.match(stdout, /✓ 3 of 4 keys usable/)
})
