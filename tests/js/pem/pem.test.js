// assay-jwt/keys beside node:crypto, which reads the same files.
import assert from 'node:assert/strict'
import { createPublicKey, createSecretKey, randomBytes, webcrypto, X509Certificate } from 'node:crypto'
import { test } from 'node:test'
import { jwkFromKey, jwkFromPem, jwksFromPem } from '../../../js/pem/index.js'
import { newPrivateKey } from '../../support/new-private-key.js'
import { testApi } from '../support/core.js'
import { assertError, caught, rejection } from '../support/expect.js'
import { goodOptions, now, publicJwk, token } from '../support/tokens.js'
import { certificates } from './certificates.js'

const kinds = /** @type {[string, any, object][]} */ ([
  ['RSA, 2048 bits', 'rsa', { modulusLength: 2048 }],
  ['RSA, 3072 bits, e = 3', 'rsa', { modulusLength: 3072, publicExponent: 3 }],
  ...['P-256', 'P-384', 'P-521'].map((namedCurve) => [namedCurve, 'ec', { namedCurve }]),
  ['Ed25519', 'ed25519', {}]
])
const refused = (message, option = 'pem') => ({ code: 'CONFIG_INVALID', reason: 'option_invalid', option, message })

for (const [name, type, options] of kinds) {
  test(`${name}: SubjectPublicKeyInfo, and PKCS#1 where there is one, give what node:crypto does`, async () => {
    const privateKey = newPrivateKey(type, options)
    const publicKey = createPublicKey(privateKey)
    const expected = publicKey.export({ format: 'jwk' })
    const spki = String(publicKey.export({ type: 'spki', format: 'pem' }))
    assert.deepEqual(jwkFromPem(spki), expected)
    assert.deepEqual(jwkFromPem(`a line before\r\n${spki.replaceAll('\n', '\r\n')}`), expected)
    assert.deepEqual(jwkFromPem(spki, { kid: 'a', use: 'sig' }), { ...expected, kid: 'a', use: 'sig' })
    assert.deepEqual(
      jwkFromPem(spki, { kty: 'oct', x: 'AA', n: 'AA' }).kty,
      expected.kty,
      'the file says what the key is'
    )
    if (type === 'rsa') {
      assert.deepEqual(jwkFromPem(String(publicKey.export({ type: 'pkcs1', format: 'pem' }))), expected)
    }
    for (const key of [publicKey, privateKey]) assert.deepEqual(await jwkFromKey(key), expected)
  })
}

for (const [name, pem] of Object.entries(certificates)) {
  test(`an X.509 certificate: ${name}`, () => {
    assert.deepEqual(jwkFromPem(pem), new X509Certificate(pem).publicKey.export({ format: 'jwk' }))
  })
}

test('a CryptoKey gives its JWK, without what is private; one that is not extractable is refused', async () => {
  const how = { name: 'ECDSA', namedCurve: 'P-256' }
  const pair = await webcrypto.subtle.generateKey(how, true, ['sign', 'verify'])
  const { kty, crv, x, y } = await webcrypto.subtle.exportKey('jwk', pair.publicKey)
  for (const key of [pair.publicKey, pair.privateKey]) {
    assert.deepEqual(await jwkFromKey(/** @type {any} */ (key), { kid: 'b' }), { kty, crv, x, y, kid: 'b' })
  }
  const hidden = await webcrypto.subtle.generateKey(how, false, ['sign', 'verify'])
  const others = [
    hidden.privateKey,
    createSecretKey(randomBytes(32)),
    null,
    'x',
    {},
    { export: () => ({ kty: 'oct' }) }
  ]
  for (const key of others) {
    assertError(
      await rejection(jwkFromKey(/** @type {any} */ (key))),
      refused(/must be a KeyObject, an X509Certificate or/, 'key')
    )
  }
})

test('a key of a file verifies a token, alone and in a set of several', () => {
  const { createVerifier } = testApi()
  const pem = String(createPublicKey({ key: publicJwk(), format: 'jwk' }).export({ type: 'spki', format: 'pem' }))
  const several = jwksFromPem(certificates['P-256'] + pem + certificates.RSA)
  assert.deepEqual(
    several.keys.map((key) => /** @type {any} */ (key).kty),
    ['EC', 'RSA', 'RSA']
  )
  for (const jwks of [jwkFromPem(pem), jwkFromPem(pem, { kid: 'good' }), several]) {
    assert.equal(createVerifier(goodOptions({ jwks })).verifySync(token(), { now }).subject, 'user-1')
  }
})

