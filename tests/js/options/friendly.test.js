// Mistakes that people make: each error says what was given, and what to do (issue 19).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testApi } from '../support/core.js'
import { assertError, caught, rejection } from '../support/expect.js'
import { goodOptions, now, token } from '../support/tokens.js'
import { certificates } from '../pem/certificates.js'

const { createVerifier, compactVerify } = testApi()
const jwt = token()
const verifier = createVerifier(goodOptions())
const discovered = () => {
  const { issuer, audience } = goodOptions()
  return { issuer, audience }
}

/** @type {[option: string, value: unknown, says: RegExp][]} of options without `jwks` */
const options = [
  ['issuer', certificates.RSA, /is a PEM.*Keys are the option jwks: jwkFromPem/],
  ['jwksUri', certificates.RSA, /must be an absolute https URL.*Keys are the option jwks: jwkFromPem/s],
  ['metadataUrl', certificates.RSA, /must be an absolute https URL.*jwkFromPem/s],
  ['audience', certificates.RSA, /is a PEM.*jwkFromPem/],
  ['jwksUri', { keys: [] }, /This is a JWK Set: that is the option jwks/],
  ['jwksUri', '{"keys":[]}', /This is a JWK Set: that is the option jwks/],
  [
    'jwksUri',
    'https://auth.example.com/.well-known/openid-configuration',
    /is the URL of the issuer's metadata: that is the option metadataUrl/
  ],
  ['issuer', 'https://auth.example.com/.well-known/openid-configuration', /must end before \/\.well-known\//],
  ['issuer', 'auth.example.com', /must be an absolute https URL.*https:\/\/ included/s],
  ['issuer', new URL('https://auth.example.com'), /must be a string.*as tokens have it/s],
  ['audience', undefined, /is required: who a token must be for/],
  ['algorithms', 'RS256', /must be an array.*one string for each/s],
  ['algorithms', ['RS256, ES256'], /Write an array with one string for each/],
  ['algorithms', ['rs256'], /Write RS256: the case counts/],
  ['algorithms', ['none'], /An unsigned token can be written by anybody/],
  ['clockTolerance', '60', /from 0 to 300.*without quotes and without a unit/s],
  ['clockTolerance', '1m', /without quotes and without a unit/],
  ['clockTolerance', 60_000, /Divide milliseconds by 1000/],
  ['maxTokenAge', '1h', /without quotes and without a unit/],
  ['allowedScopes', 'a b', /must be an array.*one string for each/s],
  ['allowedScopes', ['a b'], /must be one scope.*one string for each/s],
  ['aud', 'https://a', /Unknown option "aud": did you mean "audience"/],
  ['iss', 'https://a', /did you mean "issuer"/],
  ['jwks_uri', 'https://a', /did you mean "jwksUri"/],
  ['publicKey', certificates.RSA, /did you mean "jwks"/],
  ['leeway', 5, /did you mean "clockTolerance"/]
]

test('an option of another form: the error names it, says what it is and what to do, and shows none of it', () => {
  for (const [option, value, says] of options) {
    const error = caught(() => createVerifier({ ...discovered(), [option]: value }))
    assertError(error, { code: 'CONFIG_INVALID', reason: error.reason }, ['MII', 'SECRET'])
    assert.match(`${error.message}. ${error.hint}`, says, option)
    assert.equal(error.option, option)
  }
})

test('an option of a call: milliseconds, a Date, scopes in one string, and other names', async () => {
  /** @type {[object, RegExp][]} */
  const calls = [
    [{ now: Date.now() }, /These are milliseconds: divide them by 1000/],
    [{ now: new Date() }, /This is a Date: give date.getTime\(\) \/ 1000/],
    [{ requiredScope: 'a b' }, /must be one scope.*one string for each/s],
    [{ requiredScope: ['a b'] }, /must be one scope.*one string for each/s],
    [{ scope: 'a' }, /did you mean "requiredScope"/],
    [{ clockTimestamp: 1 }, /did you mean "now"/]
  ]
  for (const [call, says] of calls) {
    const error = await rejection(verifier.verify(jwt, call))
    assertError(error, { code: 'CONFIG_INVALID', reason: error.reason })
    assert.match(`${error.message}. ${error.hint}`, says)
    assert.deepEqual(caught(() => verifier.verifySync(jwt, call)).toJSON(), error.toJSON())
    assert.deepEqual((await rejection(verifier.explain(jwt, call))).toJSON(), error.toJSON())
  }
})

test('what is no string says what it is, and no getter of it gets out', async () => {
  const hostile = new Proxy({}, { get: () => assert.fail('SECRET') })
  /** @type {[any, RegExp][]} */
  const given = [
    [Promise.resolve(jwt), /This is a promise: await it first/],
    [Buffer.from(jwt), /These are bytes/],
    [new TextEncoder().encode(jwt), /These are bytes/],
    [{ access_token: jwt }, /This is a token endpoint's answer: pass its access_token/],
    [new Request('https://a', { headers: { authorization: `Bearer ${jwt}` } }), /This is a request/],
    [new Headers({ authorization: `Bearer ${jwt}` }), /This is a request/],
    ...[[jwt], 5, true, () => jwt, Symbol('x'), hostile, new String(jwt)].map((each) => [each, /Pass the token alone/])
  ]
  for (const [value, says] of given) {
    const error = await rejection(verifier.verify(value, { now }))
    assertError(error, { code: 'AUTH_TOKEN_INVALID', reason: 'token_not_string' }, [jwt, 'SECRET'])
    assert.match(error.hint, says)
    assert.deepEqual(caught(() => verifier.verifySync(value, { now })).toJSON(), error.toJSON())
    assert.deepEqual((await verifier.explain(value, { now })).error, error.toJSON())
    const jws = await rejection(compactVerify(value, { jwks: { keys: [] } }))
    assert.deepEqual(jws.toJSON(), error.toJSON())
  }
})

/** @type {[name: string, text: string, says: RegExp][]} */
const texts = [
  ['a scheme', `Bearer ${jwt}`, /Pass the token alone: "Bearer "/],
  ['two schemes', `Bearer Bearer ${jwt}`, /Pass the token alone/],
  ['DPoP', `DPoP ${jwt}`, /Pass the token alone: "DPoP "/],
  ['Basic', 'Basic dXNlcjpw', /the scheme Basic/],
  ['a header', `Authorization: Bearer ${jwt}`, /a whole header or command/],
  ['curl', `curl -H 'Authorization: Bearer ${jwt}' https://api.example.com`, /a whole header or command/],
  ['an answer', JSON.stringify({ access_token: jwt, id_token: jwt }), /pass its access_token/],
  ['quotes', `"${jwt}"`, /stands in quotes/],
  ['typographic quotes', `“${jwt}”`, /stands in quotes/],
  ['a line break', `${jwt}\n`, /white space, perhaps a line break/],
  ['an escaped one', `${jwt}\\n`, /a backslash/],
  ['a no-break space', `${jwt}\u00a0`, /beyond ASCII, perhaps one that is invisible/],
  ['a zero-width space', `\u200b${jwt}`, /beyond ASCII/],
  ['a byte order mark', `\ufeff${jwt}`, /beyond ASCII/],
  ['an encoded URL', encodeURIComponent(`Bearer ${jwt}`), /encoded for a URL/],
  ['encoded dots', jwt.replaceAll('.', '%2E'), /encoded for a URL/],
  ['a cookie', `__session=${jwt}; Path=/`, /a whole cookie, query or URL/],
  ['a query', `access_token=${jwt}&token_type=Bearer`, /a whole cookie, query or URL/],
  ['a fragment', `https://app.example.com/cb#access_token=${jwt}`, /a whole cookie, query or URL/],
  ['two tokens', `${jwt}, ${jwt}`, /a comma or a semicolon/],
  ['undefined', 'undefined', /programs write for a value that is not there/],
  ['null', 'null', /programs write/],
  ['an object', '[object Object]', /an object that was made a string/],
  ['a promise', '[object Promise]', /await a promise first/],
  ['a placeholder', '$TOKEN', /a placeholder/],
  ['another placeholder', '{{access_token}}', /a placeholder/],
  ['a PEM', certificates.RSA, /a PEM, a key or certificate/],
  ['a refresh token', '8xLOxBtZp8', /opaque/],
  ['an opaque token with a dot', 'ya29.a0AfH6SMBx', /no JWT, which begins with eyJ/],
  ['a PASETO', 'v4.public.abc', /no JWT, which begins with eyJ/],
  ['a JWE', 'eyJhbGciOiJSU0EtT0FFUCJ9.a.b.c.d', /Five segments are an encrypted token/],
  ['no signature', jwt.split('.').slice(0, 2).join('.'), /cut off/],
  ['an ellipsis', `${jwt.slice(0, 30)}...`, /cut off/],
  ['encoded twice', Buffer.from(jwt).toString('base64'), /encoded in base64 once more/],
  ['padding', `${jwt}=`, /padding/],
  ['base64', `${jwt.slice(0, -4)}+/+/`, /base64, not base64url/]
]

test('text that is no token says what it is, in each call, and shows none of it', async () => {
  for (const [name, text, says] of texts) {
    const error = await rejection(verifier.verify(text, { now }))
    assertError(error, { code: 'AUTH_TOKEN_INVALID', reason: error.reason }, [jwt.slice(0, 40)])
    assert.match(error.reason, /^(malformed_segments|header_base64|header_json|signature_base64)$/)
    assert.match(error.hint, says, name)
    assert.deepEqual(caught(() => verifier.verifySync(text, { now })).toJSON(), error.toJSON(), name)
    assert.equal((await verifier.explain(text, { now })).error?.hint, error.hint, name)
    const jws = await rejection(compactVerify(text, { jwks: { keys: [] } }))
    if (jws.code === 'AUTH_TOKEN_INVALID') assert.equal(jws.hint, error.hint, name)
  }
})
