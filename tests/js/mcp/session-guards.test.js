import assert from 'node:assert/strict'
import { test } from 'node:test'
import { guardMcp, guardMcpExpress } from '../../../js/mcp/index.js'
import { startHttpServer } from '../../support/http-server.js'
import { assertError, caught } from '../support/expect.js'
import { bearer, request, testVerifier } from '../support/http.js'

const secret = new Uint8Array(32).fill(7)
const other = bearer({ claims: { sub: 'user-2' } })
const initialize = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: {} })
const list = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' })
const json = { 'content-type': 'application/json' }

/** A server with one session, whose id is the server's own. @param {any} given @returns {any} */
const answer = ({ method, id, began }) => ({ status: method === 'DELETE' && !id ? 400 : 200, session: began })

/** @typedef {(method: string, authorization?: string, id?: string, body?: string) => Promise<{ status: number, reason?: string, id: string | null, seen?: string | null }>} Ask */

/** @param {string} began @param {any} [options] @returns {{ ask: Ask, close: () => Promise<void>, onto: (verifier: any) => Ask }} */
function fetchServer(began, options = {}) {
  const onto = (/** @type {any} */ verifier) => {
    const guarded = guardMcp(verifier, { scopes: {}, ...options })((given) => {
      const id = given.headers.get('mcp-session-id')
      const { status, session } = answer({ method: given.method, id, began })
      return Response.json({ seen: id }, { status, headers: { 'mcp-session-id': session } })
    })
    return /** @type {Ask} */ (
      async (method, authorization, id, body) =>
        readAnswer(
          await guarded(
            request(authorization, {
              method,
              headers: { ...(body && json), ...(id && { 'mcp-session-id': id }) },
              ...(body && { body })
            })
          )
        )
    )
  }
  return { ask: onto(testVerifier()), close: async () => {}, onto }
}

/** @param {string} began @param {any} [options] */
async function expressServer(began, options = {}) {
  const protect = /** @type {any} */ (guardMcpExpress(testVerifier(), { scopes: {}, ...options }))
  const { url, close } = await startHttpServer((asked, response) => {
    protect(asked, response, () => {
      const id = asked.headers['mcp-session-id'] ?? null
      const { status, session } = answer({ method: asked.method, id, began })
      response.writeHead(status, { 'Content-Type': 'application/json', 'Mcp-Session-Id': session })
      response.end(JSON.stringify({ seen: id }))
    })
  })
  /** @type {Ask} */
  const ask = async (method, authorization, id, body) => {
    const headers = { ...(authorization && { authorization }), ...(id && { 'mcp-session-id': id }), ...(body && json) }
    return readAnswer(await fetch(url, { method, headers, ...(body && { body }) }))
  }
  return { ask, close }
}

/** @param {Response} response */
async function readAnswer(response) {
  const { reason, seen } = JSON.parse((await response.text()) || '{}')
  return { status: response.status, reason, seen, id: response.headers.get('mcp-session-id') }
}

for (const [name, make] of Object.entries({ guardMcp: fetchServer, guardMcpExpress: expressServer })) {
  test(`${name}: POST, GET and DELETE with another’s session are 404, and the handler does not run`, async () => {
    /** @type {any[]} */
    const decisions = []
    const onDecision = (/** @type {any} */ each) => decisions.push(each)
    const { ask, close } = await make(`s-${name}`, { onDecision })
    try {
      const { id } = await ask('POST', bearer(), undefined, initialize)
      assert.ok(id)
      for (const [method, body] of [['POST', list], ['GET'], ['DELETE'], ['POST', initialize]]) {
        const refused = await ask(/** @type {string} */ (method), other, id, body)
        assert.deepEqual([refused.status, refused.reason, refused.seen], [404, 'session_mismatch', undefined], method)
        assert.equal((await ask('POST', bearer(), id, list)).status, 200)
      }
      const [{ reason, status, subject }] = decisions.filter(({ allowed }) => !allowed)
      assert.deepEqual([reason, status, subject], ['session_mismatch', 404, 'user-2'])
      assert.equal((await ask('DELETE', bearer(), id)).status, 200)
      assert.equal(
        (await ask('GET', other, id)).status,
        200,
        'the session has ended: what it is is the server’s affair'
      )
    } finally {
      await close()
    }
  })
}

