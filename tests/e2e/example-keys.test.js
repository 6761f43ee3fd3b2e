// examples/keys-over-time on the real workerd, with a KV namespace and two real authorization servers.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { resolve } from 'node:path'
import { root } from '../../tools/lib/command.js'
import { startAuthorizationServer } from '../support/authorization-server.js'
import { collectModules } from '../support/worker.js'

const audience = 'https://mcp.example.com'

test('the example serves two issuers, each by its own policy, and keeps their keys in KV', async () => {
  const { Miniflare } = await import('miniflare')
  const servers = await Promise.all([
    startAuthorizationServer(),
    startAuthorizationServer(),
    startAuthorizationServer()
  ])
  const [first, partner, stranger] = servers
  /** @type {string[]} */
  const log = []
  const miniflare = new Miniflare({
    ...{ host: '127.0.0.1', port: 0, cf: false, modulesRoot: root, compatibilityDate: '2026-04-01' },
    modules: await collectModules(resolve(root, 'examples/keys-over-time/worker.js')),
    kvNamespaces: ['KEYS'],
    bindings: {
      ...{ AUDIENCE: audience, ALLOW_INSECURE_LOOPBACK: 'true' },
      ...{ ISSUER: first.issuer, JWKS_URI: first.jwksUri, PARTNER: partner.issuer, PARTNER_JWKS_URI: partner.jwksUri }
    },
    handleRuntimeStdio: (stdout) => stdout.on('data', (chunk) => log.push(String(chunk)))
  })
  try {
    const { origin } = await miniflare.ready
    const ask = async (/** @type {string} */ path, token = '') =>
      (await fetch(origin + path, { headers: { 'x-token': token } })).json()
    const tokens = await Promise.all(servers.map((server) => server.issue({ resource: audience })))
    assert.deepEqual(await ask('/', tokens[0]), { issuer: first.issuer, scopes: ['tools:call', 'tools:read'] })
    assert.deepEqual(await ask('/', tokens[1]), { issuer: partner.issuer, scopes: ['tools:read'] })
    const refused = { code: 'AUTH_INVALID_ISSUER', reason: 'issuer_mismatch' }
    assert.deepEqual(await ask('/', tokens[2]), refused, stranger.issuer)
    const { counters, issuers } = await ask('/status')
    assert.equal(issuers.length, 2)
    assert.equal(counters.jwks_fetched, 2)
    /** @type {any} */
    const namespace = await miniflare.getKVNamespace('KEYS')
    assert.equal((await namespace.list()).keys.length, 2)
    assert.match(log.join(''), /jwks_fetched http:/)
  } finally {
    await miniflare.dispose()
    await Promise.all(servers.map((server) => server.close()))
  }
})
