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
    ...['file:///%2E%2E/secret', 'file:///x%2F..%2Fsecret']
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
