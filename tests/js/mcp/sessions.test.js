import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { guardMcp, guardMcpExpress } from '../../../js/mcp/index.js'
import { seenSessions, signedSessions } from '../../../js/mcp/sessions.js'
import { startHttpServer } from '../../support/http-server.js'
import { assertError, caught } from '../support/expect.js'
import { bearer, request, testVerifier } from '../support/http.js'

const mismatch = { code: 'REQUEST_INVALID', reason: 'session_mismatch', status: 404 }
const secret = new Uint8Array(32).fill(7)
const someone = (/** @type {any} */ members = {}) => /** @type {any} */ ({ issuer: 'i', subject: 's', ...members })
const other = bearer({ claims: { sub: 'user-2' } })
const initialize = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: {} })
const list = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' })
const json = { 'content-type': 'application/json' }

describe('what a process has seen', () => {
  test('a session is for issuer and subject, whatever else is in the token', () => {
    const sessions = seenSessions()
    sessions.seal('s', someone({ clientId: 'a' }), true)
    assert.equal(sessions.open('s', someone({ clientId: 'b', scopes: [] })), 's')
    for (const stranger of [{ subject: 't' }, { issuer: 'j' }, { subject: undefined }, { subject: '' }]) {
      assertError(
        caught(() => sessions.open('s', someone(stranger))),
        mismatch
      )
    }
    assertError(
      caught(() => sessions.open('s', undefined)),
      mismatch
    )
  })

  test('of tokens without a subject, it is the client’s', () => {
    const sessions = seenSessions()
    sessions.seal('s', someone({ subject: undefined, clientId: 'a' }), true)
    assert.equal(sessions.open('s', someone({ subject: undefined, clientId: 'a' })), 's')
    for (const stranger of [{ clientId: 'b' }, {}, { clientId: 'a', subject: 'a' }]) {
      assertError(
        caught(() => sessions.open('s', someone({ subject: undefined, ...stranger }))),
        mismatch
      )
    }
  })

  test('an id that it has not seen is left to the server, with a token; without one it is refused', () => {
    const sessions = seenSessions()
    sessions.seal('not begun', someone(), false)
    for (const id of ['unknown', 'not_begun']) {
      assert.equal(sessions.open(id, someone({ subject: 'any' })), id)
      assertError(
        caught(() => sessions.open(id, undefined)),
        mismatch
      )
    }
  })

  test('what began without a token is for all without one, until a token comes: from then on it is that one’s', () => {
    const sessions = seenSessions()
    sessions.seal('s', undefined, true)
    for (const token of [undefined, undefined, someone(), someone()]) assert.equal(sessions.open('s', token), 's')
    for (const token of [undefined, someone({ subject: 't' })]) {
      assertError(
        caught(() => sessions.open('s', token)),
        mismatch
      )
    }
  })

  test('ATTACK: a server that repeats an id gives nobody another’s session', () => {
    const sessions = seenSessions()
    sessions.seal('s', someone(), true)
    sessions.seal('s', someone({ subject: 't' }), true)
    assert.equal(sessions.open('s', someone()), 's')
  })

  test('ATTACK: two headers, white space and other characters name no session', () => {
    const sessions = seenSessions()
    for (const id of ['', 's, t', 's\t', 'ü', 's\u007f']) {
      assertError(
        caught(() => sessions.open(id, someone())),
        mismatch
      )
    }
  })

  test('it is bounded: beyond that, what was used longest ago is left to the server', () => {
    const sessions = seenSessions(2)
    for (const id of ['a', 'b']) sessions.seal(id, someone(), true)
    sessions.open('a', someone())
    sessions.seal('c', someone(), true)
    const stranger = someone({ subject: 't' })
    for (const id of ['a', 'c']) {
      assertError(
        caught(() => sessions.open(id, stranger)),
        mismatch
      )
    }
    assert.equal(sessions.open('b', stranger), 'b')
  })

  test('a session that has ended is forgotten', () => {
    const sessions = seenSessions()
    sessions.seal('s', someone(), true)
    sessions.forget('s')
    assert.equal(sessions.open('s', someone({ subject: 't' })), 's')
  })
})

describe('signed sessions', () => {
  const refused = async (/** @type {string} */ id, /** @type {any} */ token, sessions = signedSessions(secret)) =>
    assertError(await Promise.resolve(sessions.open(id, token)).catch((error) => error), mismatch)

  test('the client’s id opens in each process that has the secret, for its owner alone', async () => {
    const id = await signedSessions(secret).seal('s.1', someone(), true)
    assert.match(id, /^s\.1\.[\w-]{43}$/)
    assert.equal(await signedSessions(secret).open(id, someone()), 's.1')
    await refused(id, someone({ subject: 't' }))
    await refused(id, undefined)
    await refused(id, someone(), signedSessions(new Uint8Array(32).fill(8)))
  })

  test('ATTACK: another id, no MAC, a part of one, one of another owner, and the server’s own id are refused', async () => {
    const id = await signedSessions(secret).seal('s', someone(), true)
    const mac = id.slice(2)
    const strangers = await signedSessions(secret).seal('s', someone({ subject: 't' }), true)
    const forged = [`t.${mac}`, 's', '', `.${mac}`, mac, id.slice(0, -1), `${id}=`, `${id}A`, `s.${id}`, strangers]
    for (const wrong of [...forged, `s.${'A'.repeat(43)}`, id.toUpperCase()]) await refused(wrong, someone())
  })

  test('what began without a token opens with one, too; the answer to that says whose it is now', async () => {
    const sessions = signedSessions(secret)
    const open = await sessions.seal('s', undefined, true)
    assert.equal(await sessions.open(open, undefined), 's')
    assert.equal(await sessions.open(open, someone()), 's')
    const own = await sessions.seal('s', someone(), false)
    await refused(own, undefined)
    await refused(own, someone({ subject: 't' }))
  })
})

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
