import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { IssuerVerifier } from '../../../js/verifier/issuer-verifier.js'
import { IssuerVerifiers } from '../../../js/verifier/issuer-verifiers.js'
import { Verifier } from '../../../js/verifier/verifier.js'
import { testApi } from '../support/core.js'
import { accepts, assertError, caught, invalidToken, refuses, rejection } from '../support/expect.js'
import { audience, goodClaims, goodOptions, issuer, now, publicJwk, token } from '../support/tokens.js'

const { createVerifier } = testApi()
const good = token()
const at = { now }

test('ready() says at once that the keys of the options are of no use', async () => {
  const verifier = createVerifier({ ...goodOptions(), jwks: { keys: [] } })
  assertError(await rejection(verifier.ready()), { code: 'AUTH_KEYS_UNAVAILABLE', reason: 'jwks_no_usable_key' })
})

test('the seed: a valid RS256 token is accepted, and surfaces what it says', async () => {
  const claims = { tenant_id: 'tenant-1', client_id: 'client-1', azp: 'other', scope: 'b a' }
  const verified = await accepts(createVerifier(goodOptions()), token({ claims }))
  assert.deepEqual(verified, {
    claims: goodClaims(claims),
    claimsText: JSON.stringify(goodClaims(claims)),
    header: { alg: 'RS256', kid: 'good', typ: 'at+jwt' },
    issuer,
    subject: 'user-1',
    audience,
    scopes: ['a', 'b'],
    expiresAt: now + 300,
    tokenIdHash: undefined,
    tenantId: 'tenant-1',
    clientId: 'client-1'
  })
})

test('the seed: the token id hash is the known vector, differs by secret, and is absent without jti or secret', async () => {
  const withSecret = (tokenIdSecret) => createVerifier(goodOptions({ tokenIdSecret }))
  const jwt = token({ claims: { jti: 'token-id-123' } })
  const known = '1e7aad10a8c63059ce4fabce2f24793bf4703ae76ac4fb1dc7fc04ac53e4562c'
  assert.equal((await accepts(withSecret('token-id-test-secret'), jwt)).tokenIdHash, known)
  const bytes = new TextEncoder().encode('token-id-test-secret')
  assert.equal((await accepts(withSecret(bytes), jwt)).tokenIdHash, known)
  const other = createHmac('sha256', 'another secret of ours').update('token-id-123').digest('hex')
  assert.equal((await accepts(withSecret('another secret of ours'), jwt)).tokenIdHash, other)
  assert.equal((await accepts(withSecret('token-id-test-secret'), good)).tokenIdHash, undefined)
  const longest = 's'.repeat(4096)
  const byNode = createHmac('sha256', longest).update('token-id-123').digest('hex')
  assert.equal((await accepts(withSecret(longest), jwt)).tokenIdHash, byNode)
  assert.equal((await accepts(createVerifier(goodOptions()), jwt)).tokenIdHash, undefined)
})

test('the seed: wrong issuer, audience, expiry and scope have their four codes', async () => {
  const verifier = createVerifier(goodOptions())
  const requires = { now, requiredScope: 'tools:call' }
  await refuses(verifier, token({ claims: { iss: 'https://x.example/' } }), {
    code: 'AUTH_INVALID_ISSUER',
    reason: 'issuer_mismatch'
  })
  await refuses(verifier, token({ claims: { aud: 'x' } }), {
    code: 'AUTH_INVALID_AUDIENCE',
    reason: 'audience_mismatch'
  })
  await refuses(verifier, token({ claims: { exp: now - 61 } }), { code: 'AUTH_TOKEN_EXPIRED', reason: 'expired' })
  await refuses(verifier, good, { code: 'AUTH_MISSING_SCOPE', reason: 'scope_missing', scope: 'tools:call' }, requires)
})

test('DESIGN: on Node createVerifier({ jwks }).verifySync(token) works at once', () => {
  assert.equal(testApi().createVerifier(goodOptions()).verifySync(good, at).subject, 'user-1')
})

test('DESIGN: now defaults to the clock of the runtime, in seconds', async () => {
  const seconds = Math.floor(Date.now() / 1000)
  const verifier = createVerifier(goodOptions())
  await accepts(verifier, token({ claims: { iat: seconds, exp: seconds + 3600 } }), {})
  await refuses(
    verifier,
    token({ claims: { iat: 0, exp: seconds - 3600 } }),
    { code: 'AUTH_TOKEN_EXPIRED', reason: 'expired' },
    {}
  )
})

test('the result is frozen in depth; without the token cache each call has one of its own', async () => {
  const verifier = createVerifier(goodOptions())
  const verified = verifier.verifySync(token({ claims: { nested: { list: [{}] } } }), at)
  const frozen = [
    verified,
    verified.claims,
    verified.claims.nested,
    verified.claims.nested.list[0],
    verified.header,
    verified.scopes
  ]
  for (const each of frozen) assert.ok(Object.isFrozen(each))
  const uncached = createVerifier(goodOptions({ tokenCache: false }))
  assert.notEqual(uncached.verifySync(good, at).claims, uncached.verifySync(good, at).claims)
})

test('BEHAVIOUR Claims: audience: null accepts any audience, and gives none', async () => {
  const verifier = createVerifier(goodOptions({ audience: null }))
  assert.equal((await accepts(verifier, token({ claims: { aud: 'https://x.example' } }))).audience, undefined)
  await refuses(verifier, token({ claims: { aud: 1 } }), { ...invalidToken('claim_type'), claim: 'aud' })
})

