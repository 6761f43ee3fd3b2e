// What verify() says to do about a refused sender: RFC 9449, RFC 8705.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { testApi } from '../support/core.js'
import { boundToken, clientJwk, possessionOf, proofFor } from '../support/dpop.js'
import { assertError, caught, rejection } from '../support/expect.js'
import { goodOptions, now, token } from '../support/tokens.js'
import { reasons } from '../../../tables/errors.js'

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

/** @param {Parameters<typeof proofFor>[1]} differences @param {object} [possession] */
async function hintOn(differences, possession) {
  const jwt = boundToken()
  const sent = possessionOf(jwt, { proof: proofFor(jwt, differences), ...possession })
  const { reason, message, hint } = await rejection(verifier().verify(jwt, { possession: sent }))
  const { error } = await verifier().explain(jwt, { possession: sent })
  assert.deepEqual([error?.reason, error?.message, error?.hint], [reason, message, hint])
  return { reason, message, hint }
}

test('each reason that the core finds in a proof has the hint of the table, or one that says more', async () => {
  const table = Object.fromEntries(reasons.map(({ name, hint }) => [name, hint]))
  for (const [reason, differences] of /** @type {[string, Parameters<typeof proofFor>[1]][]} */ ([
    ['proof_typ', { header: { typ: 'JWT' } }],
    ['proof_alg', { header: { alg: 'HS256' } }],
    ['proof_crit', { header: { crit: ['exp'] } }],
    ['proof_b64', { header: { b64: false } }],
    ['proof_jwk_missing', { header: { jwk: undefined } }],
    ['proof_jwk_private', { header: { jwk: { ...clientJwk, d: 'AA' } } }],
    ['proof_method', { claims: { htm: 'POST' } }],
    ['proof_too_old', { claims: { iat: now - 121 } }],
    ['proof_issued_in_future', { claims: { iat: now + 61 } }],
    ['proof_expired', { claims: { exp: now - 61 } }],
    ['proof_not_yet_valid', { claims: { nbf: now + 61 } }],
    ['proof_token', { claims: { ath: 'another' } }],
    ['proof_key', { crv: 'Ed25519' }]
  ])) {
    const { reason: found, hint } = await hintOn(differences)
    assert.deepEqual([found, hint], [reason, table[reason]])
  }
  const jwt = boundToken()
  const proof = proofFor(jwt)
  for (const [reason, sent] of [
    ['proof_segments', 'a'],
    ['proof_too_large', 'a'.repeat(9000)],
    ['proof_header_base64', `=${proof}`],
    ['proof_signature_base64', `${proof}=`],
    ['proof_signature', proof.replace(/[^.]{20}$/, 'A'.repeat(20))]
  ]) {
    const { reason: found, hint } = await hintOn({}, { proof: sent })
    assert.deepEqual([found, hint], [reason, table[reason]])
  }
})

test('RFC 9449 §9: a nonce that is missing or old is no fault, and the hint says so', async () => {
  const given = verifier({ nonce: 'a secret of 16 bytes' })
  const jwt = boundToken()
  for (const [nonce, reason] of [
    [undefined, 'proof_nonce_missing'],
    ['old', 'proof_nonce']
  ]) {
    const possession = possessionOf(jwt, { proof: proofFor(jwt, { claims: { nonce } }) })
    const error = await rejection(given.verify(jwt, { possession }))
    assertError(error, { code: 'AUTH_PROOF_INVALID', reason: String(reason) })
    assert.match(error.hint, /^No fault.*repeats the request.*DPoP-Nonce/)
  }
})

