// Keys in the forms in which the command line and the debugger page take them.
import assert from 'node:assert/strict'
import { createPublicKey, X509Certificate } from 'node:crypto'
import { test } from 'node:test'
import { jwkSetText, keyFileText } from '../../../js/debug/index.js'
import { newPrivateKey } from '../../support/new-private-key.js'
import { assertError, caught } from '../support/expect.js'
import { publicJwk } from '../support/tokens.js'
import { certificates } from '../pem/certificates.js'

const jwk = publicJwk()
const pem = String(createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' }))
const { kty, n, e } = jwk
const x5c = [certificates.RSA.replace(/-----[^-]+-----|\s/g, '')]
const ofCertificate = new X509Certificate(certificates.RSA).publicKey.export({ format: 'jwk' })
const setOf = (/** @type {string} */ text) => JSON.parse(jwkSetText(text).text)

test('a JWK Set stays as it is, byte for byte, so that its faults can be shown', () => {
  for (const text of [
    '{"keys":[]}',
    ' {"keys": [{"kty":"RSA","x5c":5}]}\n',
    '{"keys":[],"keys":[]}',
    '{"a":1}',
    '{',
    'x',
    ''
  ]) {
    assert.deepEqual(jwkSetText(text), { text })
  }
  assert.equal(jwkSetText('\uFEFF{"keys":[]}').text, '{"keys":[]}')
})

test('an array of JWKs and one JWK become a set, with the text that they have', () => {
  assert.deepEqual(setOf(JSON.stringify(jwk)), { keys: [jwk] })
  assert.deepEqual(setOf(JSON.stringify([jwk, jwk])), { keys: [jwk, jwk] })
  assert.equal(jwkSetText('{"kty":"RSA","kid":1,"kid":2}').text, '{"keys":[{"kty":"RSA","kid":1,"kid":2}]}')
})

test('a PEM of one key or several, and of certificates, which says that nobody checks them', () => {
  assert.deepEqual(setOf(pem), { keys: [{ kty, n, e }] })
  assert.equal(jwkSetText(pem).note, undefined)
  assert.deepEqual(setOf(`${pem}\n${certificates.RSA}`).keys, [{ kty, n, e }, ofCertificate])
  assert.match(String(jwkSetText(certificates.RSA).note), /nobody checks who issued it/)
})

test('PEMs by key id, as Google serves them, keep their ids', () => {
  const { text, note } = jwkSetText(JSON.stringify({ a: certificates.RSA, b: pem }))
  assert.deepEqual(JSON.parse(text).keys, [
    { kid: 'a', ...ofCertificate },
    { kid: 'b', kty, n, e }
  ])
  assert.match(String(note), /nobody checks/)
})

test('RFC 7517 §4.7: a JWK that has a certificate alone gets its key, another stays, and so does a damaged one', () => {
  const only = { kty: 'RSA', kid: 'c', use: 'sig', x5c }
  const damaged = { kty: 'RSA', x5c: ['MIIB'] }
  const { text, note } = jwkSetText(JSON.stringify({ keys: [jwk, only, damaged, null], more: 1 }))
  assert.deepEqual(JSON.parse(text), {
    keys: [jwk, { kid: 'c', use: 'sig', ...ofCertificate }, damaged, null],
    more: 1
  })
  assert.match(String(note), /nobody checks/)
  assert.equal(jwkSetText(JSON.stringify({ keys: [{ ...jwk, x5c }] })).note, undefined)
})

test('a PEM without a public key, and DER, are named and not shown', () => {
  const secret = newPrivateKey('ed25519')
  const privatePem = String(secret.export({ type: 'pkcs8', format: 'pem' }))
  const refused = (/** @type {RegExp} */ message) => ({
    code: 'AUTH_KEYS_UNAVAILABLE',
    reason: 'jwks_not_json',
    message
  })
  const error = caught(() => jwkSetText(privatePem))
  assertError(error, refused(/^This PEM is a private key/), [privatePem.split('\n')[1]])
  assert.match(error.hint, /openssl pkey -pubout/)
  assertError(
    caught(() => jwkSetText(JSON.stringify({ a: privatePem }))),
    refused(/^A PEM of these is a private key/)
  )
  /** @type {[Buffer, RegExp, RegExp][]} */
  const files = [
    [Buffer.from(x5c[0], 'base64'), /^This is a certificate in DER$/, /openssl x509 -inform der -in FILE/],
    [createPublicKey(pem).export({ type: 'spki', format: 'der' }), /^This is a public key in DER$/, /openssl pkey/],
    [secret.export({ type: 'pkcs8', format: 'der' }), /^This is DER, but no public key/, /-pubout/]
  ]
  for (const [bytes, message, hint] of files) {
    const fault = caught(() => keyFileText(bytes))
    assertError(fault, refused(message))
    assert.match(fault.hint, hint)
  }
  for (const text of ['', '0', '{"keys":[]}', pem, '00000', '0x30']) assert.equal(keyFileText(Buffer.from(text)), text)
})
