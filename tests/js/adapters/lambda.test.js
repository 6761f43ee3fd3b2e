// The guard of AWS Lambda with its event documents: what each kind of event is answered with, and what a handler may return.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { guard } from '../../../js/adapters/lambda.js'
import { fromCookie, fromHeader } from '../../../js/http/index.js'
import { bearer, testVerifier } from '../support/http.js'
import { balancerEvent, functionUrlEvent, httpEvent, restEvent } from '../support/lambda-events.js'

const verifier = testVerifier()
const jwt = bearer().slice(7)
const origin = 'https://app.example'

/** @type {{ [kind: string]: { eventOf: (headers: [string, string][]) => any, many: boolean }}} */
const kinds = {
  'REST API, payload 1.0': { eventOf: restEvent, many: true },
  'HTTP API, payload 2.0': { eventOf: httpEvent, many: false },
  'function URL': { eventOf: functionUrlEvent, many: false },
  'load balancer': { eventOf: (headers) => balancerEvent(Object.fromEntries(headers), false), many: false },
  'load balancer, multi-value headers': {
    eventOf: (headers) => balancerEvent(Object.fromEntries(headers), true),
    many: true
  }
}

for (const [kind, { eventOf, many }] of Object.entries(kinds)) {
  describe(kind, () => {
    test('a refusal has status, challenge and body, in the form that this kind reads', async () => {
      const handler = guard(verifier)(() => assert.fail('it ran'))
      const { statusCode, headers, multiValueHeaders, body, isBase64Encoded } = await handler(
        eventOf([['authorization', 'Bearer a.b.c']]),
        {}
      )
      assert.deepEqual([statusCode, isBase64Encoded], [401, false])
      assert.equal(JSON.parse(body).reason, 'header_base64')
      const [challenge] = many ? multiValueHeaders['WWW-Authenticate'] : [headers['WWW-Authenticate']]
      assert.match(challenge, /^Bearer error="invalid_token"/)
      assert.equal(many ? headers : multiValueHeaders, undefined)
    })

    test('the handler gets the event as it came, with the token, and the context; its result goes out as it is', async () => {
      const event = eventOf([['authorization', bearer()]])
      const context = { awsRequestId: 'a' }
      const result = { statusCode: 201, body: 'AAEC', isBase64Encoded: true, headers: { 'X-Own': '1' } }
      const handler = guard(verifier)((given, second) => {
        const { bearer: own, ...rest } = given
        assert.deepEqual(rest, event)
        assert.equal(second, context)
        assert.equal(own.token.subject, 'user-1')
        return result
      })
      assert.equal(await handler(event, context), result)
      assert.ok(!('bearer' in event))
    })

    test('CORS: the answer is readable for an allowed origin; what the handler says itself stays', async () => {
      const event = eventOf([
        ['authorization', bearer()],
        ['origin', origin]
      ])
      const protect = guard(verifier, { allowedOrigins: [origin] })
      const valueOf = (/** @type {any} */ result, /** @type {string} */ name) =>
        [many ? result.multiValueHeaders?.[name] : result.headers?.[name]].flat().join()
      const result = await protect(async () => ({ statusCode: 200, body: '', headers: { vary: 'Accept' } }))(event, {})
      assert.equal(valueOf(result, 'Access-Control-Allow-Origin'), origin)
      assert.equal(valueOf(result, 'Vary'), 'Accept, Origin')
      assert.ok(!('vary' in (result.headers ?? {})))
      const own = await protect(async () => ({
        statusCode: 200,
        body: '',
        headers: { 'access-control-allow-origin': 'x' }
      }))(event, {})
      assert.deepEqual(own.headers, { 'access-control-allow-origin': 'x' })
    })

    test('a preflight that is handed on has neither body nor credentials, and its answer status and CORS headers alone', async () => {
      const base = eventOf([
        ['origin', origin],
        ['access-control-request-method', 'POST'],
        ['Authorization', bearer()],
        ['cookie', 'a=1']
      ])
      const event = { ...base, httpMethod: 'OPTIONS', body: 'x', isBase64Encoded: true }
      if (event.requestContext.http)
        event.requestContext = { ...event.requestContext, http: { ...event.requestContext.http, method: 'OPTIONS' } }
      /** @type {any} */
      let seen
      const handler = guard(verifier, { preflight: 'handler' })((given) => {
        seen = given
        return {
          statusCode: 204,
          headers: { 'access-control-allow-origin': '*', 'X-Own': '1' },
          multiValueHeaders: { 'Set-Cookie': ['a=1'] },
          cookies: ['b=1'],
          body: 'own'
        }
      })
      const result = await handler(event, {})
      assert.deepEqual(many ? result.multiValueHeaders : result.headers, {
        'access-control-allow-origin': many ? ['*'] : '*'
      })
      assert.deepEqual([result.statusCode, result.body, 'cookies' in result], [204, '', false])
      assert.deepEqual([seen.body, seen.isBase64Encoded, seen.bearer], [null, false, undefined])
      assert.doesNotMatch(JSON.stringify([seen.headers, seen.multiValueHeaders, seen.cookies]), /Bearer|a=1/)
    })
  })
}

