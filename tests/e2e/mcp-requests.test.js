// What guardMcp hands on, on workerd: the requests of Workers and of frameworks there.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { startBundledWorker } from '../support/bundled-worker.js'

const entry = fileURLToPath(new URL('workers/mcp-requests.js', import.meta.url))
const body = '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_positions"}}'

/** @type {import('../support/worker.js').RunningWorker} */
let worker
before(async () => (worker = await startBundledWorker({ entry, env: {} })))
after(() => worker?.close())

/** @param {string} path @param {any} [init] @returns {Promise<any>} */
async function ask(path, { headers, ...init } = {}) {
  const sent = { authorization: 'Bearer token', 'content-type': 'application/json', 'x-own': '1', ...headers }
  const answer = await worker.fetch(path, { method: 'POST', body, headers: sent, ...init })
  return { status: answer.status, ...JSON.parse((await answer.text()) || '{}') }
}

test('workerd: proxies, subclasses, clones and parsed bodies reach the handler as a Request of its own', async () => {
  for (const path of ['/plain', '/proxy', '/subclass', '/proxied-subclass', '/clone', '/parsed']) {
    const { isRequest, method, own, text, status, ...rest } = await ask(path)
    assert.deepEqual([status, isRequest, method, own, text, rest.path], [200, true, 'POST', '1', body, path])
  }
})

test('workerd: cf stays, and redirects are handed out as before', async () => {
  assert.deepEqual((await ask('/cf')).cf, { country: 'DE' })
  assert.equal((await ask('/plain')).redirect, 'manual')
})

test('workerd: a body that was read is refused', async () => {
  const { status, reason } = await ask('/read')
  assert.deepEqual([status, reason], [400, 'body_already_read'])
})

test('workerd: DELETE and GET pass without a body, and are refused with one, chunked or not', async () => {
  for (const method of ['DELETE', 'GET']) {
    for (const path of ['/plain', '/proxy']) {
      const answer = await ask(path, { method, body: undefined })
      assert.deepEqual([answer.status, answer.method, answer.text], [200, method, ''])
    }
  }
  const chunked = () => ({ body: new Blob([body]).stream(), duplex: 'half' })
  for (const init of [{ body }, chunked()]) {
    for (const path of ['/plain', '/proxy']) {
      const refused = await ask(path, { method: 'DELETE', ...('duplex' in init ? chunked() : init) })
      assert.deepEqual([refused.status, refused.reason], [400, 'body_not_allowed'])
    }
  }
})

test('workerd had nothing to complain about', () => {
  assert.deepEqual(worker.log, [])
})
