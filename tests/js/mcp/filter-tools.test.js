import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eventFilter } from '../../../js/mcp/event-filter.js'
import { filterTools, guardMcp, guardMcpExpress } from '../../../js/mcp/index.js'
import { startHttpServer } from '../../support/http-server.js'
import { assertError, caught } from '../support/expect.js'
import { bearer, request, testVerifier } from '../support/http.js'

const verifier = testVerifier()
const scopes = /** @type {const} */ ({
  'tools/call': { search: 'public', read: 'tools:read', trade: 'tools:call', either: { anyOf: ['x', 'tools:read'] } },
  'prompts/get': { greet: [], '*': 'prompts' },
  'resources/read': { 'file:///a': 'tools:read', 'file:///b': 'files' }
})
const tools = ['search', 'read', 'trade', 'either', 'unknown'].map((name) => ({ name, inputSchema: { x: name } }))
const listed = (/** @type {any} */ result, id = 1) => ({ jsonrpc: '2.0', id, result })
const ask = (/** @type {string} */ method, id = 1) => ({ jsonrpc: '2.0', id, method })
const names = (/** @type {any} */ message) => message.result.tools.map((/** @type {any} */ { name }) => name).join()
const json = { 'content-type': 'application/json' }
const events = { 'content-type': 'text/event-stream; charset=utf-8' }

test('filterTools(table): what a token may call; without one, what is public', () => {
  const filter = filterTools(scopes)
  const shown = (/** @type {any} */ token) => filter(tools, token).map(({ name }) => name)
  assert.deepEqual(shown({ scopes: ['tools:read'] }), ['search', 'read', 'either'])
  assert.deepEqual(shown({ scopes: [] }), ['search'])
  assert.deepEqual(shown(undefined), ['search'])
  assert.deepEqual(filterTools({})(tools, /** @type {any} */ ({ scopes: ['tools:read'] })), [])
  assert.deepEqual(filter([/** @type {any} */ ({}), /** @type {any} */ (null)], undefined), [])
})

describe('events', () => {
  const keep = JSON.stringify({ tools: 1 })
  const upper = (/** @type {string} */ text) => (text === keep ? text : text.toUpperCase().replaceAll('\n', ' '))
  const pieces = (/** @type {string} */ text, size = 1) => {
    const { push, flush } = eventFilter(upper)
    const bytes = new TextEncoder().encode(text)
    let out = ''
    for (let at = 0; at < bytes.length; at += size) out += push(bytes.subarray(at, at + size))
    return out + flush()
  }

  test('each event is read whole, however it is cut, whatever ends its lines', () => {
    for (const line of ['\n', '\r\n', '\r']) {
      const text = ['event: message', 'id: 7', 'data: {"ü":', 'data:1}', '', ': ping', '', 'data: z', '', ''].join(line)
      for (const size of [1, 2, 3, 5, 1000]) {
        const lines = pieces(text, size)
          .split(/\r\n|\n|\r/)
          .filter(Boolean)
        assert.deepEqual(lines, ['event: message', 'id: 7', 'data: {"Ü": 1}', ': ping', 'data: Z'])
      }
    }
  })

  test('an event in which nothing changes goes on byte for byte, and at once', () => {
    const { push } = eventFilter(upper)
    const same = `retry: 5\ndata:${keep}\n\n: ping\r\n\r\n`
    assert.equal(push(same), same)
    assert.equal(push('data: a\n'), '')
    assert.equal(push('\n'), 'data: A\n\n')
  })

  test('ATTACK: a last event without its end, and one behind a byte order mark, are filtered', () => {
    assert.equal(pieces('data: a'), 'data: A')
    assert.equal(pieces('\ufeffdata: a\n\n', 2), 'data: A\n\n')
  })
})

/** @typedef {{ status?: number, headers?: any, body: string | string[], implicit?: boolean }} Answer */
/** @typedef {(answer: Answer, message: unknown, authorization?: string, options?: any) => Promise<{ status: number, headers: Headers, text: string }>} Run */

/** @type {{ [guard: string]: Run }} */
const guards = {
  async guardMcp({ status = 200, headers, body }, message, authorization, options) {
    const guarded = guardMcp(verifier, { scopes, filterTools: true, ...options })(() => {
      const chunks = [body].flat().map((text) => new TextEncoder().encode(text))
      const stream = new ReadableStream({
        pull(controller) {
          const chunk = chunks.shift()
          if (chunk) controller.enqueue(chunk)
          else controller.close()
        }
      })
      return new Response(status === 204 ? null : stream, { status, headers })
    })
    const init = message ? { method: 'POST', body: JSON.stringify(message), headers: json } : {}
    const response = await guarded(request(authorization, init))
    return { status: response.status, headers: response.headers, text: await response.text() }
  },
  async guardMcpExpress({ status = 200, headers, body, implicit }, message, authorization, options) {
    const protect = /** @type {any} */ (guardMcpExpress(verifier, { scopes, filterTools: true, ...options }))
    const { url, close } = await startHttpServer((asked, response) => {
      protect(asked, response, () => {
        if (implicit) {
          for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
        } else response.writeHead(status, headers)
        const [last, ...rest] = [body].flat().reverse()
        for (const chunk of rest.reverse()) response.write(chunk)
        response.end(last)
      })
    })
    try {
      const sent = { ...(authorization && { authorization }), ...(message ? json : {}) }
      const init = message ? { method: 'POST', body: JSON.stringify(message) } : {}
      const response = await fetch(url, { ...init, headers: sent })
      return { status: response.status, headers: response.headers, text: await response.text() }
    } finally {
      await close()
    }
  }
}

