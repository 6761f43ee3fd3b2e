// One request may pass several guards: its proof counts once for each replay store that they ask (RFC 9449 §11.1), and each of
// them is asked.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Hono } from 'hono'
import { guard as honoGuard } from '../../../js/adapters/hono.js'
import { guard as lambdaGuard } from '../../../js/adapters/lambda.js'
import { authenticate, guard } from '../../../js/http/index.js'
import { guardMcp } from '../../../js/mcp/index.js'
import { memoryReplayStore } from '../../../js/dpop/replay-stores.js'
import { boundToken } from '../support/dpop.js'
import { createVerifier, headersFor } from '../support/dpop-server.js'
import { httpEvent, restEvent } from '../support/lambda-events.js'
import { goodOptions } from '../support/tokens.js'

const origin = 'https://a.example'
const withDpop = () => createVerifier(goodOptions({ dpop: { origin } }))
const ask = (/** @type {object} */ headers, /** @type {RequestInit} */ init = {}) =>
  new Request(`${origin}/tools`, { headers: /** @type {any} */ (headers), ...init })
/** @param {Response} answer @returns {Promise<string | number>} 200, or the reason */
const said = async (answer) => (answer.status === 200 ? 200 : (await answer.json()).reason)

describe('an inner guard with a store of its own asks it', () => {
  test('so that processes that share it let a proof in once', async () => {
    const shared = memoryReplayStore()
    const processes = [1, 2].map(() => {
      const verifier = withDpop()
      const inner = guard(verifier, { dpop: { origin, replayStore: shared } })(() => new Response('in'))
      return guard(verifier)((request) => inner(request))
    })
    const headers = headersFor(boundToken(), origin)
    assert.equal(await said(await processes[0](ask(headers))), 200)
    assert.equal(await said(await processes[1](ask(headers))), 'proof_replayed')
  })

  test('but not again where it lets in what its store could not count', async () => {
    let asked = 0
    const store = { add: () => ((asked += 1), asked > 1 ? false : assert.fail('the answer was lost')) }
    const dpop = /** @type {any} */ ({ origin, replayStore: store, onStoreFailure: 'accept' })
    const verifier = createVerifier(goodOptions({ dpop, onEvent: () => {} }))
    const inner = guard(verifier)(() => new Response('in'))
    assert.equal(
      await said(await guard(verifier)((request) => inner(request))(ask(headersFor(boundToken(), origin)))),
      200
    )
    asked = 0
    const strict = guard(verifier, { dpop: { ...dpop, onStoreFailure: 'refuse' } })(() => new Response('in'))
    const nested = guard(verifier)((request) => strict(request))
    assert.equal(await said(await nested(ask(headersFor(boundToken(), origin)))), 'proof_replayed')
  })

  test('also where the outer one lets in what its store could not count', async () => {
    const down = { add: () => assert.fail('down') }
    const verifier = createVerifier(
      goodOptions({ dpop: { origin, replayStore: /** @type {any} */ (down), onStoreFailure: 'accept' } })
    )
    const inner = guard(verifier, { dpop: { origin, replayStore: memoryReplayStore() } })(() => new Response('in'))
    const nested = guard(verifier)((request) => inner(request))
    const headers = headersFor(boundToken(), origin)
    assert.equal(await said(await nested(ask(headers))), 200)
    assert.equal(await said(await nested(ask(headers))), 'proof_replayed')
  })
})

describe('the request is the same one where it is made anew on the way: let in once, and not again', () => {
  const body = '{"jsonrpc":"2.0","id":1,"method":"ping"}'
  const json = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }

  test('Lambda: a guard hands on a copy of the event', async () => {
    for (const made of [httpEvent, restEvent]) {
      const verifier = withDpop()
      const nested = lambdaGuard(verifier)(lambdaGuard(verifier)(async () => ({ statusCode: 200 })))
      const headers = Object.entries(headersFor(boundToken(), origin))
      const path = { rawPath: '/tools', path: '/tools', requestContext: { path: '/tools' } }
      const event = () => made(/** @type {any} */ (headers), /** @type {any} */ (path))
      const first = /** @type {any} */ (await nested(event(), /** @type {any} */ ({})))
      assert.equal(first.statusCode, 200, first.body)
      const again = /** @type {any} */ (await nested(event(), /** @type {any} */ ({})))
      assert.equal(JSON.parse(again.body).reason, 'proof_replayed')
    }
  })

  test('Hono: a middleware puts another request in its place', async () => {
    const verifier = withDpop()
    const app = new Hono()
    app.use(honoGuard(verifier))
    app.use(async (c, next) => {
      c.req.raw = new Request(c.req.raw)
      await next()
    })
    app.use(honoGuard(verifier))
    app.get('/tools', (c) => c.text('in'))
    const headers = headersFor(boundToken(), origin)
    assert.equal(await said(await app.request(ask(headers))), 200)
    assert.equal(await said(await app.request(ask(headers))), 'proof_replayed')
  })

  test('Hono behind a guard, within one, and in a sub-application', async () => {
    const app = (/** @type {any} */ verifier, /** @type {any} */ ...before) => {
      const hono = new Hono()
      for (const each of before) hono.use(each)
      hono.use(honoGuard(verifier))
      hono.all('/tools', (c) => c.text('in'))
      return hono
    }
    /** @type {{ [name: string]: (verifier: any) => (request: Request) => any }} */
    const cases = {
      'a guard of fetch around it': (verifier) => guard(verifier)((request) => app(verifier).fetch(request)),
      'guardMcp around it': (verifier) => guardMcp(verifier, { scopes: {} })((request) => app(verifier).fetch(request)),
      'a sub-application': (verifier) =>
        new Hono().use(honoGuard(verifier)).all('*', (c) => app(verifier).fetch(c.req.raw)).fetch,
      'authenticate() before it': (verifier) =>
        app(verifier, async (/** @type {any} */ c, /** @type {any} */ next) => {
          await authenticate(c.req.raw, verifier)
          await next()
        }).fetch
    }
    for (const [name, make] of Object.entries(cases)) {
      const ask = make(withDpop())
      const headers = { ...headersFor(boundToken(), origin, { claims: { htm: 'POST' } }), ...json }
      const request = () => new Request(`${origin}/tools`, { method: 'POST', headers, body })
      const answer = await ask(request())
      assert.equal(answer.status, 200, name)
      // What authenticate() throws there, Hono makes a 500 of.
      assert.notEqual((await ask(request())).status, 200, name)
    }
  })

  test('guardMcp makes a request with the bytes that it checked', async () => {
    const verifier = withDpop()
    const inner = guard(verifier)(() => Response.json({ jsonrpc: '2.0', id: 1, result: {} }))
    const nested = guardMcp(verifier, { scopes: {} })((request) => inner(request))
    const headers = { ...headersFor(boundToken(), origin, { claims: { htm: 'POST' } }), ...json }
    assert.equal(await said(await nested(ask(headers, { method: 'POST', body }))), 200)
    assert.equal(await said(await nested(ask(headers, { method: 'POST', body }))), 'proof_replayed')
  })
})
