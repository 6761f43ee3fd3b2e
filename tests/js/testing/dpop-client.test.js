// dpopClient() of assay-jwt/testing: proofs good and bad, on a guard.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createVerifier } from 'assay-jwt'
import { decode } from 'assay-jwt/decode'
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

test('a token may be bound to a certificate as well; what a test says of jkt counts', async () => {
  const client = await server.dpopClient()
  const certificate = 'A'.repeat(43)
  const cnfOf = async (/** @type {object} */ claims) => decode(await client.token(claims)).claims.cnf
  assert.deepEqual(await cnfOf({ sub: 'alice' }), { jkt: client.thumbprint })
  assert.deepEqual(await cnfOf({ cnf: { 'x5t#S256': certificate } }), {
    jkt: client.thumbprint,
    'x5t#S256': certificate
  })
  assert.deepEqual(await cnfOf({ cnf: { jkt: 'other' } }), { jkt: 'other' })
  assert.deepEqual(await cnfOf({ cnf: { jkt: undefined, 'x5t#S256': certificate } }), { 'x5t#S256': certificate })
  assert.equal(await cnfOf({ cnf: undefined }), undefined)
  assert.equal(await cnfOf({ cnf: null }), null)
  assert.deepEqual(await cnfOf({ cnf: ['odd'] }), ['odd'])
})

test('what would make an unusable proof is a TypeError that says what to give', async () => {
  const client = await server.dpopClient()
  const token = await client.token()
  /** @type {[call: () => Promise<unknown>, says: RegExp][]} */
  const cases = [
    [
      () => client.headers(/** @type {any} */ ({ url })),
      /^headers needs the token: client\.headers\(\{ url, token \}\)/
    ],
    [() => client.headers(/** @type {any} */ ({ url, token: client.token() })), /token must be a string.*await/],
    [() => client.headers(/** @type {any} */ ({ token })), /url must be absolute, such as https:\/\/api\.test\/report/],
    [() => client.headers({ url: '/report', token }), /url must be absolute/],
    [() => client.proof({ url: '/report' }), /url must be absolute/],
    [() => client.proof(/** @type {any} */ ({})), /url must be absolute/],
    [() => client.proof(/** @type {any} */ (url)), /proof takes an object: \{ url \}/],
    [() => client.proof(/** @type {any} */ (undefined)), /proof takes an object/],
    [() => client.headers(/** @type {any} */ (undefined)), /headers takes an object/],
    [
      () => client.proof(/** @type {any} */ ({ url, metod: 'POST' })),
      /proof has no option "metod": did you mean "method"/
    ],
    [() => client.proof({ url, method: 'GET /' }), /method must be one word/],
    [() => client.proof(/** @type {any} */ ({ url, token: 5 })), /token must be a string/],
    [() => client.badProof('wrongUrl', { url: 'report' }), /url must be absolute/]
  ]
  for (const [call, says] of cases) await assert.rejects(call, { name: 'TypeError', message: says })
})

test('method is written as Request writes it: the six that it knows in upper case, others as they are', async () => {
  const client = await server.dpopClient()
  const token = await client.token()
  for (const method of ['delete', 'Get', 'head', 'options', 'post', 'pUt', 'PATCH', 'patch', 'Query']) {
    const { htm } = /** @type {any} */ (decode(await client.proof({ url, method })).claims)
    assert.equal(htm, new Request(url, { method }).method)
  }
  assert.equal((await ask(await client.headers({ url, token, method: 'post' }), 'post')).status, 200)
})

test('a URL object is a URL, and a nonce that is null is none, as headers.get() returns it', async () => {
  const client = await server.dpopClient()
  const token = await client.token()
  const headers = await client.headers({ url: new URL(url), token, nonce: new Headers().get('dpop-nonce') })
  assert.equal((await ask(headers)).status, 200)
  assert.equal(Object.hasOwn(/** @type {any} */ (decode(headers.dpop).claims), 'nonce'), false)
})
