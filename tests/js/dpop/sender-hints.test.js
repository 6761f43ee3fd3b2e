// What verify() says to do about a refused sender: RFC 9449, RFC 8705.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { testApi } from '../support/core.js'
import { boundToken, possessionOf } from '../support/dpop.js'
import { assertError, caught, rejection } from '../support/expect.js'
import { goodOptions, now, token } from '../support/tokens.js'

const curves = new WebAssembly.Module(readFileSync(new URL('../../../dist/assay-ec.wasm', import.meta.url)))
const { createVerifier } = testApi({ now: () => now, curves: { loadSync: () => curves } })
const verifier = (/** @type {any} */ dpop = true) => createVerifier(goodOptions({ dpop }))

test('what a call forgot to say of its request is named, and no client is blamed for it', async () => {
  const given = verifier()
  const jwt = boundToken()
  for (const name of ['method', 'url']) {
    const option = `possession.${name}`
    const expected = { code: 'CONFIG_INVALID', reason: 'option_missing', option, message: new RegExp(`"${option}"`) }
    const possession = possessionOf(jwt, { [name]: undefined })
    assertError(await rejection(given.verify(jwt, { possession })), expected, [possession.proof])
    assertError(await rejection(given.explain(jwt, { possession })), expected, [possession.proof])
    assertError(
      caught(() => given.verifySync(jwt, { possession })),
      expected
    )
    // Nothing is compared with them.
    await given.verify(token(), { possession: possessionOf(jwt, { [name]: undefined, scheme: 'Bearer' }) })
  }
})

test('a refusal of a sender says what to do about it', async () => {
  const jwt = boundToken()
  const certified = token({ claims: { cnf: { 'x5t#S256': 'bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2' } } })
  const used = possessionOf(jwt)
  const given = verifier()
  await given.verify(jwt, { possession: used })
  const failing = () => Promise.reject(new Error('down'))
  for (const [reason, by, its, possession, hint] of /** @type {[string, any, string, any, RegExp][]} */ ([
    ['token_bound', given, jwt, undefined, /scheme DPoP and a proof made by its key/],
    ['token_not_bound', given, token(), possessionOf(token()), /as Bearer.*proof at the token endpoint/],
    ['certificate_missing', given, certified, { certificate: undefined }, /over TLS.*option clientCertificate/],
    ['certificate_mismatch', given, certified, { certificate: 'another' }, /certificate over TLS with which/],
    ['proof_missing', given, jwt, { scheme: 'DPoP' }, /header DPoP/],
    ['proof_replayed', given, jwt, used, /new jti for each request, also for a retry/],
    [
      'replay_store_failed',
      verifier({ replayStore: { add: failing } }),
      jwt,
      possessionOf(jwt),
      /add\(\) of the replay store/
    ]
  ])) {
    const error = await rejection(by.verify(its, { possession }))
    assert.equal(error.reason, reason)
    assert.match(error.hint, hint)
  }
})
