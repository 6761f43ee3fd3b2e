// docs/attacks.md 19: a token that was seen before. Each rule is asked of the built core, through verify() and verifySync().
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testApi } from '../support/core.js'
import { accepts, assertError, caught, invalidToken, refuses, rejection } from '../support/expect.js'
import { remoteFixture, setOf, refreshing } from '../support/remote.js'
import { encode, goodClaims, goodOptions, now, publicJwk, token } from '../support/tokens.js'

const { createVerifier } = testApi()
const good = token()
const at = { now }
const expired = { code: 'AUTH_TOKEN_EXPIRED', reason: 'expired', claim: 'exp' }
const isKnown = (verifier, jwt, options = at) => verifier.verifySync(jwt, options) === verifier.verifySync(jwt, options)

/** A verifier that has accepted these tokens. */
function verifierThatSaw(tokens, options, api = { createVerifier }) {
  const verifier = api.createVerifier(goodOptions(options))
  for (const each of tokens) assert.ok(isKnown(verifier, each))
  return verifier
}

test('verify() and verifySync() share one cache: a repeated token is the same frozen object', async () => {
  const verifier = createVerifier(goodOptions())
  const first = verifier.verifySync(good, at)
  assert.equal(verifier.verifySync(good, at), first)
  assert.equal(await verifier.verify(good, at), first)
  assert.equal(await verifier.verify(good, { now: now + 1, requiredScope: 'tools:read' }), first)
  assert.ok(Object.isFrozen(first))
  await accepts(verifier, good)
})

test('each verifier has a cache of its own, and tokenCache: false none', () => {
  assert.notEqual(verifierThatSaw([good]).verifySync(good, at), verifierThatSaw([good]).verifySync(good, at))
  assert.equal(isKnown(createVerifier(goodOptions({ tokenCache: false })), good), false)
  assert.equal(isKnown(createVerifier(goodOptions({ tokenCache: true })), good), true)
})

test('ATTACKS 19: the same signature with another payload, or any other byte, is refused', async () => {
  const verifier = verifierThatSaw([good])
  const [header, , signature] = good.split('.')
  await refuses(
    verifier,
    `${header}.${encode(goodClaims({ sub: 'admin' }))}.${signature}`,
    invalidToken('signature_mismatch')
  )
  for (let index = 0; index < good.length; index++) {
    if (good[index] === '.') continue
    const other = good[index] === 'A' ? 'Q' : 'A'
    assert.ok(caught(() => verifier.verifySync(good.slice(0, index) + other + good.slice(index + 1), at)))
  }
  for (const each of [`${good}=`, `${good}A`, `${good} `, `${good}\n`, ` ${good}`, good.slice(0, -1), good.slice(1)]) {
    assert.ok(caught(() => verifier.verifySync(each, at)))
  }
  assert.ok(isKnown(verifier, good))
})

test('ATTACKS 19: exp passes between two calls', async () => {
  const verifier = verifierThatSaw([good])
  verifier.verifySync(good, { now: now + 359.5 })
  await refuses(verifier, good, expired, { now: now + 360 })
  await accepts(verifier, good)
})

test('ATTACKS 19: exp passes by the clock of the runtime', () => {
  let seconds = now
  const verifier = testApi({ now: () => seconds }).createVerifier(goodOptions())
  verifier.verifySync(good)
  verifier.verifySync(good)
  seconds = now + 360
  assertError(
    caught(() => verifier.verifySync(good)),
    expired
  )
})

test('nbf, iat and maxTokenAge decide on each call', async () => {
  const jwt = token({ claims: { nbf: now - 100, iat: now, exp: now + 1000 } })
  const verifier = verifierThatSaw([jwt], { clockTolerance: 0, maxTokenAge: 50 })
  await refuses(verifier, jwt, { ...invalidToken('issued_in_future'), claim: 'iat' }, { now: now - 1 })
  await refuses(verifier, jwt, { ...invalidToken('not_yet_valid'), claim: 'nbf' }, { now: now - 101 })
  await refuses(verifier, jwt, { code: 'AUTH_TOKEN_EXPIRED', reason: 'too_old', claim: 'iat' }, { now: now + 51 })
  await accepts(verifier, jwt)
})

