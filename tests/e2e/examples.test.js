// The examples for Node: each runs as a process of its own, against a real authorization server.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { startAuthorizationServer } from '../support/authorization-server.js'
import { startExample } from '../support/example.js'
import { sendRaw } from '../support/raw-request.js'

const resource = 'https://mcp.example.com'

/** @type {import('../support/authorization-server.js').AuthorizationServer} */
let server
before(async () => {
  server = await startAuthorizationServer({ scopes: ['tools:read', 'tools:call', 'admin'] })
})
after(() => server?.close())

const servers = ['node-server/http', 'node-server/express', 'hono/server', 'fastify/server', 'koa/server']
for (const path of servers.map((name) => `examples/${name}.js`)) {
  describe(path, () => {
    /** @type {import('../support/example.js').RunningExample} */
    let example
    before(async () => {
      example = await startExample(path, { ISSUER: server.issuer, AUDIENCE: resource })
    })
    after(() => example?.close())

    /** @param {string | undefined} token @param {string} [to] @param {RequestInit} [init] */
    const ask = (token, to = '/', init = {}) =>
      fetch(example.url + to, {
        ...init,
        headers: { ...(token && { authorization: `Bearer ${token}` }), ...init.headers }
      })

    test('lets in who has a good token', async () => {
      const answer = await ask(await server.issue({ resource, scope: 'tools:read' }))
      assert.equal(answer.status, 200)
      assert.deepEqual(await answer.json(), { subject: 'assay-client' })
    })

    test('answers a missing token, a bad one, one for someone else and one without the scope', async () => {
      const cases = [
        [undefined, 401, 'token_missing'],
        ['abc', 401, 'malformed_segments'],
        [await server.issue({ resource: 'https://other.example.com' }), 401, 'audience_mismatch'],
        [await server.issue({ resource, scope: 'tools:call' }), 403, 'scope_missing']
      ]
      for (const [token, status, reason] of cases) {
        const answer = await ask(/** @type {string | undefined} */ (token))
        const body = /** @type {any} */ (await answer.json())
        assert.deepEqual([answer.status, body.reason], [status, reason])
        assert.match(answer.headers.get('www-authenticate') ?? '', /^Bearer \w+="/)
      }
    })

    test('ATTACKS 20: two Authorization headers are 400, whichever of them is good', async () => {
      const good = `Authorization: Bearer ${await server.issue({ resource })}`
      for (const lines of [
        [good, good],
        [good, 'authorization: Bearer x'],
        ['Authorization: Basic eA==', good]
      ]) {
        assert.match(
          await sendRaw(example.url, lines),
          /^HTTP\/1\.1 400 [^]*error="invalid_request"[^]*authorization_malformed/
        )
      }
      assert.match(await sendRaw(example.url, [good]), /^HTTP\/1\.1 200 /)
    })
  })
}

test('examples/node-server/express.js: a handler asks for more scope; failures are limited; decisions are logged', async () => {
  const example = await startExample('examples/node-server/express.js', { ISSUER: server.issuer, AUDIENCE: resource })
  try {
    const post = (/** @type {string} */ token) =>
      fetch(`${example.url}/admin`, { method: 'POST', headers: { authorization: `Bearer ${token}` } })
    const caller = await server.issue({ resource, scope: 'tools:call' })
    const refused = await post(caller)
    assert.equal(refused.status, 403)
    assert.match(refused.headers.get('www-authenticate') ?? '', /scope="admin"$/)
    assert.equal((await post(await server.issue({ resource, scope: 'tools:call admin' }))).status, 200)
    const statuses = []
    for (let i = 0; i < 12; i += 1) statuses.push((await post('abc')).status)
    assert.deepEqual(statuses, [...Array(10).fill(401), 429, 429])
    const decisions = example.errors.map((line) => JSON.parse(line))
    assert.equal(decisions.length, 16)
    assert.ok(decisions.some(({ reason, subject }) => reason === 'scope_missing' && subject === 'assay-client'))
    assert.ok(!example.errors.join().includes(caller.split('.')[2]))
  } finally {
    await example.close()
  }
})

for (const path of ['examples/hono/server.js', 'examples/fastify/server.js', 'examples/koa/server.js']) {
  test(`${path}: refusals are readable across origins, and a preflight needs no token`, async () => {
    const example = await startExample(path, { ISSUER: server.issuer, AUDIENCE: resource })
    try {
      const headers = { origin: 'https://app.example' }
      const refused = await fetch(`${example.url}/orders`, { method: 'POST', headers })
      assert.equal(refused.status, 401)
      assert.equal(refused.headers.get('access-control-allow-origin'), '*')
      assert.match(refused.headers.get('access-control-expose-headers') ?? '', /WWW-Authenticate/)
      const asks = { ...headers, 'access-control-request-method': 'POST' }
      assert.equal((await fetch(`${example.url}/orders`, { method: 'OPTIONS', headers: asks })).status, 204)
      const token = await server.issue({ resource })
      const authorization = `Bearer ${token}`
      assert.deepEqual(
        await (await fetch(`${example.url}/orders`, { method: 'POST', headers: { authorization } })).json(),
        { ordered: true }
      )
    } finally {
      await example.close()
    }
  })
}

test('examples/fastify/server.js: a public route, a route with a scope of its own, and the metadata document', async () => {
  const example = await startExample('examples/fastify/server.js', { ISSUER: server.issuer, AUDIENCE: resource })
  try {
    const authorization = `Bearer ${await server.issue({ resource, scope: 'tools:read' })}`
    assert.equal((await fetch(`${example.url}/health`)).status, 200)
    const refused = await fetch(`${example.url}/orders`, { method: 'DELETE', headers: { authorization } })
    assert.equal(refused.status, 403)
    assert.match(refused.headers.get('www-authenticate') ?? '', /scope="admin"$/)
    const metadata = await fetch(`${example.url}/.well-known/oauth-protected-resource`)
    assert.equal(/** @type {any} */ (await metadata.json()).resource, resource)
  } finally {
    await example.close()
  }
})