for (const [name, run] of Object.entries(guards)) {
  describe(`${name}: filterTools`, () => {
    const answered = listed({ tools, nextCursor: 'n', _meta: { a: 1 } }, 9)
    const data = (/** @type {string} */ text) => JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? '')

    test('of a JSON answer the tools alone change; its length is right', async () => {
      const body = JSON.stringify(answered)
      const headers = { ...json, 'content-length': String(body.length), etag: '"x"', 'x-own': 'y' }
      const given = await run({ status: 201, headers, body }, ask('tools/list', 9), bearer())
      assert.deepEqual([given.status, given.headers.get('x-own'), given.headers.get('etag')], [201, 'y', null])
      const kept = tools.filter((tool) => ['search', 'read', 'either'].includes(tool.name))
      assert.deepEqual(JSON.parse(given.text), listed({ tools: kept, nextCursor: 'n', _meta: { a: 1 } }, 9))
      const nobody = await run({ headers, body }, ask('tools/list'))
      assert.equal(names(JSON.parse(nobody.text)), 'search')
    })

    test('of events, too, each for itself; notifications go on as they are', async () => {
      const notice =
        'data: {"jsonrpc":"2.0","method":"notifications/progress","params":{"tools":[{"name":"trade"}]}}\n\n'
      const body = [notice, `id: 1\nevent: message\nda`, `ta: ${JSON.stringify(answered)}\n`, '\n: ping\n\n']
      const given = await run({ headers: events, body }, ask('tools/list'), bearer())
      assert.ok(given.text.startsWith(notice) && given.text.endsWith('\n\n: ping\n\n'), given.text)
      const message = data(given.text.slice(notice.length))
      assert.deepEqual([message.id, names(message)], [9, 'search,read,either'])
      assert.match(given.text, /\nid: 1\nevent: message\n/)
    })

    test('a batch, prompts and resources', async () => {
      const prompts = [{ name: 'greet' }, { name: 'secret' }]
      const resources = [{ uri: 'file:///a' }, { uri: 'file:///b' }, { uri: 'FILE:///x/../b' }]
      const body = JSON.stringify([listed({ prompts }, 1), listed({ resources }, 2), answered])
      const asked = ['prompts/list', 'resources/list', 'tools/list'].map((method, at) => ask(method, at))
      const batch = JSON.parse((await run({ headers: json, body }, asked, bearer())).text)
      assert.deepEqual(batch.slice(0, 2), [
        listed({ prompts: [{ name: 'greet' }] }, 1),
        listed({ resources: [{ uri: 'file:///a' }] }, 2)
      ])
      assert.equal(names(batch[2]), 'search,read,either')
    })

    test('ATTACK: a stream of GET may repeat an answer: its lists are filtered', async () => {
      const given = await run({ headers: events, body: `data: ${JSON.stringify(answered)}\n\n` }, undefined, bearer())
      assert.equal(names(data(given.text)), 'search,read,either')
    })

    test('ATTACK: a cache that may share the whole list may not share what is left of it', async () => {
      const body = JSON.stringify(listed({ tools, cacheScope: 'public', ttlMs: 1000 }))
      const given = await run({ headers: json, body }, ask('tools/list'), bearer())
      const { cacheScope, ttlMs } = JSON.parse(given.text).result
      assert.deepEqual([cacheScope, ttlMs], ['private', 1000])
    })

    test('an answer without a body has no list', async () => {
      const given = await run({ status: 204, headers: json, body: [] }, ask('tools/list'), bearer())
      assert.deepEqual([given.status, given.text], [204, ''])
    })

    test('other answers, other types and errors go on byte for byte', async () => {
      const call = { ...ask('tools/call'), params: { name: 'read' } }
      const whole = ` ${JSON.stringify(listed({ tools }))}`
      const same = [
        [{ headers: json, body: whole }, call],
        [{ headers: { 'content-type': 'text/plain' }, body: whole }, ask('tools/list')],
        [{ headers: json, body: ' {"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"x"}}' }, ask('tools/list')],
        [{ headers: json, body: 'not { json' }, ask('tools/list')],
        [{ headers: json, body: '' }, ask('tools/list')]
      ]
      for (const [answer, message] of /** @type {[Answer, unknown][]} */ (same)) {
        assert.equal((await run(answer, message, bearer())).text, answer.body)
      }
      const off = await run({ headers: json, body: whole }, ask('tools/list'), bearer(), { filterTools: false })
      assert.equal(off.text, whole)
    })
  })
}

test('guardMcpExpress: a handler that sends no head of its own, in several writes', async () => {
  const text = JSON.stringify(listed({ tools }))
  const answer = { headers: json, body: [text.slice(0, 20), text.slice(20)], implicit: true }
  const given = await guards.guardMcpExpress(answer, ask('tools/list'), bearer())
  assert.equal(names(JSON.parse(given.text)), 'search,read,either')
})

test('a compressed list cannot be filtered: nothing of it gets out, and the error says what to do', async () => {
  const guarded = guardMcp(verifier, { scopes, filterTools: true })(
    () => new Response('zipped', { headers: { ...json, 'content-encoding': 'gzip' } })
  )
  const asked = request(bearer(), { method: 'POST', body: JSON.stringify(ask('tools/list')), headers: json })
  const error = await guarded(asked).catch((thrown) => thrown)
  assertError(error, { code: 'CONFIG_INVALID', option: 'filterTools' })
  assert.match(error.message, /compress outside of the guard/)
})

test('STYLE 7: filterTools is a boolean', () => {
  const error = caught(() => guardMcp(verifier, /** @type {any} */ ({ scopes, filterTools: 'yes' })))
  assertError(error, { code: 'CONFIG_INVALID', reason: 'option_invalid', option: 'filterTools' })
  assertError(
    caught(() => filterTools(/** @type {any} */ (undefined))),
    { code: 'CONFIG_INVALID', option: 'scopes' }
  )
})
