// verify(), verifySync() and explain() with the option dpop: RFC 9449 §4.3, §7, §11.1; RFC 8705 §3.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { memoryReplayStore } from '../../../js/dpop/replay-stores.js'
import { testApi } from '../support/core.js'
import { boundToken, clientJwk, possessionOf, proofFor, rsaClient, thumbprint, url } from '../support/dpop.js'
import { assertError, caught, rejection } from '../support/expect.js'
import { goodOptions, now, privateJwks, token } from '../support/tokens.js'

const curves = new WebAssembly.Module(readFileSync(new URL('../../../dist/assay-ec.wasm', import.meta.url)))
const { createVerifier } = testApi({ now: () => now, curves: { loadSync: () => curves } })
const verifier = (/** @type {any} */ dpop = true, members = {}) => createVerifier(goodOptions({ dpop, ...members }))
const proofError = (/** @type {string} */ reason) => ({ code: 'AUTH_PROOF_INVALID', reason })

/** @param {any} given @param {string} jwt @param {any} possession @param {any} expected */
async function refused(given, jwt, possession, expected) {
  const hidden = [jwt, possession?.proof].filter(Boolean)
  assertError(await rejection(given.verify(jwt, { possession })), expected, hidden)
  assertError(
    caught(() => given.verifySync(jwt, { possession })),
    expected,
    hidden
  )
}

test('RFC 9449 §7.1: a bound token with a proof by its key is accepted, once', async () => {
  const given = verifier()
  const jwt = boundToken()
  const possession = possessionOf(jwt)
  assert.equal((await given.verify(jwt, { possession })).subject, 'user-1')
  await refused(given, jwt, possession, proofError('proof_replayed'))
  assert.equal(given.verifySync(jwt, { possession: possessionOf(jwt) }).subject, 'user-1')
})

test('a URL with characters beyond ASCII is the one of a proof that has them encoded, and no other', async () => {
  const jwt = boundToken()
  const proof = () => proofFor(jwt, { claims: { htu: 'https://mcp.example.com/%C3%BC/%F0%9F%94%91' } })
  const given = verifier()
  const asked = { proof: proof(), url: 'https://mcp.example.com/ü/🔑' }
  assert.equal((await given.verify(jwt, { possession: possessionOf(jwt, asked) })).subject, 'user-1')
  for (const url of ['https://mcp.example.com/ü/', 'https://mcp.example.com/ü/🔒', 'https://mcp.example.com/u/🔑']) {
    await refused(given, jwt, possessionOf(jwt, { proof: proof(), url }), proofError('proof_url'))
  }
})

test('RFC 9449 §7.1: the scheme must match the token', async () => {
  const given = verifier()
  const jwt = boundToken()
  for (const possession of [undefined, {}, { scheme: 'Bearer' }, possessionOf(jwt, { scheme: 'Bearer' })]) {
    await refused(given, jwt, possession, { code: 'AUTH_TOKEN_INVALID', reason: 'token_bound' })
  }
  const free = token()
  await refused(given, free, possessionOf(free), { code: 'AUTH_TOKEN_INVALID', reason: 'token_not_bound' })
  assert.equal((await given.verify(free)).subject, 'user-1')
  await refused(verifier({ required: true }), free, undefined, {
    code: 'AUTH_TOKEN_INVALID',
    reason: 'token_not_bound'
  })
})

test('RFC 9449 §4.3: what is wrong with a proof is its reason', async () => {
  const given = verifier()
  const jwt = boundToken()
  /** @type {[string, Parameters<typeof proofFor>[1]][]} */
  const cases = [
    ['proof_typ', { header: { typ: 'JWT' } }],
    ['proof_alg', { header: { alg: 'HS256' } }],
    ['proof_crit', { header: { crit: ['exp'] } }],
    ['proof_jwk_missing', { header: { jwk: undefined } }],
    ['proof_jwk_private', { header: { jwk: { ...clientJwk, d: 'AA' } } }],
    ['proof_jwk_invalid', { header: { jwk: { ...clientJwk, crv: 'P-384' } } }],
    ['proof_claim_missing', { claims: { jti: undefined } }],
    ['proof_claim_type', { claims: { iat: '1' } }],
    ['proof_method', { claims: { htm: 'POST' } }],
    ['proof_url', { claims: { htu: `${url}/other` } }],
    ['proof_too_old', { claims: { iat: now - 121 } }],
    ['proof_issued_in_future', { claims: { iat: now + 61 } }],
    ['proof_token', { claims: { ath: 'another' } }],
    ['proof_key', { crv: 'Ed25519' }]
  ]
  for (const [reason, differences] of cases) {
    await refused(given, jwt, possessionOf(jwt, { proof: proofFor(jwt, differences) }), proofError(reason))
  }
  for (const proof of [undefined, '']) {
    await refused(given, jwt, possessionOf(jwt, { proof }), proofError('proof_missing'))
  }
  await refused(given, jwt, possessionOf(jwt, { proof: jwt }), proofError('proof_typ'))
  await refused(given, jwt, possessionOf(jwt, { proof: 'a'.repeat(100_000) }), proofError('proof_too_large'))
  await refused(given, jwt, possessionOf(jwt, { url: '' }), proofError('proof_url'))
})

