// RFC 7515 §4.1.4: "kid" is a hint. Which keys are tried, and what is said where none of them verifies.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testApi } from '../support/core.js'
import { accepts, forbidFetch, invalidToken, refuses, rejection } from '../support/expect.js'
import { goodOptions, now, publicJwk, token } from '../support/tokens.js'

const fetches = forbidFetch()
after(() => {
  assert.equal(fetches.count(), 0)
  fetches.restore()
})

const { compactVerify, createVerifier } = testApi()
const withKeys = (...keys) => createVerifier(goodOptions({ jwks: { keys } }))
const names = ['other', 'bits2056', 'bits3072', 'bits4096']
const others = (members = {}) => names.map((name) => publicJwk(name, members))
const bytes = (...values) => Buffer.from(values).toString('base64url')
/** @param {string} reason @param {string} message */
const refusal = (reason, message) => ({ ...invalidToken(reason), message })

test('ATTACKS 8: of several keys with one kid each is tried, at most four, and a key listed twice is one', async () => {
  const same = others({ kid: 'good' })
  await accepts(withKeys(same[0], publicJwk()), token())
  await accepts(withKeys(...same.slice(0, 3), publicJwk()), token())
  await accepts(withKeys(...same.slice(0, 3), ...same.slice(0, 3), publicJwk()), token())
  await refuses(withKeys(...same), token(), refusal('signature_mismatch', 'JWT signature is invalid'))
  const message =
    "More than four keys of the JWKS have the JWT's key id, and none of the four that were tried verifies its signature"
  await refuses(withKeys(...same, publicJwk()), token(), refusal('key_ambiguous', message))
})

test('without kid all keys that fit are tried, four at most, with a kid of their own or without', async () => {
  const jwt = token({ header: { kid: undefined } })
  await accepts(withKeys(publicJwk('other'), publicJwk()), jwt)
  await accepts(withKeys(...others().slice(0, 3), publicJwk('good', { kid: undefined })), jwt)
  await accepts(withKeys(publicJwk(), publicJwk('other', { alg: 'PS512' })), jwt)
  const unfit = [...others({ alg: 'PS512' }), { kty: 'EC', kid: 'ec' }, ...others({ use: 'enc' })]
  await accepts(withKeys(...unfit, publicJwk()), jwt)
})

test('without kid the refusal says whether no key fits, none of them verifies, or more fit than are tried', async () => {
  const jwt = token({ header: { kid: undefined } })
  const mismatch = 'JWT has no key id, and none of the JWKS keys that fit verifies its signature'
  await refuses(withKeys(publicJwk('other')), jwt, refusal('signature_mismatch', mismatch))
  await refuses(withKeys(...others()), jwt, refusal('signature_mismatch', mismatch))
  const ambiguous =
    'JWT has no key id, more than four keys of the JWKS fit, and none of the four that were tried verifies its signature'
  await refuses(withKeys(...others(), publicJwk()), jwt, refusal('key_ambiguous', ambiguous))
  const absent = 'JWT has no key id, and no key of the JWKS fits its algorithm'
  await refuses(withKeys(...others({ alg: 'PS512' })), jwt, refusal('key_not_found', absent))
  await refuses(withKeys(publicJwk('good', { alg: 'PS512' })), jwt, invalidToken('key_alg_mismatch'))
})

test('RFC 7517 §4.5: one key that is listed five times is one, whatever its other members', async () => {
  const [first, ...rest] = others()
  const twins = ['a', 'b', 'c', undefined].map((kid) => ({ ...first, kid, alg: 'RS256', use: 'sig' }))
  const jwt = token({ header: { kid: undefined } })
  await accepts(withKeys(first, ...twins, { ...first, n: `AAAA${first.n}` }, ...rest.slice(0, 2), publicJwk()), jwt)
  const otherExponent = { ...first, e: bytes(3) }
  await refuses(withKeys(first, otherExponent, ...rest, publicJwk()), jwt, invalidToken('key_ambiguous'))
})

