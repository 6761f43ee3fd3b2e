// Authorizers of API Gateway, with its event documents: what is answered, what is thrown, and what a cached policy allows.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { authorizer } from '../../../js/adapters/lambda.js'
import { fromCookie, rateLimit } from '../../../js/http/index.js'
import { AssayError } from '../../../js/shared/error.js'
import { bearer, failing, testVerifier, verdicts } from '../support/http.js'
import { httpAuthorizerEvent, methodArn, requestEvent, tokenEvent } from '../support/lambda-events.js'

const verifier = testVerifier()
const stageArn = 'arn:aws:execute-api:eu-central-1:123456789012:abcdef1234/prod/*'
const unauthorized = { name: 'Error', message: 'Unauthorized' }

/** @type {{ [kind: string]: (authorization?: string) => any }} */
const events = {
  TOKEN: (authorization) => tokenEvent(/** @type {string} */ (authorization)),
  'REQUEST of a REST API': (authorization) =>
    requestEvent(authorization === undefined ? [] : [['AUTHORIZATION', authorization]]),
  'REQUEST of an HTTP API, payload 2.0': (authorization) =>
    httpAuthorizerEvent(authorization === undefined ? [] : [['authorization', authorization]])
}

for (const [kind, eventOf] of Object.entries(events)) {
  describe(kind, () => {
    const isSimple = kind.includes('2.0')
    const arn = isSimple ? stageArn.replace('/prod/', '/$default/') : stageArn

    test('a good token is let pass, with strings for the integration', async () => {
      const result = await authorizer(verifier, { requestId: () => 'id' })(eventOf(bearer()))
      const { expiresAt, ...context } = result.context
      assert.match(expiresAt, /^\d{10}$/)
      assert.deepEqual(context, {
        issuer: 'https://auth.example.com/',
        subject: 'user-1',
        scope: 'tools:read',
        requestId: 'id'
      })
      if (isSimple) assert.equal(result.isAuthorized, true)
      else {
        assert.equal(result.principalId, 'user-1')
        assert.deepEqual(result.policyDocument, {
          Version: '2012-10-17',
          Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: arn }]
        })
      }
    })

    test('every bad token, and none, is 401: Unauthorized is thrown, and nothing else is said', async () => {
      const authorize = authorizer(verifier)
      for (const { name, authorization } of verdicts())
        await assert.rejects(authorize(eventOf(authorization)), unauthorized, name)
      for (const each of ['', 'Bearer', 'Bearer a b', 'Basic eA==', bearer().slice(7), `${bearer()}, ${bearer()}`])
        await assert.rejects(authorize(eventOf(each)), unauthorized, each)
    })

    test('a missing scope is 403: denied', async () => {
      const result = await authorizer(verifier, { requiredScope: 'admin' })(eventOf(bearer()))
      if (isSimple) assert.deepEqual(result, { isAuthorized: false })
      else
        assert.deepEqual(result.policyDocument.Statement, [
          { Action: 'execute-api:Invoke', Effect: 'Deny', Resource: arn }
        ])
      assert.ok(!('context' in result))
    })

    test('keys that cannot be had, a bug and an error of the user’s are thrown: 500, and never kept', async () => {
      const outage = new AssayError('jwks_timeout')
      await assert.rejects(authorizer(failing(outage))(eventOf(bearer())), { code: 'AUTH_KEYS_UNAVAILABLE' })
      await assert.rejects(authorizer(failing(new AssayError('internal')))(eventOf(bearer())), { code: 'INTERNAL' })
      await assert.rejects(authorizer(failing(new Error('mine')))(eventOf(bearer())), { message: 'mine' })
      await assert.rejects(authorizer(failing(undefined))(eventOf(bearer())))
      await assert.rejects(authorizer(/** @type {any} */ ({ verify: async () => undefined }))(eventOf(bearer())), {
        code: 'CONFIG_INVALID'
      })
    })

    test('a scope that depends on the request makes a policy for that route alone', async () => {
      const authorize = authorizer(verifier, {
        requiredScope: (request) => (request.path === '/x' ? 'admin' : 'tools:read')
      })
      const result = await authorize(eventOf(bearer()))
      if (!isSimple) assert.equal(result.policyDocument.Statement[0].Resource, methodArn)
      else assert.equal(result.isAuthorized, true)
    })
  })
}

test('where the policy is for one route, an asterisk or question mark in its path is no wildcard of it', async () => {
  const authorize = authorizer(verifier, { requiredScope: () => undefined })
  for (const path of ['*', 'a*', 'public/?', '*/x'])
    await assert.rejects(authorize(tokenEvent(bearer(), methodArn.replace('mcp', path))), unauthorized, path)
  const [{ Resource }] = (await authorizer(verifier)(tokenEvent(bearer(), methodArn.replace('mcp', '*'))))
    .policyDocument.Statement
  assert.equal(Resource, stageArn)
})

test('an event that is none of an authorizer lets nobody in', async () => {
  for (const event of [
    {},
    { type: 'TOKEN', authorizationToken: bearer() },
    { ...tokenEvent(bearer()), methodArn: 'arn:*' },
    { ...tokenEvent(bearer()), methodArn: '*' }
  ])
    await assert.rejects(authorizer(verifier)(/** @type {any} */ (event)), { code: 'CONFIG_INVALID' })
})

