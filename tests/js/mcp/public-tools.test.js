import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { fromHeader } from '../../../js/http/index.js'
import { guardMcp, guardMcpExpress, messageScopes } from '../../../js/mcp/index.js'
import { startHttpServer } from '../../support/http-server.js'
import { assertError, caught } from '../support/expect.js'
import { bearer, metadataUrl, request, testVerifier } from '../support/http.js'
import { token } from '../support/tokens.js'

const verifier = testVerifier()
const scopes = {
  'tools/call': { search: 'public', write: 'tools:write', read: [] },
  'resources/read': { 'x:a': 'read' }
}
const message = (/** @type {string} */ method, params = {}) => ({ jsonrpc: '2.0', id: 1, method, params })
const call = (/** @type {string} */ name) => message('tools/call', { name })
const json = { 'content-type': 'application/json' }

/** @typedef {{ status: number, reason?: string, token?: unknown, challenge?: string | null }} Answer */
/** @typedef {(init: { method?: string, authorization?: string | undefined, body?: string, headers?: any }) => Promise<Answer>} Ask */

/** @param {any} options @returns {{ ask: Ask, close: () => Promise<void> }} */
function fetchGuard(options) {
  const guarded = guardMcp(verifier, options)((_request, { token }) => Response.json({ token: token?.subject ?? null }))
  return {
    ask: async ({ authorization, ...init }) => answerOf(await guarded(request(authorization, init))),
    close: async () => {}
  }
}

/** @param {any} options @returns {Promise<{ ask: Ask, close: () => Promise<void> }>} */
async function expressGuard(options) {
  const protect = /** @type {any} */ (guardMcpExpress(verifier, options))
  const { url, close } = await startHttpServer((asked, response) => {
    protect(asked, response, () => {
      const { bearer: context, auth } = /** @type {any} */ (asked)
      assert.equal(auth === undefined, context.token === undefined)
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ token: context.token?.subject ?? null }))
    })
  })
  return {
    ask: async ({ authorization, headers, ...init }) =>
      answerOf(await fetch(url, { ...init, headers: { ...headers, ...(authorization && { authorization }) } })),
    close
  }
}

/** @param {Response} response @returns {Promise<Answer>} */
async function answerOf(response) {
  const { reason, token } = JSON.parse((await response.text()) || '{}')
  return { status: response.status, reason, token, challenge: response.headers.get('www-authenticate') }
}

