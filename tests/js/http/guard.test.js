import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { AssayError } from '../../../js/shared/error.js'
import { authenticate, bearerToken, guard, protectedResourceMetadata } from '../../../js/http/index.js'
import { assertError, caught, rejection } from '../support/expect.js'
import { bearer, failing, metadataUrl, request, testVerifier, url, verdicts } from '../support/http.js'
import { token } from '../support/tokens.js'

const verifier = testVerifier()
const subject = (/** @type {Request} */ _request, /** @type {any} */ context) => new Response(context.token.subject)
const guarded = (/** @type {any} */ options, handler = subject) => guard(verifier, options)(handler)
const challengeOf = (/** @type {Response} */ response) => response.headers.get('www-authenticate')

test('a good token opens the handler, with the verified token beside the request', async () => {
  const asked = request(bearer())
  const answer = await guarded({}, (given, context) => {
    assert.equal(given, asked)
    assert.ok(Object.isFrozen(context.token))
    return new Response(context.token.subject, { status: 201, headers: { 'x-own': 'yes' } })
  })(asked)
  assert.equal(answer.status, 201)
  assert.equal(answer.headers.get('x-own'), 'yes')
  assert.equal(answer.headers.get('www-authenticate'), null)
  assert.equal(await answer.text(), 'user-1')
})

test('what a runtime passes besides the request reaches the handler: env and ctx of Workers', async () => {
  const env = {}
  const ctx = { waitUntil() {} }
  await guarded({}, (_request, _context, ...rest) => {
    assert.deepEqual(rest, [env, ctx])
    assert.equal(rest[0], env)
    return new Response()
  })(request(bearer()), env, ctx)
})

test('every refusal has its status, its challenge and its body, and the handler does not run', async () => {
  const handler = () => assert.fail('the handler ran')
  for (const { name, authorization, status, error, code, reason } of verdicts()) {
    const answer = await guarded({ resourceMetadata: metadataUrl }, handler)(request(authorization))
    assert.equal(answer.status, status, name)
    const errors = error ? `, error="${error}", error_description="[^"\\\\]+"` : ''
    assert.match(challengeOf(answer), new RegExp(`^Bearer resource_metadata="${metadataUrl}"${errors}$`), name)
    const body = await answer.json()
    assert.deepEqual([body.code, body.reason], [code, reason], name)
  }
})

test('RFC 6750 §3.1: a malformed Authorization header is 400 invalid_request', async () => {
  const answer = await guarded({})(request(`Bearer ${token()}, Bearer ${token()}`))
  assert.equal(answer.status, 400)
  assert.match(challengeOf(answer), /error="invalid_request"/)
  assert.deepEqual((await answer.json()).reason, 'authorization_malformed')
})

test('keys that cannot be had are 503 with Retry-After, and no challenge that would sign users out', async () => {
  const answer = await guard(failing(new AssayError('jwks_fetch_failed')))(subject)(request(bearer()))
  assert.equal(answer.status, 503)
  assert.equal(answer.headers.get('retry-after'), '5')
  assert.equal(challengeOf(answer), null)
})

test('500 is for INTERNAL and CONFIG_INVALID, without a word of it', async () => {
  for (const fault of [new AssayError('internal'), new AssayError('verifier_disposed', { message: 'secret' })]) {
    const answer = await guard(failing(fault))(subject)(request(bearer()))
    assert.equal(answer.status, 500)
    assert.equal(challengeOf(answer), null)
    assert.ok(!(await answer.text()).includes('secret'))
  }
})

test('what the handler throws is its own affair: never an answer about the token', async () => {
  const faults = [
    new Error('mine'),
    undefined,
    new AssayError('token_missing'),
    Object.assign(new Error(), { name: 'AssayError', code: 'AUTH_TOKEN_INVALID', reason: 'x' })
  ]
  for (const fault of faults) {
    const error = await guarded({}, () => {
      throw fault
    })(request(bearer())).then(
      () => assert.fail('answered'),
      (thrown) => thrown
    )
    assert.equal(error, fault)
  }
})

