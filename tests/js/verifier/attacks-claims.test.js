// docs/attacks.md 13 to 16: what a proven token may say.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testApi } from '../support/core.js'
import { accepts, forbidFetch, invalidToken, refuses } from '../support/expect.js'
import { audience, compact, goodClaims, goodOptions, issuer, now, token } from '../support/tokens.js'

const fetches = forbidFetch()
after(() => {
  assert.equal(fetches.count(), 0)
  fetches.restore()
})

const { createVerifier } = testApi()
const verifier = createVerifier(goodOptions())
const withOptions = (options) => createVerifier(goodOptions(options))
const claim = (claims) => token({ claims })
const expired = { code: 'AUTH_TOKEN_EXPIRED', reason: 'expired' }
const wrongType = (name) => ({ ...invalidToken('claim_type'), claim: name })
const missing = (name) => ({ ...invalidToken('claim_missing'), claim: name })

/** Claims whose one member is written as it is given, as no object could express it. */
const written = (name, text) =>
  compact(
    { alg: 'RS256', kid: 'good' },
    `{"${name}":${text},${JSON.stringify(goodClaims({ [name]: undefined })).slice(1)}`
  )

const notDates = {
  'a string': String(now + 300),
  'an empty string': '',
  NaN: 'NaN',
  'an ISO date': '2099-01-01T00:00:00Z',
  true: true,
  'an array': [now + 300],
  'an object': { seconds: now + 300 }
}
for (const name of ['exp', 'nbf', 'iat']) {
  for (const [what, value] of Object.entries(notDates)) {
    test(`RFC 7519 §2, ATTACKS 13: refuses ${what} as ${name}`, () =>
      refuses(verifier, claim({ [name]: value }), wrongType(name)))
  }
  for (const number of [
    ...['1e300', '9007199254740994', '-9007199254740994', '1e17', '9007199254740993', '9007199254740992.5'],
    ...['9007199254740993e0', '0.90071992547409925e16', '9223372036854775808', '-9223372036854775809', '9'.repeat(300)]
  ]) {
    test(`BEHAVIOUR Claims, ATTACKS 13: refuses ${number.slice(0, 30)} as ${name}, which is beyond ±2^53`, () =>
      refuses(verifier, written(name, number), wrongType(name)))
  }
  test(`RFC 8259 §6, ATTACKS 13: refuses 1e400 as ${name}`, () =>
    refuses(verifier, written(name, '1e400'), invalidToken('claims_json')))
}

test('BEHAVIOUR Claims, ATTACKS 13: null counts as absent: exp is missed, nbf and iat are not', async () => {
  await refuses(verifier, claim({ exp: null }), missing('exp'))
  await refuses(verifier, claim({ exp: undefined }), missing('exp'))
  await accepts(verifier, claim({ nbf: null, iat: null }))
  await refuses(withOptions({ maxTokenAge: 60 }), claim({ iat: null }), missing('iat'))
})

test('RFC 7519 §4.1.4, ATTACKS 13: zero, minus zero and negative times are times long ago', async () => {
  for (const exp of ['0', '-0', '-1', '-9007199254740991', '0.5']) await refuses(verifier, written('exp', exp), expired)
  for (const nbf of ['0', '-1', '-9007199254740991']) await accepts(verifier, written('nbf', nbf))
})

for (const clockTolerance of [0, 300]) {
  const strict = withOptions({ clockTolerance })
  const at = (seconds) => ({ now: now + seconds })

  test(`RFC 7519 §4.1.4, ATTACKS 13: on exp + ${clockTolerance} s and later a token is refused`, async () => {
    const jwt = claim({ exp: now })
    await accepts(strict, jwt, at(clockTolerance - 1))
    await accepts(strict, jwt, at(clockTolerance - 0.001))
    await refuses(strict, jwt, { ...expired, message: 'JWT is expired' }, at(clockTolerance))
    await refuses(strict, jwt, expired, at(clockTolerance + 1))
    await refuses(strict, jwt, expired, at(1e15))
    await accepts(strict, claim({ exp: now + 0.5 }), at(clockTolerance))
    await refuses(strict, claim({ exp: now + 0.5 }), expired, at(clockTolerance + 0.5))
  })

  test(`RFC 7519 §4.1.5, ATTACKS 13: before nbf - ${clockTolerance} s a token is refused`, async () => {
    const jwt = claim({ nbf: now, iat: undefined, exp: now + 10_000 })
    const early = { ...invalidToken('not_yet_valid'), message: 'JWT is not valid yet' }
    await accepts(strict, jwt, at(-clockTolerance))
    await refuses(strict, jwt, early, at(-clockTolerance - 0.001))
    await refuses(strict, jwt, early, at(-clockTolerance - 1))
  })

  test(`BEHAVIOUR Claims, ATTACKS 13: iat later than ${clockTolerance} s from now is refused`, async () => {
    const jwt = claim({ iat: now, exp: now + 10_000 })
    await accepts(strict, jwt, at(-clockTolerance))
    await refuses(strict, jwt, invalidToken('issued_in_future'), at(-clockTolerance - 1))
  })

  test(`BEHAVIOUR Claims: a token older than maxTokenAge and ${clockTolerance} s is refused`, async () => {
    const aged = withOptions({ clockTolerance, maxTokenAge: 100 })
    const jwt = claim({ iat: now, exp: now + 10_000 })
    await accepts(aged, jwt, at(100 + clockTolerance))
    await refuses(aged, jwt, { code: 'AUTH_TOKEN_EXPIRED', reason: 'too_old' }, at(101 + clockTolerance))
  })
}

