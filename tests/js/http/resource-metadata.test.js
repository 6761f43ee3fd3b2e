import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  fromCloudflare,
  guard,
  protectedResourceMetadata,
  resourceMetadataHandler,
  resourceMetadataUrl
} from '../../../js/http/index.js'
import { createVerifier } from '../support/dpop-server.js'
import { assertError, caught } from '../support/expect.js'
import { goodOptions } from '../support/tokens.js'

const resource = 'https://mcp.example.com/mcp'
const authorizationServers = 'https://auth.example.com/'
const made = protectedResourceMetadata({ resource, authorizationServers, scopesSupported: ['a', 'b', 'a'] })

test('RFC 9728 §2: the document has what is known and no nulls', () => {
  assert.deepEqual(made, {
    resource,
    authorization_servers: ['https://auth.example.com/'],
    scopes_supported: ['a', 'b'],
    bearer_methods_supported: ['header']
  })
  assert.ok(Object.isFrozen(made) && Object.isFrozen(made.scopes_supported))
  const full = protectedResourceMetadata({
    ...{ resource: new URL(resource), authorizationServers: ['https://a.example', 'https://b.example/x'] },
    ...{ resourceName: 'Positions', resourceDocumentation: 'https://docs.example/', bearerMethodsSupported: [] },
    ...{ resourcePolicyUri: 'https://docs.example/policy', resourceTosUri: new URL('https://docs.example/tos') }
  })
  assert.deepEqual(full, {
    ...{ resource, authorization_servers: ['https://a.example', 'https://b.example/x'], bearer_methods_supported: [] },
    ...{ resource_name: 'Positions', resource_documentation: 'https://docs.example/' },
    ...{ resource_policy_uri: 'https://docs.example/policy', resource_tos_uri: 'https://docs.example/tos' }
  })
})

test('RFC 9728 §3.3: resource and issuers stay byte for byte as they were written', () => {
  for (const text of ['https://mcp.example.com', 'https://mcp.example.com/', 'https://MCP.example.com:443/a/../b']) {
    const document = protectedResourceMetadata({ resource: text, authorizationServers: text })
    assert.deepEqual([document.resource, document.authorization_servers], [text, [text]])
  }
})

test('RFC 9728 §3.1: the well-known path stands between host and path', () => {
  const at = {
    'https://a.example': 'https://a.example/.well-known/oauth-protected-resource',
    'https://a.example/': 'https://a.example/.well-known/oauth-protected-resource',
    'https://a.example/mcp': 'https://a.example/.well-known/oauth-protected-resource/mcp',
    'https://a.example/mcp/': 'https://a.example/.well-known/oauth-protected-resource/mcp/',
    'https://a.example:8443/a/b': 'https://a.example:8443/.well-known/oauth-protected-resource/a/b',
    'https://a.example/r?k=v': 'https://a.example/.well-known/oauth-protected-resource/r?k=v',
    'https://a.example/?k=v': 'https://a.example/.well-known/oauth-protected-resource?k=v'
  }
  for (const [given, expected] of Object.entries(at)) assert.equal(resourceMetadataUrl(given), expected)
})

test('RFC 9728 §3.2: GET at the path gives JSON, to scripts of any origin', async () => {
  const handle = resourceMetadataHandler(made)
  const answer = /** @type {Response} */ (handle(new Request(resourceMetadataUrl(resource))))
  assert.equal(answer.status, 200)
  assert.equal(answer.headers.get('content-type'), 'application/json')
  assert.equal(answer.headers.get('access-control-allow-origin'), '*')
  assert.deepEqual(await answer.json(), made)
  const head = /** @type {Response} */ (handle(new Request(resourceMetadataUrl(resource), { method: 'HEAD' })))
  assert.deepEqual([head.status, head.body], [200, null])
})

test('a browser that asks first is answered: MCP clients send a header of their own', () => {
  const answer = resourceMetadataHandler(made)(new Request(resourceMetadataUrl(resource), { method: 'OPTIONS' }))
  assert.equal(answer?.status, 204)
  assert.equal(answer?.headers.get('access-control-allow-headers'), '*')
  assert.equal(answer?.headers.get('access-control-allow-origin'), '*')
})