test('what is no PEM of a public key says what it is, and shows nothing of it', () => {
  const pem = certificates['P-256']
  const privatePem = String(newPrivateKey('ed25519').export({ type: 'pkcs8', format: 'pem' }))
  const rsa = newPrivateKey('rsa', { modulusLength: 2048 })
  const encryptedPem = rsa.export({ type: 'pkcs1', format: 'pem', cipher: 'aes-128-cbc', passphrase: 'x' })
  const other = (/** @type {any} */ type, options = {}) =>
    String(createPublicKey(newPrivateKey(type, options)).export({ type: 'spki', format: 'pem' }))
  /** @type {[any, RegExp][]} */
  const wrong = [
    [undefined, /must be the text of a PEM file/],
    ['', /must be the text of a PEM file/],
    ['{"keys":[]}', /must be the text of a PEM file/],
    ['-----BEGIN CERTIFICATE-----\nMIIB', /must be the text of a PEM file/],
    ['-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----', /must be the text of a PEM file/],
    ['-----BEGIN constructor-----\nAAAA\n-----END constructor-----', /must be the text of a PEM file/],
    [privatePem, /is a private key/],
    [pem + privatePem, /is a private key/],
    [pem + pem, /has several keys: jwksFromPem/],
    [other('x25519'), /another kind than RSA, EC and Ed25519/],
    [other('ec', { namedCurve: 'secp256k1' }), /another curve/],
    [pem.replace(/\n[A-Za-z0-9+/]{64}\n/, '\n'), /is damaged/],
    ['-----BEGIN PUBLIC KEY-----\n!!!!\n-----END PUBLIC KEY-----', /is damaged/],
    ['-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----', /is damaged/],
    [`${pem}-----BEGIN PUBLIC KEY-----\nAAAA`, /is damaged: a block has no end/],
    [`${pem}-----BEGIN PUBLIC KEY-----\nComment: a-b\n\nAAAA\n-----END PUBLIC KEY-----`, /is damaged: a block/],
    [`${pem}-----BEGIN PRIVATE KEY-----\nAAAA`, /is a private key/],
    [`-----BEGIN private key-----\nAAAA\n-----END private key-----\n${pem}`, /is a private key/],
    [encryptedPem + pem, /is a private key/],
    ['x'.repeat(2 ** 20 + 1), /has more than 1048576 characters/]
  ]
  for (const [text, message] of wrong) {
    const secret = privatePem.split('\n')[1]
    assertError(
      caught(() => jwkFromPem(text)),
      refused(message),
      [secret, 'MIIB']
    )
  }
})

test('ATTACK: a file that is cut, longer or changed anywhere is refused or another key, and never throws anything else', () => {
  const der = Buffer.from(certificates['P-384'].replace(/-----[^-]+-----|\s/g, ''), 'base64')
  const pemOf = (/** @type {Uint8Array} */ bytes) =>
    `-----BEGIN CERTIFICATE-----\n${Buffer.from(bytes).toString('base64')}\n-----END CERTIFICATE-----\n`
  const outcome = (/** @type {Uint8Array} */ bytes) => {
    try {
      return jwkFromPem(pemOf(bytes)).kty
    } catch (error) {
      assertError(error, { code: 'CONFIG_INVALID', reason: 'option_invalid', option: 'pem' })
      return 'refused'
    }
  }
  for (let length = 0; length < der.length; length++)
    assert.equal(outcome(der.subarray(0, length)), 'refused', String(length))
  assert.equal(outcome(Buffer.concat([der, Buffer.alloc(1)])), 'refused')
  let changed = 0
  for (let at = 0; at < der.length; at++) {
    for (const bit of [1, 0x20, 0x80]) {
      const bytes = Uint8Array.from(der)
      bytes[at] ^= bit
      if (outcome(bytes) === 'refused') changed++
    }
  }
  assert.ok(changed > 20, String(changed))
})

test('ATTACK: numbers of any length end in a key or in a refusal', () => {
  const long = Buffer.alloc(400_000, 0x7f)
  const length = (/** @type {number} */ n) => Buffer.from([0x83, n >> 16, (n >> 8) & 255, n & 255])
  const numbers = Buffer.concat([Buffer.from([2]), length(long.length), long, Buffer.from([2, 1, 3])])
  const der = Buffer.concat([Buffer.from([0x30]), length(numbers.length), numbers])
  const pem = `-----BEGIN RSA PUBLIC KEY-----\n${der.toString('base64')}\n-----END RSA PUBLIC KEY-----`
  assert.equal(jwkFromPem(pem).n, long.toString('base64url'))
})
