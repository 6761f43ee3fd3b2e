import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AssayError, errorOf, invalidOption } from '../../../js/shared/error.js'

test('an AssayError has the code, status and hint of its reason', () => {
  const error = new AssayError('token_missing')
  assert.ok(error instanceof Error)
  assert.equal(error.name, 'AssayError')
  assert.equal(String(error), 'AssayError: Bearer token is missing')
  assert.deepEqual(error.toJSON(), {
    code: 'AUTH_TOKEN_MISSING',
    reason: 'token_missing',
    message: 'Bearer token is missing',
    hint: 'Send an Authorization: Bearer header',
    retryable: false,
    status: 401
  })
})

test('details replace the message and the hint, and name claim, option and scope', () => {
  const details = { message: 'm', hint: 'h', claim: 'c', option: 'o', scope: 's' }
  assert.deepEqual(new AssayError('jwks_status', details).toJSON(), {
    code: 'AUTH_KEYS_UNAVAILABLE',
    reason: 'jwks_status',
    retryable: true,
    status: 503,
    ...details
  })
})

test('a reason that does not exist is INTERNAL, also where Object.prototype has it', () => {
  for (const reason of ['no_such_reason', '__proto__', 'constructor', 'toString', '']) {
    const error = new AssayError(reason)
    assert.equal(error.code, 'INTERNAL')
    assert.equal(error.reason, 'internal')
    assert.equal(error.status, 500)
    assert.match(error.hint, /is no reason of AssayError: use one of the table's, such as "expired"$/)
  }
  assert.match(new AssayError('exspired').hint, /^"exspired" is no reason/)
  const secret = `Bearer ${'a'.repeat(80)}`
  assert.ok(!JSON.stringify(new AssayError(secret)).includes('aaa'))
  assert.equal(new AssayError('internal').hint, 'This is a bug in assay-jwt: please report it')
})

test("the core's error object gives code, reason, message, claim and scope; status and hint follow from the code", () => {
  const error = errorOf({
    code: 'AUTH_TOKEN_INVALID',
    reason: 'claim_missing',
    message: 'JWT claim is missing: sub',
    claim: 'sub'
  })
  assert.equal(error.code, 'AUTH_TOKEN_INVALID')
  assert.equal(error.reason, 'claim_missing')
  assert.equal(error.status, 401)
  assert.equal(error.claim, 'sub')
  assert.equal(error.message, 'JWT claim is missing: sub')
})

test('a refusal of the core without a code that exists is INTERNAL; a reason of the table has its own code', () => {
  for (const code of [undefined, 'NO_SUCH_CODE', '__proto__', 'toString']) {
    const error = errorOf({ code, reason: 'claim_missing', message: 'm' })
    assert.equal(error.code, 'INTERNAL')
    assert.equal(error.reason, 'internal')
    assert.equal(error.status, 500)
  }
  assert.equal(errorOf({ code: 'INTERNAL', reason: 'token_missing' }).code, 'AUTH_TOKEN_MISSING')
})

test('STYLE 7: an invalid option is named, in the message and as a member, without its index there', () => {
  const error = invalidOption('algorithms[1]', 'must be one of RS256')
  assert.equal(error.code, 'CONFIG_INVALID')
  assert.equal(error.reason, 'option_invalid')
  assert.equal(error.option, 'algorithms')
  assert.equal(error.message, 'Option "algorithms[1]" must be one of RS256')
})

test('an error has no cause, and its name is not among what JSON and logs show of it', () => {
  const error = new AssayError('internal')
  assert.equal('cause' in error, false)
  assert.equal(Object.keys(error).includes('name'), false)
  const members = ['code', 'reason', 'message', 'hint', 'retryable', 'status']
  assert.deepEqual(Object.keys(JSON.parse(JSON.stringify(error))), members)
})