test('payload 2.0 without simple responses gets a policy; payload 1.0 of an HTTP API always', async () => {
  const result = await authorizer(verifier, { simpleResponses: false })(
    httpAuthorizerEvent([['authorization', bearer()]])
  )
  assert.equal(result.policyDocument.Statement[0].Effect, 'Allow')
  assert.equal(result.policyDocument.Statement[0].Resource, stageArn.replace('/prod/', '/$default/'))
  const first = await authorizer(verifier)(requestEvent([['authorization', bearer()]], { version: '1.0' }))
  assert.equal(first.principalId, 'user-1')
})

test('two Authorization headers are refused, whichever is good', async () => {
  for (const values of [
    [bearer(), 'Bearer x'],
    ['Bearer x', bearer()],
    [bearer(), bearer()]
  ]) {
    const headers = values.map((value) => /** @type {[string, string]} */ (['authorization', value]))
    await assert.rejects(authorizer(verifier)(requestEvent(headers)), unauthorized)
    await assert.rejects(authorizer(verifier)(httpAuthorizerEvent(headers)), unauthorized)
    const mixed = headers.map(
      ([name, value], at) => /** @type {[string, string]} */ ([at ? 'AUTHORIZATION' : name, value])
    )
    await assert.rejects(authorizer(verifier)(requestEvent(mixed)), unauthorized)
  }
})

test('a cookie of another site’s request is 401, not a denial: API Gateway would keep that for the token', async () => {
  const authorize = authorizer(verifier, { getToken: fromCookie('t') })
  const cookie = ['cookie', `a=1; t=${bearer().slice(7)}`]
  const event = (/** @type {string} */ site) =>
    requestEvent(/** @type {any} */ ([cookie, ['Sec-Fetch-Site', site]]), { httpMethod: 'POST' })
  assert.equal((await authorize(event('same-origin'))).policyDocument.Statement[0].Effect, 'Allow')
  await assert.rejects(authorize(event('cross-site')), unauthorized)
  assert.equal(
    (await authorize(httpAuthorizerEvent(/** @type {any} */ ([cookie, ['sec-fetch-site', 'same-origin']]))))
      .isAuthorized,
    true
  )
})

test('a rate limit is 401: a denial would be kept for the token', async () => {
  const authorize = authorizer(verifier, {
    rateLimit: rateLimit({
      key: (/** @type {any} */ { requestContext }) => requestContext.identity.sourceIp,
      maxFailures: 1
    })
  })
  await assert.rejects(authorize(requestEvent([['authorization', 'Bearer x']])), unauthorized)
  await assert.rejects(authorize(requestEvent([['authorization', bearer()]])), unauthorized)
})

test('context: more strings, none of which replaces one of ours; an object in it is a mistake that has a name', async () => {
  const more = { tenant: 'a', admin: true, count: 3, none: undefined, subject: 'somebody-else', issuer: 'x' }
  const { context } = await authorizer(verifier, { context: () => more })(tokenEvent(bearer()))
  const { tenant, admin, count, subject, issuer } = context ?? {}
  assert.deepEqual([tenant, admin, count, subject, issuer], ['a', 'true', '3', 'user-1', 'https://auth.example.com/'])
  assert.ok(!('none' in (context ?? {})))
  await assert.rejects(
    authorizer(verifier, { context: () => /** @type {any} */ ({ roles: ['a'] }) })(tokenEvent(bearer())),
    { code: 'CONFIG_INVALID', option: 'context' }
  )
})

test('a token without a subject has its client, or its issuer, as principal', async () => {
  const loose = testVerifier({ requireSubject: false })
  const principal = async (/** @type {any} */ claims) =>
    (await authorizer(loose)(tokenEvent(bearer({ claims: { sub: undefined, ...claims } })))).principalId
  assert.equal(await principal({ client_id: 'app' }), 'app')
  assert.equal(await principal({}), 'https://auth.example.com/')
})

test('options that no authorizer can keep are refused by name', () => {
  for (const [name, value] of Object.entries({
    optional: true,
    preflight: 'handler',
    allowedOrigins: '*',
    realm: 'a',
    resourceMetadata: true,
    scopeChallenge: 'required'
  }))
    assert.throws(() => authorizer(verifier, /** @type {any} */ ({ [name]: value })), {
      code: 'CONFIG_INVALID',
      option: name
    })
  assert.throws(() => authorizer(verifier, /** @type {any} */ ({ simpleResponses: 'yes' })), {
    option: 'simpleResponses'
  })
  assert.throws(() => authorizer(/** @type {any} */ (undefined)), { option: 'verifier' })
})

test('decisions are reported, without a part of the token', async () => {
  /** @type {any[]} */
  const told = []
  const authorize = authorizer(verifier, { onDecision: (each) => void told.push(each) })
  await authorize(tokenEvent(bearer()))
  await authorize(tokenEvent('Bearer a.b.c')).catch(() => {})
  assert.deepEqual(
    told.map(({ code }) => code),
    ['OK', 'AUTH_TOKEN_INVALID']
  )
  assert.ok(!JSON.stringify(told).includes(bearer().slice(20, 40)))
})
