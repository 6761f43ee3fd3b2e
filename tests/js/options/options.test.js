import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkVerifierOptions } from '../../../js/options/options.js'
import { assertError, caught } from '../support/expect.js'
import { goodOptions } from '../support/tokens.js'

const checkOne = (options) => checkVerifierOptions(options).configs[0]
const policyOf = (options) => JSON.parse(checkOne(goodOptions(options)).policy)
const refused = (options) => caught(() => checkVerifierOptions(options))

/** Options that are invalid, each with what it must not be. */
const invalid = {
  issuer: ['', 1, null, {}, '\ud800', [], ['https://a.example/', ''], ['a', null], new Set(['a'])],
  audience: ['', 1, [], [''], ['a', 1], [null], { 0: 'a' }, '\ud800', new Set(['a'])],
  algorithms: [[], 'RS256', ['none'], ['HS256'], ['ES256K'], ['rs256'], ['RS256', 'HS256'], [undefined], null],
  allowedScopes: ['a', [''], ['a b'], ['a"'], ['\\'], ['ä'], ['a\n'], [1], null],
  clockTolerance: [-1, 301, NaN, Infinity, '60', null, 60n, {}],
  tokenIdSecret: ['', 'fifteen letters', new Uint8Array(15), new Uint8Array(4097), new ArrayBuffer(16), 16, null, []],
  typ: ['', 'application/', [], ['JWT', 'a b'], 'a/b/c', 'application/a/b', '/a', 'a/', 'ä', 'a\n', '\ud800', 1, null],
  profile: ['', 'AT+JWT', 'jwt', true, null, ['at+jwt']],
  audienceMatch: ['', 'any', 'Exclusive', true, null],
  maxTokenAge: [0, -1, NaN, Infinity, '60', null],
  requiredClaims: ['jti', [''], [1], null],
  requireSubject: [0, 'false', null, {}],
  scopesClaim: ['', [], [''], [[]], [['a'], []], [['a'], 'b'], ['a', ['b']], [['a', '']], [1], 1, null, {}, '\ud800'],
  claims: [
    ...[
      null,
      1,
      'a',
      [],
      {},
      { a: {} },
      { a: null },
      { a: undefined },
      { a: [] },
      { a: [[]] },
      { a: [null] },
      { '': 'a' }
    ],
    ...[{ a: 1n }, { a: NaN }, { a: Infinity }, { a: 2 ** 53 }, { a: '\ud800' }, { a: () => {} }, { [Symbol('a')]: 1 }],
    ...[{ a: { startsWith: '' } }, { a: { startsWith: [] } }, { a: { startsWith: 1 } }, { a: { startsWith: null } }],
    ...[{ a: { not: null } }, { a: { not: [] } }, { a: { not: {} } }, { a: { not: { b: 1 } } }, { a: { not: [{}] } }],
    ...[{ a: { not: { not: 'b' } } }, { a: { not: { startsWith: '' } } }, { a: { not: 'b', c: 1 } }],
    ...[{ a: { startsWith: 'b', c: 1 } }, { a: [{ startsWith: 'b' }] }, { a: /b/ }, { a: new Date() }]
  ],
  maxTokenBytes: [0, -1, 65_537, 1.5, NaN, '1024', null],
  tokenCache: [
    ...[null, 0, 1000, 'false', [], () => {}],
    ...[{ maxEntries: 0 }, { maxEntries: 100_001 }, { maxEntries: 1.5 }, { maxEntries: '10' }, { maxEntries: null }],
    ...[{ maxBytes: 0 }, { maxBytes: 67_108_865 }, { maxBytes: NaN }, { maxBytes: Infinity }]
  ],
  jwks: [null, 5, {}, { keys: {} }, '{"keys":{}}', { keys: 'x' }, { keys: [1n] }],
  fetch: [null, 'fetch', {}],
  allowInsecureLoopback: [1, 'true', null],
  jwksCache: [
    null,
    1,
    [],
    { maxAge: 0 },
    { maxAge: 86_401 },
    { cooldown: 0 },
    { timeout: 0 },
    { timeout: 61 },
    { maxBytes: 1.5 }
  ]
}

