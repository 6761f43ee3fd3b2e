// docs/attacks.md 1 to 3: who chooses the algorithm.
import assert from 'node:assert/strict'
import { createHmac, createPublicKey } from 'node:crypto'
import { after, test } from 'node:test'
import { testApi } from '../support/core.js'
import { forbidFetch, invalidToken, keysUnavailable, refuses } from '../support/expect.js'
import { compact, encode, goodClaims, goodOptions, privateJwks, publicJwk, token } from '../support/tokens.js'

const fetches = forbidFetch()
after(() => {
  assert.equal(fetches.count(), 0)
  fetches.restore()
})

const { createVerifier, compactVerify } = testApi()
const verifier = createVerifier(goodOptions())
const everyAlgorithm = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']

const noAlgorithm = {
  none: { alg: 'none' },
  nOnE: { alg: 'nOnE' },
  NONE: { alg: 'NONE' },
  'an empty alg': { alg: '' },
  'a missing alg': {},
  'a null alg': { alg: null },
  'a number as alg': { alg: 256 },
  'an array as alg': { alg: ['RS256'] },
  'an object as alg': { alg: { name: 'RS256' } },
  'another case': { alg: 'rs256' },
  'a space behind': { alg: 'RS256 ' },
  'a NUL behind': { alg: 'RS256\0' },
  'an unknown alg': { alg: 'RS257' },
  ['__proto__']: { alg: '__proto__' },
  constructor: { alg: 'constructor' }
}

for (const [name, header] of Object.entries(noAlgorithm)) {
  test(`RFC 8725 §3.1, ATTACKS 1: refuses ${name}, signed, unsigned and under every allow-list`, async () => {
    const signed = compact({ kid: 'good', ...header }, goodClaims())
    const unsigned = `${signed.slice(0, signed.lastIndexOf('.'))}.`
    const all = createVerifier(goodOptions({ algorithms: everyAlgorithm }))
    for (const jwt of [signed, unsigned]) {
      await refuses(verifier, jwt, invalidToken('alg_not_allowed'))
      await refuses(all, jwt, invalidToken('alg_not_allowed'))
      await assert.rejects(compactVerify(jwt, { jwks: { keys: [publicJwk()] }, algorithms: everyAlgorithm }), {
        reason: 'alg_not_allowed'
      })
    }
  })
}

const jwk = publicJwk()
const publicKey = createPublicKey({ key: privateJwks.good, format: 'jwk' })
const publicKeyAsSecret = {
  'PEM (SPKI)': publicKey.export({ format: 'pem', type: 'spki' }),
  'PEM (PKCS#1)': publicKey.export({ format: 'pem', type: 'pkcs1' }),
  'DER (SPKI)': publicKey.export({ format: 'der', type: 'spki' }),
  'JWK JSON': JSON.stringify(jwk),
  'the raw modulus': Buffer.from(jwk.n, 'base64url')
}

for (const [name, secret] of Object.entries(publicKeyAsSecret)) {
  test(`RFC 8725 §2.1, ATTACKS 2: refuses HS256 with the public key as its secret, as ${name}`, async () => {
    for (const bits of [256, 384, 512]) {
      const input = `${encode({ alg: `HS${bits}`, kid: 'good' })}.${encode(goodClaims())}`
      const jwt = `${input}.${createHmac(`sha${bits}`, secret).update(input).digest('base64url')}`
      await refuses(verifier, jwt, invalidToken('alg_not_allowed'))
      await refuses(createVerifier(goodOptions({ algorithms: everyAlgorithm })), jwt, invalidToken('alg_not_allowed'))
    }
  })
}

test('the shipped .wasm refuses HS256 even where the JWK Set holds the oct key that it was made with', async () => {
  const secret = Buffer.from('a symmetric secret of more than 256 bits, to be sure')
  const input = `${encode({ alg: 'HS256', kid: 'hmac' })}.${encode(goodClaims())}`
  const jwt = `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
  const oct = { kty: 'oct', kid: 'hmac', alg: 'HS256', k: secret.toString('base64url') }
  const mixed = createVerifier(goodOptions({ jwks: { keys: [oct, jwk] } }))
  await refuses(mixed, jwt, invalidToken('alg_not_allowed'))
  const alone = createVerifier(goodOptions({ jwks: { keys: [oct] } }))
  await refuses(alone, jwt, invalidToken('alg_not_allowed'))
  await refuses(alone, token({ header: { kid: 'hmac' } }), keysUnavailable('jwks_no_usable_key'))
  const wanted = () => createVerifier(goodOptions({ jwks: { keys: [oct] }, algorithms: ['HS256'] }))
  assert.throws(wanted, { code: 'CONFIG_INVALID', reason: 'option_invalid' })
})

test('ATTACKS 3: the token does not choose an algorithm outside the allow-list, though its key fits and has no alg', async () => {
  for (const alg of everyAlgorithm.slice(1)) {
    await refuses(verifier, token({ header: { alg }, alg }), invalidToken('alg_not_allowed'))
  }
  const onlyPss = createVerifier(goodOptions({ algorithms: ['PS256'] }))
  await refuses(onlyPss, token(), invalidToken('alg_not_allowed'))
})

test('ATTACKS 3: a signature of one algorithm is not accepted under the name of another', async () => {
  const all = createVerifier(goodOptions({ algorithms: everyAlgorithm }))
  for (const named of everyAlgorithm) {
    for (const alg of everyAlgorithm.filter((each) => each !== named)) {
      await refuses(all, token({ header: { alg: named }, alg }), invalidToken('signature_mismatch'))
    }
  }
})
