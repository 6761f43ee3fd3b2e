import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

/** @import { IncomingMessage } from 'node:http' */

const dist = new URL('../../dist/', import.meta.url)

/** All that is served, by the exact path: no other file can be asked for. The .wasm are those that verify. */
const FILES = new Map([
  ['/', { file: 'debugger/local.html', type: 'text/html; charset=utf-8' }],
  ['/app.js', { file: 'debugger/app.js', type: 'text/javascript; charset=utf-8' }],
  ['/app.css', { file: 'debugger/app.css', type: 'text/css; charset=utf-8' }],
  ['/icon.svg', { file: 'debugger/icon.svg', type: 'image/svg+xml' }],
  ['/assay.wasm', { file: 'assay.wasm', type: 'application/wasm' }],
  ['/assay-ec.wasm', { file: 'assay-ec.wasm', type: 'application/wasm' }]
])

const NO_MORE = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store'
}

/** @typedef {{ status: number, headers: { [name: string]: string | number }, body: string | Buffer }} Answer */

/**
 * Serves the debugger of this package on 127.0.0.1, and to nobody else.
 * @param {{ port: number }} options 0: one of the system's choice
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 * @throws {NodeJS.ErrnoException} when the port cannot be used
 */
export async function serveDebugger({ port }) {
  const server = createServer()
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const { port: own } = /** @type {import('node:net').AddressInfo} */ (server.address())
  const policy = `${policyOfPage()}; frame-ancestors 'none'`
  server.on('request', (request, response) => {
    const { status, headers, body } = answerTo(request, own)
    const length = Buffer.byteLength(body)
    response.writeHead(status, { ...NO_MORE, 'Content-Security-Policy': policy, ...headers, 'Content-Length': length })
    response.end(request.method === 'HEAD' ? undefined : body)
  })
  const close = async () => {
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }
  return { url: `http://127.0.0.1:${own}/`, close }
}

/** @returns {string} the Content Security Policy that the page names for itself */
function policyOfPage() {
  const page = readFileSync(new URL('debugger/local.html', dist), 'utf8')
  const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page) ?? []
  if (policy === undefined) throw new Error('dist/debugger/local.html has no Content Security Policy')
  return policy
}

/**
 * @param {IncomingMessage} request
 * @param {number} port
 * @returns {Answer}
 */
function answerTo({ method, url = '', headers }, port) {
  // A page elsewhere whose name was made to point at 127.0.0.1 (DNS rebinding) says its own name here.
  if (!isOwnHost(headers.host, port)) return plain(403, 'This server answers to 127.0.0.1 and localhost alone.')
  if (method !== 'GET' && method !== 'HEAD') return { ...plain(405, 'GET or HEAD'), headers: { Allow: 'GET, HEAD' } }
  const found = FILES.get(url.split('?')[0])
  if (found === undefined) return plain(404, 'not found')
  return { status: 200, headers: { 'Content-Type': found.type }, body: readFileSync(new URL(found.file, dist)) }
}

/**
 * @param {string | undefined} host
 * @param {number} port
 */
function isOwnHost(host, port) {
  const names = ['127.0.0.1', 'localhost']
  return names.some((name) => host === `${name}:${port}` || (port === 80 && host === name))
}

/**
 * @param {number} status
 * @param {string} body
 * @returns {Answer}
 */
const plain = (status, body) => ({ status, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body })
