// docs/attacks.md 6 to 9: whose key.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testApi } from '../support/core.js'
import { accepts, forbidFetch, invalidToken, keysUnavailable, refuses } from '../support/expect.js'
import { encode, goodClaims, goodOptions, privateJwks, publicJwk, rocaModulus, token } from '../support/tokens.js'

const fetches = forbidFetch()
after(() => {
  assert.equal(fetches.count(), 0)
  fetches.restore()
})

const { createVerifier } = testApi()
const verifier = createVerifier(goodOptions())
const withKeys = (...keys) => createVerifier(goodOptions({ jwks: { keys } }))

const attackerKeys = {
  jwk: publicJwk('other'),
  jku: 'https://attacker.example/jwks.json',
  x5u: 'https://attacker.example/chain.pem',
  x5c: ['MIIB']
}
for (const [member, value] of Object.entries(attackerKeys)) {
  test(`RFC 8725 §3.10, ATTACKS 6: a key of the attacker in the header's ${member} proves nothing, and explain says so`, async () => {
    const named = token({ header: { kid: 'good', [member]: value }, key: 'other' })
    await refuses(verifier, named, invalidToken('signature_mismatch'))
    const unnamed = token({ header: { kid: undefined, [member]: value }, key: 'other' })
    await refuses(verifier, unnamed, invalidToken('signature_mismatch'))
    const own = token({ header: { kid: 'attacker', [member]: value }, key: 'other' })
    await refuses(verifier, own, invalidToken('key_not_found'))
    const { notes } = await verifier.explain(named)
    assert.ok(notes.some((note) => note.includes(member)))
    await accepts(verifier, token({ header: { [member]: value } }))
  })
}

const notStrings = { 'a number': 1, zero: 0, 'an object': {}, 'an array': ['good'], true: true }
for (const [name, kid] of Object.entries(notStrings)) {
  test(`RFC 7515 §4.1.4, ATTACKS 7: refuses ${name} as kid`, () =>
    refuses(verifier, token({ header: { kid } }), invalidToken('kid_invalid')))
}

const unknownKids = {
  'an empty kid': '',
  'a path': '../../../../../dev/null',
  SQL: "good' UNION SELECT 'key'; --",
  'a URL': 'https://attacker.example/jwks.json',
  __proto__: '__proto__',
  constructor: 'constructor',
  'a NUL behind': 'good\0',
  'a space behind': 'good ',
  'another case': 'GOOD',
  'a look-alike': 'gооd',
  'a longer one': 'good'.repeat(1000)
}
for (const [name, kid] of Object.entries(unknownKids)) {
  test(`RFC 7515 §4.1.4, ATTACKS 7: refuses ${name} as kid, though there is but one key`, () =>
    refuses(verifier, token({ header: { kid } }), invalidToken('key_not_found')))
}

test('ATTACKS 7: refuses a kid of 64 kB by its size, and within the size limit as unknown', async () => {
  const jwt = token({ header: { kid: 'k'.repeat(65_536) } })
  await refuses(verifier, jwt, invalidToken('token_too_large'))
  const large = createVerifier(goodOptions({ maxTokenBytes: 65_536 }))
  await refuses(large, token({ header: { kid: 'k'.repeat(40_000) } }), invalidToken('key_not_found'))
})

test('ATTACKS 7: refuses the string form of a number that a key has as its kid', async () => {
  const numbered = withKeys(publicJwk('good', { kid: 1 }), publicJwk('other'))
  await refuses(numbered, token({ header: { kid: '1' } }), invalidToken('key_not_found'))
})

const n = publicJwk().n
/** @param {number} bits @returns {string} an odd modulus of that size, whose factors nobody knows */
function oddModulus(bits) {
  const bytes = Buffer.alloc(Math.ceil(bits / 8), 0xa5)
  bytes[0] = 1 << ((bits - 1) % 8)
  return bytes.toString('base64url')
}
const flip = (base64url, change) => {
  const bytes = Buffer.from(base64url, 'base64url')
  bytes[bytes.length - 1] = change(bytes.at(-1))
  return bytes.toString('base64url')
}
const padded = (value) => Buffer.concat([Buffer.alloc(1), Buffer.from(value, 'base64url')]).toString('base64url')
const bytes = (...values) => Buffer.from(values).toString('base64url')

