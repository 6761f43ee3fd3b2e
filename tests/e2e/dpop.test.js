// oidc-provider binds tokens to keys, oauth4webapi proves them, guards take them: RFC 9449 from end to end.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createAdaptorServer } from '@hono/node-server'
import express from 'express'
import * as oauth from 'oauth4webapi'
import { createVerifier } from 'assay-jwt'
import { guard as expressGuard } from 'assay-jwt/express'
import { guard } from 'assay-jwt/http'
import { clientId, clientSecret, startAuthorizationServer } from '../support/authorization-server.js'
import { startHttpServer } from '../support/http-server.js'

const resource = 'https://api.example.com'
const insecure = { [oauth.allowInsecureRequests]: true }
const client = { client_id: clientId }
/** @type {import('../support/authorization-server.js').AuthorizationServer} */
let server
/** @type {oauth.AuthorizationServer} */
let metadata
/** @type {import('assay-jwt').Verifier} */
let verifier

before(async () => {
  server = await startAuthorizationServer({ dpop: true })
  const url = new URL(server.issuer)
  metadata = await oauth.processDiscoveryResponse(url, await oauth.discoveryRequest(url, insecure))
  const nonce = crypto.getRandomValues(new Uint8Array(32))
  const { issuer } = server
  verifier = createVerifier({
    issuer,
    audience: resource,
    allowInsecureLoopback: true,
    dpop: { nonce, required: true }
  })
})
after(() => server.close())

/** Once more where a server asks for its nonce: the handle has it by then. @template T @param {() => Promise<T>} ask */
async function withNonce(ask) {
  let asked = 1
  try {
    return { result: await ask(), asked }
  } catch (error) {
    if (!oauth.isDPoPNonceError(error)) throw error
    asked += 1
    return { result: await ask(), asked }
  }
}

/** @returns {Promise<{ DPoP: oauth.DPoPHandle, token: string }>} a client with a key of its own, and its token */
async function newClient(alg = 'ES256') {
  const DPoP = oauth.DPoP({}, await oauth.generateKeyPair(alg))
  const { result } = await withNonce(async () => {
    const parameters = { resource, scope: 'tools:read' }
    const authentication = oauth.ClientSecretBasic(clientSecret)
    const response = await oauth.clientCredentialsGrantRequest(metadata, client, authentication, parameters, {
      ...{ DPoP },
      ...insecure
    })
    return oauth.processClientCredentialsResponse(metadata, client, response)
  })
  assert.equal(result.token_type, 'dpop')
  return { DPoP, token: result.access_token }
}

/** @type {{ [name: string]: () => Promise<{ url: string, close: () => Promise<void> }> }} */
const servers = {
  async fetch() {
    const fetch = guard(verifier)((_request, { token }) => new Response(String(token.claims.client_id)))
    const own = createAdaptorServer({ fetch })
    await new Promise((resolve) => own.listen(0, '127.0.0.1', () => resolve(undefined)))
    const { port } = /** @type {import('node:net').AddressInfo} */ (own.address())
    return { url: `http://127.0.0.1:${port}`, close: async () => void own.close() }
  },
  Express() {
    const app = express()
    app.use(expressGuard(verifier))
    app.use((/** @type {any} */ request, response) => void response.send(request.bearer.token.claims.client_id))
    return startHttpServer(app)
  }
}

for (const [name, start] of Object.entries(servers)) {
  test(`${name}: a client that follows nonces is let in after one more request, and then at once`, async () => {
    const { url, close } = await start()
    try {
      for (const alg of ['ES256', 'Ed25519', 'PS256', 'RS256']) {
        const { DPoP, token } = await newClient(alg)
        const target = new URL('/tools?a=b', url)
        const ask = (method = 'GET') =>
          withNonce(() => oauth.protectedResourceRequest(token, method, target, undefined, null, { DPoP, ...insecure }))
        for (const expected of [2, 1, 1]) {
          const { result, asked } = await ask()
          assert.deepEqual([result.status, await result.text(), asked], [200, clientId, expected], alg)
        }
        assert.equal((await ask('POST')).result.status, 200)
      }
    } finally {
      await close()
    }
  })

  test(`${name}: a token that was stolen is of no use`, async () => {
    const { url, close } = await start()
    try {
      const { token } = await newClient()
      const thief = await newClient()
      const target = new URL('/tools', url)
      await assert.rejects(
        withNonce(() =>
          oauth.protectedResourceRequest(token, 'GET', target, undefined, null, { DPoP: thief.DPoP, ...insecure })
        ),
        (/** @type {any} */ error) => {
          const [{ scheme, parameters }] = error.cause
          assert.deepEqual([error.status, scheme, parameters.error], [401, 'dpop', 'invalid_dpop_proof'])
          assert.equal(parameters.algs, 'ES256 EdDSA Ed25519 PS256 RS256')
          return true
        }
      )
      for (const scheme of ['Bearer', 'DPoP']) {
        const response = await fetch(target, { headers: { authorization: `${scheme} ${token}` } })
        assert.equal(response.status, 401)
        const { reason } = /** @type {any} */ (await response.json())
        assert.equal(reason, scheme === 'Bearer' ? 'token_bound' : 'proof_missing')
      }
    } finally {
      await close()
    }
  })
}

test('a token that is bound to no key is refused where the option says so', async () => {
  const jwt = await server.issue({ resource })
  await assert.rejects(verifier.verify(jwt), { reason: 'token_not_bound' })
})
