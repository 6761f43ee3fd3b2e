import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testApi } from '../support/core.js'
import { keysUnavailable } from '../support/expect.js'
import { audience, encode, goodClaims, goodOptions, issuer, now, publicJwk, token } from '../support/tokens.js'

const { createVerifier } = testApi()
const verifier = createVerifier(goodOptions())
const explain = (jwt, options) => verifier.explain(jwt, { now, ...options })
const statuses = ({ checks }) => Object.fromEntries(checks.map(({ check, status }) => [check, status]))
const order = [
  ...['size', 'segments', 'header_base64', 'header_json', 'crit', 'b64', 'typ', 'alg', 'key', 'signature_base64'],
  ...['signature', 'claims_base64', 'claims_json', 'issuer', 'key_issuer', 'audience', 'exp', 'nbf', 'iat'],
  ...['max_token_age', 'required_claims', 'claims', 'scope', 'token_id_hash']
]

test('DESIGN pipeline: the checks of a good token, in their order', async () => {
  const report = await explain(token())
  assert.equal(report.valid, true)
  assert.deepEqual(
    report.checks.map(({ check }) => check),
    order
  )
  assert.deepEqual(
    Object.entries(statuses(report)).filter(([, status]) => status === 'skip'),
    [
      ['key_issuer', 'skip'],
      ['nbf', 'skip'],
      ['max_token_age', 'skip'],
      ['claims', 'skip'],
      ['token_id_hash', 'skip']
    ]
  )
  for (const { message, clause } of report.checks) {
    assert.notEqual(message, '')
    assert.match(clause, /^RFC \d{4} §[\d.]+/)
  }
})

test('a report says all that is wrong, where verify() stops at the first', async () => {
  const claims = { iss: 'https://x.example/', aud: 'x', exp: now - 1000, nbf: now + 1000, sub: undefined }
  const report = await explain(token({ claims, header: { kid: 'unknown' } }), { requiredScope: 'tools:call' })
  const failed = Object.keys(statuses(report)).filter((check) => statuses(report)[check] === 'fail')
  assert.deepEqual(failed, ['key', 'issuer', 'audience', 'exp', 'nbf', 'required_claims', 'scope'])
  assert.equal(report.error.reason, 'key_not_found')
  assert.equal(report.signatureVerified, false)
  assert.equal(report.claims.sub, undefined)
  assert.equal(report.claims.iss, 'https://x.example/')
})

test('a report shows what was expected beside what the token has', async () => {
  const { checks } = await explain(token({ claims: { iss: 'https://x.example/', aud: ['x', 'y'] } }))
  const of = (name) => checks.find(({ check }) => check === name)
  assert.equal(of('issuer').expected, issuer)
  assert.equal(of('issuer').actual, 'https://x.example/')
  assert.equal(of('audience').expected, audience)
  assert.match(of('audience').actual, /x.*y/)
  assert.equal(of('alg').expected, 'RS256')
})

test('RFC 7519 §2: a date that looks like milliseconds is noted, whether the token is accepted or refused', async () => {
  const note = (/** @type {string} */ name) =>
    `${name} looks like milliseconds; NumericDate is in seconds (RFC 7519 §2)`
  const ms = now * 1000
  const accepted = await explain(token({ claims: { exp: ms } }))
  assert.deepEqual([accepted.valid, accepted.notes], [true, [note('exp')]])
  const refused = await explain(
    token({ claims: { exp: ms, nbf: ms + 0.5, iat: ms }, key: 'other', header: { kid: 'good' } })
  )
  assert.equal(refused.signatureVerified, false)
  assert.deepEqual(refused.notes, [note('exp'), note('nbf'), note('iat')])
  for (const seconds of [now, 0, -ms, 99_999_999_999, 1e14, 'x', String(ms), null]) {
    assert.deepEqual((await explain(token({ claims: { iat: seconds } }))).notes, [], String(seconds))
  }
})

test('claims of a token whose signature is wrong are shown and marked', async () => {
  const [header, , signature] = token().split('.')
  const report = await explain([header, encode(goodClaims({ sub: 'admin' })), signature].join('.'))
  assert.equal(report.signatureVerified, false)
  assert.equal(report.valid, false)
  assert.equal(report.claims.sub, 'admin')
  assert.equal(statuses(report).signature, 'fail')
})

test('what cannot be decoded is undefined, and what follows is skipped', async () => {
  const report = await explain('a.b')
  assert.deepEqual([report.header, report.claims, report.signatureVerified], [undefined, undefined, false])
  assert.equal(statuses(report).segments, 'fail')
  assert.equal(statuses(report).alg, 'skip')
  assert.equal((await explain('!.b.c')).header, undefined)
})

test('a missing token has a report, too', async () => {
  for (const jwt of [undefined, null, '', 7, {}]) {
    const report = await explain(jwt)
    assert.equal(report.valid, false)
    assert.deepEqual(
      report.checks.map(({ status }) => status),
      ['fail']
    )
    assert.equal(report.checks[0].message, report.error.message)
    assert.equal(report.checks[0].clause, 'RFC 6750 §2.1')
    assert.ok(Object.isFrozen(report.checks[0]))
  }
})

test('keys that cannot be had fail the key check, for a token that is good otherwise', async () => {
  const unusable = createVerifier(goodOptions({ jwks: { keys: [publicJwk('bits1024')] } }))
  const report = await unusable.explain(token(), { now })
  assert.deepEqual({ code: report.error.code, reason: report.error.reason }, keysUnavailable('jwks_no_usable_key'))
  assert.equal(statuses(report).key, 'fail')
  assert.equal(statuses(report).issuer, 'pass')
  assert.equal(report.claims.sub, 'user-1')
})

test('a report is frozen in depth and shows neither secret nor signature', async () => {
  const secret = 'a secret of many letters'
  const jwt = token({ claims: { jti: 'id', nested: {} } })
  const report = await createVerifier(goodOptions({ tokenIdSecret: secret })).explain(jwt, { now })
  for (const each of [
    report,
    report.checks,
    report.checks[0],
    report.claims,
    report.claims.nested,
    report.header,
    report.notes
  ]) {
    assert.ok(Object.isFrozen(each))
  }
  const shown = JSON.stringify(report)
  for (const hidden of [secret, jwt.split('.')[2], publicJwk().n]) assert.ok(!shown.includes(hidden))
})
