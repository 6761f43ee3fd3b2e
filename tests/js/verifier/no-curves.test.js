import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testApi } from '../support/core.js'
import { ecToken } from '../support/ec-tokens.js'
import { assertError, caught, rejection } from '../support/expect.js'
import { goodOptions, now, publicJwk, token } from '../support/tokens.js'

const { createVerifier, compactVerify } = testApi()
const refused = (alg) => ({
  ...{ code: 'CONFIG_INVALID', reason: 'option_invalid', option: 'algorithms' },
  message: new RegExp(`Option "algorithms" must not have ${alg} without assay-ec\\.wasm$`)
})

test('issue 17: an entry without curves refuses their algorithms when the verifier is made, with what to do', () => {
  for (const alg of ['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']) {
    for (const algorithms of [[alg], ['RS256', alg]]) {
      const error = caught(() => createVerifier(goodOptions({ algorithms })))
      assertError(error, refused(alg))
      assert.match(error.hint, /^Import assay-jwt\/inline-ec, or hand assay-jwt\/assay-ec\.wasm to createAssay$/)
    }
  }
  createVerifier(goodOptions({ algorithms: ['RS256', 'RS512', 'PS256'] }))
})

test('compactVerify refuses them, too', async () => {
  const jwks = { keys: [publicJwk()] }
  assertError(await rejection(compactVerify(token(), { jwks, algorithms: ['RS256', 'ES256'] })), refused('ES256'))
})

test('each of several issuers, what stands beside them, and an answer of the function are checked', async () => {
  const [one, other] = ['https://a.example/', 'https://b.example/'].map((issuer) => ({
    ...{ issuer, audience: null, claims: { a: 1 } },
    jwks: { keys: [publicJwk()] }
  }))
  const error = caught(() => createVerifier({ issuers: [one, { ...other, algorithms: ['EdDSA'] }] }))
  assertError(error, refused('EdDSA'))
  assert.match(error.message, /^In issuers\[1\]: /)
  for (const issuers of [[one, other], () => one]) {
    assertError(
      caught(() => createVerifier({ issuers, algorithms: ['ES384'] })),
      refused('ES384')
    )
  }
  const asking = createVerifier({ issuers: () => ({ ...one, issuer: undefined, algorithms: ['ES512'] }) })
  const jwt = ecToken('ES512', { claims: { iss: 'https://a.example/' } })
  const answer = await rejection(asking.verify(jwt, { now }))
  assertError(answer, refused('ES512'))
  assert.match(answer.message, /^In the answer of issuers\("https:\/\/a\.example\/"\): /)
})
