// dpopClient() of assay-jwt/testing: proofs good and bad, on a guard.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createVerifier } from 'assay-jwt'
import { guard } from 'assay-jwt/http'
import { DpopClient, testIssuer } from 'assay-jwt/testing'

const url = 'https://api.test/report'
const server = await testIssuer()
const open = guard(createVerifier({ ...server.options, dpop: true }))(() => new Response('in'))
const ask = (/** @type {Record<string, string>} */ headers, method = 'GET') =>
  open(new Request(url, { method, headers }))

test('a good proof is let in, by each kind of key', async () => {
  for (const alg of /** @type {const} */ (['ES256', 'EdDSA', 'PS256', 'RS256'])) {
    const client = await server.dpopClient({ alg })
    const token = await client.token()
    assert.equal((await ask(await client.headers({ url, token }))).status, 200, alg)
    assert.equal((await ask(await client.headers({ url, token, method: 'POST' }), 'POST')).status, 200, alg)
  }
})

test('a bad proof is refused for its reason', async () => {
  const client = await server.dpopClient()
  const token = await client.token()
  const faults = /** @type {import('../../../js/testing/dpop-client.js').ProofFault[]} */ (
    Object.keys(DpopClient.reasons)
  )
  assert.equal(faults.length, 10)
  for (const fault of faults) {
    const response = await ask({ authorization: `DPoP ${token}`, dpop: await client.badProof(fault, { url, token }) })
    assert.equal((await response.json()).reason, DpopClient.reasons[fault], fault)
  }
  await assert.rejects(client.badProof(/** @type {any} */ ('nonsense'), { url }), TypeError)
})

test('the token without its proof is of no use', async () => {
  const token = await (await server.dpopClient()).token()
  assert.equal((await ask({ authorization: `Bearer ${token}` })).status, 401)
  assert.equal((await ask({ authorization: `DPoP ${token}` })).status, 401)
})
