import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js'
import * as sdkErrors from '@modelcontextprotocol/sdk/server/auth/errors.js'
import express from 'express'
import { AssayError } from '../../../js/shared/error.js'
import { authInfo, sdkTokenVerifier } from '../../../js/mcp/index.js'
import { startHttpServer } from '../../support/http-server.js'
import { assertError, caught, rejection } from '../support/expect.js'
import { failing, testVerifier } from '../support/http.js'
import { audience, issuer, now, token } from '../support/tokens.js'

const verifier = testVerifier()

test('verifyAccessToken gives the SDK’s AuthInfo', async () => {
  const jwt = token({ claims: { client_id: 'app', tenant_id: 't', scope: 'b a' } })
  const { extra, ...info } = await sdkTokenVerifier(verifier).verifyAccessToken(jwt)
  assert.deepEqual(info, {
    token: jwt,
    clientId: 'app',
    scopes: ['a', 'b'],
    expiresAt: now + 300,
    resource: new URL(audience)
  })
  assert.deepEqual([extra.subject, extra.issuer, extra.tenantId, extra.claims.aud], ['user-1', issuer, 't', audience])
})

test('a token without client is one of client "", and an audience that is no URL is no resource', async () => {
  const info = authInfo(await testVerifier({ audience: 'not a url' }).verify(token({ claims: { aud: 'not a url' } })))
  assert.equal(info.clientId, '')
  assert.equal(info.token, '')
  assert.equal('resource' in info, false)
})

test('what is refused is one of the SDK’s own errors', async () => {
  const { InsufficientScopeError, InvalidTokenError, ServerError } = sdkErrors
  const of = (/** @type {any} */ by, jwt = token(), /** @type {any} */ options = {}) =>
    rejection(sdkTokenVerifier(by, options).verifyAccessToken(jwt))
  for (const jwt of ['', 'a.b.c', `${token()}AAAA`, token({ claims: { exp: 1 } }), token({ claims: { aud: 'x' } })]) {
    assert.equal((await of(verifier, jwt)).constructor, InvalidTokenError)
  }
  const scope = await of(verifier, token(), { requiredScope: 'admin' })
  assert.equal(scope.constructor, InsufficientScopeError)
  for (const fault of [
    new AssayError('jwks_timeout'),
    new AssayError('internal'),
    new Error('secret'),
    new AssayError('verifier_disposed')
  ]) {
    const error = await of(failing(fault))
    assert.ok(error instanceof ServerError)
    assert.ok(!error.message.includes('secret'))
  }
  assert.equal((await of(failing(new AssayError('jwks_timeout')))).errorCode, 'temporarily_unavailable')
})

test('resource: "aud" must name this server, however many audiences the verifier accepts', async () => {
  const wide = testVerifier({ audience: [audience, 'https://other.example'] })
  const only = sdkTokenVerifier(wide, { resource: audience })
  assert.equal((await only.verifyAccessToken(token())).clientId, '')
  const error = await rejection(only.verifyAccessToken(token({ claims: { aud: 'https://other.example' } })))
  assert.equal(error.constructor, sdkErrors.InvalidTokenError)
})

test('AuthInfo.resource is the resource that was asked for, not whatever "aud" names first', async () => {
  const wide = testVerifier({ audience: ['https://other.example/x', audience] })
  const both = token({ claims: { aud: ['https://other.example/x', audience] } })
  const info = await sdkTokenVerifier(wide, { resource: audience }).verifyAccessToken(both)
  assert.equal(info.resource?.href, new URL(audience).href)
})

test('CommonJS callers hand over the error classes that they use', async () => {
  const errors = createRequire(import.meta.url)('@modelcontextprotocol/sdk/server/auth/errors.js')
  assert.notEqual(errors.InvalidTokenError, sdkErrors.InvalidTokenError)
  const error = await rejection(sdkTokenVerifier(verifier, { errors }).verifyAccessToken('a.b.c'))
  assert.equal(error.constructor, errors.InvalidTokenError)
})

test('in debug mode the client is told what exactly was wrong, fit for a header', async () => {
  const hostile = failing(new AssayError('claim_type', { code: 'AUTH_TOKEN_INVALID', message: 'a"b\r\nc\\ä' }))
  assert.equal(
    (await rejection(sdkTokenVerifier(hostile).verifyAccessToken('x'))).message,
    'The access token is invalid'
  )
  assert.equal((await rejection(sdkTokenVerifier(hostile, { debug: true }).verifyAccessToken('x'))).message, "a'b??c'?")
})

test('STYLE 7: options are checked', () => {
  assertError(
    caught(() => sdkTokenVerifier(verifier, /** @type {any} */ ({ scope: 'x' }))),
    { code: 'CONFIG_INVALID', reason: 'option_unknown' }
  )
  for (const options of [{ requiredScope: 'a b' }, { debug: 1 }, { resource: '' }]) {
    assertError(
      caught(() => sdkTokenVerifier(verifier, /** @type {any} */ (options))),
      { code: 'CONFIG_INVALID', reason: 'option_invalid' }
    )
  }
})

test('the SDK’s requireBearerAuth answers as it should: 401, 403, and never 401 for an outage', async () => {
  const fresh = { iat: Date.now() / 1000 - 10, exp: Date.now() / 1000 + 300 }
  const { createVerifier } = await import('assay-jwt')
  const { goodOptions } = await import('../support/tokens.js')
  const app = express()
  const using = (/** @type {any} */ by, options = {}) =>
    requireBearerAuth({ verifier: sdkTokenVerifier(by), ...options })
  app.get(
    '/',
    using(createVerifier(goodOptions()), { expectedResource: new URL(audience) }),
    (request, response) => void response.json(request.auth?.clientId)
  )
  app.get(
    '/scope',
    using(createVerifier(goodOptions()), { requiredScopes: ['admin'] }),
    (_request, response) => void response.end()
  )
  app.get('/outage', using(failing(new AssayError('jwks_fetch_failed'))), (_request, response) => void response.end())
  const server = await startHttpServer(app)
  try {
    const get = (/** @type {string} */ path, jwt = token({ claims: { client_id: 'app', ...fresh } })) =>
      fetch(server.url + path, { headers: { authorization: `Bearer ${jwt}` } })
    assert.equal(await (await get('/')).json(), 'app')
    const bad = await get('/', 'a.b.c')
    assert.equal(bad.status, 401)
    assert.match(
      bad.headers.get('www-authenticate') ?? '',
      /^Bearer error="invalid_token", error_description="The access token is invalid"/
    )
    assert.equal((await get('/scope')).status, 403)
    const outage = await get('/outage')
    assert.equal(outage.status, 500)
    assert.deepEqual(await outage.json(), {
      error: 'temporarily_unavailable',
      error_description: 'The access token cannot be verified at the moment'
    })
  } finally {
    await server.close()
  }
})
