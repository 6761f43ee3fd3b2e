// Whose fault is it? What a function of the user's throws goes to the framework as it is; an AssayError is the answer.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import express from 'express'
import { Hono } from 'hono'
import { AssayError } from '../../../js/shared/error.js'
import { guard as expressGuard } from '../../../js/adapters/express.js'
import { guard as honoGuard } from '../../../js/adapters/hono.js'
import { authenticate, guard } from '../../../js/http/index.js'
import { startHttpServer } from '../../support/http-server.js'
import { rejection } from '../support/expect.js'
import { callbacks, limit, noAssayErrors, thrower } from '../support/faults.js'
import { bearer, failing, request, testVerifier } from '../support/http.js'

const verifier = testVerifier()
describe('what a function of the user’s throws is the user’s error', () => {
  for (const [name, make] of Object.entries(callbacks)) {
    test(`fetch: ${name}`, async () => {
      for (const fault of [
        ...noAssayErrors,
        'text',
        undefined,
        null,
        { name: 'AssayError', code: 'NONE', reason: 'x' }
      ]) {
        const { options, authorization = bearer(), by = verifier } = make(fault)
        const handler = () => assert.fail('the handler ran')
        const thrown = await rejection(guard(by, options)(handler)(request(authorization)))
        assert.equal(thrown, fault)
      }
    })

    test(`express: ${name}`, async () => {
      for (const fault of noAssayErrors) {
        const { options, authorization = bearer(), by = verifier } = make(fault)
        /** @type {unknown[]} */
        const seen = []
        const app = express()
        app.use(/** @type {any} */ (expressGuard(by, options)))
        app.use(() => assert.fail('the handler ran'))
        app.use(
          (
            /** @type {any} */ error,
            /** @type {any} */ _request,
            /** @type {any} */ response,
            /** @type {any} */ _next
          ) => {
            seen.push(error)
            response.status(500).end()
          }
        )
        const { url, close } = await startHttpServer(app)
        assert.equal((await fetch(url, { headers: { authorization } })).status, 500)
        await close()
        assert.deepEqual(seen, [fault])
        assert.equal(seen[0], fault)
      }
    })

    test(`hono: ${name}`, async () => {
      for (const fault of noAssayErrors) {
        const { options, authorization = bearer(), by = verifier } = make(fault)
        /** @type {unknown[]} */
        const seen = []
        const app = new Hono()
        app.use(honoGuard(by, options))
        app.all('*', () => assert.fail('the handler ran'))
        app.onError((error, c) => {
          seen.push(error)
          return c.text('', 500)
        })
        assert.equal((await app.request('/', { headers: { authorization } })).status, 500)
        assert.equal(seen[0], fault)
      }
    })

    test(`node:http: ${name}`, async () => {
      const [fault] = noAssayErrors
      const { options, authorization = bearer(), by = verifier } = make(fault)
      const protect = expressGuard(by, options)
      /** @type {unknown[]} */
      const seen = []
      const { url, close } = await startHttpServer((asked, response) => {
        const takesNone = () => assert.fail('the handler ran')
        const takesError = (/** @type {unknown} */ error) => {
          seen.push(error)
          response.writeHead(500).end()
        }
        const next = asked.url === '/none' ? takesNone : takesError
        protect(/** @type {any} */ (asked), response, next).catch(takesError)
      })
      for (const path of ['/', '/none']) {
        assert.equal((await fetch(url + path, { headers: { authorization } })).status, 500)
      }
      await close()
      assert.equal(seen.length, 2)
      for (const each of seen) assert.equal(each, fault)
    })
  }

  test('authenticate is rejected with it, too', async () => {
    const [fault] = noAssayErrors
    assert.equal(await rejection(authenticate(request(bearer()), failing(fault))), fault)
  })

  test('requireScope throws it to the handler, and it is no answer', async () => {
    const [fault] = noAssayErrors
    let calls = 0
    const by = { verify: () => ((calls += 1) > 1 ? Promise.reject(fault) : verifier.verify(bearer().slice(7))) }
    const handler = async (/** @type {any} */ _request, /** @type {any} */ context) => {
      await context.requireScope('tools:read')
      return assert.fail('went on')
    }
    assert.equal(await rejection(guard(/** @type {any} */ (by))(handler)(request(bearer()))), fault)
  })

  test('it is no decision, and counts for no limit', async () => {
    /** @type {unknown[]} */
    const heard = []
    const options = {
      onDecision: (/** @type {unknown} */ decision) => heard.push(decision),
      ...limit({ fail: () => heard.push('fail') })
    }
    await rejection(guard(failing(new Error('mine')), options)(() => new Response())(request(bearer())))
    assert.deepEqual(heard, [])
  })
})

