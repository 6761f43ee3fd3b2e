// Line by line what a request of node:http says of its own URL: the right one, or none.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect as connectHttp2, createServer as createHttp2Server } from 'node:http2'
import { describe, test } from 'node:test'
import express from 'express'
import { guard } from '../../../js/adapters/express.js'
import { urlOf } from '../../../js/http/node-url.js'
import { startHttpServer } from '../../support/http-server.js'
import { testVerifier } from '../support/http.js'
import { askRaw } from '../support/raw-http.js'

const verifier = testVerifier()
const protect = /** @type {any} */ (guard(verifier, { resourceMetadata: true }))

/** @param {import('../support/raw-http.js').RawResponse} answer @returns {string | undefined} what the challenge names */
function named(answer) {
  assert.equal(answer.status, 401)
  const challenge = answer.headers.find(([name]) => name.toLowerCase() === 'www-authenticate')?.[1] ?? ''
  assert.match(challenge, /^Bearer /)
  return /resource_metadata="([^"]*)"/.exec(challenge)?.[1]
}
const at = (/** @type {string} */ origin, path = '/mcp') => `${origin}/.well-known/oauth-protected-resource${path}`

/** What is asked for, and the URL of the metadata: undefined where the request does not tell. @type {[string, string[], string | undefined][]} */
const requests = [
  ['GET /mcp HTTP/1.1', ['Host: a.example'], at('http://a.example')],
  ['GET /mcp?x=1 HTTP/1.1', ['Host: a.example:8080'], at('http://a.example:8080')],
  ['GET / HTTP/1.1', ['Host: A.EXAMPLE'], at('http://a.example', '')],
  ['GET /mcp HTTP/1.1', ['Host: [::1]:3000'], at('http://[::1]:3000')],
  ['GET /mcp HTTP/1.0', [], undefined],
  ['GET /mcp HTTP/1.0', ['Host: a.example'], at('http://a.example')],
  ['GET http://b.example:81/mcp?x HTTP/1.1', ['Host: a.example'], at('http://b.example:81')],
  ['GET http://b.example/mcp HTTP/1.0', [], at('http://b.example')],
  ['GET HTTPS://b.example HTTP/1.1', ['Host: a.example'], at('https://b.example', '')],
  ['GET //evil.example/mcp HTTP/1.1', ['Host: a.example'], at('http://a.example', '//evil.example/mcp')],
  ['OPTIONS * HTTP/1.1', ['Host: a.example'], undefined],
  ['GET /mcp HTTP/1.1', ['Host: a b'], undefined],
  ['GET /mcp HTTP/1.1', ['Host: '], undefined],
  ['GET /mcp HTTP/1.1', ['Host: user@evil.example'], undefined],
  ['GET /mcp HTTP/1.1', ['Host: a.example/evil?'], undefined],
  ['GET /mcp HTTP/1.1', ['Host: a.example#'], undefined],
  ['GET /mcp HTTP/1.1', ['Host: a.example\\evil'], undefined],
  ['GET /mcp HTTP/1.1', ['Host: a"b.example'], undefined],
  ['GET /mcp HTTP/1.1', ['Host: a.example', 'Host: b.example'], undefined],
  ['GET /mcp HTTP/1.1', ['Host: a.example:99999'], undefined],
  ['GET http://user@b.example/mcp HTTP/1.1', ['Host: a.example'], undefined],
  [
    'GET /mcp HTTP/1.1',
    ['Host: a.example', 'X-Forwarded-Host: evil.example', 'X-Forwarded-Proto: https'],
    at('http://a.example')
  ]
]

describe('resourceMetadata: true', () => {
  /** @type {{ [name: string]: () => Promise<{ url: string, close: () => Promise<void> }> }} */
  const servers = {
    'node:http': () => startHttpServer((request, response) => void protect(request, response, () => response.end())),
    express: () => startHttpServer(express().use(protect)),
    'express, mounted': () => startHttpServer(express().use(['/mcp', '/'], protect))
  }
  for (const [name, start] of Object.entries(servers)) {
    test(`${name}: the right URL, or none`, async () => {
      const { url, close } = await start()
      try {
        for (const [line, headers, expected] of requests) {
          // A target without a path is below no mount.
          if (name === 'express, mounted' && line.includes('*')) continue
          const found = named(await askRaw(url, line, headers))
          assert.equal(found, expected, `${line} ${headers}`)
        }
      } finally {
        await close()
      }
    })
  }

  test('express, "trust proxy": as Express computes protocol and host', async () => {
    const forwarded = ['Host: internal:3000', 'X-Forwarded-Host: mcp.example.com:8443', 'X-Forwarded-Proto: https']
    const cases = [
      [true, forwarded, at('https://mcp.example.com:8443')],
      ['loopback', forwarded, at('https://mcp.example.com:8443')],
      ['10.0.0.1', forwarded, at('http://internal:3000')],
      [false, forwarded, at('http://internal:3000')],
      [true, ['Host: a.example', 'X-Forwarded-Proto: https'], at('https://a.example')],
      [true, ['Host: a.example', 'X-Forwarded-Host: b.example, c.example'], at('http://b.example')],
      [true, ['Host: a.example', 'X-Forwarded-Host: b c'], undefined],
      [true, ['Host: a.example', 'X-Forwarded-Proto: javascript'], undefined]
    ]
    for (const [trust, headers, expected] of /** @type {[any, string[], string | undefined][]} */ (cases)) {
      const app = express().set('trust proxy', trust)
      app.use('/mcp', express().use(protect))
      const { url, close } = await startHttpServer(app)
      assert.equal(named(await askRaw(url, 'GET /mcp HTTP/1.1', headers)), expected, `${trust} ${headers}`)
      await close()
    }
  })

  test('HTTP/2: by :authority', async () => {
    const server = createHttp2Server((request, response) => void protect(request, response, () => response.end()))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
    const session = connectHttp2(`http://127.0.0.1:${port}`)
    for (const [headers, expected] of /** @type {[any, string][]} */ ([
      [{ ':path': '/mcp' }, at(`http://127.0.0.1:${port}`)],
      [{ ':path': '/mcp', ':authority': 'mcp.example.com' }, at('http://mcp.example.com')],
      [{ ':path': '/mcp', ':authority': 'mcp.example.com', ':scheme': 'https' }, at('https://mcp.example.com')]
    ])) {
      const stream = session.request(headers)
      const [answer] = await once(stream, 'response')
      stream.resume()
      assert.equal(answer[':status'], 401)
      assert.equal(/resource_metadata="([^"]*)"/.exec(String(answer['www-authenticate']))?.[1], expected)
    }
    session.close()
    server.close()
  })

  test('TLS is https', () => {
    const request = /** @type {any} */ ({ url: '/mcp', headers: { host: 'a.example' }, socket: { encrypted: true } })
    assert.equal(urlOf(request), 'https://a.example/mcp')
  })
})