test('ATTACKS 13: a clock tolerance of 10^9, NaN, Infinity or below zero is no option', () => {
  for (const clockTolerance of [1e9, 300.001, NaN, Infinity, -1, '60', null]) {
    assert.throws(() => withOptions({ clockTolerance }), { code: 'CONFIG_INVALID', option: 'clockTolerance' })
  }
})

const notAudiences = {
  'another audience': ['https://other.example.com', 'audience_mismatch'],
  'an empty string': ['', 'audience_mismatch'],
  'an empty array': [[], 'audience_mismatch'],
  'a part of it': [audience.slice(0, -1), 'audience_mismatch'],
  'more than it': [`${audience}.attacker.example`, 'audience_mismatch'],
  'another case': [audience.toUpperCase(), 'audience_mismatch'],
  'a slash behind': [`${audience}/`, 'audience_mismatch'],
  'a space behind': [`${audience} `, 'audience_mismatch'],
  'both in one string': [`https://other.example.com ${audience}`, 'audience_mismatch'],
  'a NUL behind': [`${audience}\0`, 'audience_mismatch']
}
for (const [name, [aud, reason]] of Object.entries(notAudiences)) {
  test(`RFC 7519 §4.1.3, ATTACKS 14: refuses ${name} as aud`, () =>
    refuses(verifier, claim({ aud }), { code: 'AUTH_INVALID_AUDIENCE', reason }))
}

test('RFC 7519 §4.1.3, ATTACKS 14: refuses an aud that is missing, null or of another type', async () => {
  await refuses(verifier, claim({ aud: undefined }), missing('aud'))
  await refuses(verifier, claim({ aud: null }), missing('aud'))
  for (const aud of [1, true, {}, [audience, 1], [audience, null], [[audience]], { 0: audience }]) {
    await refuses(verifier, claim({ aud }), wrongType('aud'))
  }
})

test('RFC 7519 §4.1.3: of several audiences the first allowed entry of the token is the result', async () => {
  const several = withOptions({ audience: ['https://a.example', 'https://b.example'] })
  const aud = ['https://c.example', 'https://b.example', 'https://a.example']
  assert.equal((await accepts(several, claim({ aud }))).audience, 'https://b.example')
  await refuses(several, claim({ aud: ['https://c.example'] }), {
    code: 'AUTH_INVALID_AUDIENCE',
    reason: 'audience_mismatch',
    message: 'JWT audience/resource is not allowed'
  })
})

const notIssuers = {
  'another case': 'https://AUTH.example.com/',
  'no slash behind': issuer.slice(0, -1),
  'a second slash behind': `${issuer}/`,
  'a look-alike': 'https://аuth.example.com/',
  'a default port': 'https://auth.example.com:443/',
  http: 'http://auth.example.com/',
  'an empty string': '',
  'a NUL behind': `${issuer}\0`
}
for (const [name, iss] of Object.entries(notIssuers)) {
  test(`RFC 7519 §4.1.1, ATTACKS 14: refuses an issuer with ${name}`, () =>
    refuses(verifier, claim({ iss }), {
      code: 'AUTH_INVALID_ISSUER',
      reason: 'issuer_mismatch',
      message: 'JWT issuer is not allowed'
    }))
}

test('RFC 7519 §4.1.1, ATTACKS 14: refuses an issuer that is missing or no string', async () => {
  for (const iss of [undefined, null]) await refuses(verifier, claim({ iss }), missing('iss'))
  for (const iss of [[issuer], {}, 1, true]) await refuses(verifier, claim({ iss }), wrongType('iss'))
})

test('BEHAVIOUR Claims: refuses a sub that is missing, empty or no string', async () => {
  for (const sub of [undefined, null, '']) await refuses(verifier, claim({ sub }), missing('sub'))
  for (const sub of [1, ['user'], {}]) await refuses(verifier, claim({ sub }), wrongType('sub'))
})

test('BEHAVIOUR Claims: refuses a token without a claim that the options require', async () => {
  const strict = withOptions({ requiredClaims: ['jti', 'client_id'] })
  await accepts(strict, claim({ jti: 'a', client_id: 'b' }))
  await refuses(strict, claim({ jti: 'a' }), missing('client_id'))
  await refuses(strict, claim({ jti: null, client_id: 'b' }), missing('jti'))
  const inherited = withOptions({ requiredClaims: ['toString', '__proto__', 'constructor'] })
  await refuses(inherited, claim({}), missing('toString'))
})

