// The option jwks: the forms in which people have keys, and what they take for one.
import assert from 'node:assert/strict'
import { createPublicKey, webcrypto, X509Certificate } from 'node:crypto'
import { test } from 'node:test'
import { checkJwkSet } from '../../../js/options/key-set.js'
import { testApi } from '../support/core.js'
import { assertError, caught } from '../support/expect.js'
import { goodOptions, now, publicJwk, token } from '../support/tokens.js'
import { certificates } from '../pem/certificates.js'

const { createVerifier } = testApi()
const jwk = publicJwk()
const good = token()

test('issue 19: a JWK Set, an array of keys, one key, and the JSON text of each verify', () => {
  for (const form of [{ keys: [jwk] }, [jwk], jwk]) {
    for (const jwks of [form, JSON.stringify(form), ` ${JSON.stringify(form, null, 2)}\n`]) {
      assert.equal(createVerifier(goodOptions({ jwks })).verifySync(good, { now }).subject, 'user-1')
    }
  }
})

test('text stays as it is: a member that comes twice is seen, in each form', () => {
  const twice = JSON.stringify(jwk).replace('{', '{"kid":"other",')
  for (const jwks of [twice, `[${twice}]`, `{"keys":[${twice}]}`]) {
    const error = caught(() => createVerifier(goodOptions({ jwks })).verifySync(good, { now }))
    assertError(error, { code: 'AUTH_KEYS_UNAVAILABLE', reason: 'jwks_duplicate_member' })
  }
})

test('later changes by the caller do not reach the keys', () => {
  const keys = [{ ...jwk }]
  const verifier = createVerifier(goodOptions({ jwks: keys }))
  keys.length = 0
  assert.equal(verifier.verifySync(good, { now }).subject, 'user-1')
})

test('a JWK Set that JSON cannot express is refused, and its content is not shown', () => {
  const cyclic = { keys: [{ d: 'private' }] }
  cyclic.keys.push(cyclic)
  for (const jwks of [cyclic, { keys: [{ d: 1n }] }, { keys: [], toJSON: () => undefined }]) {
    assertError(
      caught(() => checkJwkSet(jwks)),
      { code: 'CONFIG_INVALID', reason: 'option_invalid', option: 'jwks' },
      ['private']
    )
  }
})

test('what people take for it is named, with what to do, and not shown', async () => {
  const key = createPublicKey({ key: jwk, format: 'jwk' })
  const imported = await webcrypto.subtle.importKey('jwk', jwk, { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, true, [
    'verify'
  ])
  /** @type {[unknown, RegExp][]} */
  const others = [
    [key.export({ type: 'spki', format: 'pem' }), /is a PEM: jwkFromPem/],
    ['-----BEGIN CERTIFICATE-----\nMIIB', /is a PEM/],
    ['https://auth.example.com/jwks', /is a URL: that is the option jwksUri/],
    [key, /is a key object/],
    [imported, /is a key object/],
    [[key.export({ type: 'spki', format: 'pem' })], /must not have an entry that is a PEM: jwkFromPem/],
    [{ keys: [jwk, '-----BEGIN PUBLIC KEY-----'] }, /must not have an entry that is a PEM/],
    [JSON.stringify(['-----BEGIN PUBLIC KEY-----']), /is a PEM/],
    [[jwk, key], /must not have an entry that is a key object/],
    [await webcrypto.subtle.generateKey({ name: 'Ed25519' }, true, ['sign', 'verify']), /is a key object: jwkFromKey/],
    [new X509Certificate(certificates.RSA), /is a key object|is a PEM/],
    [new URL('https://auth.example.com/jwks'), /is a URL: that is the option jwksUri/],
    [Promise.resolve({ keys: [jwk] }), /is a promise: await it first/],
    [new Response('{}'), /is a response: give its URL/],
    [() => [], /is a function: give the URL that it fetches/],
    [async () => [], /is a function: give the URL that it fetches/],
    [Buffer.from(JSON.stringify({ keys: [jwk] })), /is bytes: give their text/],
    [new ArrayBuffer(9), /is bytes/],
    [{ issuer: 'x', jwks_uri: 'https://auth.example.com/jwks' }, /is an issuer's metadata: its jwks_uri/],
    [{ jwks: { keys: [jwk] } }, /has the JWK Set as its member jwks/],
    [{ 2026: certificates.RSA }, /has PEMs by name: give jwkFromPem\(pem, \{ kid: name \}\)/],
    [[{ keys: [jwk] }], /must not have JWK Sets as its entries/],
    [{ keys: [[jwk]] }, /must not have JWK Sets as its entries/],
    ...[null, 5, '', 'x', '"x"', '5', 'null', '{}', {}, { keys: {} }, { kty: 5 }, { a: 1 }].map((value) => [
      value,
      /must be a JWK Set \(an object/
    ])
  ]
  for (const [jwks, message] of others) {
    const error = caught(() => checkJwkSet(jwks))
    assertError(error, { code: 'CONFIG_INVALID', reason: 'option_invalid', option: 'jwks', message }, [
      'MIIB',
      '/jwks"'
    ])
  }
})

test('ATTACK: what a getter, a proxy or toJSON() hides is refused at once, and no error of theirs gets out', () => {
  const secret = () => {
    throw new Error('SECRET')
  }
  const revoked = Proxy.revocable({}, {})
  revoked.revoke()
  const hostile = [
    Object.defineProperty({}, Symbol.toStringTag, { get: secret }),
    Object.defineProperty({}, 'kty', { get: secret, enumerable: true }),
    revoked.proxy,
    Object.create({ keys: [jwk] }),
    { keys: [], toJSON: () => 5 },
    { keys: [jwk], toJSON: () => 'x' }
  ]
  for (const jwks of hostile) {
    assertError(
      caught(() => checkJwkSet(jwks)),
      { code: 'CONFIG_INVALID', reason: 'option_invalid' },
      ['SECRET']
    )
  }
  assert.equal(checkJwkSet({ kty: 'RSA', toJSON: () => ({ keys: [jwk] }) }), JSON.stringify({ keys: [jwk] }))
})
