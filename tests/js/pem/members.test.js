// What is given beside a key: members, certificates within a JWK, and what is taken for a PEM.
import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto'
import { test } from 'node:test'
import { hasOnlyCertificate, jwkFromKey, jwkFromPem, jwkFromX5c, jwksFromPem } from '../../../js/pem/index.js'
import { assertError, caught, rejection } from '../support/expect.js'
import { certificates } from './certificates.js'

const refused = (option, message) => ({ code: 'CONFIG_INVALID', reason: 'option_invalid', option, message })
const base64 = (/** @type {string} */ pem) => pem.replace(/-----[^-]+-----|\s/g, '')
const jwkOf = (/** @type {string} */ pem) => new X509Certificate(pem).publicKey.export({ format: 'jwk' })

test('RFC 7517 §4.4: members fit the key, each of its type', () => {
  for (const [name, fitting, others] of /** @type {[keyof typeof certificates, string[], string[]][]} */ ([
    ['RSA', ['RS256', 'RS512', 'PS384'], ['ES256', 'EdDSA', 'HS256', 'rs256', 'RSA-OAEP', 'RS1', '']],
    ['P-256', ['ES256'], ['ES384', 'RS256', 'ES256K']],
    ['P-384', ['ES384'], ['ES256']]
  ])) {
    for (const alg of fitting) assert.equal(jwkFromPem(certificates[name], { alg }).alg, alg)
    for (const alg of others) {
      const error = caught(() => jwkFromPem(certificates[name], { alg }))
      assertError(error, refused('members', new RegExp(`must have "alg" as one of ${fitting[0]}`)))
    }
  }
  /** @type {[any, RegExp][]} */
  const wrong = [
    [{ kid: 5 }, /"kid" as a string/],
    [{ use: 'enc' }, /"use" as "sig"/],
    [{ use: 'signature' }, /"use" as "sig"/],
    [{ alg: 256 }, /"alg" as one of/],
    [{ alg: ['RS256'] }, /"alg" as one of/],
    [{ d: 'SECRET' }, /must not have "d"/],
    ['RS256', /must be an object/],
    [['RS256'], /must be an object/],
    [null, /must be an object/]
  ]
  for (const [members, message] of wrong) {
    assertError(
      caught(() => jwkFromPem(certificates.RSA, members)),
      refused('members', message),
      ['SECRET']
    )
  }
  assert.deepEqual(jwkFromPem(certificates.RSA, { kid: undefined, 'x-note': 1 }), {
    ...jwkOf(certificates.RSA),
    kid: undefined,
    'x-note': 1
  })
})

test('jwkFromKey: an X509Certificate, a pair of CryptoKeys, and members that must fit', async () => {
  const certificate = new X509Certificate(certificates['P-256'])
  assert.deepEqual(await jwkFromKey(certificate), jwkOf(certificates['P-256']))
  const pair = generateKeyPairSync('ed25519')
  assert.deepEqual(await jwkFromKey(pair), pair.publicKey.export({ format: 'jwk' }))
  assertError(await rejection(jwkFromKey(certificate, { alg: 'RS256' })), refused('members', /as one of ES256/))
})

test('RFC 7517 §4.7: the key of a JWK that has a certificate alone is read, the chain is not', () => {
  const chain = [base64(certificates.RSA), 'not looked at']
  const jwk = { kty: 'RSA', kid: 'a', alg: 'RS256', use: 'sig', x5c: chain, x5t: 'abc' }
  assert.ok(hasOnlyCertificate(jwk))
  const { kty, n, e } = jwkOf(certificates.RSA)
  assert.deepEqual(jwkFromX5c(jwk), { kid: 'a', alg: 'RS256', use: 'sig', x5t: 'abc', kty, n, e })
  assert.deepEqual(jwkFromX5c({ ...jwk, n, e }).n, n)
  assert.ok(!hasOnlyCertificate({ ...jwk, n, e }))
  assert.ok(!hasOnlyCertificate(null))
})

test('RFC 7517 §4.7: a certificate of another key than the JWK has is refused; so is what is no certificate', () => {
  const x5c = [base64(certificates.RSA)]
  const { n } = jwkOf(certificates.RSA)
  const ec = jwkOf(certificates['P-256'])
  const others = [
    { kty: 'EC', x5c },
    { ...ec, x5c },
    { kty: 'RSA', n: `${String(n).slice(0, -2)}AA`, x5c },
    { kty: 'RSA', n, e: 'Aw', x5c }
  ]
  for (const jwk of others) {
    const error = caught(() => jwkFromX5c(/** @type {any} */ (jwk)))
    assertError(error, refused('jwk', /has another key beside its certificate/), [String(n)])
  }
  for (const wrong of [undefined, null, {}, { x5c: [] }, { x5c: 'MII' }, { x5c: [5] }, { x5c: [null] }]) {
    assertError(
      caught(() => jwkFromX5c(/** @type {any} */ (wrong))),
      refused('jwk', /must have "x5c"/)
    )
  }
  for (const text of ['', 'MIIB', `${x5c[0]}AAAA`, x5c[0].slice(4), certificates.RSA, ` ${x5c[0]}`]) {
    assertError(
      caught(() => jwkFromX5c({ kty: 'RSA', x5c: [text] })),
      refused('jwk', /is damaged/)
    )
  }
})