test('no token, and a token that is no string, are refused before anything else', async () => {
  const verifier = createVerifier(goodOptions())
  for (const jwt of [undefined, null, ''])
    await refuses(verifier, jwt, { code: 'AUTH_TOKEN_MISSING', reason: 'token_missing' })
  for (const jwt of [1, {}, [good], Buffer.from(good)]) await refuses(verifier, jwt, invalidToken('token_not_string'))
})

test('verify() and explain() never throw synchronously', async () => {
  const verifier = createVerifier(goodOptions())
  for (const options of [null, { now: 'x' }, { nope: 1 }]) {
    for (const method of ['verify', 'explain']) {
      const promise = verifier[method](good, options)
      assertError(await rejection(promise), { code: 'CONFIG_INVALID' })
    }
    assertError(
      caught(() => verifier.verifySync(good, options)),
      { code: 'CONFIG_INVALID' }
    )
  }
})

test('a misuse is told before the token is looked at', async () => {
  const verifier = createVerifier(goodOptions())
  assertError(
    caught(() => verifier.verifySync(undefined, { now: NaN })),
    { code: 'CONFIG_INVALID', reason: 'option_invalid' }
  )
})

test('two verifiers do not know of each other', async () => {
  const strict = createVerifier(
    goodOptions({ audience: 'https://other.example', tokenIdSecret: 'one secret of many bytes' })
  )
  const other = createVerifier(goodOptions({ jwks: { keys: [publicJwk('other')] } }))
  const verifier = createVerifier(goodOptions())
  for (let round = 0; round < 3; round++) {
    await accepts(verifier, good)
    await refuses(strict, good, { code: 'AUTH_INVALID_AUDIENCE', reason: 'audience_mismatch' })
    await refuses(other, good, invalidToken('key_not_found'))
  }
})

test('after dispose() every method refuses, and a second dispose() is nothing', async () => {
  const verifier = createVerifier(goodOptions())
  await accepts(verifier, good)
  verifier.dispose()
  verifier.dispose()
  const disposed = { code: 'CONFIG_INVALID', reason: 'verifier_disposed' }
  assertError(
    caught(() => verifier.verifySync(good, at)),
    disposed
  )
  assertError(await rejection(verifier.verify(good, at)), disposed)
  assertError(await rejection(verifier.explain(good, at)), disposed)
  assertError(await rejection(verifier.ready()), disposed)
  await accepts(createVerifier(goodOptions()), good)
})

test('dispose() wipes the copy of the secret', () => {
  const secret = new Uint8Array(16).fill(7)
  const keyless = { policy: '{}', secret, jwkSet: undefined, maxTokenBytes: 1, maxJwksBytes: 1 }
  const core = { release() {} }
  const issuers = new IssuerVerifiers(
    { several: false, configs: [{ issuer: 'a', spellings: ['a'], tokenIdSecret: secret }] },
    () => new IssuerVerifier(core, { close: () => keyless }, keyless),
    core
  )
  issuers.of('x')
  new Verifier(issuers, () => now).dispose()
  assert.deepEqual(secret, new Uint8Array(16))
})

test('a verifier that is dropped without dispose() is freed once the garbage collector finds it', async () => {
  setFlagsFromString('--expose-gc')
  const collectGarbage = runInNewContext('gc')
  const spec = { policy: '{}', secret: undefined, jwkSet: '{}', maxTokenBytes: 1, maxJwksBytes: 1 }
  const released = []
  const core = { release: (each) => released.push(each) }
  const drop = () => {
    const issuers = new IssuerVerifiers(
      { several: false, configs: [{ issuer: 'a', spellings: ['a'] }] },
      () => new IssuerVerifier(core, { close: () => spec }, spec),
      core
    )
    issuers.of('x')
    new Verifier(issuers, () => now)
  }
  drop()
  for (let round = 0; released.length === 0 && round < 100; round++) {
    collectGarbage()
    await new Promise((resolve) => setImmediate(resolve))
  }
  assert.ok(released.includes(spec))
})

test(
  'Symbol.dispose is dispose(), where the runtime has it',
  { skip: Symbol.dispose ? false : 'no Symbol.dispose here' },
  () => {
    const verifier = createVerifier(goodOptions())
    verifier[Symbol.dispose]()
    assertError(
      caught(() => verifier.verifySync(good, at)),
      { code: 'CONFIG_INVALID', reason: 'verifier_disposed' }
    )
    assert.equal(Object.keys(Verifier.prototype).length, 0)
  }
)

test('what a polluted Object.prototype has is no claim', async () => {
  const verifier = createVerifier(goodOptions({ requiredClaims: ['jti'] }))
  const plain = createVerifier(goodOptions())
  Object.assign(Object.prototype, { tenant_id: 'polluted', azp: 'polluted', jti: 'polluted' })
  try {
    const { tenantId, clientId } = plain.verifySync(good, at)
    assert.deepEqual([tenantId, clientId], [undefined, undefined])
    assertError(
      caught(() => verifier.verifySync(good, at)),
      invalidToken('claim_missing')
    )
  } finally {
    for (const name of ['tenant_id', 'azp', 'jti']) delete Object.prototype[name]
  }
})

test('10,000 verifications leave the verifier as it was', () => {
  const verifier = createVerifier(goodOptions())
  const bad = token({ claims: { aud: 'x' } })
  for (let index = 0; index < 5000; index++) {
    assert.equal(verifier.verifySync(good, at).subject, 'user-1')
    assert.equal(caught(() => verifier.verifySync(bad, at)).reason, 'audience_mismatch')
  }
})