test('RFC 9449 §4.2: message and hint name the claim that is missing or of another type', async () => {
  for (const claim of ['jti', 'htm', 'htu', 'iat', 'ath']) {
    assert.deepEqual(await hintOn({ claims: { [claim]: undefined } }), {
      reason: 'proof_claim_missing',
      message: `The DPoP proof lacks a claim: ${claim}`,
      hint: `Add the claim "${claim}" to the proof (RFC 9449, section 4.2)`
    })
  }
  for (const [claim, value, as] of /** @type {[string, unknown, string][]} */ ([
    ['jti', 7, 'a string'],
    ['htm', [], 'a string'],
    ['iat', '1', 'a number of seconds (RFC 7519, section 2)'],
    ['iat', 1e17, 'a number of seconds (RFC 7519, section 2)'],
    ['exp', '1', 'a number of seconds (RFC 7519, section 2)'],
    ['nbf', {}, 'a number of seconds (RFC 7519, section 2)']
  ])) {
    assert.deepEqual(await hintOn({ claims: { [claim]: value } }), {
      reason: 'proof_claim_type',
      message: `A claim of the DPoP proof has the wrong type or is out of range: ${claim}`,
      hint: `Write the claim "${claim}" as ${as}`
    })
  }
})

test('RFC 7519 §2: a date of a proof that looks like milliseconds is called that', async () => {
  for (const [claim, reason] of [
    ['iat', 'proof_issued_in_future'],
    ['nbf', 'proof_not_yet_valid']
  ]) {
    const found = await hintOn({ claims: { [claim]: now * 1000 } })
    assert.equal(found.reason, reason)
    assert.match(found.hint, new RegExp(`^${claim} looks like milliseconds: write seconds`))
  }
})

test('RFC 9449 §4.2: what is wrong with the jwk of a proof is said of that, and not of a JWK Set', async () => {
  for (const [jwk, expected] of /** @type {[any, RegExp][]} */ ([
    [{ kid: 'mine' }, /^Write the public key itself into jwk.*a kid does not do$/],
    ['mine', /^Write the public key itself into jwk/],
    [{ ...clientJwk, kty: 'oct' }, /^In jwk of the proof: key type is not supported/],
    [{ ...clientJwk, use: 'enc' }, /^In jwk of the proof: key is not for signatures/],
    [{ ...clientJwk, x: 'AA' }, /^In jwk of the proof: key material/],
    [{ ...clientJwk, alg: 'ES384' }, /^The alg, kty or crv of jwk does not fit/]
  ])) {
    const { reason, hint } = await hintOn({ header: { jwk } })
    assert.equal(reason, 'proof_jwk_invalid')
    assert.match(hint, expected)
    assert.doesNotMatch(hint, /JWKS|issuer/)
  }
})

test('RFC 9449 §4.3: htu and the URL of the request must be absolute, and the hint tells whose is not', async () => {
  for (const [differences, possession, expected] of /** @type {[any, any, RegExp][]} */ ([
    [{ claims: { htu: '/tools' } }, {}, /^Write the whole URL into htu/],
    [{ claims: { htu: 'no URL' } }, {}, /^Write the whole URL into htu/],
    [{}, { url: '/tools' }, /^The URL of the request must be absolute.*dpop\.origin.*possession\.url/],
    [{}, { url: 'https://other.example/' }, /proxy.*dpop\.origin.*verify\(\): possession\.url/]
  ])) {
    const { reason, hint } = await hintOn(differences, possession)
    assert.equal(reason, 'proof_url')
    assert.match(hint, expected)
  }
})

test('RFC 9449 §4.2: a proof in the place of a token belongs into the header DPoP, and not into the option typ', async () => {
  for (const typ of ['dpop+jwt', 'application/DPoP+JWT']) {
    const error = await rejection(verifier().verify(proofFor(boundToken(), { header: { typ } })))
    assertError(error, { code: 'AUTH_TOKEN_INVALID', reason: 'typ_not_allowed' })
    assert.match(error.hint, /^This is a DPoP proof.*header DPoP/)
    assert.doesNotMatch(error.hint, /option/)
  }
  assert.match((await rejection(verifier().verify(token({ header: { typ: 'x' } })))).hint, /the option typ/)
})