test('RFC 9449 §4.3: odd but legal proofs are accepted', async () => {
  const given = verifier()
  const jwt = boundToken()
  for (const differences of [
    { claims: { htu: `${url}?a=b#c` } },
    { claims: { htu: 'HTTPS://MCP.EXAMPLE.COM:443/%74ools' } },
    { claims: { iat: now - 119.5 } },
    { claims: { nonce: 'of nobody', exp: now + 10, iss: 'client', extra: { nested: [1] } } },
    { header: { typ: 'application/DPOP+JWT', kid: 'mine', jwk: { ...clientJwk, use: 'sig', ext: true } } }
  ]) {
    await given.verify(jwt, { possession: possessionOf(jwt, { proof: proofFor(jwt, differences) }) })
  }
})

test('keys of each kind prove: RSA with both paddings, and Ed25519', async () => {
  const given = verifier()
  const client = rsaClient()
  const jwt = token({ claims: { cnf: { jkt: thumbprint(client.jwk) } } })
  for (const alg of /** @type {const} */ (['RS256', 'PS256'])) {
    await given.verify(jwt, { possession: possessionOf(jwt, { proof: client.proof(jwt, alg) }) })
  }
})

test('RFC 7800 §3.1: a confirmation of another shape refuses the token', async () => {
  for (const cnf of ['jkt', ['jkt'], { jkt: 7 }, { jkt: '' }, { 'x5t#S256': {} }]) {
    const jwt = token({ claims: { cnf } })
    const expected = { code: 'AUTH_TOKEN_INVALID', reason: 'claim_type', claim: 'cnf' }
    await refused(verifier(), jwt, possessionOf(jwt), expected)
    await refused(verifier(), jwt, undefined, expected)
  }
})

test('without the option a bound token is a bearer token, as before', async () => {
  const given = createVerifier(goodOptions())
  assert.equal((await given.verify(boundToken())).subject, 'user-1')
})

test('RFC 8705 §3: a token that is bound to a certificate is good with that alone', async () => {
  const given = createVerifier(goodOptions())
  const jwt = token({ claims: { cnf: { 'x5t#S256': 'bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2' } } })
  const invalid = (/** @type {string} */ reason) => ({ code: 'AUTH_TOKEN_INVALID', reason })
  await given.verify(jwt, { possession: { certificate: 'bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2' } })
  await refused(given, jwt, { certificate: 'another' }, invalid('certificate_mismatch'))
  await refused(given, jwt, { certificate: undefined }, invalid('certificate_missing'))
})

test('RFC 9449 §11.1: a store that fails or is full refuses, or accepts where that is said', async () => {
  const full = memoryReplayStore({ maxEntries: 1 })
  const jwt = boundToken()
  const unavailable = { code: 'AUTH_KEYS_UNAVAILABLE', reason: 'replay_store_failed' }
  const given = verifier({ replayStore: full })
  await given.verify(jwt, { possession: possessionOf(jwt) })
  await refused(given, jwt, possessionOf(jwt), unavailable)
  for (const add of [
    () => Promise.reject(new Error('down')),
    () => {
      throw new Error('down')
    }
  ]) {
    const error = await rejection(verifier({ replayStore: { add } }).verify(jwt, { possession: possessionOf(jwt) }))
    assertError(error, unavailable)
    await verifier({ replayStore: { add }, onStoreFailure: 'accept' }).verify(jwt, { possession: possessionOf(jwt) })
  }
  const known = verifier({ replayStore: { add: async () => false }, onStoreFailure: 'accept' })
  assertError(await rejection(known.verify(jwt, { possession: possessionOf(jwt) })), proofError('proof_replayed'))
})

test('what is neither true nor false is no answer of a store, whatever onStoreFailure says', async () => {
  const jwt = boundToken()
  for (const answer of [undefined, null, 1, 0, 'OK', {}]) {
    for (const add of [() => answer, async () => answer]) {
      const given = verifier({ replayStore: /** @type {any} */ ({ add }), onStoreFailure: 'accept' })
      const error = await rejection(given.verify(jwt, { possession: possessionOf(jwt) }))
      assertError(error, { code: 'AUTH_KEYS_UNAVAILABLE', reason: 'replay_store_failed' })
      assert.match(error.hint, /must return true where the id is new/)
    }
  }
})