test('other methods are 405, other paths are not its affair', () => {
  const handle = resourceMetadataHandler(made)
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
    const answer = handle(new Request(resourceMetadataUrl(resource), { method }))
    assert.equal(answer?.status, 405)
    assert.equal(answer?.headers.get('allow'), 'GET, HEAD, OPTIONS')
  }
  for (const path of [
    '/',
    '/mcp',
    '/.well-known/oauth-protected-resource',
    '/.well-known/oauth-protected-resource/mcp/x',
    '/.well-known/oauth-protected-resource/mcp?a'
  ]) {
    assert.equal(handle(new Request(`https://mcp.example.com${path}`)), undefined, path)
  }
})

test('STYLE 7: options are checked, each by name', () => {
  const good = { resource, authorizationServers }
  for (const option of ['resource', 'authorizationServers']) {
    const error = caught(() => protectedResourceMetadata({ ...good, [option]: undefined }))
    assertError(error, { code: 'CONFIG_INVALID', reason: 'option_missing', option })
  }
  const wrong = {
    resource: ['/mcp', 'http://mcp.example.com', 'https://a.example/#x', '', null, 1],
    authorizationServers: ['auth.example.com', [], ['https://a.example', 'x'], null],
    scopesSupported: ['a', ['a b'], ['"'], null],
    bearerMethodsSupported: [['cookie'], 'header', null],
    resourceName: ['', null, 1],
    resourceDocumentation: ['x', null],
    allowInsecureLoopback: [1]
  }
  for (const [option, values] of Object.entries(wrong)) {
    for (const value of values) {
      const error = caught(() => protectedResourceMetadata(/** @type {any} */ ({ ...good, [option]: value })))
      assertError(error, { code: 'CONFIG_INVALID', reason: 'option_invalid', option })
    }
  }
  const misspelt = caught(() => protectedResourceMetadata(/** @type {any} */ ({ ...good, scopes: [] })))
  assertError(misspelt, { code: 'CONFIG_INVALID', reason: 'option_unknown', option: 'scopes' })
  const local = { resource: 'http://127.0.0.1:1/mcp', authorizationServers: 'http://localhost:2' }
  assert.equal(protectedResourceMetadata({ ...local, allowInsecureLoopback: true }).resource, local.resource)
})

test('RFC 9728 §2: a guard adds what its options say of senders, unless the document does', async () => {
  const path = 'https://mcp.example.com/.well-known/oauth-protected-resource/mcp'
  const senders = async (/** @type {any} */ dpop, /** @type {any} */ more = {}, document = made) => {
    const verifier = createVerifier(goodOptions({ ...(dpop && { dpop }) }))
    const api = guard(verifier, { resourceMetadata: document, ...more })(() => new Response())
    const served = await (await api(new Request(path))).json()
    assert.equal(served.resource, resource)
    return Object.fromEntries(Object.entries(served).filter(([name]) => /^(dpop|tls)_/.test(name)))
  }
  const algorithms = ['ES256', 'EdDSA', 'Ed25519', 'PS256', 'RS256']
  assert.deepEqual(await senders(undefined), {})
  assert.deepEqual(await senders(true), { dpop_signing_alg_values_supported: algorithms })
  assert.deepEqual(await senders({ required: true, algorithms: ['ES256'] }), {
    dpop_signing_alg_values_supported: ['ES256'],
    dpop_bound_access_tokens_required: true
  })
  assert.deepEqual(await senders(undefined, { clientCertificate: fromCloudflare() }), {
    tls_client_certificate_bound_access_tokens: true
  })
  const own = protectedResourceMetadata({ resource, authorizationServers, dpopSigningAlgValuesSupported: ['EdDSA'] })
  assert.deepEqual(await senders(true, {}, own), { dpop_signing_alg_values_supported: ['EdDSA'] })
})