test('ATTACKS 19: a required scope decides on each call, in any order of calls', async () => {
  const jwt = token({ claims: { scope: 'a b c' } })
  const verifier = verifierThatSaw([jwt], { allowedScopes: ['a', 'b'] })
  const missing = (scope) => ({ code: 'AUTH_MISSING_SCOPE', reason: 'scope_missing', scope })
  for (let round = 0; round < 2; round++) {
    await refuses(verifier, jwt, missing('c'), { now, requiredScope: 'c' })
    await accepts(verifier, jwt, { now, requiredScope: ['b', 'a'] })
    await refuses(verifier, jwt, missing('c d'), { now, requiredScope: ['a', 'c', 'd'] })
    await accepts(verifier, jwt, { now, requiredScope: 'a' })
    await accepts(verifier, jwt)
  }
})

test('ATTACKS 19: a narrower verifier decides for itself, in the same core', async () => {
  const jwt = token({ claims: { aud: ['https://mcp.example.com', 'https://other.example'], scope: 'a b' } })
  const wide = verifierThatSaw([jwt], { audience: null })
  const narrower = [
    [{ audience: 'https://x.example' }, { code: 'AUTH_INVALID_AUDIENCE', reason: 'audience_mismatch' }],
    [{ issuer: 'https://x.example/' }, { code: 'AUTH_INVALID_ISSUER', reason: 'issuer_mismatch' }],
    [{ typ: 'JWT' }, invalidToken('typ_not_allowed')],
    [{ algorithms: ['PS256'] }, invalidToken('alg_not_allowed')],
    [{ requiredClaims: ['email'] }, { ...invalidToken('claim_missing'), claim: 'email' }],
    [
      { maxTokenAge: 1, clockTolerance: 0 },
      { code: 'AUTH_TOKEN_EXPIRED', reason: 'too_old' }
    ],
    [{ maxTokenBytes: 100 }, invalidToken('token_too_large')],
    [{ jwks: { keys: [publicJwk('other')] } }, invalidToken('key_not_found')],
    [{ jwks: { keys: [publicJwk('other', { kid: 'good' })] } }, invalidToken('signature_mismatch')]
  ]
  for (const [options, expected] of narrower) {
    await refuses(createVerifier(goodOptions(options)), jwt, expected)
    await accepts(wide, jwt)
  }
  const allowing = createVerifier(goodOptions({ audience: 'https://other.example', allowedScopes: ['b'] }))
  const { audience, scopes } = allowing.verifySync(jwt, at)
  assert.deepEqual([audience, scopes], ['https://other.example', ['b']])
})

test('a hit and a miss give equal tokens and equal refusals', () => {
  const options = {
    tokenIdSecret: 'a secret that is long enough',
    allowedScopes: ['a', 'tools:read'],
    clockTolerance: 0
  }
  const cached = createVerifier(goodOptions(options))
  const plain = createVerifier(goodOptions({ ...options, tokenCache: false }))
  const claims = [
    {},
    { jti: 'x', scope: 'b a a', client_id: 'c', tenant_id: 't' },
    { scope: undefined, scp: ['a', 'tools:read'], azp: 'z' },
    { nbf: now + 5, iat: undefined },
    { aud: ['https://x.example', 'https://mcp.example.com'], extra: { list: [1, null, 'x'] }, jti: 'y' },
    { exp: now + 0.5 },
    { jti: 7 }
  ]
  const tokens = [...claims.map((each) => token({ claims: each })), `${good}x`, 'x', token({ header: { kid: 'x' } })]
  const calls = [{}, { requiredScope: 'a' }, { requiredScope: ['tools:read', 'q'] }]
  const outcome = (verifier, jwt, call) => {
    try {
      return verifier.verifySync(jwt, call)
    } catch (error) {
      return error.toJSON()
    }
  }
  for (const round of [1, 2, 3]) {
    for (const jwt of tokens) {
      for (const time of [now, now + 6, now + 400, now - 20]) {
        for (const call of calls) {
          const options_ = { ...call, now: time }
          assert.deepEqual(outcome(cached, jwt, options_), outcome(plain, jwt, options_), `round ${round}`)
        }
      }
    }
  }
})

test('a refused token is verified anew each time, and is no way to be accepted later', () => {
  const verifier = createVerifier(goodOptions())
  const forged = `${good.slice(0, -8)}AAAAAAAA`
  for (let call = 0; call < 3; call++) {
    assertError(
      caught(() => verifier.verifySync(forged, at)),
      invalidToken('signature_mismatch')
    )
    assertError(
      caught(() => verifier.verifySync(good, { now: now + 1000 })),
      expired
    )
  }
  assert.equal(verifier.verifySync(good, at).subject, 'user-1')
})

const many = Array.from({ length: 40 }, (_, index) => token({ claims: { sub: `user-${index}`, jti: `id-${index}` } }))

