// Endpoints that fail in every way of docs/attacks.md 18, on loopback: over HTTP, and one whose TLS nobody can trust.

import { once } from 'node:events'
import { createServer } from 'node:https'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { startHttpServer } from './http-server.js'

/** @typedef {import('node:http').RequestListener} Handler */

/** @typedef {{ handler: Handler, reason: string }} Fault `reason` is what a verifier says of it */

const json = { 'content-type': 'application/json' }

/**
 * @param {string | Buffer} body
 * @param {number} [status]
 * @param {Record<string, string>} [headers]
 * @returns {Handler}
 */
const answer =
  (body, status = 200, headers = json) =>
  (_request, response) =>
    void response.writeHead(status, headers).end(body)

const manyKeys = JSON.stringify({
  keys: Array.from({ length: 10_000 }, (_, index) => ({ kty: 'RSA', kid: `${index}` }))
})

/** @type {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => Promise<void>} */
async function drip(_request, response) {
  response.writeHead(200, json).flushHeaders()
  while (!response.destroyed) {
    response.write(' ')
    await sleep(100)
  }
}

/** @type {Readonly<Record<string, Fault>>} by the path that has it */
export const faults = {
  'status-500': { handler: answer('', 500), reason: 'jwks_status' },
  'status-404': { handler: answer('', 404), reason: 'jwks_status' },
  'redirect-to-http': { handler: answer('', 301, { location: 'http://127.0.0.1:9/jwks' }), reason: 'jwks_redirect' },
  'redirect-to-private': { handler: answer('', 301, { location: 'http://169.254.169.254/' }), reason: 'jwks_redirect' },
  'redirect-to-itself': { handler: answer('', 302, { location: '/trap' }), reason: 'jwks_redirect' },
  'not-modified': { handler: answer('', 304, {}), reason: 'jwks_status' },
  html: { handler: answer('<html></html>', 200, { 'content-type': 'text/html' }), reason: 'jwks_not_json' },
  empty: { handler: answer(''), reason: 'jwks_not_json' },
  '64-mebibytes': { handler: answer(Buffer.alloc(64 * 1024 * 1024, ' ')), reason: 'jwks_too_large' },
  'gzip-bomb': {
    handler: answer(gzipSync(Buffer.alloc(16 * 1024 * 1024, ' ')), 200, { ...json, 'content-encoding': 'gzip' }),
    reason: 'jwks_too_large'
  },
  'byte-after-byte': { handler: drip, reason: 'jwks_timeout' },
  silence: { handler: () => {}, reason: 'jwks_timeout' },
  reset: { handler: (request) => void request.socket.resetAndDestroy(), reason: 'jwks_fetch_failed' },
  truncated: {
    handler(_request, response) {
      response.writeHead(200, { ...json, 'content-length': '1000' })
      response.write('{"keys":[', () => response.destroy())
    },
    reason: 'jwks_fetch_failed'
  },
  'keys-object': { handler: answer('{"keys":{}}'), reason: 'jwks_malformed' },
  '10000-keys': { handler: answer(manyKeys), reason: 'jwks_too_large' }
}

/**
 * @param {Handler} good what every other path answers
 * @returns {Promise<{ url: string, tlsUrl: string, requests: string[], close: () => Promise<void> }>}
 */
export async function startMisbehavingServer(good) {
  /** @type {string[]} */
  const requests = []
  const { url, close } = await startHttpServer((request, response) => {
    const path = String(request.url).slice(1)
    requests.push(path)
    response.on('error', () => {})
    const handler = Object.hasOwn(faults, path) ? faults[path].handler : good
    handler(request, response)
  })
  const tls = createServer({ key: selfSignedKey, cert: selfSigned }, good).listen(0, '127.0.0.1')
  await once(tls, 'listening')
  const { port } = /** @type {import('node:net').AddressInfo} */ (tls.address())
  return {
    url,
    tlsUrl: `https://127.0.0.1:${port}`,
    requests,
    async close() {
      tls.closeAllConnections()
      tls.close()
      await close()
    }
  }
}

// For localhost, valid for a hundred years, and signed by nobody but itself.
const selfSigned = `-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUYT3LGZLhOCJCRiS0BrG7XeKVzG8wCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNTEwMjc1NFoYDzIxMjYxMTAx
MTAyNzU0WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAT7H0F5jxk+fGbXY5YPHQgMmN6LID+G30slAk2sKGI3ljIoCQRF6O/2
icoyVPxNA8voSoWMc7NSWvpCRsn47EwYo28wbTAdBgNVHQ4EFgQUoaeyd2a9daJp
43ZrQ96GP+jGEfwwHwYDVR0jBBgwFoAUoaeyd2a9daJp43ZrQ96GP+jGEfwwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSAAwRQIhAOxcILoh9fdl6RnK7d+mA+g0YeWWnVITrypM7AMMoLZrAiA+
LHOO8u4iasugjY0xKea3tM8Oscm5TjP6kH3cSKMBFw==
-----END CERTIFICATE-----`

const selfSignedKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgsU32hBRfCNXPxms4
2AZ9fJ5Ej/PrxzhWEYtpfUF5MTahRANCAAT7H0F5jxk+fGbXY5YPHQgMmN6LID+G
30slAk2sKGI3ljIoCQRF6O/2icoyVPxNA8voSoWMc7NSWvpCRsn47EwY
-----END PRIVATE KEY-----`
