// A web server for a folder of static files, on this machine alone.

import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join } from 'node:path'

/** @type {{ readonly [extension: string]: string }} */
const mediaTypes = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json'
}

/**
 * @param {{ folder: string, policy: string, port?: number }} options policy: the Content Security Policy of every answer
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function serveFolder({ folder, policy, port = 0 }) {
  const server = createServer(async ({ method, url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://folder') // has no ".." left
    const path = pathname.endsWith('/') ? `${pathname}index.html` : pathname
    const content =
      method === 'GET' && /^(\/[\w@-][\w.-]*)+$/.test(path)
        ? await readFile(join(folder, path)).catch(() => null)
        : null
    response.writeHead(content === null ? 404 : 200, {
      'Content-Type': content === null ? 'text/plain' : (mediaTypes[extname(path)] ?? 'application/octet-stream'),
      'Content-Security-Policy': `${policy}; frame-ancestors 'none'`,
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-cache'
    })
    response.end(content ?? 'not found')
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = /** @type {import('node:net').AddressInfo} */ (server.address())
  const close = async () => {
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }
  return { url: `http://127.0.0.1:${address.port}/`, close }
}
