import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkCallOptions, checkToken } from '../../../js/options/call-options.js'
import { assertError, caught } from '../support/expect.js'

test('nothing is required where no options are given', () => {
  const nothing = { requiredScopes: '', now: undefined, waitUntil: undefined, possession: undefined }
  for (const options of [undefined, {}, { requiredScope: undefined, now: undefined, waitUntil: undefined }]) {
    assert.deepEqual(checkCallOptions(options), nothing)
  }
})

test('one required scope or several, each once', () => {
  assert.equal(checkCallOptions({ requiredScope: 'a' }).requiredScopes, 'a')
  assert.equal(checkCallOptions({ requiredScope: ['a', 'b', 'a'] }).requiredScopes, 'a b')
})

test('STYLE 7: a misuse of a call is CONFIG_INVALID and named', () => {
  const misuses = [
    ...[null, 1, 'a', []].map((options) => [options, undefined]),
    ...['', 'a b', 'a"b', [], 1, null, true].map((requiredScope) => [{ requiredScope }, 'requiredScope']),
    ...[[''], ['a b'], ['a"b'], [1], [['a']]].map((requiredScope) => [{ requiredScope }, 'requiredScope']),
    ...[NaN, Infinity, '1', null, new Date(), 1n, Symbol('1'), Date.now(), 1e11].map((now) => [{ now }, 'now']),
    ...[null, {}, 'x', Promise.resolve()].map((waitUntil) => [{ waitUntil }, 'waitUntil'])
  ]
  for (const [options, option] of misuses) {
    const error = caught(() => checkCallOptions(options))
    assertError(error, { code: 'CONFIG_INVALID', reason: 'option_invalid' })
    assert.equal(error.option, option)
  }
})

test('RFC 6749 §3.3: alternatives are one requirement, joined by what no scope-token has', () => {
  const required = (/** @type {any} */ requiredScope) => checkCallOptions({ requiredScope }).requiredScopes
  assert.equal(required({ anyOf: ['read', 'admin', 'read'] }), 'read"admin')
  assert.equal(required(['tools:read', { anyOf: ['read', 'admin'] }]), 'tools:read read"admin')
  assert.equal(required([{ anyOf: ['a', 'b'] }, { anyOf: ['a', 'b'] }, { anyOf: ['b', 'c'] }]), 'a"b b"c')
  assert.equal(required({ anyOf: ['a'] }), 'a')
  assert.equal(required(['a', { anyOf: ['a'] }]), 'a')
})

test('STYLE 7: alternatives that are none are CONFIG_INVALID and named', () => {
  const misuses = [
    ...[{}, ...[[], 'a', null, 1, { 0: 'a', length: 1 }].map((anyOf) => ({ anyOf }))].map((each) => [each, '.anyOf']),
    ...['', 'a b', 'a"b', 1, null, ['a'], { anyOf: ['a'] }].map((each) => [{ anyOf: ['a', each] }, '.anyOf', '[1]'])
  ]
  for (const [requiredScope, path, index = ''] of misuses) {
    const expected = { code: 'CONFIG_INVALID', reason: 'option_invalid' }
    const alone = caught(() => checkCallOptions({ requiredScope }))
    assertError(alone, { ...expected, option: `requiredScope${path}` })
    assert.ok(alone.message.startsWith(`Option "requiredScope${path}${index}" must`), alone.message)
    const inArray = caught(() => checkCallOptions({ requiredScope: ['a', requiredScope] }))
    assertError(inArray, { ...expected, option: `requiredScope[1]${path}` })
  }
  const misspelt = caught(() => checkCallOptions({ requiredScope: { anyOf: ['a'], oneOf: ['b'] } }))
  assertError(misspelt, { code: 'CONFIG_INVALID', reason: 'option_unknown', option: 'requiredScope.oneOf' })
})

test('a getter of anyOf is read once, and a polluted prototype says nothing', () => {
  let reads = 0
  const once = { get anyOf() { return reads++ ? ['admin'] : ['a', 'b'] } } // prettier-ignore
  assert.equal(checkCallOptions({ requiredScope: once }).requiredScopes, 'a"b')
  const inherited = caught(() => checkCallOptions({ requiredScope: Object.create({ anyOf: ['a'] }) }))
  assertError(inherited, { code: 'CONFIG_INVALID', reason: 'option_invalid', option: 'requiredScope.anyOf' })
})

test('an unknown option of a call is refused with a question', () => {
  assertError(
    caught(() => checkCallOptions({ requiredScopes: 'a' })),
    {
      code: 'CONFIG_INVALID',
      reason: 'option_unknown',
      option: 'requiredScopes',
      message: 'Unknown option "requiredScopes": did you mean "requiredScope"?'
    }
  )
  assertError(
    caught(() => checkCallOptions({ audience: null })),
    { code: 'CONFIG_INVALID', reason: 'option_unknown' }
  )
})

test('RFC 6750 §3.1: no token is told apart from one that is no string', () => {
  for (const jwt of [undefined, null, '']) {
    assertError(
      caught(() => checkToken(jwt)),
      { code: 'AUTH_TOKEN_MISSING', reason: 'token_missing' }
    )
  }
  for (const jwt of [
    0,
    NaN,
    false,
    1,
    true,
    {},
    ['a.b.c'],
    new String('a.b.c'),
    Buffer.from('a.b.c'),
    { toString: () => 'a.b.c' }
  ]) {
    assertError(
      caught(() => checkToken(jwt)),
      { code: 'AUTH_TOKEN_INVALID', reason: 'token_not_string' }
    )
  }
  assert.equal(checkToken('a.b.c'), 'a.b.c')
})