test('what is taken for a PEM says what it is, with a hint of its own', () => {
  const pem = certificates.RSA
  const der = Buffer.from(base64(pem), 'base64')
  const key = createPublicKey(pem)
  const spki = key.export({ type: 'spki', format: 'der' })
  const pkcs1 = key.export({ type: 'pkcs1', format: 'der' })
  const pkcs8 = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'der' })
  /** @type {[any, RegExp][]} */
  const taken = [
    [Buffer.from(pem), /These are bytes: read the file as text/],
    [der, /This is a certificate in DER.*openssl x509 -inform der/],
    [new Uint8Array(der).buffer, /This is a certificate in DER/],
    [spki, /This is a public key in DER.*openssl pkey -pubin/],
    [pkcs1, /This is a public key \(PKCS#1\) in DER.*openssl rsa/],
    [pkcs8, /This is DER, but no public key.*-pubout/],
    [Promise.resolve(pem), /This is a promise: await it/],
    [JSON.stringify(jwkOf(pem)), /This is JSON: give a JWK/],
    ['ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAB', /This is a key of SSH/],
    ['https://auth.example.com/cert.pem', /This is a URL/],
    [base64(pem), /This is base64 without the lines around it/],
    [pem.replaceAll('\n', '\\n'), /Line breaks are written as \\n/],
    [pem.slice(0, 500), /The block has no end/],
    [`${pem}\n${pem}`, /of a chain of certificates the first/],
    ['-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----', /request for a certificate/],
    ['hello', /Give the text of a PEM file/]
  ]
  for (const [given, hint] of taken) {
    const error = caught(() => jwkFromPem(given))
    assertError(error, { code: 'CONFIG_INVALID', reason: 'option_invalid', option: 'pem' }, ['MII', 'AAAAB3'])
    assert.match(error.hint, hint)
  }
})

test('ATTACK: BER that is no DER, and base64 in another form, are refused (X.690 §8.3.2, §10.1, RFC 4648 §3.5)', () => {
  const key = createPublicKey(certificates.RSA)
  const pkcs1 = key.export({ type: 'pkcs1', format: 'der' })
  const read = (/** @type {Uint8Array} */ der, label = 'RSA PUBLIC KEY') =>
    jwksFromPem(`-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64')}\n-----END ${label}-----`)
  const sequence = (/** @type {Buffer} */ body, long = false) =>
    Buffer.concat([Buffer.from(long ? [0x30, 0x83, 0, body.length >> 8, body.length & 255] : [0x30, 0x82, body.length >> 8, body.length & 255]), body]) // prettier-ignore
  const body = pkcs1.subarray(4)
  assert.deepEqual(read(sequence(body)).keys, [key.export({ format: 'jwk' })])
  const e = body.subarray(-5)
  assert.deepEqual([...e], [2, 3, 1, 0, 1])
  const rest = body.subarray(0, -5)
  const spki = key.export({ type: 'spki', format: 'der' })
  const withoutNull = Buffer.concat([spki.subarray(0, 6), Buffer.from(spki.subarray(6)).fill(4, 11, 12)])
  const others = [
    sequence(body, true), // a length in three bytes where two do
    sequence(Buffer.concat([rest, Buffer.from([2, 0x81, 3, 1, 0, 1])])), // in two where one does
    sequence(Buffer.concat([rest, Buffer.from([2, 4, 0, 1, 0, 1])])), // a number with a leading zero
    Buffer.concat([Buffer.from([0x30, 0x80]), body, Buffer.alloc(2)]), // a length that is not said
    Buffer.concat([Buffer.from([0x3f, 0x10]), pkcs1.subarray(1)]) // another tag
  ]
  for (const der of others) {
    assertError(
      caught(() => read(der)),
      refused('pem', /is damaged/)
    )
  }
  assertError(
    caught(() => read(withoutNull, 'PUBLIC KEY')),
    refused('pem', /is damaged/)
  )
  const short = String(generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }))
  assert.match(short, /=\n/)
  assertError(
    caught(() => jwkFromPem(short.replace('=\n', '\n'))),
    refused('pem', /is damaged/)
  )
})
