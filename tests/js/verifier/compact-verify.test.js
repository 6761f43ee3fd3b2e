import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testApi } from '../support/core.js'
import { assertError, invalidToken, keysUnavailable, rejection } from '../support/expect.js'
import { compact, encode, goodClaims, publicJwk } from '../support/tokens.js'

const { compactVerify } = testApi()
const jwks = { keys: [publicJwk()] }
const header = { alg: 'RS256', kid: 'good', cty: 'text/plain' }
const payload = Buffer.from([0, 1, 2, 0xff, 0x80])

test('RFC 7515 §5.2: a JWS whose payload is any bytes is accepted', async () => {
  const verified = await compactVerify(compact(header, payload), { jwks })
  assert.deepEqual(verified.protectedHeader, header)
  assert.ok(Object.isFrozen(verified.protectedHeader))
  assert.deepEqual(Buffer.from(verified.payload), payload)
  assert.equal(Object.getPrototypeOf(verified.payload), Uint8Array.prototype)
})

test('the payload is a copy that outlives the next call', async () => {
  const first = await compactVerify(compact(header, 'first'), { jwks })
  const second = await compactVerify(compact(header, 'other'), { jwks })
  assert.equal(Buffer.from(first.payload).toString(), 'first')
  assert.equal(Buffer.from(second.payload).toString(), 'other')
  assert.equal(first.payload.byteOffset, 0)
})

test('an empty payload, and one with a header of many bytes before it', async () => {
  assert.equal((await compactVerify(compact(header, ''), { jwks })).payload.length, 0)
  const wide = { ...header, x: '\u{1F511}'.repeat(100) }
  const verified = await compactVerify(compact(wide, 'payload'), { jwks })
  assert.equal(verified.protectedHeader.x, wide.x)
  assert.equal(Buffer.from(verified.payload).toString(), 'payload')
})

test('no claim is read: not even an expired one', async () => {
  await compactVerify(compact(header, goodClaims({ exp: 1, iss: 7 })), { jwks })
})

test('every allowed algorithm', async () => {
  for (const alg of ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']) {
    const jws = compact({ alg, kid: 'good' }, payload, { alg })
    await compactVerify(jws, { jwks, algorithms: [alg] })
    const others = ['RS256', 'PS256'].filter((each) => each !== alg)
    assertError(await rejection(compactVerify(jws, { jwks, algorithms: others })), invalidToken('alg_not_allowed'))
  }
})

test('a JWS that is no good is refused with its reason', async () => {
  const [first, , third] = compact(header, payload).split('.')
  const refused = {
    signature_mismatch: `${first}.${encode('other')}.${third}`,
    malformed_segments: 'a.b',
    signature_base64: `${compact(header, payload)}=`,
    header_json: `${encode('[]')}..`,
    key_not_found: compact({ alg: 'RS256', kid: 'x' }, payload),
    token_too_large: 'x'.repeat(20_000),
    token_not_string: 7
  }
  for (const [reason, jws] of Object.entries(refused)) {
    assertError(await rejection(compactVerify(jws, { jwks })), invalidToken(reason))
  }
  assertError(await rejection(compactVerify('', { jwks })), { code: 'AUTH_TOKEN_MISSING', reason: 'token_missing' })
})

test('the size limit is an option', async () => {
  const jws = compact(header, 'x'.repeat(20_000))
  assertError(await rejection(compactVerify(jws, { jwks })), invalidToken('token_too_large'))
  await compactVerify(jws, { jwks, maxTokenBytes: 65_536 })
  await compactVerify(jws, { jwks, maxTokenBytes: jws.length })
  assertError(
    await rejection(compactVerify(jws, { jwks, maxTokenBytes: jws.length - 1 })),
    invalidToken('token_too_large')
  )
})

test('keys that cannot be used are keys that cannot be had', async () => {
  const jws = compact(header, payload)
  assertError(await rejection(compactVerify(jws, { jwks: { keys: [] } })), keysUnavailable('jwks_no_usable_key'))
  const large = { keys: [publicJwk()], x: 'x'.repeat(70_000) }
  assertError(await rejection(compactVerify(jws, { jwks: large })), keysUnavailable('jwks_too_large'))
})

test('a misuse is CONFIG_INVALID, as a rejection', async () => {
  const misuses = [
    [undefined, 'option_invalid'],
    [{}, 'option_missing'],
    [{ jwks: {} }, 'option_invalid'],
    [{ jwks, algorithms: [] }, 'option_invalid'],
    [{ jwks, algorithms: ['none'] }, 'option_invalid'],
    [{ jwks, maxTokenBytes: 0 }, 'option_invalid'],
    [{ jwks, issuer: 'x' }, 'option_unknown']
  ]
  for (const [options, reason] of misuses) {
    assertError(await rejection(compactVerify('a.b.c', options)), { code: 'CONFIG_INVALID', reason })
  }
})
