import { once } from 'node:events'
import { createServer } from 'node:http'

/**
 * An HTTP server on loopback, on a port of the system's choice.
 * @param {import('node:http').RequestListener} [listener]
 * @returns {Promise<{ url: string, server: import('node:http').Server, close: () => Promise<void> }>}
 */
export async function startHttpServer(listener) {
  const server = createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  return { url: `http://127.0.0.1:${port}`, server, close: () => closeServer(server) }
}

/** @param {import('node:http').Server} server */
async function closeServer(server) {
  if (!server.listening) return
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
}
