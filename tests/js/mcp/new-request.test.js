import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { guardMcp } from '../../../js/mcp/index.js'
import { newRequest } from '../../../js/mcp/new-request.js'
import { bearer, request, testVerifier, url } from '../support/http.js'

const verifier = testVerifier()
const body = '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_positions","arguments":{"ü":1}}}'
const json = { 'content-type': 'application/json' }
const post = (/** @type {RequestInit} */ init = {}) =>
  request(bearer(), { method: 'POST', body, headers: json, ...init })

/** @param {any} given @param {any} [more] @returns {Promise<{ status: number, reason?: string, seen?: Request, text?: string }>} */
async function guarded(given, more = {}) {
  /** @type {any} */
  let seen
  /** @type {any} */
  let text
  const protect = guardMcp(verifier, { scopes: { 'tools/call': { get_positions: 'tools:read' } }, ...more })
  const answer = await protect(async (inner) => {
    seen = inner
    text = await inner.text()
    return Response.json({})
  })(given)
  const { reason } = /** @type {any} */ (await answer.json())
  return { status: answer.status, reason, seen, text }
}

/** As Next.js makes its own request class: what it keeps is out of reach for whoever copies it. */
class NextLikeRequest extends Request {
  #internal
  /** @param {string} input @param {RequestInit} [init] */
  constructor(input, init) {
    super(input, init)
    this.#internal = { url: new URL(input), cookies: new Map() }
  }

  get nextUrl() {
    return this.#internal.url
  }

  get url() {
    return this.#internal.url.href
  }
}

/**
 * As Next.js hands it to a route handler: methods are bound to what is behind the proxy. What Node 20 keeps under symbols is
 * out of reach here as what newer ones keep in private members.
 * @template {object} T
 * @param {T} target
 */
const proxied = (target) =>
  new Proxy(target, {
    get(behind, property) {
      if (typeof property === 'symbol') return undefined
      const value = Reflect.get(behind, property, behind)
      return typeof value === 'function' ? value.bind(behind) : value
    }
  })

describe('requests as frameworks make them', () => {
  const init = () => ({ method: 'POST', body, headers: { ...json, authorization: bearer(), 'x-own': '1' } })

  /** @type {{ [name: string]: () => any }} */
  const made = {
    'a Request': () => new Request(url, init()),
    'a subclass with private members': () => new NextLikeRequest(url, init()),
    'Next.js: a proxy of a subclass': () => proxied(new NextLikeRequest(url, init())),
    'a proxy of a proxy': () => proxied(proxied(new NextLikeRequest(url, init()))),
    'a plain object with the same members': () => {
      const { method, headers, body: stream } = new Request(url, init())
      return { url, method, headers, body: stream, bodyUsed: false, signal: undefined }
    },
    'a request whose body is a stream of Node': () => {
      const headers = new Headers(init().headers)
      return { url, method: 'POST', headers, body: readable(), bodyUsed: false, signal: foreignSignal() }
    }
  }
  for (const [name, make] of Object.entries(made)) {
    test(`${name}: the handler gets a Request of its own, with url, method, headers and body`, async () => {
      const { status, seen, text } = await guarded(make())
      assert.equal(status, 200)
      assert.ok(seen)
      assert.equal(Object.getPrototypeOf(seen), Request.prototype)
      assert.deepEqual([seen.url, seen.method, seen.headers.get('x-own'), text], [url, 'POST', '1', body])
    })
  }

  test('a constructor does not take Next.js’s proxy: that is why it is made of the parts', () => {
    assert.throws(() => new Request(proxied(new NextLikeRequest(url, init())), { body }))
  })

  test('DELETE and GET pass as proxies, too', async () => {
    for (const method of ['GET', 'DELETE']) {
      const plain = { method, headers: { authorization: bearer() } }
      assert.equal((await guarded(proxied(new NextLikeRequest(url, plain)))).status, 200)
    }
  })
})

const readable = () => /** @type {any} */ (new Blob([body]).stream().values())
function foreignSignal() {
  /** @type {(() => void)[]} */
  const listeners = []
  const addEventListener = (/** @type {string} */ _type, /** @type {() => void} */ listener) => listeners.push(listener)
  return {
    aborted: false,
    reason: new Error('gone'),
    addEventListener,
    fire: () => listeners.forEach((each) => each())
  }
}

