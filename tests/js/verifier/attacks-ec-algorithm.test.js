// docs/attacks.md 1 to 3, for elliptic curves: who chooses the algorithm.
import assert from 'node:assert/strict'
import { createHmac, createPublicKey } from 'node:crypto'
import { after, test } from 'node:test'
import { ecApi } from '../support/ec-module.js'
import {
  ecJwk,
  ecKeys,
  ecOptions,
  ecSignature,
  ecToken,
  everyAlgorithm,
  signed,
  signingInput
} from '../support/ec-tokens.js'
import { accepts, caught, forbidFetch, invalidToken, refuses } from '../support/expect.js'
import { goodOptions, now, publicJwk, signature, token } from '../support/tokens.js'

const fetches = forbidFetch()
after(() => {
  assert.equal(fetches.count(), 0)
  fetches.restore()
})

const { createVerifier, compactVerify } = ecApi()
const verifier = createVerifier(ecOptions())
const refused = invalidToken('alg_not_allowed')
const ownAlgorithms = ['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']

for (const alg of ownAlgorithms) {
  test(`RFC 8725 §3.1, ATTACKS 3: ${alg} is verified where it is allowed, and nowhere else; its refusal names the option`, async () => {
    const jwt = ecToken(alg)
    const { jwks } = ecOptions()
    await accepts(createVerifier(goodOptions({ jwks, algorithms: [alg] })), jwt)
    for (const algorithms of [undefined, everyAlgorithm.filter((each) => each !== alg)]) {
      const strict = createVerifier(goodOptions({ jwks, ...(algorithms && { algorithms }) }))
      await refuses(strict, jwt, refused)
      const { hint } = caught(() => strict.verifySync(jwt, { now }))
      for (const word of ['algorithms', alg]) assert.ok(hint.includes(word), hint)
    }
  })

  test(`RFC 7515 §5.2: compactVerify takes ${alg} where it is allowed`, async () => {
    const input = signingInput(alg)
    const jws = signed(input, ecSignature(alg, ecKeys[alg], input))
    const jwks = { keys: [publicJwk(), ecJwk(alg)] }
    const { protectedHeader } = await compactVerify(jws, { jwks, algorithms: [alg] })
    assert.equal(protectedHeader.alg, alg)
    await assert.rejects(compactVerify(jws, { jwks }), { reason: 'alg_not_allowed' })
    const forged = signed(input, ecSignature(alg, ecKeys[alg], `${input} `))
    await assert.rejects(compactVerify(forged, { jwks, algorithms: [alg] }), { reason: 'signature_mismatch' })
  })
}

/** @type {[written: unknown, signer: string][]} */
const misspelled = [
  ...ownAlgorithms.flatMap((alg) => [
    [alg.toLowerCase(), alg],
    [`${alg} `, alg],
    [`${alg}\0`, alg],
    [[alg], alg],
    [{ name: alg }, alg]
  ]),
  ...['ES256K', 'ES257', 'ES', 'ESP256', 'ECDSA', 'P-256', 'es256'].map((written) => [written, 'ES256']),
  ...['Ed448', 'EDDSA', 'ed25519', 'Ed25519ph', 'Ed25519ctx', 'EdDSA25519'].map((written) => [written, 'EdDSA']),
  ...['none', 'nOnE', '', null, 256, undefined].map((written) => [written, 'ES256'])
]
for (const [alg, signer] of misspelled.filter(([alg]) => !ownAlgorithms.includes(alg))) {
  test(`RFC 8725 §3.1, ATTACKS 1: refuses ${JSON.stringify(alg)} as alg over a signature of ${signer}, and over none`, async () => {
    const input = signingInput(signer, { header: { alg } })
    await refuses(verifier, signed(input, ecSignature(signer, ecKeys[signer], input)), refused)
    await refuses(verifier, `${input}.`, refused)
  })
}