describe('an AssayError that it throws is the answer, by the table', () => {
  const answers = {
    expired: [401, 'invalid_token'],
    scope_missing: [403, 'insufficient_scope'],
    authorization_malformed: [400, 'invalid_request'],
    rate_limited: [429, undefined],
    jwks_timeout: [503, undefined],
    verifier_disposed: [500, undefined],
    no_such_reason: [500, undefined]
  }
  for (const [name, make] of Object.entries(callbacks)) {
    if (name.startsWith('resourceMetadata')) continue
    test(name, async () => {
      for (const [reason, [status, error]] of Object.entries(answers)) {
        const { options, authorization = bearer(), by = verifier } = make(new AssayError(reason))
        const answer = await guard(by, options)(() => assert.fail('the handler ran'))(request(authorization))
        assert.equal(answer.status, status, reason)
        assert.equal(/error="(\w+)"/.exec(answer.headers.get('www-authenticate') ?? '')?.[1], error, reason)
        assert.equal((await answer.json()).reason, reason === 'no_such_reason' ? 'internal' : reason)
      }
    })
  }

  test('a retryAfter goes out in whole seconds, rounded up', async () => {
    for (const [retryAfter, shown] of [
      [0.2, '1'],
      [12.01, '13'],
      [undefined, '5']
    ]) {
      const fault = new AssayError('jwks_timeout', { retryAfter: /** @type {any} */ (retryAfter) })
      const answer = await guard(failing(fault))(() => new Response())(request(bearer()))
      assert.equal(answer.headers.get('retry-after'), shown)
    }
  })

  test('while a challenge is written it is the user’s error: there is an answer already', async () => {
    const fault = new AssayError('expired')
    const open = guard(verifier, { resourceMetadata: thrower(fault) })(() => new Response())
    assert.equal(await rejection(open(request('Bearer a.b.c'))), fault)
  })
})

describe('a verifier of the user’s own', () => {
  test('is not asked where there is no token', async () => {
    const answer = await guard({ verify: () => assert.fail('asked') })(() => new Response())(request())
    assert.deepEqual([answer.status, (await answer.json()).reason], [401, 'token_missing'])
  })

  test('that resolves to nothing lets nobody in', async () => {
    for (const nothing of [undefined, null, true, 'user-1']) {
      const by = { verify: async () => /** @type {any} */ (nothing) }
      const answer = await guard(by)(() => assert.fail('the handler ran'))(request(bearer()))
      assert.deepEqual([answer.status, (await answer.json()).code], [500, 'CONFIG_INVALID'])
    }
  })

  test('that throws one error again and again tells nothing of one request to the next', async () => {
    const by = failing(new AssayError('expired'))
    const ask = (/** @type {any} */ options) => guard(by, options)(() => new Response())(request(bearer()))
    assert.match((await ask({ requiredScope: 'admin' })).headers.get('www-authenticate') ?? '', /scope="admin"/)
    assert.doesNotMatch((await ask({})).headers.get('www-authenticate') ?? '', /scope=/)
  })
})

for (const thrown of [undefined, null, 0, '', false, 'route', 'router']) {
  test(`what is thrown and is no error lets nobody in on Express and node:http: ${JSON.stringify(thrown) ?? 'undefined'}`, async () => {
    const { guard } = await import('../../../js/adapters/express.js')
    const options = {
      verifier: [{ verify: () => Promise.reject(thrown) }, {}],
      requestId: [
        { verify: () => assert.fail() },
        {
          requestId: () => {
            throw thrown
          }
        }
      ]
    }
    for (const [verifier, given] of Object.values(options)) {
      const request = { method: 'GET', url: '/', headers: { host: 'a', authorization: 'Bearer forged' } }
      const told = []
      await guard(verifier, given)(request, {}, (error) => told.push([error]))
      assert.equal(told.length, 1)
      assert.ok(told[0][0] instanceof Error)
      assert.equal(request.bearer, undefined)
    }
  })
}

test('a verifier of the user’s own that asks for a scope by itself: the challenge names it', async () => {
  const by = failing(new AssayError('scope_missing', { scope: 'admin' }))
  for (const scopeChallenge of /** @type {const} */ (['required', 'accumulated'])) {
    const answer = await guard(by, { scopeChallenge })(() => new Response())(request(bearer()))
    assert.equal(answer.status, 403)
    assert.match(answer.headers.get('www-authenticate') ?? '', /scope="admin"/)
  }
})

describe('a verifier of the user’s own that does not ask for scopes', () => {
  const token = /** @type {any} */ ({ subject: 'user-1', scopes: ['tools:read'] })
  const by = { verify: async () => token }

  test('lets nobody in without them', async () => {
    for (const requiredScope of ['admin', ['tools:read', 'admin'], () => 'admin']) {
      const answer = await guard(by, { requiredScope })(() => assert.fail('the handler ran'))(request(bearer()))
      const { code, reason } = await answer.json()
      assert.deepEqual([answer.status, code, reason], [403, 'AUTH_MISSING_SCOPE', 'scope_missing'])
      assert.match(answer.headers.get('www-authenticate') ?? '', /error="insufficient_scope".*scope="/)
    }
    const ask = (/** @type {any} */ _request, /** @type {any} */ context) => context.requireScope('admin')
    assert.equal((await guard(by)(ask)(request(bearer()))).status, 403)
  })

  test('lets in what has them', async () => {
    const answer = await guard(by, { requiredScope: 'tools:read' })(() => new Response())(request(bearer()))
    assert.equal(answer.status, 200)
  })

  test('and gives no array of scopes lets nobody in where some are required', async (t) => {
    t.mock.method(console, 'error', () => {})
    for (const scopes of [undefined, null, 'a', new Set(['a']), { 0: 'a', length: 1 }]) {
      const own = { verify: async () => /** @type {any} */ ({ subject: 'user-1', scopes }) }
      const ask = (/** @type {any} */ options) => guard(own, options)(() => new Response())(request(bearer()))
      const answer = await ask({ requiredScope: 'a' })
      assert.deepEqual([answer.status, (await answer.json()).code], [500, 'CONFIG_INVALID'])
      assert.equal((await ask({})).status, 200)
    }
  })
})