const badKeys = {
  'use enc': [publicJwk('good', { use: 'enc' }), 'key_use'],
  'an unknown use': [publicJwk('good', { use: 'SIG' }), 'key_use'],
  'key_ops without verify': [publicJwk('good', { key_ops: ['encrypt', 'sign'] }), 'key_ops'],
  'empty key_ops': [publicJwk('good', { key_ops: [] }), 'key_ops'],
  'a modulus of 512 bits': [publicJwk('bits512', { kid: 'good' }), 'key_too_small', 'bits512'],
  'a modulus of 1024 bits': [publicJwk('bits1024', { kid: 'good' }), 'key_too_small', 'bits1024'],
  'a modulus of 2047 bits': [publicJwk('bits2047', { kid: 'good' }), 'key_too_small', 'bits2047'],
  'a modulus of 8193 bits': [publicJwk('good', { n: oddModulus(8193) }), 'key_too_large'],
  'a modulus of 16384 bits': [publicJwk('good', { n: oddModulus(16_384) }), 'key_too_large'],
  'an even modulus': [publicJwk('good', { n: flip(n, (byte) => byte & 0xfe) }), 'key_modulus_even'],
  'e = 1': [publicJwk('good', { e: bytes(1) }), 'key_exponent'],
  'e = 0': [publicJwk('good', { e: bytes(0) }), 'key_material'],
  'e = 2': [publicJwk('good', { e: bytes(2) }), 'key_exponent'],
  'e = 65536': [publicJwk('good', { e: bytes(1, 0, 0) }), 'key_exponent'],
  'e = 2^33 + 1': [publicJwk('good', { e: bytes(2, 0, 0, 0, 1) }), 'key_exponent'],
  'e of 256 bytes': [publicJwk('good', { e: n }), 'key_exponent'],
  'an empty e': [publicJwk('good', { e: '' }), 'key_material'],
  'a missing e': [publicJwk('good', { e: undefined }), 'key_material'],
  'a missing n': [publicJwk('good', { n: undefined }), 'key_material'],
  'a number as n': [publicJwk('good', { n: 5 }), 'key_material'],
  'nothing but zero bytes in n': [publicJwk('good', { n: bytes(0, 0, 0) }), 'key_material'],
  'nothing but zero bytes in e': [publicJwk('good', { e: bytes(0, 0, 0) }), 'key_material'],
  'a modulus of 2047 bits behind zeros': [
    publicJwk('bits2047', { kid: 'good', n: padded(padded(publicJwk('bits2047').n)) }),
    ...['key_too_small', 'bits2047']
  ],
  'e = 1 behind zeros': [publicJwk('good', { e: bytes(0, 0, 1) }), 'key_exponent'],
  'the ROCA fingerprint': [publicJwk('good', { n: rocaModulus }), 'key_weak'],
  'the ROCA fingerprint behind zeros': [publicJwk('good', { n: padded(rocaModulus) }), 'key_weak'],
  'padding behind n': [publicJwk('good', { n: `${n}=` }), 'key_material'],
  'plain base64 in n': [publicJwk('good', { n: `+/${n.slice(2)}` }), 'key_material'],
  'kty EC': [
    { kty: 'EC', kid: 'good', crv: 'secp256k1', x: n.slice(0, 43), y: n.slice(43, 86) },
    'key_type_unsupported'
  ],
  'kty OKP': [{ kty: 'OKP', kid: 'good', crv: 'Ed448', x: n.slice(0, 43) }, 'key_type_unsupported'],
  'kty oct': [{ kty: 'oct', kid: 'good', k: n }, 'key_type_unsupported'],
  'kty rsa': [publicJwk('good', { kty: 'rsa' }), 'key_type_unsupported'],
  'no kty': [publicJwk('good', { kty: undefined }), 'key_type_unsupported']
}

