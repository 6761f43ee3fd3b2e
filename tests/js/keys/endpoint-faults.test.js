// docs/attacks.md 18 in Node, on a real server that misbehaves; tests/e2e/workerd-keys.test.js has the same in workerd.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { faults, startMisbehavingServer } from '../../support/misbehaving-server.js'
import { testApi } from '../support/core.js'
import { assertError, keysUnavailable, rejection } from '../support/expect.js'
import { refreshing } from '../support/remote.js'
import { audience, issuer, now, publicJwk, token } from '../support/tokens.js'

const good = token()
let server
let time
before(async () => {
  server = await startMisbehavingServer((_request, response) => {
    response.end(JSON.stringify({ keys: [publicJwk()] }))
  })
})
after(() => server.close())

/** A verifier of an endpoint. It asks the good one first where the test says so. */
function verifierOf(jwksUri, options = {}) {
  time = now
  const { createVerifier } = testApi({ now: () => time })
  return createVerifier({
    ...{ issuer, audience, jwksUri, allowInsecureLoopback: true, jwksCache: { timeout: 0.5 } },
    ...options
  })
}

for (const [path, { reason }] of Object.entries(faults)) {
  test(`ATTACKS 18: ${path} is ${reason}, asked once, and never followed`, async () => {
    server.requests.length = 0
    const verifier = verifierOf(`${server.url}/${path}`)
    for (let call = 0; call < 20; call++) assertError(await rejection(verifier.verify(good)), keysUnavailable(reason))
    assert.deepEqual(server.requests, [path])
  })

  test(`ATTACKS 17: ${path} at a refresh leaves the good keys`, async () => {
    let url = `${server.url}/good`
    const fetch = (_url, init) => globalThis.fetch(url, init)
    const verifier = verifierOf(`${server.url}/good`, { fetch })
    await verifier.verify(good)
    url = `${server.url}/${path}`
    time += 600
    await refreshing(verifier, () => verifier.verify(good, { now }))
    assert.equal(verifier.status().lastError.reason, reason)
    await verifier.verify(good, { now })
    time += 86_400 - 600
    assertError(await rejection(verifier.verify(good, { now })), keysUnavailable(reason))
  })
}

test('ATTACKS 18: a certificate that nobody trusts is not believed', async () => {
  const verifier = verifierOf(`${server.tlsUrl}/good`)
  const error = await rejection(verifier.verify(good))
  assertError(error, { ...keysUnavailable('jwks_fetch_failed'), message: /SELF_SIGNED/ })
})
