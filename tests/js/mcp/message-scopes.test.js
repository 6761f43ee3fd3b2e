import assert from 'node:assert/strict'
import { test } from 'node:test'
import { messageScopes } from '../../../js/mcp/message-scopes.js'
import { assertError, caught } from '../support/expect.js'
import { token } from '../support/tokens.js'

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

/**
 * @param {readonly string[]} members
 * @returns {string[]} names that some parser takes for one of these: Go folds case, C cuts at NUL, others trim or normalize
 */
function mistaken(members) {
  return members.flatMap((name) => {
    const others = [
      ...[name.toUpperCase(), name[0].toUpperCase() + name.slice(1), `${name} `, `\t${name}`, `\ufeff${name}`],
      ...[`${name}\0`, `${name}\0x`, `${name.slice(0, 1)}\0${name.slice(1)}`, `${name}\ud800`, `\udfff${name}`],
      ...[`${name}\x7f`, `\u0085${name}`, `${name}\u200b`, `\u202e${name}`, name.normalize('NFKD').toUpperCase()],
      ...[name.replace('s', 'ſ'), name.replace('k', '\u212a'), name.replace('i', 'İ'), name.replace('i', 'ı')],
      name.replace(/[a-z]/, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0))
    ]
    return others.filter((other) => other !== name)
  })
}

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

test('unknown tools, methods and notifications are refused, and the message names these and none that are known', () => {
  for (const name of ['unknown', 'get_positions ', 'GET_POSITIONS', 'toString', '__proto__', 'constructor', ''])
    refused(call(name), notAllowed)
  const methods = [
    'tools/unknown',
    'TOOLS/CALL',
    'tools/call ',
    'tasks/list',
    'notifications/unknown',
    '__proto__',
    'toString',
    ''
  ]
  for (const method of methods) refused(of(method), notAllowed)
  refused({ jsonrpc: '2.0', method: 'notifications/message', params: {} }, notAllowed)
  const message = 'The table of scopes does not have this method or tool'
  const error = caught(() => scopesOf(call('unknown')))
  assert.equal(error.message, `${message} (tools/call "unknown")`)
  assert.doesNotMatch(`${error.hint} ${JSON.stringify(error)}`, /get_positions|trade/)
  assert.equal(caught(() => scopesOf(of('acme/search'))).message, `${message} (acme/search)`)
})

test('what a refusal names is short, and never a token', () => {
  const long = caught(() => scopesOf(call('x'.repeat(120) + ' '.repeat(1000)))).message
  assert.ok(long.length < 400, String(long.length))
  const jwt = token()
  assert.equal(caught(() => scopesOf(call(jwt))).message.includes(jwt.slice(0, 20)), false)
})

test('"*" is the rule for all others, of the methods and of the names of one method', () => {
  const rest = messageScopes({
    'tools/call': { get_positions: 'tools:read', '*': 'tools:call', drop_everything: false },
    'prompts/get': { greet: [] },
    'resources/list': false,
    ping: 'ping',
    '*': ['other', 'more']
  })
  const takes = (/** @type {any} */ message, /** @type {string[]} */ scopes) =>
    assert.deepEqual(rest(message), scopes, JSON.stringify(message))
  takes(call('get_positions'), ['tools:read'])
  for (const name of ['trade', '*', '', '__proto__', 'toString']) takes(call(name), ['tools:call'])
  for (const method of ['acme/search', '*', 'subscriptions/listen', 'constructor']) takes(of(method), ['other', 'more'])
  takes(of('tasks/get', { taskId: 'any' }), ['other', 'more'])
  takes(of('ping'), ['ping'])
  takes(of('tools/list'), []) // as ever: the table says nothing else
  const refusals = [call('drop_everything'), of('resources/list'), of('prompts/get', { name: 'other' })]
  for (const message of refusals) {
    assertError(
      caught(() => rest(message)),
      notAllowed
    )
  }
})

test('without "*" nothing is the rule for all others, and "*": false says so', () => {
  refused(call('*'), notAllowed)
  refused(of('*'), notAllowed)
  const closed = messageScopes({ 'tools/call': { a: [], '*': false }, '*': false })
  assert.deepEqual(closed(of('ping')), [])
  for (const message of [call('b'), call('*'), of('acme/search')]) {
    assertError(
      caught(() => closed(message)),
      notAllowed
    )
  }
})