test('payload 2.0: a result without a status is what API Gateway makes of it, with the headers of the guard', async () => {
  const event = httpEvent([['authorization', bearer()]])
  for (const [returned, body] of /** @type {[any, string][]} */ ([
    ['hi', 'hi'],
    [{ a: 1 }, '{"a":1}'],
    [undefined, 'null'],
    [[1], '[1]']
  ])) {
    const result = /** @type {any} */ (await guard(verifier, { optional: true })(() => returned)(event, {}))
    assert.deepEqual(result, {
      statusCode: 200,
      headers: { 'content-type': 'application/json', Vary: 'Authorization' },
      body,
      isBase64Encoded: false
    })
    assert.equal(await guard(verifier)(() => returned)(event, {}), returned)
  }
  // With payload 1.0 that is an error of the gateway.
  assert.equal(await guard(verifier, { optional: true })(() => 'hi')(restEvent([]), {}), 'hi')
})

test('two Authorization headers are refused, whichever is good, in whatever case', async () => {
  const handler = guard(verifier)(() => assert.fail('it ran'))
  for (const values of [
    [bearer(), 'Bearer x'],
    ['Bearer x', bearer()],
    [bearer(), bearer()]
  ])
    for (const names of [
      ['authorization', 'authorization'],
      ['Authorization', 'AUTHORIZATION']
    ]) {
      const headers = /** @type {[string, string][]} */ (values.map((value, at) => [names[at], value]))
      for (const event of [restEvent(headers), httpEvent(headers)])
        assert.equal((await handler(event, {})).statusCode, 400)
    }
})

test('test events: headers that are null, or missing, have no token; no event is let in', async () => {
  const handler = guard(verifier)(() => assert.fail('it ran'))
  for (const event of [
    restEvent([], { headers: null, multiValueHeaders: null }),
    {},
    { Records: [] },
    { requestContext: null, headers: { a: undefined } }
  ])
    assert.equal((await handler(/** @type {any} */ (event), {})).statusCode, 401)
})

test('a header of an event that has multiValueHeaders without it is read as well; a name of Object.prototype is none', async () => {
  const handler = guard(verifier, { getToken: fromHeader('X-Token') })(({ bearer: own }) => own.token.subject)
  assert.equal(await handler(restEvent([], { headers: { 'x-TOKEN': jwt } }), {}), 'user-1')
  const odd = guard(verifier, { getToken: fromHeader('constructor') })(() => assert.fail('it ran'))
  assert.equal((await odd(restEvent([]), {})).statusCode, 401)
})

test('cookies: of payload 2.0 in an array of their own, of payload 1.0 in headers; twice is refused', async () => {
  const handler = guard(verifier, { getToken: fromCookie('t') })(({ bearer: own }) => ({
    statusCode: 200,
    body: own.token.subject
  }))
  for (const [cookies, status] of /** @type {[[string, string][], number][]} */ ([
    [[['cookie', `a=1; t=${jwt}`]], 200],
    [
      [
        ['Cookie', 'a=1'],
        ['Cookie', `t=${jwt}`]
      ],
      200
    ],
    [[['cookie', `t=${jwt}; t=x`]], 400],
    [
      [
        ['cookie', `t=x`],
        ['cookie', `t=${jwt}`]
      ],
      400
    ],
    [[['cookie', `T=${jwt}`]], 401]
  ]))
    for (const event of [restEvent(cookies), httpEvent(cookies)]) {
      const result = /** @type {any} */ (await handler(event, {}))
      assert.equal(result.statusCode, status)
      if (status === 200) assert.match(JSON.stringify(result), /"Vary":\[?"Cookie"/)
    }
})

test('Node.js 24 on Lambda refuses a handler with three parameters', () => {
  assert.equal(guard(verifier)(() => '').length, 2)
  assert.throws(() => guard(verifier)(/** @type {any} */ (undefined)), { code: 'CONFIG_INVALID', option: 'handler' })
})