for (const [name, make] of Object.entries({ guardMcp: fetchServer, guardMcpExpress: expressServer })) {
  test(`ATTACK: ${name}: a token that is refused takes over no session that began without one; one that passes does`, async () => {
    const scopes = { 'tools/call': { search: 'public', write: 'tools:write' } }
    const { ask, close } = await make(`s-taken-${name}`, { scopes })
    try {
      const { id } = await ask('POST', undefined, undefined, initialize)
      const call = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'write' } })
      assert.equal((await ask('POST', other, String(id), call)).reason, 'scope_missing')
      for (const [authorization, status] of [
        [undefined, 200],
        [bearer(), 200],
        [undefined, 404],
        [other, 404]
      ]) {
        const given = await ask('POST', /** @type {string} */ (authorization), String(id), list)
        assert.equal(given.status, status)
      }
    } finally {
      await close()
    }
  })
}

test('only the answer to initialize begins a session', async () => {
  const { ask } = fetchServer('s-later')
  const { id } = await ask('POST', bearer(), undefined, list)
  assert.equal((await ask('GET', other, String(id))).status, 200)
})

test('two guards of one verifier know the same sessions: POST may have its own', async () => {
  const verifier = testVerifier()
  const { onto } = fetchServer('s-shared')
  const [post, get] = [onto(verifier), onto(verifier)]
  const { id } = await post('POST', bearer(), undefined, initialize)
  assert.equal((await get('GET', other, String(id))).status, 404)
})

for (const [name, make] of Object.entries({ guardMcp: fetchServer, guardMcpExpress: expressServer })) {
  test(`${name}, sessionSecret: the handler sees the server’s own id, the client one that no other process doubts`, async () => {
    const [here, elsewhere] = [
      await make('s-signed', { sessionSecret: secret }),
      await make('s', { sessionSecret: secret })
    ]
    try {
      const { id } = await here.ask('POST', bearer(), undefined, initialize)
      assert.match(String(id), /^s-signed\.[\w-]{43}$/)
      for (const [method, body] of [['GET'], ['DELETE'], ['POST', list]]) {
        const ask = (/** @type {string} */ authorization, /** @type {unknown} */ each) =>
          elsewhere.ask(/** @type {string} */ (method), authorization, String(each), body)
        const passed = await ask(bearer(), id)
        assert.deepEqual([passed.status, passed.seen], [200, 's-signed'])
        for (const [authorization, wrong] of [
          [other, id],
          [bearer(), 's-signed'],
          [bearer(), 'unknown']
        ]) {
          const refused = await ask(String(authorization), wrong)
          assert.deepEqual([refused.status, refused.reason], [404, 'session_mismatch'])
        }
      }
    } finally {
      await Promise.all([here.close(), elsewhere.close()])
    }
  })
}

test('what a client is told of another’s session says nothing of it, in debug mode either', async () => {
  const guarded = guardMcp(testVerifier(), { scopes: {}, debug: true, sessionSecret: secret })(() => new Response())
  const headers = { 'mcp-session-id': 'of-somebody' }
  const body = await (await guarded(request(bearer(), { headers }))).json()
  assert.equal(body.error_description, 'There is no such MCP session: start a new one')
})

test('STYLE 7: sessionSecret is checked', () => {
  const verifier = testVerifier()
  for (const guardOf of [guardMcp, guardMcpExpress]) {
    for (const sessionSecret of ['short', 5, new Uint8Array(15)]) {
      const error = caught(() => guardOf(verifier, /** @type {any} */ ({ scopes: {}, sessionSecret })))
      assertError(error, { code: 'CONFIG_INVALID', reason: 'option_invalid', option: 'sessionSecret' })
    }
  }
})
