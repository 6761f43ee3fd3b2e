// assay-jwt/testing: what it signs is verified by the package as it is, and by jose.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AssayError, createVerifier, lintJwks } from 'assay-jwt'
import { testIssuer, TestIssuer } from 'assay-jwt/testing'
import { createLocalJWKSet, jwtVerify } from 'jose'

const algorithms = /** @type {const} */ ([
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA']
])

for (const alg of algorithms) {
  test(`${alg}: a token is good for createVerifier(options), which discovers the keys, and for jose`, async () => {
    const server = await testIssuer({ alg: /** @type {any} */ (alg) })
    const token = await server.token({ sub: 'alice', scope: 'read write' })
    const verified = await createVerifier(server.options).verify(token, { requiredScope: 'read' })
    assert.deepEqual([verified.subject, verified.issuer, verified.header.alg], ['alice', 'https://issuer.test', alg])
    await jwtVerify(token, createLocalJWKSet(/** @type {any} */ (server.jwks)), { audience: 'https://api.test' })
    const { findings } = lintJwks(server.jwks)
    assert.deepEqual(findings, [], 'nothing is to be said about its JWK Set')
  })
}

test('each bad token is refused for the reason that is said', async () => {
  const server = await testIssuer()
  const verifier = createVerifier(server.options)
  assert.equal(Object.keys(TestIssuer.reasons).length, 9)
  for (const [fault, reason] of Object.entries(TestIssuer.reasons)) {
    const token = await server.badToken(/** @type {any} */ (fault))
    await assert.rejects(verifier.verify(token), (/** @type {any} */ error) => {
      assert.ok(error instanceof AssayError)
      assert.equal(error.reason, reason, fault)
      return true
    })
  }
  await assert.rejects(server.badToken(/** @type {any} */ ('other')), /badToken knows expired, /)
})

test('claims are added, changed and left out; so are members of the header', async () => {
  const server = await testIssuer({ issuer: 'https://a.example/tenant/', audience: 'b' })
  const verifier = createVerifier({ ...server.options, requireSubject: false })
  const { claims, header } = await verifier.verify(
    await server.token({ sub: undefined, roles: ['x'], exp: 4e9 }, { typ: 'JWT', extra: 1 })
  )
  assert.deepEqual(
    [claims.iss, claims.aud, claims.exp, claims['roles']],
    ['https://a.example/tenant/', 'b', 4e9, ['x']]
  )
  assert.ok(!('sub' in claims))
  assert.deepEqual([header.typ, header['extra'], header.kid], ['JWT', 1, 'test-key-1'])
})

test('keys are rotated: the old token is good until its key is withdrawn', async () => {
  const server = await testIssuer()
  const old = await server.token()
  await server.rotate()
  assert.deepEqual(
    server.jwks.keys.map((key) => /** @type {any} */ (key).kid),
    ['test-key-2', 'test-key-1']
  )
  const verifier = createVerifier({ ...server.options, jwks: server.jwks })
  for (const token of [old, await server.token()]) await verifier.verify(token)
  await server.rotate({ withdraw: true })
  const after = createVerifier({ ...server.options, jwks: server.jwks })
  await assert.rejects(after.verify(old), { reason: 'key_not_found' })
  await after.verify(await server.token())
})

test('its fetch answers for the server alone', async () => {
  const { fetch, jwks } = await testIssuer({ issuer: 'https://a.example/tenant' })
  const json = async (/** @type {string | URL | Request} */ url) => (await fetch(url)).json()
  const metadata = { issuer: 'https://a.example/tenant', jwks_uri: 'https://a.example/tenant/jwks' }
  assert.deepEqual(await json('https://a.example/.well-known/oauth-authorization-server/tenant'), metadata)
  assert.deepEqual(await json(new URL('https://a.example/tenant/.well-known/openid-configuration')), metadata)
  assert.deepEqual(await json(new Request('https://a.example/tenant/jwks')), jwks)
  await assert.rejects(fetch('https://other.example/jwks'), /answers for https:\/\/a\.example\/tenant\/jwks/)
})

test('an algorithm that it has not is a TypeError', async () => {
  for (const alg of ['HS256', 'none', 'RS1', 'constructor', '']) {
    await assert.rejects(testIssuer({ alg: /** @type {any} */ (alg) }), TypeError)
  }
})
