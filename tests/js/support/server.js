import { once } from 'node:events'
import { createServer } from 'node:http'

/**
 * A real HTTP server on loopback that answers as the test says, and remembers what it was asked.
 * @param {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => void} answer
 */
export async function startServer(answer) {
  /** @type {string[]} */
  const requests = []
  let handler = answer
  const server = createServer((request, response) => {
    requests.push(String(request.url))
    response.on('error', () => {})
    handler(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    /** @param {typeof answer} next */
    answerWith: (next) => void (handler = next),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    }
  }
}

/** @param {unknown} body text as it is, anything else as JSON @param {number} [status] @param {object} [headers] @returns {(request: any, response: any) => void} */
export function respond(body, status = 200, headers = { 'content-type': 'application/json' }) {
  return (_request, response) => {
    response.writeHead(status, headers)
    response.end(typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body))
  }
}