const foreignTypes = [
  'dpop+jwt',
  'logout+jwt',
  'secevent+jwt',
  'application/secevent+jwt',
  'JWE',
  'JOSE',
  '',
  'at + jwt'
]
for (const typ of foreignTypes) {
  test(`RFC 8725 §3.11, ATTACKS 15: refuses a token of type ${JSON.stringify(typ)}`, () =>
    refuses(verifier, token({ header: { typ } }), invalidToken('typ_not_allowed')))
}

test('RFC 7515 §4.1.9, ATTACKS 15: refuses a typ that is no string', async () => {
  for (const typ of [1, null, ['at+jwt'], {}]) {
    await refuses(verifier, token({ header: { typ } }), invalidToken('typ_not_allowed'))
  }
})

test('RFC 9068 §4: the option typ narrows the types that are accepted', async () => {
  const onlyAccess = withOptions({ typ: 'application/at+JWT' })
  await accepts(onlyAccess, token({ header: { typ: 'AT+jwt' } }))
  await accepts(onlyAccess, token({ header: { typ: 'application/at+jwt' } }))
  await refuses(onlyAccess, token({ header: { typ: 'JWT' } }), invalidToken('typ_not_allowed'))
  await refuses(onlyAccess, token({ header: { typ: undefined } }), invalidToken('typ_not_allowed'))
  await accepts(withOptions({ typ: ['jwt', 'at+jwt'] }), token({ header: { typ: 'JWT' } }))
})

const lacks = (scope) => ({ code: 'AUTH_MISSING_SCOPE', reason: 'scope_missing', scope })
const requires = (requiredScope) => ({ now, requiredScope })

test("RFC 6749 §3.3, ATTACKS 16: a required scope is not found inside another scope's name", async () => {
  for (const scope of ['tools:call-all', 'xtools:call', 'tools:callx', 'tools', 'TOOLS:CALL', '']) {
    await refuses(
      verifier,
      claim({ scope }),
      { ...lacks('tools:call'), message: 'Missing required scope: tools:call' },
      requires('tools:call')
    )
  }
})

test('RFC 6749 §3.3, ATTACKS 16: scopes are separated by spaces; a tab, a line break or NBSP is none', async () => {
  for (const scope of ['a tools:call', 'tools:call a', '  a   tools:call  ']) {
    await accepts(verifier, claim({ scope }), requires('tools:call'))
  }
  for (const separator of ['\t', '\n', '\r\n', '\u00a0', '\u2003', ',', ';', '\0']) {
    await refuses(verifier, claim({ scope: `a${separator}tools:call` }), lacks('tools:call'), requires('tools:call'))
  }
})

test('BEHAVIOUR Claims: scope, or where it is absent scp, is a string or an array of strings', async () => {
  await accepts(verifier, claim({ scope: ['a', 'tools:call'] }), requires('tools:call'))
  await refuses(verifier, claim({ scope: ['a tools:call'] }), lacks('tools:call'), requires('tools:call'))
  await accepts(verifier, claim({ scope: undefined, scp: ['a', 'tools:call'] }), requires('tools:call'))
  await accepts(verifier, claim({ scope: undefined, scp: 'a tools:call' }), requires('tools:call'))
  await refuses(verifier, claim({ scope: 'a', scp: ['tools:call'] }), lacks('tools:call'), requires('tools:call'))
  for (const odd of [1, {}, ['tools:call', 1]]) {
    await refuses(verifier, claim({ scope: odd }), wrongType('scope'), requires('tools:call'))
    await refuses(verifier, claim({ scope: undefined, scp: odd }), wrongType('scp'), requires('tools:call'))
    const { scopes } = await accepts(verifier, claim({ scope: odd }))
    assert.deepEqual(scopes, [], 'another shape only matters where scopes are asked for')
  }
})

test('ATTACKS 16: a scope of 10,000 entries is searched, each entry once', async () => {
  const large = withOptions({ maxTokenBytes: 65_536 })
  const scope = Array.from({ length: 10_000 }, (_, index) => (index % 1000).toString(36)).join(' ')
  const { scopes } = await accepts(large, claim({ scope }), requires(['0', 'rr']))
  assert.equal(scopes.length, 1000)
  assert.deepEqual([...scopes], [...scopes].sort())
  await refuses(large, claim({ scope }), lacks('missing'), requires(['0', 'missing']))
})

test('BEHAVIOUR Claims: all of several required scopes must be granted, and the missing ones are named', async () => {
  const jwt = claim({ scope: 'a b c' })
  assert.deepEqual((await accepts(verifier, jwt, requires(['c', 'a']))).scopes, ['a', 'b', 'c'])
  await refuses(verifier, jwt, lacks('x y'), requires(['a', 'x', 'y']))
})

test("BEHAVIOUR Claims: granted are the token's scopes that are allowed, sorted, each once", async () => {
  const some = withOptions({ allowedScopes: ['b', 'a', 'z'] })
  const jwt = claim({ scope: 'b a c b' })
  assert.deepEqual((await accepts(some, jwt)).scopes, ['a', 'b'])
  await refuses(some, jwt, lacks('c'), requires('c'))
  const none = withOptions({ allowedScopes: [] })
  assert.deepEqual((await accepts(none, jwt)).scopes, [])
  await refuses(none, jwt, lacks('a'), requires('a'))
})