for (const [name, make] of Object.entries({ guardMcp: fetchGuard, guardMcpExpress: expressGuard })) {
  describe(`${name}: what is public`, () => {
    /** @param {(ask: Ask, post: (body: unknown, authorization?: string) => Promise<Answer>) => Promise<void>} run */
    const behind = async (run, options = {}) => {
      const { ask, close } = await make({ scopes, resourceMetadata: metadataUrl, ...options })
      try {
        await run(ask, (body, authorization) =>
          ask({ method: 'POST', body: JSON.stringify(body), headers: json, authorization })
        )
      } finally {
        await close()
      }
    }

    test('passes without a token, which is then undefined; with one, the handler gets it', () =>
      behind(async (_ask, post) => {
        const nobody = await post(call('search'))
        assert.deepEqual([nobody.status, nobody.token], [200, null])
        assert.equal((await post(call('search'), bearer())).token, 'user-1')
      }))

    test('a bad token is refused, for a public tool as for another', () =>
      behind(async (_ask, post) => {
        const refused = [
          ['Bearer a.b.c', 401, 'header_base64'],
          [bearer({ claims: { exp: 1 } }), 401, 'expired'],
          [`${bearer()}AAAA`, 401, 'signature_mismatch'],
          ['Bearer a, Bearer b', 400, 'authorization_malformed']
        ]
        for (const [authorization, status, reason] of /** @type {any[]} */ (refused)) {
          const answer = await post(call('search'), authorization)
          assert.deepEqual([answer.status, answer.reason], [status, reason])
        }
      }))

    test('all else is 401, never 403: the client signs in, and the challenge names the scopes of what it asked for', () =>
      behind(async (_ask, post) => {
        const write = [call('write'), [call('search'), call('write')], [call('write'), call('unknown'), call('write')]]
        const none = [call('read'), call('unknown'), message('resources/list'), message('prompts/list')]
        none.push(message('logging/setLevel'), message('acme/x'))
        const asked = [
          ...write.map((body) => [body, 'tools:write']),
          ...none.map((body) => [body, undefined]),
          [message('resources/read', { uri: 'x:a' }), 'read'],
          [[call('write'), message('resources/read', { uri: 'x:a' })], 'tools:write read']
        ]
        for (const [body, scope] of asked) {
          const { status, reason, challenge } = await post(body)
          assert.deepEqual([status, reason], [401, 'token_missing'], JSON.stringify(body))
          const named = `Bearer resource_metadata="${metadataUrl}"`
          assert.equal(challenge, scope === undefined ? named : `${named}, scope="${scope}"`, JSON.stringify(body))
        }
        const scopeless = await post(call('write'), bearer())
        assert.deepEqual([scopeless.status, scopeless.reason], [403, 'scope_missing'])
      }))

    test('the handshake and the lists of what is public are public; a batch is where all of it is', () =>
      behind(async (_ask, post) => {
        const open = ['initialize', 'ping', 'server/discover', 'tools/list', 'notifications/initialized']
        open.push('notifications/cancelled', 'notifications/progress', 'notifications/roots/list_changed')
        for (const method of open) assert.equal((await post(message(method))).status, 200, method)
        assert.equal((await post([call('search'), message('ping')])).status, 200)
        assert.equal((await post({ jsonrpc: '2.0', id: 1, result: {} })).status, 200)
      }))

    test('the table has the last word about the handshake', () =>
      behind(
        async (_ask, post) => {
          assert.equal((await post(message('initialize'))).reason, 'token_missing')
          assert.equal((await post(message('tools/list'))).reason, 'token_missing')
          assert.equal((await post(message('ping'))).status, 200)
        },
        { scopes: { ...scopes, initialize: [], 'tools/list': false } }
      ))

    test('without a token only POST is public: GET is 405, which means that there is no stream, the rest 401', () =>
      behind(async (ask) => {
        const asked = { GET: [405, 'method_not_allowed'], OPTIONS: [401, 'token_missing'] }
        for (const [method, expected] of Object.entries({ ...asked, DELETE: [401, 'token_missing'] })) {
          const { status, reason } = await ask({ method })
          assert.deepEqual([status, reason], expected, method)
          assert.equal((await ask({ method, authorization: bearer() })).status, 200)
        }
        const unknown = await ask({ method: 'DELETE', headers: { 'mcp-session-id': 'of-nobody-known' } })
        assert.deepEqual([unknown.status, unknown.reason], [404, 'session_mismatch'])
      }))

    test('the body’s limit and its strictness hold without a token, too', () =>
      behind(
        async (ask, post) => {
          const large = await post({ ...call('search'), params: { name: 'search', x: 'x'.repeat(2000) } })
          assert.deepEqual([large.status, large.reason], [413, 'body_too_large'])
          const twice = '{"jsonrpc":"2.0","id":1,"method":"ping","method":"tools/call","params":{"name":"write"}}'
          const answer = await ask({ method: 'POST', body: twice, headers: json })
          assert.deepEqual([answer.status, answer.reason], [400, 'body_duplicate_member'])
          const header = { ...json, 'mcp-name': 'write' }
          const other = await ask({ method: 'POST', body: JSON.stringify(call('search')), headers: header })
          assert.deepEqual([other.status, other.reason], [400, 'message_malformed'])
        },
        { maxBodyBytes: 1000 }
      ))
  })
}

test('a decision about a request without a token says what it asked for, and of nobody', async () => {
  /** @type {any[]} */
  const decisions = []
  const { ask } = fetchGuard({ scopes, onDecision: (/** @type {any} */ each) => decisions.push(each) })
  for (const name of ['search', 'write']) {
    await ask({ method: 'POST', body: JSON.stringify(call(name)), headers: json })
  }
  const told = decisions.map(({ allowed, reason, method, name, subject }) => [allowed, reason, method, name, subject])
  assert.deepEqual(told, [
    [true, 'no_token', 'tools/call', 'search', undefined],
    [false, 'token_missing', 'tools/call', 'write', undefined]
  ])
})

test('requireScope() in a handler of a public tool is 401 where there is no token', async () => {
  const guarded = guardMcp(verifier, { scopes })(async (_request, { requireScope }) => {
    await requireScope('tools:read')
    return new Response()
  })
  const ask = (/** @type {string | undefined} */ authorization) =>
    guarded(request(authorization, { method: 'POST', body: JSON.stringify(call('search')), headers: json }))
  const refused = await ask(undefined)
  assert.deepEqual([refused.status, (await refused.json()).reason], [401, 'token_missing'])
  assert.match(refused.headers.get('www-authenticate') ?? '', /scope="tools:read"/)
  assert.equal((await ask(bearer())).status, 200)
})