test('verifySync cannot wait for a store that answers by a promise', () => {
  const jwt = boundToken()
  const given = verifier({ replayStore: { add: async () => true } })
  assertError(
    caught(() => given.verifySync(jwt, { possession: possessionOf(jwt) })),
    { code: 'CONFIG_INVALID', reason: 'option_invalid', option: 'dpop.replayStore' }
  )
})

test('a refused token uses up no proof', async () => {
  const given = verifier()
  const jwt = boundToken()
  const possession = possessionOf(jwt)
  assertError(await rejection(given.verify(jwt, { possession, now: 4_000_000_000 })), {
    code: 'AUTH_TOKEN_EXPIRED',
    reason: 'expired'
  })
  await given.verify(jwt, { possession })
})

test('the same object proves nothing twice', async () => {
  const given = verifier()
  const jwt = boundToken()
  const possession = possessionOf(jwt)
  await given.verify(jwt, { possession })
  possession.proof = proofFor(jwt, { claims: { htm: 'POST' } })
  assertError(await rejection(given.verify(jwt, { possession })), proofError('proof_method'))
})

test('options that are wrong are refused by name', () => {
  for (const [dpop, option, reason = 'option_invalid'] of /** @type {[any, string, string?][]} */ ([
    ['yes', 'dpop'],
    [{ nonsense: 1 }, 'dpop.nonsense', 'option_unknown'],
    [{ maxAge: 0 }, 'dpop.maxAge'],
    [{ maxAge: 601 }, 'dpop.maxAge'],
    [{ algorithms: ['HS256'] }, 'dpop.algorithms'],
    [{ algorithms: [] }, 'dpop.algorithms'],
    [{ nonce: 'short' }, 'dpop.nonce.secret'],
    [{ nonce: {} }, 'dpop.nonce.secret', 'option_missing'],
    [{ replayStore: {} }, 'dpop.replayStore'],
    [{ onStoreFailure: 'maybe' }, 'dpop.onStoreFailure'],
    [{ origin: 'https://a.example/' }, 'dpop.origin']
  ])) {
    assertError(
      caught(() => verifier(dpop)),
      { code: 'CONFIG_INVALID', reason, option }
    )
  }
  assertError(
    caught(() => createVerifier({ audience: 'a', issuers: [{ ...goodOptions(), audience: 'a', dpop: true }] })),
    { code: 'CONFIG_INVALID', reason: 'option_invalid', option: 'dpop' }
  )
  assert.equal(privateJwks.good.kty, 'RSA')
  const withoutCurves = testApi({ now: () => now })
  assertError(
    caught(() => withoutCurves.createVerifier(goodOptions({ dpop: { algorithms: ['ES256'] } }))),
    { code: 'CONFIG_INVALID', reason: 'option_invalid', option: 'dpop.algorithms' }
  )
  for (const [possession, option] of /** @type {[any, string][]} */ ([
    ['DPoP', 'possession'],
    [{ scheme: 'dpop' }, 'possession.scheme'],
    [{ proof: 7 }, 'possession.proof'],
    [{ nonsense: 'a' }, 'possession.nonsense']
  ])) {
    const error = caught(() => verifier().verifySync(boundToken(), { possession }))
    assert.equal(error.option, option)
  }
})

test('explain() says what verify() says before it looks at a proof', async () => {
  const jwt = boundToken()
  const free = token()
  for (const [given, sent, possession, reason] of /** @type {[any, string, any, string?][]} */ ([
    [verifier(), jwt, undefined, 'token_bound'],
    [verifier(), jwt, possessionOf(jwt, { scheme: 'Bearer' }), 'token_bound'],
    [verifier(), jwt, possessionOf(jwt, { proof: undefined }), 'proof_missing'],
    [verifier(), free, possessionOf(free), 'token_not_bound'],
    [verifier({ required: true }), free, undefined, 'token_not_bound'],
    [verifier(), token({ claims: { cnf: 'a' } }), undefined, 'claim_type'],
    [verifier(), free, undefined],
    [verifier(), jwt, possessionOf(jwt)]
  ])) {
    const report = await given.explain(sent, { possession })
    assert.deepEqual([report.valid, report.error?.reason], [reason === undefined, reason])
    const verified = await given.verify(sent, { possession }).catch((/** @type {any} */ error) => error)
    assert.equal(verified.reason, reason)
  }
})

test('who says DPoP to a verifier without the option is told: no proof would be checked', async () => {
  const jwt = boundToken()
  const expected = { code: 'CONFIG_INVALID', reason: 'option_invalid', option: 'possession.scheme' }
  await refused(createVerifier(goodOptions()), jwt, possessionOf(jwt), expected)
})
