// Tokens that are unusual but legal: to refuse one of them would be a bug, too.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testApi } from '../support/core.js'
import { accepts, forbidFetch } from '../support/expect.js'
import { audience, compact, goodClaims, goodOptions, now, publicJwk, token } from '../support/tokens.js'

const fetches = forbidFetch()
after(() => {
  assert.equal(fetches.count(), 0)
  fetches.restore()
})

const { createVerifier } = testApi()
const verifier = createVerifier(goodOptions())
const withKeys = (...keys) => createVerifier(goodOptions({ jwks: { keys } }))
const claimsText = JSON.stringify(goodClaims()).slice(1)
const header = { alg: 'RS256', kid: 'good' }

test('RFC 7519 §2: NumericDates with a fraction', async () => {
  const { expiresAt } = await accepts(
    verifier,
    token({ claims: { exp: now + 300.75, nbf: now - 0.5, iat: now - 10.25 } })
  )
  assert.equal(expiresAt, now + 300.75)
})

test('RFC 7519 §2: NumericDates with an exponent, and the largest that is safe', async () => {
  await accepts(verifier, compact(header, `{"exp":18.1e8,${JSON.stringify(goodClaims({ exp: undefined })).slice(1)}`))
  await accepts(verifier, token({ claims: { exp: Number.MAX_SAFE_INTEGER } }))
})

test('RFC 7519 §4.1.3: an array of several audiences, of one, and a string', async () => {
  const aud = ['https://other.example.com', audience]
  assert.equal((await accepts(verifier, token({ claims: { aud } }))).audience, audience)
  await accepts(verifier, token({ claims: { aud: [audience] } }))
  await accepts(verifier, token({ claims: { aud: audience } }))
})

test('RFC 7519 §4.1.3: an audience that is no URL', async () => {
  const api = createVerifier(goodOptions({ audience: ['api', 'api://\u{1F512}'] }))
  assert.equal((await accepts(api, token({ claims: { aud: 'api://\u{1F512}' } }))).audience, 'api://\u{1F512}')
})

test('RFC 7519 §4: extra claims of every kind, nested to depth 32', async () => {
  let nested = {}
  for (let depth = 2; depth < 32; depth++) nested = { n: nested }
  const extra = { nested, list: [1, [2, [3]]], no: false, nothing: null, float: -1.5e-7, text: '' }
  const { claims } = await accepts(verifier, token({ claims: extra }))
  assert.deepEqual(claims.list, extra.list)
  assert.deepEqual(claims.nested, nested)
})

test('RFC 8259 §7: claims in any script, beyond the BMP, and control characters that are escaped', async () => {
  const name = 'Zoë 山田 مثال \u{1F510} \u{10FFFF} \u0000\u001f\u2028\ufeff'
  const { subject, claims } = await accepts(verifier, token({ claims: { sub: name, 'ключ \u{1F511}': name } }))
  assert.equal(subject, name)
  assert.equal(claims['ключ \u{1F511}'], name)
})

test('RFC 8259 §7: escapes where none are needed: an escaped solidus, letters, a surrogate pair', async () => {
  const text = `{"\\u0069ss":"https:\\/\\/auth.example.com\\/","x":"\\ud83d\\udd11",${JSON.stringify(goodClaims({ iss: undefined })).slice(1)}`
  const { claims, issuer } = await accepts(verifier, compact(header, text))
  assert.equal(issuer, 'https://auth.example.com/')
  assert.equal(claims.x, '\u{1F511}')
})

test('RFC 8259 §2: white space inside header and claims', async () => {
  const spaced = (text) => ` \t\r\n${text.replace('{', '{ \n').replaceAll(':', ' :\t')} \r\n`
  await accepts(verifier, compact(spaced('{"alg":"RS256","kid":"good"}'), ` \n{\t${claimsText} \r\n`))
})

test('RFC 8259 §4: an empty member name, and __proto__ as a claim that is only a claim', async () => {
  const { claims } = await accepts(verifier, compact(header, `{"":1,"__proto__":{"admin":true},${claimsText}`))
  assert.equal(claims.admin, undefined)
  assert.equal(Object.getPrototypeOf(claims), Object.prototype)
  assert.deepEqual(Object.getOwnPropertyDescriptor(claims, '__proto__')?.value, { admin: true })
})

test('RFC 7515 §4: header members in any order, and unknown ones', async () => {
  await accepts(verifier, compact('{"typ":"JWT","x":{"y":[1]},"kid":"good","alg":"RS256"}', goodClaims()))
})