for (const [option, values] of Object.entries(invalid)) {
  test(`STYLE 7: a bad ${option} is CONFIG_INVALID and named`, () => {
    for (const value of values) {
      const error = refused(goodOptions({ [option]: value }))
      assertError(error, { code: 'CONFIG_INVALID', reason: 'option_invalid' })
      assert.equal(error.option.split('.')[0], option)
      assert.match(error.message, new RegExp(`"${option}`))
    }
  })
}

test('tokenCache is on by default, within limits that can be narrowed one by one', () => {
  const cacheOf = (tokenCache) => checkOne(goodOptions({ tokenCache })).tokenCache
  const byDefault = { maxEntries: 1000, maxBytes: 4_194_304 }
  for (const each of [undefined, true, {}]) assert.deepEqual(cacheOf(each), byDefault)
  assert.deepEqual(cacheOf(false), { maxEntries: 0, maxBytes: 0 })
  assert.deepEqual(cacheOf({ maxEntries: 10 }), { ...byDefault, maxEntries: 10 })
  assert.deepEqual(cacheOf({ maxBytes: 1 }), { ...byDefault, maxBytes: 1 })
  assertError(refused(goodOptions({ tokenCache: { maxEntries: 0 } })), {
    code: 'CONFIG_INVALID',
    reason: 'option_invalid',
    option: 'tokenCache.maxEntries'
  })
  const key = goodOptions({ tokenCache: { key: () => 'mine' } })
  assertError(refused(key), { code: 'CONFIG_INVALID', reason: 'option_unknown', option: 'tokenCache.key' })
})

test('STYLE 7: issuer and audience are required', () => {
  for (const option of ['issuer', 'audience']) {
    for (const options of [goodOptions({ [option]: undefined }), { jwks: { keys: [] } }]) {
      const error = refused(options)
      assertError(error, { code: 'CONFIG_INVALID', reason: 'option_missing' })
    }
    assertError(refused(goodOptions({ [option]: undefined })), {
      code: 'CONFIG_INVALID',
      reason: 'option_missing',
      option
    })
  }
})

test('options that are no object are refused', () => {
  for (const options of [undefined, null, 'x', 1, [], () => {}]) {
    assertError(refused(options), {
      code: 'CONFIG_INVALID',
      reason: 'option_invalid',
      message: 'Options must be an object'
    })
  }
})

test('an unknown option is refused with a question', () => {
  const error = refused(goodOptions({ audiences: ['a'] }))
  assertError(error, { code: 'CONFIG_INVALID', reason: 'option_unknown', option: 'audiences' })
  assert.equal(error.message, 'Unknown option "audiences": did you mean "audience"?')
  assert.match(
    refused(goodOptions({ jwksCache: { maxage: 1 } })).message,
    /"jwksCache.maxage": did you mean "jwksCache.maxAge"/
  )
  for (const name of ['x', '__proto__', 'constructor', 'toString', '', 'z'.repeat(1e6)]) {
    const options = Object.defineProperty(goodOptions(), name, { value: undefined, enumerable: true })
    assertError(refused(options), { code: 'CONFIG_INVALID', reason: 'option_unknown' })
    assert.ok(refused(options).message.length < 200)
  }
  assertError(refused({ ...goodOptions(), [Symbol('issuer')]: 1 }), {
    code: 'CONFIG_INVALID',
    reason: 'option_unknown'
  })
})

