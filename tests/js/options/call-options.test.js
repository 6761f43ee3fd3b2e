import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkCallOptions, checkToken } from '../../../js/options/call-options.js'
import { assertError, caught } from '../support/expect.js'

test('nothing is required where no options are given', () => {
  const nothing = { requiredScopes: '', now: undefined, waitUntil: undefined }
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
    ...['', 'a b', [], [''], ['a b'], 1, null, {}].map((requiredScope) => [{ requiredScope }, 'requiredScope']),
    ...[NaN, Infinity, '1', null, new Date(), 1n].map((now) => [{ now }, 'now']),
    ...[null, {}, 'x', Promise.resolve()].map((waitUntil) => [{ waitUntil }, 'waitUntil'])
  ]
  for (const [options, option] of misuses) {
    const error = caught(() => checkCallOptions(options))
    assertError(error, { code: 'CONFIG_INVALID', reason: 'option_invalid' })
    assert.equal(error.option, option)
  }
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