describe('newRequest', () => {
  const bytes = new TextEncoder().encode('{}')

  test('an abort of what came is one of what is handed on, also where the signal is of another make', () => {
    const controller = new AbortController()
    const own = newRequest(post({ signal: controller.signal }), bytes)
    assert.equal(own.signal.aborted, false)
    controller.abort()
    assert.equal(own.signal.aborted, true)
    const foreign = foreignSignal()
    const other = newRequest(/** @type {any} */ ({ url, method: 'POST', headers: {}, signal: foreign }), bytes)
    assert.equal(other.signal.aborted, false)
    foreign.fire()
    assert.equal(other.signal.reason, foreign.reason)
    const late = { ...foreignSignal(), aborted: true }
    assert.equal(newRequest(/** @type {any} */ ({ url, method: 'POST', signal: late }), bytes).signal.aborted, true)
  })

  test('redirect stays, so that a Worker that sends the request on goes on handing out redirects', () => {
    assert.equal(newRequest(post({ redirect: 'manual' }), bytes).redirect, 'manual')
  })

  test('headers that told of another body are put right', async () => {
    const headers = { 'content-length': '999', 'content-encoding': 'gzip', 'x-own': '1' }
    const made = newRequest(post({ headers: { ...json, ...headers } }), bytes)
    assert.deepEqual(
      ['content-length', 'content-encoding', 'x-own'].map((name) => made.headers.get(name)),
      ['2', null, '1']
    )
    assert.equal(newRequest(post(), undefined).body, null)
  })
})

describe('a body that somebody has read', () => {
  test('is refused, and the message says by whom it can be restored', async () => {
    const read = post()
    await read.text()
    const locked = post()
    locked.body?.getReader()
    const used = { url, method: 'POST', headers: post().headers, body: null, bodyUsed: true }
    for (const given of [read, locked, proxied(read), used]) {
      /** @type {any[]} */
      const decisions = []
      const { status, reason } = await guarded(given, { onDecision: (/** @type {any} */ each) => decisions.push(each) })
      assert.deepEqual([status, reason, decisions[0].code], [400, 'body_already_read', 'REQUEST_INVALID'])
    }
    const answer = await guardMcp(verifier, { scopes: {} })(() => new Response())(read)
    assert.deepEqual(await answer.json(), {
      error: 'invalid_request',
      error_description: 'The body is read already: whoever read it must pass a clone, or what was parsed',
      code: 'REQUEST_INVALID',
      reason: 'body_already_read'
    })
  })

  test('a clone that nobody has read passes', async () => {
    const given = post()
    const clone = given.clone()
    await given.text()
    assert.deepEqual([(await guarded(clone)).status, (await guarded(post())).text], [200, body])
  })

  test('what was parsed, text and bytes pass, and the handler reads what was checked', async () => {
    const { headers } = post({ headers: { ...json, 'content-encoding': 'gzip', 'content-length': '7' } })
    const asked = (/** @type {unknown} */ given) => ({ url, method: 'POST', headers, body: given, bodyUsed: true })
    const { status, seen, text } = await guarded(asked(JSON.parse(body)))
    assert.deepEqual([status, text], [200, body])
    assert.equal(seen?.headers.get('content-length'), String(Buffer.byteLength(body)))
    assert.equal(seen?.headers.get('content-encoding'), null)
    const plain = (/** @type {unknown} */ given) => ({ ...asked(given), headers: post().headers })
    assert.deepEqual((await guarded(plain(body))).text, body)
    assert.deepEqual((await guarded(plain(Buffer.from(body)))).text, body)
  })

  test('what was parsed is checked as text is: method, name, members, size', async () => {
    const { headers } = post()
    const asked = (/** @type {unknown} */ given) => ({ url, method: 'POST', headers, body: given, bodyUsed: true })
    const message = JSON.parse(body)
    const circular = /** @type {any} */ ({ ...message })
    circular.self = circular
    const refusals = [
      [{ ...message, params: { name: 'trade' } }, 403, 'tool_not_allowed'],
      [{ ...message, Method: 'ping' }, 400, 'message_malformed'],
      [{ ...message, toJSON: () => ({ ...message, params: { name: 'trade' } }) }, 403, 'tool_not_allowed'],
      [circular, 400, 'body_not_json'],
      [[], 400, 'message_malformed'],
      [{}, 400, 'message_malformed'],
      [`${body.slice(0, -1)},"id":2}`, 400, 'body_duplicate_member'],
      [{ ...message, padding: 'x'.repeat(1000) }, 413, 'body_too_large']
    ]
    for (const [given, status, reason] of refusals) {
      const answer = await guarded(asked(given), { maxBodyBytes: 1000 })
      assert.deepEqual([answer.status, answer.reason, answer.seen], [status, reason, undefined])
    }
  })
})