test('a kid that no key has may be for a key without a kid, of which four are tried, and for no other', async () => {
  const jwt = token({ header: { kid: 'unknown' } })
  const nameless = (/** @type {string} */ name, members = {}) => publicJwk(name, { kid: undefined, ...members })
  await accepts(withKeys(publicJwk('other'), nameless('good')), jwt)
  await accepts(withKeys(nameless('other'), publicJwk('bits2056', { kid: null }), nameless('good')), jwt)
  const mismatch = 'JWT key id is not present in JWKS, and none of its keys without an id verifies the signature'
  await refuses(withKeys(publicJwk(), nameless('other')), jwt, refusal('signature_mismatch', mismatch))
  const ambiguous =
    'JWT key id is not present in JWKS, more than four of its keys without an id fit, and none of the four that were tried verifies the signature'
  await refuses(withKeys(...others({ kid: undefined }), nameless('good')), jwt, refusal('key_ambiguous', ambiguous))
  const absent = refusal('key_not_found', 'JWT key id is not present in JWKS')
  await refuses(withKeys(publicJwk()), jwt, absent)
  await refuses(withKeys(publicJwk(), nameless('other', { alg: 'PS512' })), jwt, absent)
  await refuses(withKeys(publicJwk('good', { kid: '' })), jwt, absent)
})

test('a kid that a key has is for that key alone, though it does not fit, or was left out', async () => {
  const nameless = publicJwk('good', { kid: undefined })
  const jwt = token()
  await refuses(withKeys(publicJwk('good', { alg: 'PS256' }), nameless), jwt, invalidToken('key_alg_mismatch'))
  await refuses(withKeys(publicJwk('good', { use: 'enc' }), nameless), jwt, invalidToken('key_use'))
  await refuses(withKeys({ kty: 'EC', kid: 'good' }, nameless), jwt, invalidToken('key_type_unsupported'))
  await refuses(withKeys(publicJwk('other', { kid: 'good' }), nameless), jwt, invalidToken('signature_mismatch'))
})

test('an empty kid is a kid like any other', async () => {
  const jwt = token({ header: { kid: '' } })
  await accepts(withKeys(publicJwk('other'), publicJwk('good', { kid: '' })), jwt)
  await accepts(withKeys(publicJwk('other'), publicJwk('good', { kid: undefined })), jwt)
  await refuses(withKeys(publicJwk('other', { kid: '' }), publicJwk()), jwt, invalidToken('signature_mismatch'))
})

test('explain says which way the keys were chosen', async () => {
  const keys = withKeys(publicJwk(), publicJwk('other', { kid: undefined }))
  /** @param {object} header @param {string} [key] */
  const keyCheck = async (header, key) =>
    (await keys.explain(token({ header, key }), { now })).checks.find(({ check }) => check === 'key')
  const found = { check: 'key', status: 'pass', clause: 'RFC 7515 §4.1.4' }
  const byId = 'The JWK Set has a key for this token'
  assert.deepEqual(await keyCheck({ kid: 'good' }), { ...found, message: byId, actual: 'good' })
  const withoutId = 'The token has no key id: the keys that fit its algorithm are tried'
  assert.deepEqual(await keyCheck({ kid: undefined }), { ...found, message: withoutId })
  const unknownId = "No key has the token's key id: the keys without one that fit are tried"
  assert.deepEqual(await keyCheck({ kid: 'else' }, 'other'), { ...found, message: unknownId, actual: 'else' })
})

test('each token is tried with each key, though its header is that of the token before', async () => {
  const several = withKeys(publicJwk('other', { kid: undefined }), publicJwk('good', { kid: undefined }))
  let jti = 0
  for (const header of [{ kid: undefined }, { kid: 'unknown' }]) {
    for (const key of ['good', 'other', 'good', 'good', 'other', 'other']) {
      await accepts(several, token({ header, key, claims: { jti: `${jti++}` } }))
    }
    await refuses(several, token({ header, key: 'bits2056' }), invalidToken('signature_mismatch'))
    await accepts(several, token({ header, key: 'other' }))
  }
})

test('compactVerify chooses keys, and refuses, as a verifier does', async () => {
  const jws = token({ header: { kid: undefined } })
  const keys = [publicJwk('other'), publicJwk()]
  assert.equal((await compactVerify(jws, { jwks: { keys } })).protectedHeader.alg, 'RS256')
  const unknown = token({ header: { kid: 'unknown' } })
  await compactVerify(unknown, { jwks: { keys: [publicJwk('other'), publicJwk('good', { kid: undefined })] } })
  for (const [set, reason] of /** @type {const} */ ([
    [others(), 'signature_mismatch'],
    [[...others(), publicJwk()], 'key_ambiguous'],
    [others({ alg: 'PS256' }), 'key_not_found']
  ])) {
    const error = await rejection(compactVerify(jws, { jwks: { keys: set } }))
    assert.equal(error.reason, reason)
    assert.match(error.message, /^JWT has no key id, /)
  }
})
