import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AssayError } from '../../../js/shared/error.js'
import { codes } from '../../../js/shared/error-table.js'
import { errorResponse } from '../../../js/http/error-response.js'
import { requestError } from '../../../js/http/request-error.js'
import { request } from '../support/http.js'

const core = (code, reason, details = {}) => new AssayError(reason, { code, message: 'exactly so', ...details })

/** The answer to each code: status, error, whether there is a challenge, and Retry-After. */
const answers = {
  AUTH_TOKEN_MISSING: [401, 'invalid_request', true, null],
  AUTH_TOKEN_INVALID: [401, 'invalid_token', true, null],
  AUTH_TOKEN_EXPIRED: [401, 'invalid_token', true, null],
  AUTH_INVALID_ISSUER: [401, 'invalid_token', true, null],
  AUTH_INVALID_AUDIENCE: [401, 'invalid_token', true, null],
  AUTH_MISSING_SCOPE: [403, 'insufficient_scope', true, null],
  AUTH_KEYS_UNAVAILABLE: [503, 'temporarily_unavailable', false, '5'],
  AUTH_PROOF_INVALID: [401, 'invalid_dpop_proof', true, null],
  AUTH_RATE_LIMITED: [429, 'too_many_requests', false, '5'],
  REQUEST_INVALID: [400, 'invalid_request', false, null],
  CONFIG_INVALID: [500, 'server_error', false, null],
  INTERNAL: [500, 'server_error', false, null]
}

test('BEHAVIOUR Codes: each code has its status, its challenge and its body', async () => {
  assert.deepEqual(Object.keys(answers).sort(), Object.keys(codes).sort())
  for (const [code, [status, error, challenged, retryAfter]] of Object.entries(answers)) {
    const reason = code === 'AUTH_MISSING_SCOPE' ? 'scope_missing' : 'some_reason'
    const response = errorResponse(core(code, reason, { scope: 'a' }))
    assert.equal(response.status, status, code)
    assert.equal(response.headers.has('www-authenticate'), challenged, code)
    assert.equal(response.headers.get('retry-after'), retryAfter, code)
    assert.equal(response.headers.get('cache-control'), 'no-store')
    assert.equal(response.headers.get('content-type'), 'application/json')
    const body = await response.json()
    assert.deepEqual(Object.keys(body), ['error', 'error_description', 'code', 'reason'])
    assert.deepEqual([body.error, body.code, body.reason], [error, code, reason])
    if (code !== 'REQUEST_INVALID') assert.ok(!body.error_description.includes('exactly'), code)
  }
})

test('reasons of requests have the status that RFC 6750 and RFC 9110 give them', () => {
  const statuses = {
    ...{ authorization_malformed: 400, rate_limited: 429, tool_not_allowed: 403, body_too_large: 413 },
    ...{ body_media_type: 415, body_not_json: 400, body_duplicate_member: 400, message_malformed: 400 },
    ...{ body_already_read: 400, body_not_allowed: 400 },
    method_not_allowed: 405
  }
  for (const [reason, status] of Object.entries(statuses)) {
    assert.equal(errorResponse(requestError(reason)).status, status, reason)
    const copy = { name: 'AssayError', reason, code: 'REQUEST_INVALID', status: 200, message: 'x' }
    assert.equal(errorResponse(copy).status, status, reason)
  }
  assert.equal(
    errorResponse(requestError('method_not_allowed')).headers.get('allow'),
    'GET, HEAD, POST, DELETE, OPTIONS'
  )
})

test('what is no AssayError is 500, INTERNAL, and none of its words', async () => {
  const secret = 'the secret eyJhbGciOiJSUzI1NiJ9.e30.c2ln'
  const thrown = [
    ...[new Error(secret), new TypeError(secret), secret, { message: secret }, null, undefined, 42, Symbol('x')],
    { name: 'Error', code: 'AUTH_TOKEN_EXPIRED', reason: 'expired', message: secret },
    { name: 'AssayError', code: 'NOT_A_CODE', reason: secret, message: secret },
    { name: 'AssayError', code: 'constructor', reason: 'x', message: secret },
    { name: 'AssayError', code: '__proto__', reason: '__proto__', message: secret }
  ]
  for (const each of thrown) {
    for (const debug of [false, true]) {
      const response = errorResponse(each, { debug })
      assert.equal(response.status, 500)
      assert.equal(response.headers.get('www-authenticate'), null)
      const text = await response.text()
      assert.ok(!text.includes('secret'), text)
      assert.deepEqual([JSON.parse(text).code, JSON.parse(text).reason], ['INTERNAL', 'internal'])
    }
  }
})

