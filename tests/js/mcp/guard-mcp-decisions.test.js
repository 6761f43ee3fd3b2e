import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AssayError } from '../../../js/shared/error.js'
import { guardMcp } from '../../../js/mcp/index.js'
import { bearer, request, testVerifier } from '../support/http.js'

const verifier = testVerifier()
const token = { scopes: [], claims: {} }
const scopes = { 'tools/call': { get_positions: 'tools:read', trade: 'tools:call' } }
const call = (/** @type {string} */ name) =>
  JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name } })
const json = { 'content-type': 'application/json' }

/** @param {BodyInit | null} body @param {any} [init] @param {any} [options] */
const post = (body, { authorization = bearer(), headers = json, ...init } = {}, options = {}) =>
  guardMcp(verifier, { scopes, ...options })(() => new Response())(
    request(authorization, { method: 'POST', body, headers, ...init })
  )

test('in debug mode a 403 names method and tool, and no part of the token that was sent', async () => {
  const described = async (/** @type {string} */ name, options = {}) =>
    (await (await post(call(name), {}, { debug: true, ...options })).json()).error_description
  assert.equal(await described('trade'), "Missing required scope: tools:call (tools/call 'trade')")
  assert.equal(
    await described('drop_all'),
    "The table of scopes does not have this method or tool (tools/call 'drop_all')"
  )
  const answer = await post(call('trade'), {}, { debug: true })
  assert.match(answer.headers.get('www-authenticate') ?? '', /\(tools\/call 'trade'\)", scope="tools:call"$/)
  const opaque = 'a'.repeat(20)
  const verify = () => Promise.reject(new AssayError('tool_not_allowed'))
  const anyone = { verify: (/** @type {string} */ _jwt, /** @type {any} */ options) => (options ? verify() : token) }
  const asked = request(`Bearer ${opaque}`, { method: 'POST', body: call(opaque), headers: json })
  const hidden = await guardMcp(/** @type {any} */ (anyone), { scopes: {}, debug: true })(() => new Response())(asked)
  assert.match((await hidden.json()).error_description, /\(tools\/call '\[redacted\]'\)$/)
})

test('one decision for each request, with the scopes of the tool', async () => {
  /** @type {any[]} */
  const decisions = []
  const options = { onDecision: (/** @type {any} */ each) => decisions.push(each) }
  for (const name of ['get_positions', 'trade', 'unknown']) await post(call(name), {}, options)
  assert.deepEqual(
    decisions.map(({ allowed, reason, requiredScopes, subject }) => [allowed, reason, requiredScopes.join(), subject]),
    [
      [true, 'accepted', 'tools:read', 'user-1'],
      [false, 'scope_missing', 'tools:call', 'user-1'],
      [false, 'tool_not_allowed', '', 'user-1']
    ]
  )
})

test('a decision names the method and what it is about, of a batch all of it, short and without a token', async () => {
  /** @type {any[]} */
  let decisions = []
  const options = { scopes: { ...scopes, '*': [], 'tools/call': { ...scopes['tools/call'], '*': [] } } }
  const named = async (/** @type {string | null} */ body, init = {}, more = {}) => {
    decisions = []
    await post(body, init, { ...options, ...more, onDecision: (/** @type {any} */ each) => decisions.push(each) })
    const [{ method, name }] = decisions
    return [method, name]
  }
  assert.deepEqual(await named(call('get_positions')), ['tools/call', 'get_positions'])
  assert.deepEqual(await named(call('trade')), ['tools/call', 'trade'])
  assert.deepEqual(await named(call('unknown'), {}, { scopes }), ['tools/call', 'unknown'])
  assert.deepEqual(await named('{"jsonrpc":"2.0","id":1,"method":"ping"}'), ['ping', undefined])
  assert.deepEqual(await named('{"jsonrpc":"2.0","id":1,"result":{}}'), [undefined, undefined])
  const read = '{"jsonrpc":"2.0","id":2,"method":"resources/read","params":{"uri":"file:///a"}}'
  const batch = `[${call('get_positions')},${read},${call('get_positions')}]`
  assert.deepEqual(await named(batch), ['tools/call, resources/read', 'get_positions, file:///a'])
  assert.deepEqual(await named(`[${call('get_positions')},${call('gone')}]`, {}, { scopes }), ['tools/call', 'gone'])
  assert.deepEqual(await named(null, { method: 'GET', headers: {} }), [undefined, undefined])
  assert.deepEqual(await named(call('a'), { authorization: 'Bearer a.b.c' }), [undefined, undefined])
  assert.deepEqual(await named(call(bearer().slice(7))), ['tools/call', '[redacted]'])
  assert.deepEqual(await named(call(bearer().slice(-40))), ['tools/call', '[redacted]'])
  const [, long] = await named(call('a b '.repeat(500)))
  assert.ok(long.length <= 257)
})
