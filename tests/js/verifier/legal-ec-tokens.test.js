// Keys and tokens of elliptic curves that are unusual but legal: to refuse one of them would be a bug, too.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ecApi } from '../support/ec-module.js'
import {
  ecdsaCurves,
  ecJwk,
  ecKeys,
  ecOptions,
  ecSignature,
  ecToken,
  newKey,
  signed,
  signingInput
} from '../support/ec-tokens.js'
import { accepts, forbidFetch } from '../support/expect.js'
import { publicJwk, token } from '../support/tokens.js'

const fetches = forbidFetch()
after(() => {
  assert.equal(fetches.count(), 0)
  fetches.restore()
})

const { createVerifier } = ecApi()
const withKeys = (...keys) => createVerifier(ecOptions(...keys))

for (const alg of ['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']) {
  test(`RFC 7517 §4.2, §4.3, §4.4: ${alg} with use, key_ops and alg, alone, together and absent`, async () => {
    const members = [{}, { use: 'sig' }, { key_ops: ['verify'] }, { key_ops: ['sign', 'verify'] }, { alg }]
    for (const each of [...members, Object.assign({}, ...members)]) {
      await accepts(withKeys(ecJwk(alg, { kid: alg, ...each })), ecToken(alg))
    }
  })

  test(`RFC 7515 §4.1.4: ${alg} without kid in the token, in the key, in both`, async () => {
    const unnamed = ecJwk(alg, { kid: undefined })
    await accepts(withKeys(ecJwk(alg)), ecToken(alg, { header: { kid: undefined } }))
    await accepts(withKeys(unnamed), ecToken(alg))
    await accepts(withKeys(unnamed), ecToken(alg, { header: { kid: undefined } }))
  })

  test(`RFC 7517 §4.5: ${alg} and keys of other types and uses that share its kid`, async () => {
    const others = [
      publicJwk('good', { kid: alg }),
      ecJwk(alg === 'ES256' ? 'ES384' : 'ES256', { kid: alg }),
      ecJwk(alg, { kid: alg, use: 'enc' }),
      { kty: 'OKP', crv: 'X25519', x: ecJwk('EdDSA').x, kid: alg },
      { kty: 'future', kid: alg }
    ]
    await accepts(withKeys(...others, ecJwk(alg, { kid: alg })), ecToken(alg))
    await accepts(withKeys(ecJwk(alg, { kid: alg }), ...others), ecToken(alg))
  })

  test(`RFC 7517 §4.7: ${alg} with unknown members and a chain of certificates, which nobody reads`, () =>
    accepts(withKeys(ecJwk(alg, { kid: alg, x5c: ['MIIB'], x5t: 'dGh1bWI', ext: true, exp: 1 })), ecToken(alg)))
}

for (const { alg } of ecdsaCurves) {
  for (const member of ['x', 'y']) {
    test(`RFC 7518 §6.2.1.2: ${alg} with a zero byte in front of ${member}, which stays there`, async () => {
      let jwk
      do jwk = newKey(alg)
      while (Buffer.from(jwk[member], 'base64url')[0] !== 0)
      const input = signingInput(alg)
      const { d: _, ...publicPart } = jwk
      await accepts(withKeys({ ...publicPart, kid: alg }), signed(input, ecSignature(alg, jwk, input)))
    })
  }
}

test('RFC 8037 §2: Ed25519 with a y, which nobody reads', () =>
  accepts(withKeys({ ...ecJwk('EdDSA'), y: 'AAAA' }), ecToken('EdDSA')))

test('RSA tokens verify as before, beside keys of every curve', async () => {
  const all = createVerifier(ecOptions())
  for (const alg of ['RS256', 'PS512']) await accepts(all, token({ alg, header: { alg } }))
})

test('a set of hundreds of keys: each verifies, in any order, also when its table had to make room', async () => {
  const keys = Array.from({ length: 150 }, (_, index) => [
    `key ${index}`,
    newKey(index % 2 ? 'ES256' : 'EdDSA'),
    index % 2
  ])
  const large = withKeys(...keys.map(([kid, { d: _, ...jwk }]) => ({ ...jwk, kid })))
  for (let round = 0; round < 4; round++) {
    for (const [kid, jwk, isEcdsa] of keys) {
      const alg = isEcdsa ? 'ES256' : 'EdDSA'
      const input = signingInput(alg, { header: { kid }, claims: { jti: `${round}` } })
      const { subject } = large.verifySync(signed(input, ecSignature(alg, jwk, input)), { now: 1_800_000_000 })
      assert.equal(subject, 'user-1')
      const other = signed(input, ecSignature(alg, ecKeys[alg], input))
      assert.throws(() => large.verifySync(other, { now: 1_800_000_000 }), { reason: 'signature_mismatch' })
    }
  }
})
