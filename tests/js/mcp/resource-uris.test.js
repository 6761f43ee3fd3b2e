import assert from 'node:assert/strict'
import { test } from 'node:test'
import { messageScopes } from '../../../js/mcp/message-scopes.js'
import { assertError, caught } from '../support/expect.js'

const of = (/** @type {string} */ method, params = {}) => ({ jsonrpc: '2.0', id: 1, method, params })
const notAllowed = { code: 'AUTH_MISSING_SCOPE', reason: 'tool_not_allowed' }

test('a resource takes what each way to write its URI takes: a server resolves it before it looks it up', () => {
  const table = messageScopes({
    'resources/read': { '*': 'read', 'file:///secret': 'admin', 'https://a.example': 'web', 'note://x/a b': 'note' },
    'resources/subscribe': { '*': 'read', 'file:///secret': false },
    'resources/unsubscribe': { 'file:///open': 'read', 'file:///secret': 'admin' }
  })
  const read = (/** @type {string} */ uri) => table(of('resources/read', { uri }))
  assert.deepEqual(read('file:///secret'), ['admin'])
  const others = [
    ...['FILE:///secret', 'file:///./secret', 'file:///x/../secret', 'file:/secret', 'file:secret'],
    ...['file://localhost/secret', 'file:\\\\\\secret', ' file:///secret', 'file:///%73ecret', 'file:///%2e/secret'],
    ...['file:///%2E%2E/secret', 'file:///x%2F..%2Fsecret'],
    ...[
      'file:///secret#x',
      'file:///secret#',
      'file:///secret?',
      'file:///secret?a=b#c',
      'file:///secret?%',
      ' FILE:///secret? '
    ],
    ...[
      'file:///%2573ecret',
      'file:///%25252573ecret',
      'file:///%2573ecret?%ff',
      'file:///secret%3Fx',
      'file:///secret%2523x'
    ],
    ...['file:///x%2F%ff%2F..%2F..%2F%73ecret', 'file:///x%252F..%252Fsecret']
  ]
  for (const uri of others) {
    assert.deepEqual(read(uri).sort(), ['admin', 'read'], uri)
    const subscribe = caught(() => table(of('resources/subscribe', { uri })))
    assertError(subscribe, notAllowed)
    // Without a rule for all others only what is written in the table is open.
    assertError(
      caught(() => table(of('resources/unsubscribe', { uri }))),
      notAllowed
    )
  }
  assert.deepEqual(read('https://a.example/').sort(), ['read', 'web'])
  assert.deepEqual(read('note://x/a%20b').sort(), ['note', 'read'])
  for (const uri of ['file:///secret2', 'file:///secret/', 'other', '', 'note:%'])
    assert.deepEqual(read(uri), ['read'], uri)
})

test('a query that the table names has its own rule; what it names without one holds for each query', () => {
  const table = messageScopes({ 'resources/read': { 'db://q': 'all', 'db://q?t=a': 'a', 'db://r?t=a': 'a', '*': [] } })
  const read = (/** @type {string} */ uri) => table(of('resources/read', { uri })).sort()
  assert.deepEqual(read('db://q'), ['all'])
  assert.deepEqual(read('db://q?t=b'), ['all'])
  assert.deepEqual(read('db://q?t=a'), ['a', 'all'])
  assert.deepEqual(read('db://r?t=a'), ['a'])
  assert.deepEqual(read('db://r?t=b'), [])
  assert.deepEqual(read('db://r'), [])
})

test('ATTACK: a URI that is encoded over and over is refused, and costs no time', () => {
  const table = messageScopes({ 'resources/read': { '*': 'public', 'file:///secret': 'admin' } })
  const read = (/** @type {string} */ uri) => table(of('resources/read', { uri }))
  const started = performance.now()
  for (const uri of [
    `file:///%${'25'.repeat(50)}73ecret`,
    `file:///${'%2525ff#'.repeat(100_000)}`,
    `file:///%${'25'.repeat(450_000)}`
  ]) {
    assertError(
      caught(() => read(uri)),
      notAllowed
    )
  }
  assert.deepEqual(read(`file:///${'a'.repeat(200_000)}`), [])
  assert.ok(performance.now() - started < 2000)
})
