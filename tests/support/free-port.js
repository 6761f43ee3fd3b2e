import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * A port that was free a moment ago, for a server whose URL must be known beforehand. It is below those that the system
 * gives to connections (from 32,768 on Linux): one of these is often taken again at once.
 * @returns {Promise<number>}
 */
export async function freePort() {
  for (;;) {
    const server = createServer().listen(randomInt(20_000, 32_768), '127.0.0.1')
    try {
      await once(server, 'listening')
    } catch {
      continue // taken
    }
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
    server.close()
    await once(server, 'close')
    return port
  }
}