for (const tokenCache of [{ maxEntries: 1 }, { maxEntries: 7 }, { maxBytes: 8000 }, { maxBytes: 1 }, {}]) {
  test(`whoever a token is made for stays who it is, under ${JSON.stringify(tokenCache)}`, () => {
    const verifier = createVerifier(goodOptions({ tokenCache }))
    let state = 1
    for (let call = 0; call < 2000; call++) {
      state = (state * 48_271) % 2_147_483_647 // a Lehmer generator: any order, each run the same
      const index = state % many.length
      const { subject, claims } = verifier.verifySync(many[index], at)
      assert.equal(subject, `user-${index}`)
      assert.equal(claims.jti, `id-${index}`)
    }
  })
}

test('the least recently used token is dropped, and is verified anew', () => {
  const [a, b, c, d] = many
  const verifier = verifierThatSaw([a, b, c], { tokenCache: { maxEntries: 3 } })
  const [first, , third] = [a, b, c].map((each) => verifier.verifySync(each, at))
  assert.equal(verifier.verifySync(a, at), first)
  verifier.verifySync(d, at)
  assert.equal(verifier.verifySync(a, at), first)
  assert.equal(verifier.verifySync(c, at), third)
  const again = verifier.verifySync(b, at)
  assert.equal(again.subject, 'user-1')
  assert.equal(verifier.verifySync(b, at), again)
})

test('BEHAVIOUR INTERNAL: an instance that is given up takes its cache along', () => {
  const verifier = verifierThatSaw([good])
  const before = verifier.verifySync(good, at)
  const { encodeInto } = TextEncoder.prototype
  TextEncoder.prototype.encodeInto = () => {
    throw new WebAssembly.RuntimeError('unreachable')
  }
  assert.ok(caught(() => verifier.verifySync(good, at)))
  TextEncoder.prototype.encodeInto = encodeInto
  const after = verifier.verifySync(good, at)
  assert.notEqual(after, before)
  assert.deepEqual(after, before)
  assert.ok(isKnown(verifier, good))
})

test('explain() goes through every check of a token that was seen before', async () => {
  const verifier = createVerifier(goodOptions())
  assert.equal((await verifier.explain(good, at)).valid, true)
  const first = verifier.verifySync(good, at)
  const report = await verifier.explain(good, at)
  const passed = report.checks.filter(({ status }) => status === 'pass').map(({ check }) => check)
  for (const check of ['header_json', 'key', 'signature', 'claims_json', 'exp']) assert.ok(passed.includes(check))
  assert.notEqual(report.claims, first.claims)
})

test('a disposed verifier refuses a token that it had seen', () => {
  const verifier = verifierThatSaw([good])
  verifier.dispose()
  assertError(
    caught(() => verifier.verifySync(good, at)),
    { code: 'CONFIG_INVALID', reason: 'verifier_disposed' }
  )
})

const fixture = remoteFixture()

for (const [name, set, expected] of [
  ['drops the key', ['other'], invalidToken('key_not_found')],
  ['has another key of that id', [publicJwk('other', { kid: 'good' })], invalidToken('signature_mismatch')]
]) {
  test(`ATTACKS 17 and 19: a key set is replaced by one that ${name}: the repeated token is refused`, async () => {
    fixture.server.answerWith(setOf('good'))
    const verifier = fixture.remote()
    const first = await verifier.verify(good)
    assert.equal(verifier.verifySync(good), first)
    const keys = set.map((each) => (typeof each === 'string' ? publicJwk(each) : each))
    fixture.server.answerWith((_request, response) => response.end(JSON.stringify({ keys })))
    fixture.clock.advance(600)
    await refreshing(verifier, () => verifier.verify(good, at))
    assertError(await rejection(verifier.verify(good, at)), expected)
    await refuses(verifier, good, expected)
    fixture.server.answerWith(setOf('good'))
    fixture.clock.advance(600)
    await refreshing(verifier, () => verifier.verify(good, at).catch(() => {}))
    const again = await verifier.verify(good, at)
    assert.equal(verifier.verifySync(good, at), again)
    assert.notEqual(again, first, 'a new key set forgets everything')
    assert.deepEqual(again, first)
  })
}

test('while the keys cannot be had, a token that was seen before is refused like any other', async () => {
  fixture.server.answerWith(setOf('good'))
  const verifier = fixture.remote()
  await verifier.verify(good)
  fixture.server.answerWith((_request, response) => response.writeHead(500).end())
  fixture.clock.advance(86_400)
  assertError(
    caught(() => verifier.verifySync(good, at)),
    { code: 'AUTH_KEYS_UNAVAILABLE', reason: 'keys_not_loaded' }
  )
})