for (const [name, [jwk, reason, signer = 'good']] of Object.entries(badKeys)) {
  test(`RFC 7518 §6.3, ATTACKS 8: a key with ${name} is left out with its reason, and the rest of the set goes on`, async () => {
    const jwt = token({ header: { kid: 'good' }, key: signer })
    await refuses(withKeys(jwk), jwt, keysUnavailable('jwks_no_usable_key'))
    const mixed = withKeys(jwk, publicJwk('other'))
    await refuses(mixed, jwt, invalidToken(reason))
    await accepts(mixed, token({ key: 'other' }))
  })
}

test('ATTACKS 8: with e = 1 everybody can sign, and nobody is believed', async () => {
  const input = `${encode({ alg: 'RS256', kid: 'one' })}.${encode(goodClaims())}`
  const { createHash } = await import('node:crypto')
  const info = Buffer.from('3031300d060960864801650304020105000420', 'hex')
  const digest = createHash('sha256').update(input).digest()
  const padding = Buffer.alloc(256 - 3 - info.length - digest.length, 0xff)
  const encoded = Buffer.concat([Buffer.from([0, 1]), padding, Buffer.alloc(1), info, digest])
  const jwt = `${input}.${encoded.toString('base64url')}`
  await refuses(withKeys(publicJwk('good', { kid: 'one', e: 'AQ' }), publicJwk()), jwt, invalidToken('key_exponent'))
})

test("RFC 7517 §4.4, ATTACKS 8: refuses a key whose alg is not the token's", async () => {
  for (const alg of ['RS384', 'PS256', 'RSA-OAEP', 'ES256', 'none']) {
    await refuses(withKeys(publicJwk('good', { alg })), token(), {
      ...invalidToken('key_alg_mismatch'),
      message: 'JWKS key algorithm does not match JWT'
    })
  }
  await accepts(withKeys(publicJwk('good', { alg: 'RS256' })), token())
})

test('ATTACKS 8: private members of a key are ignored', async () => {
  const leaked = createVerifier(goodOptions({ jwks: { keys: [{ ...privateJwks.good, kid: 'good' }] } }))
  await accepts(leaked, token())
})

test('RFC 7518 §6.3.1.1: leading zero bytes in n and e are stripped, and the signature is as long as what is left', async () => {
  for (const zeros of [{ n: padded(n) }, { n: padded(padded(n)) }, { e: bytes(0, 1, 0, 1) }]) {
    const stripped = withKeys(publicJwk('good', zeros))
    await accepts(stripped, token())
    await refuses(stripped, token({ header: { kid: 'good' }, key: 'other' }), invalidToken('signature_mismatch'))
    const parts = token().split('.')
    parts[2] = padded(parts[2])
    await refuses(stripped, parts.join('.'), invalidToken('signature_mismatch'))
  }
})

test('RFC 8725 §3.8, ATTACKS 9: the same kid at two issuers: keys of one never serve the other', async () => {
  const first = createVerifier(goodOptions())
  const second = createVerifier(
    goodOptions({ issuer: 'https://second.example/', jwks: { keys: [publicJwk('other', { kid: 'good' })] } })
  )
  const forSecond = { claims: { iss: 'https://second.example/' }, header: { kid: 'good' } }
  await accepts(first, token())
  await accepts(second, token({ ...forSecond, key: 'other' }))
  await refuses(second, token(forSecond), invalidToken('signature_mismatch'))
  await refuses(first, token(forSecond), { code: 'AUTH_INVALID_ISSUER', reason: 'issuer_mismatch' })
  await refuses(second, token(), invalidToken('signature_mismatch'))
  await refuses(first, token({ header: { kid: 'good' }, key: 'other' }), invalidToken('signature_mismatch'))
})
