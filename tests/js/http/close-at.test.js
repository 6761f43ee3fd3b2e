import assert from 'node:assert/strict'
import { once } from 'node:events'
import { get } from 'node:http'
import { afterEach, beforeEach, describe, mock, test } from 'node:test'
import { closeAt as closeNodeAt } from '../../../js/adapters/express.js'
import { closeAt } from '../../../js/http/index.js'
import { guardMcp, guardMcpExpress } from '../../../js/mcp/index.js'
import { startHttpServer } from '../../support/http-server.js'
import { bearer, request, testVerifier } from '../support/http.js'
import { now } from '../support/tokens.js'

const verifier = testVerifier()
const events = { 'content-type': 'text/event-stream' }
const token = (/** @type {number} */ expiresAt) => /** @type {any} */ ({ expiresAt })

/** A stream that says something when it is asked, and never ends. */
function endless() {
  const seen = { cancelled: false }
  let said = 0
  const stream = new ReadableStream({
    pull: (controller) => (said++ === 0 ? controller.enqueue(new TextEncoder().encode(': hello\n\n')) : undefined),
    cancel: () => void (seen.cancelled = true)
  })
  return { stream, seen }
}

/** Waits for what has been started, without a clock. */
async function settle() {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
}

/** @param {ReadableStream} stream @returns {{ text: string, done: boolean }} what has come of it so far */
function follow(stream) {
  const state = { text: '', done: false }
  const decoder = new TextDecoder()
  const read = async () => {
    for await (const chunk of /** @type {any} */ (stream)) state.text += decoder.decode(chunk)
    state.done = true
  }
  void read()
  return state
}

beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'Date'], now: now * 1000 }))
afterEach(() => mock.timers.reset())

describe('closeAt() of the Fetch API', () => {
  test('a stream ends when the token does, and its source is told; the head stays', async () => {
    const { stream, seen } = endless()
    const response = closeAt(new Response(stream, { status: 203, headers: events }), token(now + 10))
    assert.deepEqual([response.status, response.headers.get('content-type')], [203, 'text/event-stream'])
    const state = follow(/** @type {ReadableStream} */ (response.body))
    mock.timers.tick(9_999)
    await settle()
    assert.deepEqual([state.text, state.done, seen.cancelled], [': hello\n\n', false, false])
    mock.timers.tick(1)
    await settle()
    assert.deepEqual([state.done, seen.cancelled], [true, true])
  })

  test('a token that lives longer than a timer can wait', async () => {
    const days = 60 * 86_400
    const state = follow(
      /** @type {ReadableStream} */ (closeAt(new Response(endless().stream), token(now + days)).body)
    )
    mock.timers.tick((days - 1) * 1000)
    await settle()
    assert.equal(state.done, false)
    mock.timers.tick(1000)
    await settle()
    assert.equal(state.done, true)
  })

  test('no timer is longer than a timer can be: it would fire at once', async (context) => {
    const { mock: waited } = context.mock.method(globalThis, 'setTimeout')
    await closeAt(new Response(endless().stream), token(now + 60 * 86_400)).body?.cancel()
    assert.deepEqual(
      waited.calls.map(({ arguments: [, delay] }) => delay),
      [2 ** 31 - 1]
    )
  })

  test('a token that was accepted after its end, within the verifier’s tolerance, has a minute', async () => {
    const state = follow(/** @type {ReadableStream} */ (closeAt(new Response(endless().stream), token(now - 5)).body))
    mock.timers.tick(59_999)
    await settle()
    assert.equal(state.done, false)
    mock.timers.tick(1)
    await settle()
    assert.equal(state.done, true)
  })

  test('a stream that ends or breaks itself, or that nobody reads on, is as it was', async () => {
    const whole = closeAt(new Response('a\nb'), token(now + 10))
    assert.equal(await whole.text(), 'a\nb')
    const broken = new ReadableStream({ pull: (controller) => controller.error(new Error('lost')) })
    await assert.rejects(closeAt(new Response(broken), token(now + 10)).text(), /lost/)
    const { stream, seen } = endless()
    await closeAt(new Response(stream), token(now + 10)).body?.cancel()
    assert.equal(seen.cancelled, true)
    mock.timers.tick(20_000)
    await settle()
  })

  test('without a body, or without a token, the response is the same', () => {
    const empty = new Response(null, { status: 204 })
    assert.equal(closeAt(empty, token(now + 10)), empty)
    const response = new Response('x')
    assert.equal(closeAt(response, undefined), response)
  })
})

describe('guardMcp()', () => {
  /** @param {Response} response @param {string} [authorization] @param {any} [options] */
  const answered = (response, authorization = bearer(), options = {}) =>
    guardMcp(verifier, { scopes: {}, ...options })(() => response)(request(authorization))

  test('ends each stream of events, filtered or not, and nothing else', async () => {
    for (const options of [{}, { filterTools: true }]) {
      const { stream, seen } = endless()
      const state = follow(
        /** @type {ReadableStream} */ (
          (await answered(new Response(stream, { headers: events }), undefined, options)).body
        )
      )
      await settle()
      assert.deepEqual([state.text, state.done], [': hello\n\n', false])
      mock.timers.tick(300_000) // what is left of the token's life
      await settle()
      assert.deepEqual([state.done, seen.cancelled], [true, true])
    }
    const download = follow(/** @type {ReadableStream} */ ((await answered(new Response(endless().stream))).body))
    mock.timers.tick(10 * 86_400_000)
    await settle()
    assert.equal(download.done, false)
  })
})

/** @param {import('node:http').RequestListener} listener */
async function follow1(listener) {
  const { url, close } = await startHttpServer(listener)
  const asked = get(url, { headers: { authorization: bearer() } })
  const [response] = await once(asked, 'response')
  const state = { text: '', done: false }
  response.on('data', (/** @type {Buffer} */ chunk) => (state.text += chunk)).on('end', () => (state.done = true))
  return { state, response, close }
}

describe('node:http', () => {
  for (const filterTools of [false, true]) {
    test(`guardMcpExpress() ends a stream of events, filterTools: ${filterTools}; what is written later is no error, and its callbacks are called`, async () => {
      /** @type {any} */
      let open
      const protect = /** @type {any} */ (guardMcpExpress(verifier, { scopes: {}, filterTools }))
      const { state, response, close } = await follow1((asked, answer) => {
        protect(asked, answer, () => {
          answer.writeHead(200, events)
          answer.write(': hello\n\n')
          open = answer
        })
      })
      try {
        await once(response, 'data')
        mock.timers.tick(299_999)
        await settle()
        assert.deepEqual([state.text, state.done], [': hello\n\n', false])
        mock.timers.tick(1)
        await new Promise((resolve) => open.write(': too late\n\n', resolve))
        await new Promise((resolve) => open.write(': too late\n\n', 'utf8', resolve))
        await new Promise((resolve) => open.end('data: too late\n\n', resolve))
        open.write(': too late\n\n')
        assert.equal(open.end(), open)
        await once(response, 'end')
        assert.equal(state.text, ': hello\n\n')
      } finally {
        await close()
      }
    })
  }

  test('closeAt() of assay-jwt/express does it for other handlers; what has ended is left alone', async () => {
    const { state, response, close } = await follow1((_asked, answer) => {
      answer.writeHead(200, events)
      answer.write(': hello\n\n')
      closeNodeAt(answer, token(now + 10))
      closeNodeAt(answer, undefined)
    })
    try {
      await once(response, 'data')
      mock.timers.tick(10_000)
      await once(response, 'end')
      assert.equal(state.text, ': hello\n\n')
    } finally {
      await close()
    }
  })
})