test('DESIGN: the defaults', () => {
  const { issuer, audience } = goodOptions()
  const { tokenIdSecret, maxTokenBytes, jwksCache } = checkOne(goodOptions())
  assert.deepEqual(policyOf({}), {
    ...{ issuer: [issuer], audience: [audience] },
    algorithms: ['RS256'],
    clockTolerance: 60,
    requiredClaims: [],
    requireSubject: true,
    maxTokenBytes: 16_384
  })
  assert.equal(tokenIdSecret, undefined)
  assert.equal(maxTokenBytes, 16_384)
  assert.deepEqual(jwksCache, {
    ...{ maxAge: undefined, maxStale: 86_400, cooldown: 30, timeout: 5 },
    maxBytes: 65_536
  })
})

test('the bounds themselves are accepted', () => {
  for (const clockTolerance of [0, 0.5, 300]) assert.equal(policyOf({ clockTolerance }).clockTolerance, clockTolerance)
  for (const maxTokenBytes of [1, 65_536]) assert.equal(policyOf({ maxTokenBytes }).maxTokenBytes, maxTokenBytes)
  assert.equal(policyOf({ maxTokenAge: 0.001 }).maxTokenAge, 0.001)
  assert.deepEqual(policyOf({ allowedScopes: [] }).allowedScopes, [])
})

test('STYLE 7: audience: null is said aloud, and is not the same as an audience that is left out', () => {
  assert.equal(policyOf({ audience: null }).audience, null)
})

test('claims become rules for the core: path, negated, values, prefixes', () => {
  const claims = {
    token_use: 'access',
    client_id: ['web', 7, true],
    'kubernetes.io': { namespace: 'billing', pod: { name: { startsWith: ['a', 'b'] } } },
    sts: { not: 'pending', startsWith: 'p' },
    drn: { not: { startsWith: 'x' } },
    email: { not: '' }
  }
  assert.deepEqual(policyOf({ claims }).claims, [
    [['token_use'], false, ['access'], []],
    [['client_id'], false, ['web', 7, true], []],
    [['kubernetes.io', 'namespace'], false, ['billing'], []],
    [['kubernetes.io', 'pod', 'name'], false, [], ['a', 'b']],
    [['sts'], false, [], ['p']],
    [['sts'], true, ['pending'], []],
    [['drn'], true, [], ['x']],
    [['email'], true, [''], []]
  ])
  assert.match(refused(goodOptions({ claims: { a: { b: [{}] } } })).message, /"claims\.a\.b"/)
  const cycle = {}
  cycle.a = cycle
  assertError(refused(goodOptions({ claims: cycle })), { code: 'CONFIG_INVALID', reason: 'option_invalid' })
})

test('a claim named __proto__ is a claim, and what a prototype has is none', () => {
  const claims = JSON.parse('{"__proto__":"a"}')
  assert.deepEqual(policyOf({ claims }).claims, [[['__proto__'], false, ['a'], []]])
  const inherited = Object.create({ startsWith: 'b' })
  inherited.name = 'c'
  assert.deepEqual(policyOf({ claims: { a: inherited } }).claims, [[['a', 'name'], false, ['c'], []]])
})

test('scopesClaim is a claim, a path, or several paths', () => {
  const pathsOf = (scopesClaim) => policyOf({ scopesClaim }).scopesClaim
  assert.deepEqual(pathsOf('permissions'), [['permissions']])
  assert.deepEqual(pathsOf(['realm_access', 'roles']), [['realm_access', 'roles']])
  assert.deepEqual(pathsOf([['scope'], ['scp'], ['a', 'b']]), [['scope'], ['scp'], ['a', 'b']])
})

test('RFC 7515 §4.1.9: typ is any media type', () => {
  assert.deepEqual(policyOf({ typ: ['Okta-Internal-AT+JWT', 'Application/X', 'Example/Y'] }).typ, [
    ...['okta-internal-at+jwt', 'x', 'example/y']
  ])
})

test('an algorithm of shared secrets is refused with the reason', () => {
  const error = refused(goodOptions({ algorithms: ['HS256'] }))
  assert.match(error.hint, /HMAC \(HS256\).*can sign/)
})