test('RFC 7515 §4.1: x5t, x5t#S256, cty and jku are ignored', async () => {
  const members = { x5t: 'dGh1bWI', 'x5t#S256': 'dGh1bWI', cty: 'x', jku: 'https://attacker.example/jwks.json' }
  await accepts(verifier, token({ header: members }))
})

test('RFC 7797 §3: b64 that is true', () => accepts(verifier, token({ header: { b64: true } })))

test('RFC 7515 §4.1.9: typ absent, JWT, at+jwt, in any case, with application/', async () => {
  for (const typ of [undefined, 'JWT', 'jwt', 'at+jwt', 'AT+JWT', 'application/at+jwt', 'Application/JWT']) {
    await accepts(verifier, token({ header: { typ } }))
  }
})

test('RFC 7515 §4.1.4: no kid where there is one key', () => accepts(verifier, token({ header: { kid: undefined } })))

test('RFC 7515 §4.1.4: no kid where several keys fit', () =>
  accepts(withKeys(publicJwk('other'), publicJwk()), token({ header: { kid: undefined } })))

test('RFC 7515 §4.1.4: a kid that no key has, where a key has none', () =>
  accepts(withKeys(publicJwk('other'), publicJwk('good', { kid: undefined })), token({ header: { kid: 'renamed' } })))

test('RFC 7517 §4.5: a key without kid beside others serves tokens that name another', async () => {
  await accepts(withKeys(publicJwk('other', { kid: undefined }), publicJwk()), token())
})

test('RFC 7517 §4.5: two keys with one kid, the good one second', () =>
  accepts(withKeys(publicJwk('other', { kid: 'good' }), publicJwk()), token()))

test('RFC 7517 §4.2: an encryption key that shares the kid', async () => {
  await accepts(withKeys(publicJwk('other', { kid: 'good', use: 'enc' }), publicJwk('good', { use: 'sig' })), token())
  await accepts(withKeys(publicJwk('good', { use: 'sig' }), publicJwk('other', { kid: 'good', use: 'enc' })), token())
})

test('RFC 7517 §5: keys of other types, and unknown members, beside a good key', async () => {
  const elliptic = { kty: 'EC', kid: 'good', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) }
  await accepts(
    withKeys(
      elliptic,
      { kty: 'future', kid: 'x' },
      publicJwk('good', { x5c: ['MIIB'], alg: 'RS256', key_ops: ['verify'] })
    ),
    token()
  )
})

for (const key of ['bits2056', 'bits3072', 'bits4096', 'bits8192']) {
  test(`BEHAVIOUR Keys: a modulus of ${key.slice(4)} bits`, () => accepts(withKeys(publicJwk(key)), token({ key })))
}

test('BEHAVIOUR Keys: a public exponent of 3', () =>
  accepts(withKeys(publicJwk('exponent3')), token({ key: 'exponent3' })))

for (const alg of ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']) {
  test(`RFC 7518 §3.3, §3.5: ${alg}`, async () => {
    const allowed = createVerifier(goodOptions({ algorithms: [alg] }))
    await accepts(allowed, token({ header: { alg }, alg }))
  })
}

test('RFC 7519 §4.1: iat, jti and scope absent; nbf within the tolerance', async () => {
  const { scopes } = await accepts(
    verifier,
    token({ claims: { iat: undefined, scope: undefined, nbf: now + 59, jti: undefined } })
  )
  assert.deepEqual(scopes, [])
})

test('RFC 6749 §3.3: an empty scope, and every character that a scope may have', async () => {
  assert.deepEqual((await accepts(verifier, token({ claims: { scope: '' } }))).scopes, [])
  const odd = "!#$%&'()*+,-./09:;<=>?@AZ[]^_`az{|}~"
  await accepts(verifier, token({ claims: { scope: `b ${odd}` } }), { now, requiredScope: odd })
})

test('RFC 8693 §4.2: scp as an array, as some authorization servers write it', async () => {
  const { scopes } = await accepts(verifier, token({ claims: { scope: undefined, scp: ['b', 'a', 'b'] } }))
  assert.deepEqual(scopes, ['a', 'b'])
})

test('BEHAVIOUR Token: a token of exactly the size limit', async () => {
  const padding = 'x'.repeat(11_000)
  const jwt = token({ claims: { padding } })
  const missing = 16_384 - jwt.length
  const exact = token({ claims: { padding: padding + 'x'.repeat(Math.floor((missing * 3) / 4)) } })
  assert.ok(exact.length <= 16_384 && exact.length > 16_380)
  await accepts(verifier, exact)
})
