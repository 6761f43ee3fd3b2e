import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { describe, test } from 'node:test'
import * as sdk1Errors from '@modelcontextprotocol/sdk/server/auth/errors.js'
import { requireBearerAuth as sdk1 } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js'
import { requireBearerAuth as sdk2 } from '@modelcontextprotocol/express'
import * as sdk2Server from '@modelcontextprotocol/server'
import express from 'express'
import { AssayError } from '../../../js/shared/error.js'
import { sdkTokenVerifier } from '../../../js/mcp/index.js'
import { startHttpServer } from '../../support/http-server.js'
import { assertError, caught, rejection } from '../support/expect.js'
import { failing, testVerifier } from '../support/http.js'
import { audience, token } from '../support/tokens.js'

const resourceMetadataUrl = 'https://mcp.example.com/.well-known/oauth-protected-resource'
const verifier = testVerifier()
/** The clock of these tokens is the tests' own; that of the SDKs is the machine's. */
const good = {
  verify: async () => ({ ...(await verifier.verify(token())), expiresAt: Date.now() / 1000 + 300 })
}

/** @typedef {(options: any) => any} Middleware */
const require = createRequire(import.meta.url)
/** @type {[name: string, middleware: Middleware, errors: any][]} */
const sdks = [
  ['SDK 1', sdk1, undefined],
  ['SDK 1, its errors handed over', sdk1, sdk1Errors],
  [
    'SDK 1, from CommonJS',
    require('@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js').requireBearerAuth,
    require('@modelcontextprotocol/sdk/server/auth/errors.js')
  ],
  ['SDK 2', sdk2, undefined],
  ['SDK 2, its errors handed over', sdk2, sdk2Server],
  ['SDK 2, from CommonJS', require('@modelcontextprotocol/express').requireBearerAuth, undefined]
]

for (const [name, middleware, errors] of sdks) {
  describe(name, () => {
    /** @param {any} by @param {string} jwt @param {any} [options] */
    const ask = async (by, jwt, { requiredScope, ...options } = {}) => {
      const app = express()
      const made = sdkTokenVerifier(by, { errors, requiredScope })
      app.use(middleware({ verifier: made, resourceMetadataUrl, ...options }))
      app.use((/** @type {any} */ request, response) => void response.json(request.auth.extra.subject))
      const server = await startHttpServer(app)
      try {
        const response = await fetch(server.url, { headers: { authorization: `Bearer ${jwt}` } })
        const challenge = response.headers.get('www-authenticate')
        return { status: response.status, challenge, body: await response.json() }
      } finally {
        await server.close()
      }
    }

    test('a good token passes, with what the SDK knows of it', async () => {
      const expectedResource = new URL(audience)
      const { status, body } = await ask(good, token(), { expectedResource, requiredScopes: ['tools:read'] })
      assert.deepEqual([status, body], [200, 'user-1'])
    })

    test('RFC 6750 §3: a bad token is 401 with a challenge, whatever is wrong with it', async () => {
      const bad = ['a.b.c', `${token()}AAAA`, token({ claims: { exp: 1 } }), token({ claims: { aud: 'x' } })]
      for (const jwt of bad) {
        const { status, challenge, body } = await ask(verifier, jwt)
        assert.equal(status, 401)
        assert.match(challenge ?? '', /^Bearer error="invalid_token", error_description="The access token [a-z ]+"/)
        assert.ok(challenge?.includes(`resource_metadata="${resourceMetadataUrl}"`), challenge ?? 'no challenge')
        assert.equal(body.error, 'invalid_token')
      }
    })

    test('a scope that the verifier asks for and the token lacks is 403 with a challenge', async () => {
      const { status, challenge, body } = await ask(verifier, token(), { requiredScope: 'admin' })
      assert.equal(status, 403)
      assert.match(challenge ?? '', /^Bearer error="insufficient_scope"/)
      assert.equal(body.error, 'insufficient_scope')
    })

    test('an outage, a bug and a mistake are 500 without a challenge: nobody is signed out', async () => {
      for (const [fault, error] of /** @type {const} */ ([
        [new AssayError('jwks_fetch_failed'), 'temporarily_unavailable'],
        [new Error('secret'), 'server_error'],
        [new AssayError('verifier_disposed'), 'server_error']
      ])) {
        const { status, challenge, body } = await ask(failing(fault), token())
        assert.deepEqual([status, challenge, body.error], [500, null, error])
        assert.ok(!JSON.stringify(body).includes('secret'))
      }
    })
  })
}

test('SDK 2: its gate for fetch handlers answers the same', async () => {
  const gateOf = (/** @type {any} */ by, /** @type {any} */ errors) =>
    sdk2Server.requireBearerAuth({ verifier: sdkTokenVerifier(by, { errors }), resourceMetadataUrl })
  const asked = (/** @type {string} */ jwt) =>
    new Request('https://mcp.example.com', { headers: { authorization: `Bearer ${jwt}` } })
  for (const errors of [undefined, sdk2Server]) {
    const info = /** @type {any} */ (await gateOf(good, errors)(asked(token())))
    assert.equal(info.extra.subject, 'user-1')
    const refused = /** @type {Response} */ (await gateOf(verifier, errors)(asked('a.b.c')))
    assert.deepEqual([refused.status, /** @type {any} */ (await refused.json()).error], [401, 'invalid_token'])
    const down = await gateOf(failing(new AssayError('jwks_timeout')), errors)(asked(token()))
    assert.deepEqual([/** @type {Response} */ (down).status], [500])
  }
})

test('what the SDKs throw and what this throws is told apart by their own instanceof alike', async () => {
  const error = await rejection(sdkTokenVerifier(verifier).verifyAccessToken('a.b.c'))
  assert.ok(error instanceof sdk1Errors.InvalidTokenError)
  assert.ok(error instanceof sdk2Server.OAuthError)
  assert.equal(sdk2Server.OAuthError.isInstance(new Error('x')), false)
})

test('an SDK that it does not know is refused when the verifier is made, not at the first bad token', () => {
  class OtherError extends Error {}
  const wrongCode = { ...sdk1Errors, InvalidTokenError: sdk1Errors.InvalidClientError }
  const unknown = [
    ...[{}, null, 1, 'x', [], () => {}, { OAuthError: OtherError }, { OAuthError: sdk1Errors.OAuthError }, wrongCode],
    { InvalidTokenError: OtherError, InsufficientScopeError: OtherError, ServerError: OtherError },
    { InvalidTokenError: sdk1Errors.InvalidTokenError },
    { OAuthError: sdk2Server.SdkError }
  ]
  for (const errors of unknown) {
    const error = caught(() => sdkTokenVerifier(verifier, /** @type {any} */ ({ errors })))
    assertError(error, { code: 'CONFIG_INVALID', reason: 'option_invalid', option: 'errors' })
    assert.match(
      error.message,
      /sdk\/server\/auth\/errors\.js" \(MCP SDK 1\) or "@modelcontextprotocol\/server" \(MCP SDK 2\)/
    )
  }
})
