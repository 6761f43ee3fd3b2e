import assert from 'node:assert/strict'
import { test } from 'node:test'
import { messageScopes } from '../../../js/mcp/message-scopes.js'
import { assertError, caught } from '../support/expect.js'

const scopesOf = messageScopes({
  'tools/call': { get_positions: 'tools:read', trade: ['tools:call', 'trade'], ping: [] },
  'resources/read': { 'file:///a': 'files' },
  'prompts/get': 'prompts',
  'logging/setLevel': [],
  'resources/list': false
})

const call = (/** @type {unknown} */ name, more = {}) => ({
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name, arguments: {} },
  ...more
})
const of = (/** @type {string} */ method, params = {}) => ({ jsonrpc: '2.0', id: 1, method, params })
const notAllowed = { code: 'AUTH_MISSING_SCOPE', reason: 'tool_not_allowed' }
const malformed = { code: 'REQUEST_INVALID', reason: 'message_malformed' }
const refused = (/** @type {unknown} */ message, /** @type {any} */ expected) =>
  assertError(
    caught(() => scopesOf(message)),
    expected
  )

test('each tool takes the scopes that the table says', () => {
  assert.deepEqual(scopesOf(call('get_positions')), ['tools:read'])
  assert.deepEqual(scopesOf(call('trade')), ['tools:call', 'trade'])
  assert.deepEqual(scopesOf(call('ping')), [])
  assert.deepEqual(scopesOf(of('resources/read', { uri: 'file:///a' })), ['files'])
  assert.deepEqual(scopesOf(of('prompts/get', { name: 'whatever' })), ['prompts'])
  assert.deepEqual(scopesOf(of('logging/setLevel')), [])
})

test('a batch takes the scopes of all its messages together, each once', () => {
  assert.deepEqual(scopesOf([call('get_positions'), of('ping'), call('trade'), call('get_positions')]), [
    'tools:read',
    'tools:call',
    'trade'
  ])
  refused([call('get_positions'), call('unknown')], notAllowed)
  refused([], malformed)
  refused([[call('get_positions')]], malformed)
})

test('unknown tools, methods and notifications are refused, and the message names none of those that are known', () => {
  for (const name of ['unknown', 'get_positions ', 'GET_POSITIONS', 'toString', '__proto__', 'constructor', ''])
    refused(call(name), notAllowed)
  const methods = [
    'tools/unknown',
    'TOOLS/CALL',
    'tools/call ',
    'completion/complete',
    'notifications/unknown',
    '__proto__',
    'toString',
    ''
  ]
  for (const method of methods) refused(of(method), notAllowed)
  refused({ jsonrpc: '2.0', method: 'notifications/message', params: {} }, notAllowed)
  const error = caught(() => scopesOf(call('unknown')))
  assert.doesNotMatch(`${error.message} ${error.hint} ${JSON.stringify(error)}`, /get_positions|trade|unknown/)
})

test('what every client needs first is open to each verified token, unless the table says false', () => {
  const open = [
    'initialize',
    'ping',
    'tools/list',
    'prompts/list',
    'resources/templates/list',
    'notifications/initialized',
    'notifications/cancelled'
  ]
  for (const method of open) assert.deepEqual(scopesOf(of(method)), [])
  refused(of('resources/list'), notAllowed)
  assert.deepEqual(messageScopes({ 'tools/list': 'tools:read' })(of('tools/list')), ['tools:read'])
  assertError(
    caught(() => messageScopes({})(call('get_positions'))),
    notAllowed
  )
})

test('the client’s own answers to what the server asked pass', () => {
  assert.deepEqual(scopesOf({ jsonrpc: '2.0', id: 7, result: { roots: [] } }), [])
  assert.deepEqual(scopesOf({ jsonrpc: '2.0', id: 'x', error: { code: -1, message: 'no' } }), [])
})

test('JSON-RPC 2.0 §4: what is no message, or two at once, is refused', () => {
  const wrong = [
    ...[undefined, null, 1, 'x', true, {}, { jsonrpc: '2.0' }, { jsonrpc: '2.0', id: 1 }, { method: 'ping' }],
    ...[
      { jsonrpc: '1.0', id: 1, method: 'ping' },
      { jsonrpc: 2, id: 1, method: 'ping' },
      { jsonrpc: '2.0', id: 1, method: 7 }
    ],
    ...[
      { jsonrpc: '2.0', id: 1, method: null },
      { jsonrpc: '2.0', result: {} },
      { ...call('get_positions'), result: {} }
    ],
    ...[
      call(undefined),
      call(7),
      call(['get_positions']),
      call({ name: 'get_positions' }),
      call('x', { params: undefined })
    ],
    ...[
      call('x', { params: null }),
      call('x', { params: ['get_positions'] }),
      of('resources/read', { name: 'file:///a' })
    ]
  ]
  for (const message of wrong) refused(message, malformed)
})

test('ATTACKS: a member that another parser takes for "method" or "name" is refused', () => {
  for (const member of ['Method', 'METHOD', 'Params', 'JSONRPC', 'Id', 'Result'])
    refused({ ...of('ping'), [member]: 'tools/call' }, malformed)
  refused(call('get_positions', { params: { name: 'get_positions', Name: 'trade' } }), malformed)
  assert.deepEqual(
    scopesOf(
      call('get_positions', { params: { name: 'get_positions', arguments: { Name: 'x', METHOD: 'y' }, _meta: {} } })
    ),
    ['tools:read']
  )
})

test('the table is read once: what is changed in it later, or on Object.prototype, changes nothing', () => {
  const table = { 'tools/call': { a: ['x'] } }
  const frozen = messageScopes(table)
  table['tools/call'].a.pop()
  Object.assign(table['tools/call'], { b: [] })
  assert.deepEqual(frozen(call('a')), ['x'])
  assertError(
    caught(() => frozen(call('b'))),
    notAllowed
  )
})

test('STYLE 7: the table is checked, and the entry named', () => {
  const wrong = {
    'scopes.tools/list': { 'tools/list': true },
    'scopes.tools/call.a': { 'tools/call': { a: 'x y' } },
    'scopes.tools/call.b': { 'tools/call': { b: null } },
    'scopes.tools/call.c': { 'tools/call': { c: false } },
    'scopes.ping': { ping: { a: 'x' } },
    'scopes.initialize': { initialize: [''] }
  }
  for (const [option, table] of Object.entries(wrong)) {
    assertError(
      caught(() => messageScopes(/** @type {any} */ (table))),
      { code: 'CONFIG_INVALID', reason: 'option_invalid', option }
    )
  }
  for (const table of [undefined, null, [], 'x']) {
    assertError(
      caught(() => messageScopes(/** @type {any} */ (table))),
      { code: 'CONFIG_INVALID', reason: 'option_invalid', option: 'scopes' }
    )
  }
})