for (const alg of ['ES256', 'ES384', 'ES512', 'EdDSA']) {
  const publicKey = createPublicKey({ key: ecKeys[alg], format: 'jwk' })
  const { x, y = '' } = ecJwk(alg)
  const raw = Buffer.concat([Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
  const secrets = {
    'PEM (SPKI)': publicKey.export({ format: 'pem', type: 'spki' }),
    'DER (SPKI)': publicKey.export({ format: 'der', type: 'spki' }),
    'JWK JSON': JSON.stringify(ecJwk(alg)),
    'the raw coordinates': raw,
    'the uncompressed point': Buffer.concat([Buffer.from([4]), raw]),
    'the text of x': x
  }
  for (const [name, secret] of Object.entries(secrets)) {
    test(`RFC 8725 §2.1, ATTACKS 2: refuses HS256 with the public ${alg} key as its secret, as ${name}`, async () => {
      const input = signingInput('HS256', { header: { kid: alg } })
      await refuses(verifier, signed(input, createHmac('sha256', secret).update(input).digest()), refused)
    })
  }
}

const keyAlgorithms = ['RS256', 'ES256', 'ES384', 'ES512', 'EdDSA']
const sign = (/** @type {string} */ alg, /** @type {string} */ input) =>
  alg === 'RS256' ? signature('good', 'RS256', input) : ecSignature(alg, ecKeys[alg], input)
const kidOf = (/** @type {string} */ alg) => (alg === 'RS256' ? 'good' : alg)

for (const named of keyAlgorithms) {
  for (const signer of keyAlgorithms.filter((each) => each !== named)) {
    test(`RFC 8725 §3.1, ATTACKS 3: ${named} in the header over a signature of ${signer} is refused, with every kid and none`, async () => {
      const under = (/** @type {string | undefined} */ kid) => {
        const input = signingInput(named, { header: { kid } })
        return signed(input, sign(signer, input))
      }
      await refuses(verifier, under(kidOf(signer)), invalidToken('key_type_mismatch'))
      await refuses(verifier, under(kidOf(named)), invalidToken('signature_mismatch'))
      await refuses(verifier, under(undefined), invalidToken('signature_mismatch'))
      await refuses(verifier, under('unknown'), invalidToken('key_not_found'))
    })
  }
}

test('RFC 7515 §4.1.4: without a kid each algorithm finds its key in a set of RSA, EC and OKP keys, and no other', async () => {
  const keys = [publicJwk(), ...['ES512', 'EdDSA', 'ES256', 'ES384'].map((alg) => ecJwk(alg))]
  const unnamed = createVerifier(ecOptions(...keys.map(({ kid: _, ...jwk }) => jwk)))
  await accepts(unnamed, token({ header: { kid: undefined } }))
  await accepts(unnamed, token())
  for (const alg of ownAlgorithms) {
    await accepts(unnamed, ecToken(alg, { header: { kid: undefined } }))
    await accepts(unnamed, ecToken(alg))
    const forged = ecToken(alg, { header: { kid: undefined }, key: `other ${alg === 'Ed25519' ? 'EdDSA' : alg}` })
    await refuses(unnamed, forged, invalidToken('signature_mismatch'))
  }
})

test('ATTACKS 13 to 16: what is checked of the claims does not depend on the algorithm', async () => {
  const codes = {
    expired: [{ exp: now - 60 }, 'AUTH_TOKEN_EXPIRED'],
    not_yet_valid: [{ nbf: now + 61 }, 'AUTH_TOKEN_INVALID'],
    issued_in_future: [{ iat: now + 61 }, 'AUTH_TOKEN_INVALID'],
    issuer_mismatch: [{ iss: 'https://evil.example' }, 'AUTH_INVALID_ISSUER'],
    audience_mismatch: [{ aud: 'https://other.example' }, 'AUTH_INVALID_AUDIENCE'],
    claim_missing: [{ sub: undefined }, 'AUTH_TOKEN_INVALID'],
    claim_type: [{ exp: '1' }, 'AUTH_TOKEN_INVALID']
  }
  for (const alg of ownAlgorithms) {
    for (const [reason, [claims, code]] of Object.entries(codes)) {
      await refuses(verifier, ecToken(alg, { claims }), { code, reason })
    }
    await refuses(
      verifier,
      ecToken(alg),
      { code: 'AUTH_MISSING_SCOPE', reason: 'scope_missing' },
      { now, requiredScope: 'admin' }
    )
  }
})