test('an error of another copy of the package is known by its name and code; its status is looked up', async () => {
  class AssayErrorCopy extends Error {
    name = 'AssayError'
    code = 'AUTH_TOKEN_EXPIRED'
    reason = 'expired'
    status = 200
  }
  const response = errorResponse(new AssayErrorCopy('JWT is expired'))
  assert.equal(response.status, 401)
  assert.equal((await response.json()).reason, 'expired')
})

test('reasons named like members of Object.prototype are reasons like any other', () => {
  for (const reason of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
    assert.equal(errorResponse(core('AUTH_TOKEN_INVALID', reason)).status, 401)
    assert.equal(errorResponse({ name: 'AssayError', code: 'AUTH_TOKEN_INVALID', reason, message: 'x' }).status, 401)
  }
})

test('a mistake in the options is 500 and tells the client nothing, except in debug mode', async () => {
  const error = new AssayError('option_invalid', { message: 'Option "jwksUri" must be https', option: 'jwksUri' })
  assert.ok(!(await errorResponse(error).text()).includes('jwksUri'))
  assert.match(await errorResponse(error, { debug: true }).text(), /jwksUri/)
})

test('503 says when to come back: as the error knows, as the option says, or in 5 seconds', () => {
  const retryAfter = (error, options) => errorResponse(error, options).headers.get('retry-after')
  const outage = new AssayError('jwks_timeout')
  assert.equal(retryAfter(outage), '5')
  assert.equal(retryAfter(outage, { retryAfter: 30 }), '30')
  assert.equal(
    retryAfter(Object.assign(new AssayError('jwks_timeout'), { retryAfter: 12.2 }), { retryAfter: 30 }),
    '13'
  )
  for (const nonsense of [-1, 0, NaN, Infinity, '7', 1e9]) {
    assert.equal(retryAfter(Object.assign(new AssayError('jwks_timeout'), { retryAfter: nonsense })), '5')
  }
})

test('RFC 9110 §9.3.2: the answer to HEAD has the headers and no content', async () => {
  const response = errorResponse(new AssayError('token_missing'), { request: request(undefined, { method: 'HEAD' }) })
  assert.equal(response.status, 401)
  assert.ok(response.headers.has('www-authenticate'))
  assert.equal(response.body, null)
})

test('scripts may read the challenge wherever a CORS layer, or allowedOrigins, lets them read the answer', () => {
  const error = new AssayError('token_missing')
  const of = (origin, allowedOrigins) =>
    errorResponse(error, {
      request: request(undefined, { headers: { ...(origin && { origin }) } }),
      ...(allowedOrigins && { allowedOrigins })
    }).headers
  assert.equal(of('https://a.example').get('access-control-allow-origin'), null)
  assert.equal(
    of('https://a.example').get('access-control-expose-headers'),
    'WWW-Authenticate, Retry-After, DPoP-Nonce'
  )
  assert.equal(of('https://a.example', '*').get('access-control-allow-origin'), '*')
  const listed = ['https://a.example', 'https://b.example']
  assert.equal(of('https://b.example', listed).get('access-control-allow-origin'), 'https://b.example')
  for (const other of ['https://c.example', 'null', undefined, 'https://a.example.evil.example']) {
    assert.equal(of(other, listed).get('access-control-allow-origin'), null)
    assert.equal(of(other, listed).get('vary'), 'Origin')
  }
})

test('resourceMetadata: true derives the URL from the request, where one is given', () => {
  const options = { resourceMetadata: true, request: request(undefined, { url: 'https://x.example/a/b?c=d' }) }
  assert.equal(
    errorResponse(new AssayError('token_missing'), options).headers.get('www-authenticate'),
    'Bearer resource_metadata="https://x.example/.well-known/oauth-protected-resource/a/b"'
  )
  assert.equal(
    errorResponse(new AssayError('token_missing'), { resourceMetadata: true }).headers.get('www-authenticate'),
    'Bearer realm="api"'
  )
})
