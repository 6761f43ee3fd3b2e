import assert from 'node:assert/strict'
import { test } from 'node:test'
import { messageScopes } from '../../../js/mcp/message-scopes.js'
import { assertError, caught } from '../support/expect.js'

const of = (/** @type {string} */ method, params = {}) => ({ jsonrpc: '2.0', id: 1, method, params })
const scopesOf = messageScopes({})

test('a member name however long is not normalised, for that takes the square of its length', (t) => {
  /** @type {number[]} */
  const lengths = []
  const { normalize } = String.prototype
  t.mock.method(String.prototype, 'normalize', function (/** @type {any} */ form) {
    lengths.push(String(this).length)
    return normalize.call(this, form)
  })
  for (const run of ['\u0300\u0316', '\u0300', 'ﷺ', 'a', '가', ' ']) {
    for (const name of [`a${run.repeat(10_000)}`, `${run.repeat(10_000)}a`]) {
      scopesOf({ ...of('ping'), [name]: 1 })
      scopesOf(of('ping', { [name]: 1 }))
    }
  }
  assert.ok(Math.max(0, ...lengths) <= 64, String(Math.max(...lengths)))
  // What is not seen hides nothing, however much of it there is.
  for (const unseen of ['\u200b', '\u0300', '\u00a0', '\ufeff'])
    assertError(
      caught(() => scopesOf({ ...of('ping'), [`meth${unseen.repeat(1000)}od`]: 'x' })),
      { code: 'REQUEST_INVALID', reason: 'message_malformed' }
    )
})

test('half a character in the method is refused, also where the name begins with the other half', () => {
  const open = messageScopes({ '*': [], 'resources/read': { '*': [] } })
  for (const [method, uri] of [
    ['resources/read\ud800', '\udc00a'],
    ['resources/read\ud800', 'a'],
    ['resources/read', '\udc00a'],
    ['resources/read\u0000', 'a']
  ]) {
    assertError(
      caught(() => open(of(method, { uri }))),
      { code: 'REQUEST_INVALID', reason: 'message_malformed' }
    )
  }
  assert.deepEqual(open(of('resources/read', { uri: 'file:///\ud83d\ude00' })), [])
})
