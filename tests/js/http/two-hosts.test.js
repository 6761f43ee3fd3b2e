// RFC 9112 §3.2: a request with two Host headers has no URL. Node lets it in, and frameworks take the first.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import { createAdaptorServer } from '@hono/node-server'
import { errorResponse } from '../../../js/http/index.js'
import { AssayError } from '../../../js/shared/error.js'
import { boundToken } from '../support/dpop.js'
import { createVerifier, headersFor } from '../support/dpop-server.js'
import { ways } from '../support/four-ways.js'
import { askRaw } from '../support/raw-http.js'
import { goodOptions } from '../support/tokens.js'

// A route handler of Next.js gets a Request whose headers Next.js has made of node:http's; here it is Hono's server that
// makes it. Behind Lambda the gateway's own name counts.
for (const [way, start] of Object.entries(ways).filter(([name]) => !name.startsWith('lambda'))) {
  test(`${way}: neither of two Host headers counts`, async () => {
    const jwt = boundToken()
    const lines = (/** @type {string} */ origin) =>
      Object.entries(headersFor(jwt, origin)).map((header) => header.join(': '))
    const reasons = async (/** @type {any} */ dpop, /** @type {string[]} */ hosts, /** @type {string} */ origin) => {
      const { url, close } = await start({ resourceMetadata: true }, {}, [], createVerifier(goodOptions({ dpop })))
      try {
        const { status, body, headers } = await askRaw(url, 'GET /tools HTTP/1.1', [
          ...hosts.map((host) => `Host: ${host}`),
          ...lines(origin)
        ])
        const [, challenge = ''] = headers.find(([name]) => /^www-authenticate$/i.test(name)) ?? []
        if (hosts.length > 1) assert.doesNotMatch(challenge, /resource_metadata/)
        return status === 200 ? body : JSON.parse(body).reason
      } finally {
        await close()
      }
    }
    for (const origin of ['http://a.example', 'http://b.example']) {
      assert.equal(await reasons(true, ['a.example', 'b.example'], origin), 'proof_url')
      assert.equal(await reasons(true, ['a.example', 'a.example'], origin), 'proof_url')
    }
    assert.equal(await reasons(true, ['a.example'], 'http://a.example'), 'in')
    assert.equal(await reasons({ origin: 'https://c.example' }, ['a.example', 'b.example'], 'https://c.example'), 'in')
  })
}

test('errorResponse() names no metadata by one of two Host headers', async () => {
  const server = createAdaptorServer({
    fetch: (/** @type {any} */ request) =>
      errorResponse(new AssayError('token_missing'), { request, resourceMetadata: true, realm: 'a' })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  try {
    const ask = (/** @type {string[]} */ ...hosts) => askRaw(`http://127.0.0.1:${port}`, 'GET / HTTP/1.1', hosts)
    assert.match((await ask('Host: a.example')).text, /resource_metadata="http:\/\/a.example/)
    assert.doesNotMatch((await ask('Host: a.example', 'Host: b.example')).text, /resource_metadata/)
  } finally {
    server.close()
  }
})