describe('scopes', () => {
  test('a missing scope is 403 insufficient_scope, with all that the request takes', async () => {
    const answer = await guarded({ requiredScope: ['tools:read', 'tools:call'] })(request(bearer()))
    assert.equal(answer.status, 403)
    assert.match(challengeOf(answer), /error="insufficient_scope", .*scope="tools:read tools:call"$/)
  })

  test('the challenge for a missing or bad token says which scope to ask for, too', async () => {
    const missing = await guarded({ requiredScope: 'tools:call' })(request())
    assert.equal(challengeOf(missing), 'Bearer scope="tools:call"')
  })

  test('a function decides by the request and the verified token', async () => {
    const requiredScope = (/** @type {Request} */ { method }, /** @type {any} */ { subject: who }) =>
      method === 'POST' && who === 'user-1' ? 'tools:call' : undefined
    const open = guarded({ requiredScope })
    assert.equal((await open(request(bearer()))).status, 200)
    const refused = await open(request(bearer(), { method: 'POST' }))
    assert.equal(refused.status, 403)
    assert.match(challengeOf(refused), /scope="tools:call"$/)
    assert.equal((await guarded({ requiredScope: async () => ['tools:read'] })(request(bearer()))).status, 200)
    assert.equal((await guarded({ requiredScope: () => [] })(request(bearer()))).status, 200)
  })

  test('a function that names no scope is a mistake in the options: nobody gets in by it', async () => {
    for (const requiredScope of [() => 'not a scope', () => '', () => 7, () => null, () => ['a', '']]) {
      const answer = await guarded({ requiredScope }, () => assert.fail('the handler ran'))(request(bearer()))
      assert.deepEqual([answer.status, (await answer.json()).code], [500, 'CONFIG_INVALID'])
    }
  })

  test('step-up: requireScope in a handler becomes 403 and a challenge', async () => {
    const handler = async (_request, context) => {
      await context.requireScope('tools:read')
      await context.requireScope(['tools:read', 'tools:call'])
      return assert.fail('went on')
    }
    const answer = await guarded({ resourceMetadata: metadataUrl }, handler)(request(bearer()))
    assert.equal(answer.status, 403)
    assert.match(challengeOf(answer), /error="insufficient_scope", .*scope="tools:read tools:call"$/)
  })

  test('requireScope with what is no scope is the handler’s mistake, and not an answer', async () => {
    const handler = async (_request, context) => context.requireScope('not a scope')
    const error = await rejection(guarded({}, handler)(request(bearer())))
    assertError(error, { code: 'CONFIG_INVALID', reason: 'option_invalid', option: 'requireScope' })
  })

  test('scopeChallenge: accumulated adds what the token has, for clients that would come back with less', async () => {
    const options = { requiredScope: 'tools:call', scopeChallenge: 'accumulated' }
    const answer = await guarded(options)(request(bearer()))
    assert.match(challengeOf(answer), /scope="tools:read tools:call"$/)
    assert.equal(challengeOf(await guarded(options)(request())), 'Bearer scope="tools:call"')
  })
})

test('HEAD is answered with the headers alone', async () => {
  const answer = await guarded({})(request(undefined, { method: 'HEAD' }))
  assert.equal(answer.status, 401)
  assert.equal(answer.body, null)
})

describe('resourceMetadata', () => {
  const metadata = protectedResourceMetadata({ resource: url, authorizationServers: 'https://auth.example.com/' })

  test('as a document is served at its well-known path, and named in the challenge', async () => {
    const open = guarded({ resourceMetadata: metadata })
    assert.match(challengeOf(await open(request())), new RegExp(`resource_metadata="${metadataUrl}"`))
    const document = await open(request(undefined, { url: metadataUrl }))
    assert.equal(document.status, 200)
    assert.deepEqual(await document.json(), metadata)
    for (const other of [
      `${metadataUrl}/`,
      `${metadataUrl}?x=1`,
      metadataUrl.slice(0, -4),
      metadataUrl.replace('well', 'WELL')
    ]) {
      assert.equal((await open(request(undefined, { url: other }))).status, 401, other)
    }
  })

  test('as true is derived from the request’s own URL', async () => {
    const answer = await guarded({ resourceMetadata: true })(request(undefined, { url: 'https://x.example/y?z' }))
    assert.equal(
      challengeOf(answer),
      'Bearer resource_metadata="https://x.example/.well-known/oauth-protected-resource/y"'
    )
  })
})

describe('options', () => {
  const refusedOptions = (/** @type {any} */ options) => caught(() => guard(verifier, options))

  test('STYLE 7: are checked at once, each by name', () => {
    const wrong = {
      ...{
        requiredScope: 'a b',
        resourceMetadata: '/x',
        realm: 'ä',
        debug: 'yes',
        retryAfter: 0,
        allowedOrigins: 'https://a.example'
      },
      ...{
        onDecision: 1,
        requestId: 'x',
        rateLimit: { key: () => 'a' },
        scopeChallenge: 'all',
        preflight: 'on',
        allowInsecureLoopback: 1
      }
    }
    for (const [option, value] of Object.entries(wrong)) {
      assertError(refusedOptions({ [option]: value }), { code: 'CONFIG_INVALID', reason: 'option_invalid', option })
    }
    assertError(refusedOptions({ scope: 'a' }), { code: 'CONFIG_INVALID', reason: 'option_unknown', option: 'scope' })
    assertError(refusedOptions(null), { code: 'CONFIG_INVALID', reason: 'option_invalid' })
  })

  test('the handler is one, and that is said before the first request', () => {
    for (const none of [undefined, null, {}]) {
      const error = caught(() => guard(verifier)(/** @type {any} */ (none)))
      assertError(error, { code: 'CONFIG_INVALID', reason: 'option_invalid', option: 'handler' })
    }
  })

  test('the verifier is one', () => {
    for (const none of [undefined, null, {}, { verify: true }]) {
      assertError(
        caught(() => guard(/** @type {any} */ (none))),
        { code: 'CONFIG_INVALID', reason: 'option_invalid', option: 'verifier' }
      )
    }
  })
})

describe('authenticate', () => {
  test('gives the token or throws the reason, for those who answer themselves', async () => {
    assert.equal((await authenticate(request(bearer()), verifier)).subject, 'user-1')
    assertError(await rejection(authenticate(request(), verifier)), {
      code: 'AUTH_TOKEN_MISSING',
      reason: 'token_missing'
    })
    const error = await rejection(authenticate(request(bearer()), verifier, { requiredScope: 'x' }))
    assertError(error, { code: 'AUTH_MISSING_SCOPE', reason: 'scope_missing', scope: 'x' })
    assert.equal((await verifier.verify(/** @type {string} */ (bearerToken(request(bearer()))))).subject, 'user-1')
  })
})
