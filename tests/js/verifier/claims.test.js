// What tokens of real issuers need: claims, scopesClaim, requireSubject, typ, and hints that name the option.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testApi } from '../support/core.js'
import { caught, rejection } from '../support/expect.js'
import { goodOptions, now, token } from '../support/tokens.js'

const { createVerifier } = testApi()
const withOptions = (options) => createVerifier(goodOptions(options))
const claim = (claims) => token({ claims })
const refusal = (verifier, jwt, call) => rejection(verifier.verify(jwt, { now, ...call }))

test('claims are refused with claim_mismatch and their path, and explained', async () => {
  const verifier = withOptions({ claims: { token_use: 'access', 'kubernetes.io': { namespace: ['a', 'b'] } } })
  const good = { token_use: 'access', 'kubernetes.io': { namespace: 'b' } }
  assert.equal((await verifier.verify(claim(good), { now })).claims.token_use, 'access')
  for (const [claims, path] of [
    [{ ...good, token_use: 'id' }, 'token_use'],
    [{ ...good, token_use: undefined }, 'token_use'],
    [{ ...good, 'kubernetes.io': { namespace: 'c' } }, 'kubernetes.io.namespace'],
    [{ ...good, 'kubernetes.io': undefined, 'kubernetes.io.namespace': 'a' }, 'kubernetes.io.namespace']
  ]) {
    const error = await refusal(verifier, claim(claims))
    assert.deepEqual([error.code, error.reason, error.claim], ['AUTH_TOKEN_INVALID', 'claim_mismatch', path])
    assert.equal(caught(() => verifier.verifySync(claim(claims), { now })).reason, 'claim_mismatch')
    const { checks } = await verifier.explain(claim(claims), { now })
    assert.equal(checks.find(({ check }) => check === 'claims').status, 'fail')
  }
  const { checks } = await verifier.explain(claim({ ...good, token_use: 'id' }), { now })
  const { expected, actual, clause } = checks.find(({ check }) => check === 'claims')
  assert.deepEqual([expected, actual, clause], ['token_use is "access"', '"id"', 'RFC 7519 §4.3'])
})

test('what a name of Object.prototype says is no claim', async () => {
  const verifier = withOptions({ claims: JSON.parse('{"__proto__":"a"}') })
  assert.equal((await refusal(verifier, claim({}))).claim, '__proto__')
  const jwt = claim(JSON.parse('{"__proto__":"a"}'))
  assert.equal((await verifier.verify(jwt, { now })).subject.length > 0, true)
})

test('a subject may be absent, null or empty where requireSubject is false, and is undefined then', async () => {
  const verifier = withOptions({ requireSubject: false })
  for (const sub of [undefined, null, '']) {
    const { subject } = await verifier.verify(claim({ sub }), { now })
    assert.equal(subject, undefined)
    const error = await refusal(withOptions({}), claim({ sub }))
    assert.deepEqual([error.reason, error.claim], ['claim_missing', 'sub'])
    assert.match(error.hint, /requireSubject: false/)
  }
  for (const sub of [1, true, {}, ['a']]) {
    assert.equal((await refusal(verifier, claim({ sub }))).reason, 'claim_type')
  }
  assert.equal((await verifier.verify(claim({ sub: 'ada' }), { now })).subject, 'ada')
})

test('a subject that is required by name is required', async () => {
  const verifier = withOptions({ requireSubject: false, requiredClaims: ['sub'] })
  assert.equal((await refusal(verifier, claim({ sub: '' }))).reason, 'claim_missing')
})

test('a polluted prototype gives no token a subject', async () => {
  const jwt = claim({ sub: undefined })
  Object.assign(Object.prototype, { sub: 'admin' })
  try {
    assert.equal((await withOptions({ requireSubject: false }).verify(jwt, { now })).subject, undefined)
  } finally {
    delete Object.prototype.sub
  }
})

test('scopesClaim names where the scopes are', async () => {
  const verifier = withOptions({ scopesClaim: [['scp'], ['realm_access', 'roles'], ['urn:roles']] })
  const jwt = claim({ scope: 'x', scp: 'a b', realm_access: { roles: ['c'] }, 'urn:roles': { d: {} } })
  assert.deepEqual((await verifier.verify(jwt, { now, requiredScope: ['a', 'c', 'd'] })).scopes, ['a', 'b', 'c', 'd'])
  assert.equal((await refusal(verifier, jwt, { requiredScope: 'x' })).reason, 'scope_missing')
})

test('typ takes any media type, with or without application/, in any case', async () => {
  const verifier = withOptions({ typ: ['okta-internal-at+jwt', 'example/x'] })
  for (const typ of ['okta-internal-at+jwt', 'Application/OKTA-internal-at+jwt', 'EXAMPLE/X']) {
    await verifier.verify(token({ header: { typ } }), { now })
  }
  for (const typ of ['JWT', 'at+jwt', undefined, 'application/example/x', 'x']) {
    const error = await refusal(verifier, token({ header: { typ } }))
    assert.equal(error.reason, 'typ_not_allowed')
  }
  assert.match((await refusal(withOptions({}), token({ header: { typ: 'x' } }))).hint, /option typ/)
})

test('hints name what to do', async () => {
  const verifier = withOptions({})
  const hintFor = async (jwt, options = {}, call = {}) => (await refusal(withOptions(options), jwt, call)).hint
  assert.match(await hintFor(token({ header: { alg: 'RS512' } })), /option algorithms/)
  assert.match(await hintFor(token({ header: { alg: 'ES256' } })), /option algorithms/)
  assert.match(await hintFor(token({ header: { alg: 'HS256' } })), /can sign it/)
  const { iss } = (await verifier.verify(token(), { now })).claims
  assert.match(await hintFor(claim({ iss: iss.replace(/\/$/, '') })), /slash/)
  assert.match(await hintFor(claim({ iss: iss.toUpperCase() })), /case/)
  assert.match(await hintFor(claim({ iss: iss.replace('https', 'http') })), /scheme/)
  assert.match(await hintFor(claim({ aud: undefined })), /audience: null/)
  assert.match(
    await hintFor(claim({ scope: undefined, permissions: ['a'] }), {}, { requiredScope: 'a' }),
    /permissions/
  )
  const graph = token({ header: { nonce: 'x' } }).replace(
    /\.[^.]*$/,
    (signature) => `.${'A'.repeat(signature.length - 1)}`
  )
  assert.match(await hintFor(graph), /Microsoft Graph alone/)
  const report = await verifier.explain(graph, { now })
  assert.match(report.error.hint, /Microsoft Graph alone/)
})