test('a table without ‘public’ reads no body before it has a token, and opens nothing', async () => {
  for (const rule of [['public'], [], 'tools:read']) {
    const { ask } = fetchGuard({ scopes: { 'tools/call': { search: rule }, ping: [] } })
    const answer = await ask({ method: 'POST', body: JSON.stringify(message('ping')), headers: json })
    assert.deepEqual([answer.status, answer.reason], [401, 'token_missing'])
  }
})

test('‘public’ as the rule of a whole method, and of all others', async () => {
  const open = async (/** @type {any} */ table, /** @type {object} */ body) =>
    (await fetchGuard({ scopes: table }).ask({ method: 'POST', body: JSON.stringify(body), headers: json })).status
  assert.equal(await open({ 'tools/call': 'public' }, call('any')), 200)
  assert.equal(await open({ 'tools/call': 'public' }, message('prompts/list')), 401)
  assert.equal(await open({ '*': 'public' }, call('any')), 200)
  assert.equal(await open({ '*': 'public', 'tools/call': { '*': [] } }, call('any')), 401)
  assert.equal(await open({ 'tools/list': 'public' }, message('initialize')), 200)
  assert.equal(await open({ 'tools/list': 'public' }, call('any')), 401)
  assert.equal(await open({ 'tools/call': { '*': 'public', drop: false } }, call('drop')), 401)
})

test('ATTACK: a resource is public where every way to write its URI is', async () => {
  const table = { 'resources/read': { '*': 'public', 'file:///secret': 'files' } }
  const { ask } = fetchGuard({ scopes: table })
  const read = async (/** @type {string} */ uri) =>
    (await ask({ method: 'POST', body: JSON.stringify(message('resources/read', { uri })), headers: json })).status
  assert.deepEqual([await read('file:///open'), await read('FILE:///a/../secret')], [200, 401])
})

test('messageScopes() says of what is public that it takes no scope', () => {
  const scopesOf = messageScopes({
    'tools/call': { search: 'public', either: { anyOf: ['a', 'b'] }, both: ['a', 'b'] }
  })
  assert.deepEqual(
    ['search', 'either', 'both'].map((name) => scopesOf(call(name))),
    [[], [{ anyOf: ['a', 'b'] }], ['a', 'b']]
  )
})

test('getToken: without a token there, what is public passes; the answers vary by it', async () => {
  const getToken = fromHeader('x-token')
  const guarded = guardMcp(verifier, { scopes, getToken })((_request, { token }) =>
    Response.json(token?.subject ?? null)
  )
  const post = (/** @type {string} */ name, more = {}) =>
    guarded(request(undefined, { method: 'POST', body: JSON.stringify(call(name)), headers: { ...json, ...more } }))
  const passed = await post('search')
  assert.deepEqual([passed.status, passed.headers.get('vary'), await passed.json()], [200, 'x-token', null])
  assert.equal(await (await post('read', { 'x-token': token() })).json(), 'user-1')
  assert.equal((await post('read')).status, 401)
  const bad = await post('search', { 'x-token': 'a.b.c' })
  assert.deepEqual([bad.status, (await bad.json()).reason], [401, 'header_base64'])
})

test('STYLE 7: optional is refused, with what to write in its place', () => {
  for (const guardOf of [guardMcp, guardMcpExpress]) {
    const error = caught(() => guardOf(verifier, /** @type {any} */ ({ scopes, optional: true })))
    assertError(error, { code: 'CONFIG_INVALID', reason: 'option_invalid', option: 'optional' })
    assert.match(error.message, /'public'/)
  }
})

test('STYLE 7: the rule of a whole method that names something is no object of alternatives', () => {
  const refused = (/** @type {any} */ table) => caught(() => guardMcp(verifier, { scopes: table }))
  const error = refused({ 'tools/call': { anyOf: ['a', 'b'] } })
  assertError(error, { code: 'CONFIG_INVALID', reason: 'option_invalid', option: 'scopes.tools/call' })
  assert.match(error.message, /\[\{ anyOf: \[…\] \}\]/)
  guardMcp(verifier, { scopes: { 'tools/call': [{ anyOf: ['a', 'b'] }], 'tools/list': { anyOf: ['a', 'b'] } } })
  for (const wrong of [{ anyOf: [] }, [{ anyOf: ['a b'] }], [{ any: ['a'] }], true, [1]]) {
    assertError(refused({ 'tools/call': { x: wrong } }), { code: 'CONFIG_INVALID' })
  }
})
