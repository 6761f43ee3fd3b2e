import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as assay from 'assay-jwt'
import { adviceFor, dateInCheck, discoveryUrls, duration, readJwkSet, relativeTime } from '../../../js/debug/index.js'
import { soundCurveKey } from '../support/curve-keys.js'
import { testApi } from '../support/core.js'
import { compact, goodClaims, goodOptions, issuer, now, publicJwk, token } from '../support/tokens.js'

const { createVerifier } = testApi()
const [head, body, signature] = token().split('.')

/** @param {string} jwt */
async function adviceOn(jwt, options = {}, call = {}) {
  const report = await createVerifier(goodOptions(options)).explain(jwt, { now, ...call })
  const check = report.checks.find(({ status }) => status === 'fail')
  return [check.check, adviceFor(check, report)]
}

test('every check that can fail has advice, and none that passed has', async () => {
  const cases = {
    size: ['x'.repeat(20_000)],
    segments: ['a.b'],
    header_base64: [`${head}=.${body}.${signature}`],
    header_json: [compact('[]', '{}')],
    crit: [token({ header: { crit: ['x'] } })],
    b64: [token({ header: { b64: false } })],
    typ: [token({ header: { typ: 'dpop+jwt' } })],
    alg: [token({ header: { alg: 'none' } })],
    key: [token({ header: { kid: 'unknown' } })],
    signature_base64: [`${head}.${body}.${signature}=`],
    signature: [`${head}.${body}.${'A'.repeat(342)}`],
    claims_base64: [`${compact({ alg: 'RS256', kid: 'good' }, '{}').split('.')[0]}.A.A`],
    claims_json: [compact({ alg: 'RS256', kid: 'good' }, '[]')],
    issuer: [token({ claims: { iss: 'x' } })],
    audience: [token({ claims: { aud: 'x' } })],
    exp: [token({ claims: { exp: now - 1000 } })],
    nbf: [token({ claims: { nbf: now + 1000 } })],
    iat: [token({ claims: { iat: now + 200 } })],
    max_token_age: [token(), { maxTokenAge: 1, clockTolerance: 0 }],
    required_claims: [token({ claims: { sub: undefined } })],
    scope: [token(), {}, { requiredScope: 'more' }],
    token: ['']
  }
  for (const [check, [jwt, options, call]] of Object.entries(cases)) {
    const [failed, advice] = await adviceOn(jwt, options, call)
    if (check !== 'claims_base64') assert.equal(failed, check)
    assert.match(advice, /^[A-Z“"].{20,}\.$/, check)
  }
  const report = await createVerifier(goodOptions()).explain(token(), { now })
  assert.deepEqual(report.checks.map((check) => adviceFor(check, report)).filter(Boolean), [])
})

test('the advice fits what went wrong', async () => {
  const cases = [
    [token({ header: { alg: 'none' } }), /not signed/],
    [token({ header: { alg: 'HS256' } }), /everyone who can verify .* can also make one/],
    [token({ header: { alg: 'PS256' } }), /Add 'PS256'/],
    [token({ header: { alg: 'ES256' } }), /Add 'ES256'/],
    [token({ header: { alg: 'EdDSA' } }), /Add 'EdDSA'/],
    [token({ header: { alg: 'es256' } }), /write 'ES256'.*case/],
    [token({ header: { alg: 'ES256K' } }), /^Of elliptic curves .* ES256, ES384, ES512, EdDSA and Ed25519.*\.$/],
    [token({ header: { alg: 'RS1' } }), /ES256 or EdDSA.*not verified here/],
    [`DPoP ${token()}`, /^Pass the token alone: "DPoP "/],
    ['6f1e9c0a', /^A token without a dot is no JWT but opaque/],
    [token({ claims: { iss: issuer.slice(0, -1) } }), /only a slash or the case/],
    [token({ header: { kid: 'x', jwk: {} } }), /brings its own key \(jwk\)/]
  ]
  for (const [jwt, expected] of cases) {
    assert.match((await adviceOn(jwt))[1], expected)
  }
  // Five keys that fit, and none that has signed.
  const jwks = { keys: ['Aw', 'BQ', 'Bw', 'CQ', 'Cw'].map((e) => publicJwk('other', { e, kid: e })) }
  const [, advice] = await adviceOn(compact({ alg: 'RS256' }, goodClaims()), { jwks })
  assert.match(advice, /write "kid"/)
})

test('RFC 7518 §3.4: a key of another type or curve than the algorithm’s is named as what it is', async () => {
  const jwt = token({ header: { alg: 'ES256' } })
  for (const key of [publicJwk(), soundCurveKey('P-384', { alg: undefined, kid: 'good' })]) {
    const verifier = assay.createVerifier(goodOptions({ algorithms: ['ES256'], jwks: { keys: [key] } }))
    const report = await verifier.explain(jwt, { now })
    assert.equal(report.error.reason, 'key_type_mismatch')
    const check = report.checks.find(({ status }) => status === 'fail')
    assert.match(
      adviceFor(check, report),
      /on another curve, than ECDSA on P-256 with SHA-256 \(RFC 7518 §3\.4\) needs/
    )
  }
})

test('times for people', () => {
  assert.deepEqual(
    [0, 1, 89, 240, 3 * 3600, 50 * 3600, 100 * 86_400, 10 * 365.25 * 86_400].map((seconds) =>
      relativeTime(now + seconds, now)
    ),
    ['now', 'in 1 s', 'in 89 s', 'in 4 min', 'in 3 h', 'in 2 days', 'in 3 months', 'in 10 years']
  )
  assert.equal(relativeTime(now - 240, now), '4 min ago')
  assert.equal(duration(-60), '60 s')
  assert.equal(dateInCheck('issuer', 'x 1800000000'), undefined)
  assert.ok(dateInCheck('exp', 'after 1800000000.5'))
  assert.equal(dateInCheck('exp', '9e99'), undefined)
})

test('a JWK Set is read with the faults that JSON.parse would hide', () => {
  assert.deepEqual(readJwkSet('{"keys":[]}'), { keys: [] })
  assert.deepEqual(readJwkSet('{"kty":"RSA"}'), { keys: [{ kty: 'RSA' }] })
  for (const [text, reason] of [
    ['{"keys":[],"keys":[]}', 'jwks_duplicate_member'],
    ['{"keys":[{"n":"a","n":"b"}]}', 'jwks_duplicate_member'],
    ['[]', 'jwks_not_json'],
    ['', 'jwks_not_json'],
    ['{"keys":{}}', 'jwks_malformed'],
    ['{}', 'jwks_malformed']
  ]) {
    assert.throws(() => readJwkSet(text), { code: 'AUTH_KEYS_UNAVAILABLE', reason })
  }
})

test('RFC 8414 §3.1: what discovery asks, and nothing for an issuer that cannot be asked', () => {
  assert.deepEqual(discoveryUrls('https://a.example/t/'), [
    'https://a.example/.well-known/oauth-authorization-server/t',
    'https://a.example/t/.well-known/openid-configuration'
  ])
  for (const bad of ['', 'a', 'http://a.example', 'javascript:alert(1)'])
    assert.throws(() => discoveryUrls(bad), { code: 'CONFIG_INVALID' })
})
