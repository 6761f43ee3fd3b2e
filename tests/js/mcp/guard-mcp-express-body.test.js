import assert from 'node:assert/strict'
import { once } from 'node:events'
import { Agent, request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { describe, test } from 'node:test'
import express from 'express'
import { guardMcpExpress } from '../../../js/mcp/index.js'
import { startHttpServer } from '../../support/http-server.js'
import { bearer, testVerifier } from '../support/http.js'
import { exchange } from '../support/raw-http.js'

const message = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'get_positions' } }
/** @type {any[]} */
let decisions = []
const protect = guardMcpExpress(testVerifier(), {
  scopes: { 'tools/call': { get_positions: 'tools:read' } },
  maxBodyBytes: 10_000,
  onDecision: (decision) => decisions.push(decision)
})
const answer = (/** @type {any} */ request, /** @type {any} */ response) =>
  response.end(JSON.stringify({ subject: request.bearer.token.subject }))
const plain = (/** @type {any} */ request, /** @type {any} */ response) =>
  void protect(request, response, () => answer(request, response))

describe('a body that is refused', () => {
  /** @param {any} app @param {(port: number) => Promise<void>} action */
  async function serving(app, action) {
    const { url, close } = await startHttpServer(app)
    try {
      await action(Number(new URL(url).port))
    } finally {
      await close()
    }
  }

  test('is read to its end, so that the next request on the connection is heard', async () => {
    await serving(plain, async (port) => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 })
      const ask = (/** @type {string} */ method, /** @type {any} */ headers, /** @type {string} */ body) =>
        new Promise((resolve, reject) => {
          const head = { authorization: bearer(), 'content-type': 'application/json', ...headers }
          const sent = httpRequest({ host: '127.0.0.1', port, method, agent, headers: head }, (response) => {
            response.resume()
            response.on('end', () => resolve([response.statusCode, sent.reusedSocket]))
          })
          sent.on('error', reject)
          sent.end(body)
        })
      const long = 'x'.repeat(400_000)
      for (const [method, headers, status] of [
        ['POST', { 'transfer-encoding': 'chunked' }, 413],
        ['DELETE', { 'content-length': long.length }, 400],
        ['DELETE', { 'transfer-encoding': 'chunked' }, 400],
        ['PUT', { 'transfer-encoding': 'chunked' }, 405]
      ]) {
        const [refused] = await ask(/** @type {string} */ (method), headers, long)
        assert.equal(refused, status)
        assert.deepEqual(await ask('POST', {}, JSON.stringify(message)), [200, true], String(method))
      }
      agent.destroy()
    })
  })

  test('that the client gives up is no bug of ours', async () => {
    await serving(plain, async (port) => {
      decisions = []
      const socket = connect(port, '127.0.0.1')
      await once(socket, 'connect')
      const head = ['POST / HTTP/1.1', 'Host: a', `Authorization: ${bearer()}`, 'Content-Type: application/json']
      socket.write([...head, 'Content-Length: 100', '', '{"jsonrpc"'].join('\r\n'))
      while (!socket.bytesWritten) await new Promise((resolve) => setImmediate(resolve))
      await new Promise((resolve) => setTimeout(resolve, 50))
      socket.destroy()
      while (decisions.length === 0) await new Promise((resolve) => setImmediate(resolve))
      assert.deepEqual([decisions[0].code, decisions[0].reason], ['REQUEST_INVALID', 'body_not_json'])
    })
  })

  test('was a scalar, which express.json({ strict: false }) takes', async () => {
    const app = express()
      .use(express.json({ strict: false }))
      .use(protect)
      .use(answer)
    await serving(app, async (port) => {
      for (const [body, reason] of [
        ['5', 'message_malformed'],
        ['true', 'message_malformed'],
        ['false', 'message_malformed'],
        ['"text"', 'body_not_json'],
        ['null', 'body_already_read']
      ]) {
        const headers = { authorization: bearer(), 'content-type': 'application/json' }
        const refused = await fetch(`http://127.0.0.1:${port}`, { method: 'POST', headers, body })
        assert.deepEqual([refused.status, (await refused.json()).reason], [400, reason], body)
      }
    })
  })

  test('came with GET or DELETE, and was read before the guard', async () => {
    const raw = express.raw({ type: '*/*' })
    const keep = (/** @type {any} */ asked, /** @type {any} */ _, /** @type {() => void} */ next) => {
      asked.rawBody = asked.body
      asked.body = undefined
      next()
    }
    for (const before of [[raw, keep], [express.json()]]) {
      await serving(
        express()
          .use(...before)
          .use(protect)
          .use(answer),
        async (port) => {
          for (const method of ['GET', 'DELETE']) {
            for (const framing of [
              'Content-Length: 2\r\n\r\n{}',
              'Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n'
            ]) {
              const lines = [`Authorization: ${bearer()}`, 'Content-Type: application/json', 'Connection: close']
              const text = await exchange(
                `http://127.0.0.1:${port}`,
                [`${method} / HTTP/1.1`, 'Host: a', ...lines, framing].join('\r\n')
              )
              assert.match(text, /^HTTP\/1\.1 400 [^]*"body_not_allowed"/, `${method} ${framing}`)
            }
          }
        }
      )
    }
  })
})
