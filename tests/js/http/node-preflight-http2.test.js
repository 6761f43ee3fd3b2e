// HTTP/2: the stream below a response sends by itself, too.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, createServer } from 'node:http2'
import { describe, test } from 'node:test'
import { guard } from '../../../js/adapters/express.js'
import { testVerifier } from '../support/http.js'
import { allow } from '../support/preflight-servers.js'

const file = new URL(import.meta.url).pathname
const cors = Object.fromEntries(Object.entries(allow).map(([name, value]) => [name.toLowerCase(), value]))

/** @type {{ [way: string]: (stream: any, response: any) => unknown }} */
const ways = {
  'respond and end': (stream) => {
    stream.respond({ ':status': 200, 'x-secret': 'secret', ...allow })
    stream.end('secret')
  },
  'respond without a body': (stream) => stream.respond({ ...allow, 'x-secret': 'secret' }, { endStream: true }),
  respondWithFile: (stream) => stream.respondWithFile(file, { ...allow, 'x-secret': 'secret' }),
  write: (stream, response) => {
    for (const [name, value] of Object.entries(allow)) response.setHeader(name, value)
    stream.write('secret')
    stream.write('secret')
  },
  'early hints and a push first': (stream, response) => {
    stream.additionalHeaders({ ':status': 103, link: 'secret' })
    stream.pushStream({ ':path': '/secret' }, () => {})
    for (const [name, value] of Object.entries(allow)) response.setHeader(name, value)
    response.end('secret')
  },
  'a Date of its own': (_stream, response) => {
    response.setHeader('date', 'secret')
    response.writeHead(200, { ...allow, date: 'secret' })
    response.end()
  }
}

describe('of an answer to a preflight that is handed on only status and CORS headers get out of the stream', () => {
  for (const [way, answer] of Object.entries(ways)) {
    test(way, async () => {
      const protect = guard(testVerifier(), { preflight: 'handler' })
      const server = createServer((request, response) => {
        const handler = () => void answer(response.stream, response)
        void protect(/** @type {any} */ (request), /** @type {any} */ (response), handler)
      })
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
      const session = connect(`http://127.0.0.1:${port}`)
      const asked = { origin: 'https://a.example', 'access-control-request-method': 'GET' }
      const stream = session.request({ ':method': 'OPTIONS', ':path': '/', ...asked })
      stream.end()
      /** @type {any[]} */
      const heard = []
      for (const event of ['headers', 'response', 'trailers'])
        stream.on(event, (headers) => heard.push(event, { ...headers }))
      session.on('stream', () => heard.push('pushed'))
      stream.on('data', (chunk) => heard.push(String(chunk)))
      await once(stream, 'close')
      session.close()
      server.close()
      const [event, { date, ...headers }, ...more] = heard
      assert.deepEqual([event, more], ['response', []])
      assert.ok(!Number.isNaN(Date.parse(date)), date)
      assert.deepEqual(Object.fromEntries(Object.entries(headers)), { ':status': 200, 'content-length': '0', ...cors })
    })
  }
})
