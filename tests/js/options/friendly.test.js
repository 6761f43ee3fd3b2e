// Mistakes that people make: each error says what was given, and what to do (issue 19).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testApi } from '../support/core.js'
import { assertError, caught, rejection } from '../support/expect.js'
import { goodOptions, now, token } from '../support/tokens.js'
import { certificates } from '../pem/certificates.js'
import { formsOf } from '../support/token-forms.js'

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
  ['maxTokenAge', 7_200_000, /must be in seconds: 7200000 looks like milliseconds.*Divide milliseconds by 1000/s],
  ['maxTokenAge', 300_000, /looks like milliseconds/],
  ['maxTokenAge', 86_400_000, /looks like milliseconds/],
  ['maxTokenAge', Date.now(), /from 0.001 to 315576000.*Divide milliseconds by 1000/s],
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

const texts = formsOf(jwt)

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
