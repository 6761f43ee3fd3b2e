// A function in the options gives its value at once: a promise is a mistake, which is said, and no rejection goes unhandled.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { AssayError } from '../../../js/shared/error.js'
import { guard, rateLimit, resourceMetadataHandler } from '../../../js/http/index.js'
import { resourceMetadataHandler as honoMetadata } from '../../../js/adapters/hono.js'
import { Hono } from 'hono'
import { caught, rejection } from '../support/expect.js'
import { bearer, request, testVerifier } from '../support/http.js'

const verifier = testVerifier()
/** @type {unknown[]} */
const unhandled = []
const note = (/** @type {unknown} */ reason) => void unhandled.push(reason)
before(() => process.on('unhandledRejection', note))
after(() => {
  process.off('unhandledRejection', note)
  assert.deepEqual(unhandled, [])
})

const limit = (/** @type {object} */ more) => ({
  rateLimit: { key: () => 'a', retryAfter: () => 0, fail: () => {}, ...more }
})
const promises = {
  kept: async () => /** @type {any} */ ('https://a.example/'),
  rejected: () => Promise.reject(new Error('mine'))
}

describe('a promise where a value is expected is CONFIG_INVALID, and lets nobody in', () => {
  for (const [kind, promise] of Object.entries(promises)) {
    for (const [option, options] of Object.entries({
      requestId: { requestId: promise },
      'rateLimit.key': limit({ key: promise }),
      'rateLimit.retryAfter': limit({ retryAfter: promise })
    })) {
      test(`${option}, ${kind}`, async (t) => {
        /** @type {string[]} */
        const said = []
        t.mock.method(console, 'error', (/** @type {string} */ text) => said.push(text))
        const answer = await guard(verifier, /** @type {any} */ (options))(() => assert.fail('the handler ran'))(
          request(bearer())
        )
        const { code, reason } = await answer.json()
        assert.deepEqual([answer.status, code, reason], [500, 'CONFIG_INVALID', 'option_invalid'])
        assert.match(said.join('\n'), new RegExp(`^assay-jwt: Option "${option}" must return its value, not a promise`))
      })
    }

    test(`resourceMetadata, ${kind}`, async () => {
      const open = guard(verifier, { resourceMetadata: /** @type {any} */ (promise) })(() => assert.fail('ran'))
      const error = await rejection(open(request('Bearer a.b.c')))
      assert.ok(error instanceof AssayError)
      assert.deepEqual([error.code, error.option], ['CONFIG_INVALID', 'resourceMetadata'])
    })

    test(`resourceMetadataHandler(), ${kind}`, async () => {
      const url = 'https://a.example/.well-known/oauth-protected-resource'
      const error = caught(() => resourceMetadataHandler(/** @type {any} */ (promise))(new Request(url)))
      assert.deepEqual([error.code, error.option], ['CONFIG_INVALID', 'metadata'])
      const app = new Hono().use(honoMetadata(/** @type {any} */ (promise)))
      app.onError((thrown, c) => c.text(String(/** @type {any} */ (thrown).option), 500))
      assert.equal(await (await app.request(url)).text(), 'metadata')
    })
  }

  test('a function that names no document is CONFIG_INVALID, too', () => {
    const url = 'https://a.example/.well-known/oauth-protected-resource'
    for (const wrong of [{}, 'https://a.example', 1]) {
      const error = caught(() => resourceMetadataHandler(() => /** @type {any} */ (wrong))(new Request(url)))
      assert.deepEqual([error.code, error.option], ['CONFIG_INVALID', 'metadata'])
    }
    assert.equal(resourceMetadataHandler(() => undefined)(new Request(url)), undefined)
  })

  test('objects would all be one key, and one name', async (t) => {
    t.mock.method(console, 'error', () => {})
    for (const options of [
      { requestId: () => ({}) },
      limit({ key: () => ['a'] }),
      limit({ key: () => Symbol('a') }),
      limit({ key: () => true })
    ]) {
      const answer = await guard(verifier, /** @type {any} */ (options))(() => assert.fail('the handler ran'))(
        request(bearer())
      )
      assert.equal((await answer.json()).code, 'CONFIG_INVALID')
    }
  })

  test('a number is a name as well as any', async () => {
    /** @type {any[]} */
    const heard = []
    const options = {
      requestId: () => 7,
      onDecision: (/** @type {any} */ each) => heard.push(each),
      ...limit({ key: () => 1 })
    }
    const answer = await guard(verifier, /** @type {any} */ (options))(() => new Response())(request(bearer()))
    assert.equal(answer.status, 200)
    assert.equal(heard[0].requestId, '7')
  })
})

test('the server is told once of a mistake that only requests bring to light, the client never', async (t) => {
  /** @type {string[]} */
  const said = []
  t.mock.method(console, 'error', (/** @type {string} */ text) => said.push(text))
  const open = guard(verifier, { requiredScope: () => /** @type {any} */ ('a b') })(() =>
    assert.fail('the handler ran')
  )
  for (let times = 0; times < 3; times++) {
    const answer = await open(request(bearer()))
    assert.equal(answer.status, 500)
    assert.doesNotMatch(await answer.text(), /requiredScope/)
  }
  assert.equal(said.length, 1)
  assert.match(said[0], /^assay-jwt: Option "requiredScope" must .+/)
  assert.ok(!said[0].includes(bearer()))
})

test('what a limit of the user’s own counts later may fail: nobody waits for it', async () => {
  const options = limit({ fail: () => Promise.reject(new Error('mine')) })
  const answer = await guard(verifier, /** @type {any} */ (options))(() => new Response())(request('Bearer a.b.c'))
  assert.equal(answer.status, 401)
})

test('clients whose keys differ do not share a bucket', async () => {
  const options = {
    rateLimit: rateLimit({ key: (/** @type {Request} */ asked) => new URL(asked.url).host, maxFailures: 1 })
  }
  const open = guard(verifier, options)(() => new Response())
  const ask = async (/** @type {string} */ url) => (await open(request('Bearer a.b.c', { url }))).status
  assert.deepEqual([await ask('https://a.example'), await ask('https://a.example')], [401, 429])
  assert.equal(await ask('https://b.example'), 401)
})
