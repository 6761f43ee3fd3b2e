import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AssayError } from '../../../js/shared/error.js'
import { codes } from '../../../js/shared/error-table.js'
import { challenge } from '../../../js/http/challenge.js'
import { requestError } from '../../../js/http/request-error.js'
import { assertError, caught } from '../support/expect.js'
import { metadataUrl } from '../support/http.js'

const core = (code, reason, details = {}) => new AssayError(reason, { code, message: 'exactly so', ...details })
const missing = new AssayError('token_missing')
const expired = core('AUTH_TOKEN_EXPIRED', 'expired')
const scope = core('AUTH_MISSING_SCOPE', 'scope_missing', { scope: 'tools:call' })

/** Reads a challenge as RFC 9110 §11.6.1 has it. */
function parse(value) {
  assert.match(value, /^Bearer (\w+="(?:[^"\\]|\\.)*")(, \w+="(?:[^"\\]|\\.)*")*$/)
  return Object.fromEntries(
    [...value.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, name, text]) => [name, text.replace(/\\(.)/g, '$1')])
  )
}

test('RFC 6750 §3.1: without a token there is no error in the challenge', () => {
  assert.equal(challenge(missing, { resourceMetadata: metadataUrl }), `Bearer resource_metadata="${metadataUrl}"`)
})

test('RFC 6750 §3: Bearer is followed by a parameter even where nothing is configured', () => {
  assert.equal(challenge(missing), 'Bearer realm="api"')
  assert.equal(challenge(missing, { realm: 'mine' }), 'Bearer realm="mine"')
})

test('BEHAVIOUR HTTP: resource_metadata, error, error_description, scope, in this order', () => {
  assert.equal(
    challenge(scope, { resourceMetadata: metadataUrl }),
    `Bearer resource_metadata="${metadataUrl}", error="insufficient_scope", ` +
      'error_description="The access token lacks a required scope", scope="tools:call"'
  )
  assert.equal(
    challenge(expired, { realm: 'r', resourceMetadata: metadataUrl, requiredScope: ['a', 'b'] }),
    `Bearer realm="r", resource_metadata="${metadataUrl}", error="invalid_token", ` +
      'error_description="The access token has expired", scope="a b"'
  )
})

test('RFC 6750 §3: scope names all that the request takes, not only what is missing', () => {
  assert.equal(parse(challenge(scope, { requiredScope: ['tools:read', 'tools:call'] })).scope, 'tools:read tools:call')
  assert.equal(parse(challenge(scope)).scope, 'tools:call')
})

test('debug mode says what exactly was wrong; otherwise the code’s general sentence', () => {
  assert.equal(parse(challenge(expired)).error_description, 'The access token has expired')
  assert.equal(parse(challenge(expired, { debug: true })).error_description, 'exactly so')
})

test('who cannot be helped by another token gets no challenge', () => {
  const unhelpful = [
    ...[new AssayError('jwks_timeout'), new AssayError('option_invalid'), new AssayError('internal')],
    ...[requestError('rate_limited'), requestError('tool_not_allowed'), requestError('body_not_json')],
    ...[new Error('x'), undefined, null, 'AUTH_TOKEN_INVALID', { code: 'AUTH_TOKEN_INVALID' }]
  ]
  for (const error of unhelpful) assert.equal(challenge(error, { resourceMetadata: metadataUrl }), undefined)
  assert.equal(parse(challenge(requestError('authorization_malformed'))).error, 'invalid_request')
})

test('every code has its say', () => {
  const challenged = Object.keys(codes).filter((code) => challenge(core(code, 'x')) !== undefined)
  assert.deepEqual(challenged, [
    ...[
      'AUTH_TOKEN_MISSING',
      'AUTH_TOKEN_INVALID',
      'AUTH_TOKEN_EXPIRED',
      'AUTH_INVALID_ISSUER',
      'AUTH_INVALID_AUDIENCE',
      'AUTH_PROOF_INVALID'
    ]
  ])
  assert.ok(challenge(scope))
})

test('ATTACKS 20: CRLF, quotes, backslashes and non-ASCII in a value stay in the value', () => {
  const hostile = ['a"b', 'a\\', 'a\r\nSet-Cookie: x=1', 'a", error="x', 'ä\u2028\u0000', '\ud800', '", scope="admin']
  for (const text of hostile) {
    const error = core('AUTH_TOKEN_INVALID', 'claim_type', { message: text, scope: text })
    const value = challenge(error, { debug: true })
    assert.match(value, /^[\x20-\x7E]+$/)
    new Headers({ 'WWW-Authenticate': value })
    const { error: code, error_description: description, ...rest } = parse(value)
    assert.equal(code, 'invalid_token')
    // RFC 6750 §3: neither quotes nor backslashes, not even escaped.
    assert.match(description, /^[\x20\x21\x23-\x5B\x5D-\x7E]*$/)
    assert.deepEqual(
      Object.keys(rest).filter((name) => name !== 'scope'),
      []
    )
    assert.match(rest.scope ?? '', /^[\x20\x21\x23-\x5B\x5D-\x7E]*$/)
  }
  assert.equal(parse(challenge(missing, { realm: 'a"b\\c' })).realm, 'a"b\\c')
})

test('RFC 9728 §5.1: resource_metadata is an absolute https URL, or the option is refused', () => {
  const wrong = [
    '/path',
    'mcp.example.com',
    'http://mcp.example.com/',
    'ftp://a.example/',
    '',
    'https://u:p@a.example/',
    'https://a.example/#x',
    'https://a.example/\r\nx',
    'https://a b/',
    1,
    null,
    false,
    {}
  ]
  for (const resourceMetadata of wrong) {
    const error = caught(() => challenge(missing, { resourceMetadata }))
    assertError(error, { code: 'CONFIG_INVALID', reason: 'option_invalid', option: 'resourceMetadata' })
  }
  const loopback = 'http://127.0.0.1:1/.well-known/oauth-protected-resource'
  assert.ok(caught(() => challenge(missing, { resourceMetadata: loopback })))
  const allowed = challenge(missing, { resourceMetadata: loopback, allowInsecureLoopback: true })
  assert.equal(parse(allowed).resource_metadata, loopback)
  assert.equal(parse(challenge(missing, { resourceMetadata: new URL(metadataUrl) })).resource_metadata, metadataUrl)
})

test('a URL with what a quoted-string cannot hold is encoded', () => {
  const value = challenge(missing, { resourceMetadata: 'https://a.example/"ä?q="' })
  assert.equal(parse(value).resource_metadata, 'https://a.example/%22%C3%A4?q=%22')
})

test('STYLE 7: options are checked, and an unknown one is refused with a question', () => {
  for (const options of [{ realm: 'ä' }, { realm: '' }, { realm: 'a\r\nb' }, { debug: 1 }, { requiredScope: 'a b' }]) {
    assertError(
      caught(() => challenge(missing, options)),
      { code: 'CONFIG_INVALID', reason: 'option_invalid' }
    )
  }
  const error = caught(() => challenge(missing, { resourceMetadat: metadataUrl }))
  assert.match(error.message, /did you mean "resourceMetadata"/)
})