test('RFC 9068 §2.2: the profile requires the subject', () => {
  const error = refused(goodOptions({ profile: 'at+jwt', requireSubject: false }))
  assertError(error, { code: 'CONFIG_INVALID', reason: 'option_invalid' })
  assert.equal(error.option, 'requireSubject')
})

test('lists are taken without repetition, and types without regard to case and application/', () => {
  assert.deepEqual(policyOf({ audience: ['b', 'a', 'b'] }).audience, ['b', 'a'])
  assert.deepEqual(policyOf({ algorithms: ['PS256', 'RS256', 'PS256'] }).algorithms, ['PS256', 'RS256'])
  assert.deepEqual(policyOf({ typ: ['JWT', 'application/jwt', 'AT+JWT'] }).typ, ['jwt', 'at+jwt'])
})

test('the secret is copied, as UTF-8 where it is a string, and appears in no other place', () => {
  const bytes = Buffer.from('a secret of twenty-odd bytes')
  const { tokenIdSecret: secret, policy } = checkOne(goodOptions({ tokenIdSecret: bytes }))
  bytes.fill(0)
  assert.equal(Buffer.from(secret).toString(), 'a secret of twenty-odd bytes')
  assert.ok(!policy.includes('secret'))
  const text = checkOne(goodOptions({ tokenIdSecret: '\u20ac'.repeat(6) })).tokenIdSecret
  assert.equal(text.length, 18)
  const short = refused(goodOptions({ tokenIdSecret: 'short-secret' }))
  assertError(short, { code: 'CONFIG_INVALID', reason: 'option_invalid', option: 'tokenIdSecret' }, ['short-secret'])
})

test('later changes by the caller have no effect', () => {
  const options = goodOptions({ algorithms: ['RS256'], requiredClaims: ['jti'] })
  const before = checkOne(options)
  const { policy, jwks } = structuredClone(before)
  options.algorithms.push('PS256')
  options.requiredClaims.length = 0
  options.jwks.keys.length = 0
  options.issuer = 'https://attacker.example/'
  assert.equal(before.policy, policy)
  assert.equal(before.jwks, jwks)
})

test('what a polluted Object.prototype has is no option', () => {
  const polluted = { allowInsecureLoopback: true, audience: null, clockTolerance: 300, jwks: { keys: [] } }
  try {
    Object.assign(Object.prototype, polluted)
    assertError(refused({ issuer: 'https://a.example/' }), {
      code: 'CONFIG_INVALID',
      reason: 'option_missing',
      option: 'audience'
    })
    const url = 'http://127.0.0.1/jwks'
    assertError(refused({ issuer: 'https://a.example/', audience: 'a', jwksUri: url }), {
      code: 'CONFIG_INVALID',
      reason: 'option_invalid',
      option: 'jwksUri'
    })
  } finally {
    for (const name of Object.keys(polluted)) delete Object.prototype[name]
  }
  assert.equal(policyOf({}).clockTolerance, 60)
})

test('a getter is read once', () => {
  let reads = 0
  const options = goodOptions()
  Object.defineProperty(options, 'clockTolerance', { enumerable: true, get: () => [0, 1e9][reads++] })
  assert.equal(JSON.parse(checkOne(options).policy).clockTolerance, 0)
  assert.equal(reads, 1)
})

test('an option that is undefined is left out', () => {
  assert.equal(policyOf({ typ: undefined, maxTokenAge: undefined }).typ, undefined)
})

test('an operator of another library in claims is refused, and the message says what to write', () => {
  for (const operator of ['startswith', 'startWith', 'starts_with', 'prefix', 'equals', 'in', 'anyOf', 'oneOf']) {
    const error = refused(goodOptions({ claims: { sub: { [operator]: ['a'] } } }))
    assert.equal(error.option, `claims.sub.${operator}`)
    assert.match(error.message, /did you mean \{ startsWith: … \}\? For one of several values write an array/)
  }
  policyOf({ claims: { a: { in: 'x', other: 'y' }, b: { including: 'x' } } })
})