test('a resource is named by its uri, a task by its taskId', () => {
  const named = messageScopes({
    'resources/subscribe': { 'file:///a': 'files' },
    'tasks/result': { 7: 'tasks', '*': 'others' },
    'tasks/cancel': 'cancel'
  })
  assert.deepEqual(named(of('resources/subscribe', { uri: 'file:///a', name: 'x' })), ['files'])
  assert.deepEqual(named(of('tasks/result', { taskId: '7', name: 'x', uri: 'y' })), ['tasks'])
  assert.deepEqual(named(of('tasks/result', { taskId: '8' })), ['others'])
  assert.deepEqual(named(of('tasks/cancel', { taskId: '8' })), ['cancel'])
  for (const params of [{}, { name: '7' }, { taskId: 7 }, { taskId: null }, { taskId: ['7'] }]) {
    assertError(
      caught(() => named(of('tasks/result', params))),
      malformed
    )
  }
})

test('what every client needs first is open to each verified token, unless the table says false', () => {
  const open = [
    'initialize',
    'ping',
    'tools/list',
    'prompts/list',
    'resources/templates/list',
    'logging/setLevel',
    'completion/complete',
    'notifications/initialized',
    'notifications/cancelled'
  ]
  for (const method of open) assert.deepEqual(messageScopes({})(of(method)), [])
  const completion = of('completion/complete', { ref: { type: 'ref/prompt', name: 'greet' }, argument: { name: 'a' } })
  assert.deepEqual(scopesOf(completion), [])
  assertError(
    caught(() => messageScopes({ 'completion/complete': false })(completion)),
    notAllowed
  )
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
  for (const member of mistaken(['jsonrpc', 'id', 'method', 'params', 'result', 'error'])) {
    refused({ ...of('ping'), [member]: 'tools/call' }, malformed)
    refused([of('ping'), { ...of('ping'), [member]: 'tools/call' }], malformed)
  }
  for (const member of mistaken(['name', 'uri', 'taskId', 'arguments', '_meta'])) {
    refused(call('get_positions', { params: { name: 'get_positions', [member]: 'trade' } }), malformed)
    refused(of('ping', { [member]: 'trade' }), malformed)
  }
  for (const method of ['ping', 'prompts/get']) {
    const { message } = caught(() => scopesOf(of(method, { name: 'a', Name: 'b' })))
    assert.match(message, /some parsers take for "name": spell it exactly so/)
  }
  assert.deepEqual(
    scopesOf(
      call('get_positions', { params: { name: 'get_positions', arguments: { Name: 'x', METHOD: 'y' }, _meta: {} } })
    ),
    ['tools:read']
  )
})

test('ATTACKS: a method or a name that C cuts short, or Go reads otherwise, is refused', () => {
  const open = messageScopes({ '*': [], 'tools/call': { '*': [], drop: 'admin', 'a\ufffd': 'admin' } })
  assert.deepEqual(open(call('weißes_haus \u{1f600}')), [])
  for (const name of ['drop\0', 'drop\0x', 'a\ud800', '\udc00', 'dr\u0008op', '\u0085', 'x\x7f', '\n']) {
    for (const message of [call(name), of(`acme/${name}`), of('resources/read', { uri: name })]) {
      assertError(
        caught(() => open(message)),
        malformed
      )
    }
  }
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
    'scopes.*': { '*': { '*': 'x' } },
    'scopes.tasks/list': { 'tasks/list': { '*': 'x' } },
    'scopes.completion/complete': { 'completion/complete': { greet: 'x' } },
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

test('a table without methods is refused, and the message shows how to write it', () => {
  for (const table of [{ search: 'public', 'tools/call': {} }, { search: false }, { '': [] }, { Ping: [] }]) {
    const [name] = Object.keys(table)
    const error = caught(() => messageScopes(/** @type {any} */ (table)))
    assertError(error, { code: 'CONFIG_INVALID', reason: 'option_invalid', option: `scopes.${name}` })
    assert.ok(error.message.includes(`did you mean { 'tools/call': { '${name}': … } }?`), error.message)
  }
  messageScopes({ initialize: [], ping: false, '*': 'x', 'acme/own': 'y', 'notifications/acme': [] })
})
