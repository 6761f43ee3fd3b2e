import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkVerifierOptions } from '../../../js/options/options.js'
import { assertError, caught } from '../support/expect.js'

const issuer = 'https://auth.example.com/'
const locate = (options, iss = issuer) => checkVerifierOptions({ issuer: iss, audience: null, ...options }).configs[0]

test('DESIGN: the keys come from jwks, from jwksUri, from metadataUrl, or by discovery from the issuer', () => {
  assert.equal(locate({ jwks: { keys: [] } }).jwks, '{"keys":[]}')
  assert.equal(locate({ jwksUri: 'https://a.example/jwks' }).jwksUri, 'https://a.example/jwks')
  assert.equal(locate({ metadataUrl: 'https://a.example/m' }).metadataUrl, 'https://a.example/m')
  const { issuer: iss, jwks, jwksUri, metadataUrl } = locate({})
  assert.deepEqual([iss, jwks, jwksUri, metadataUrl], [issuer, undefined, undefined, undefined])
})

test('the keys come from one place', () => {
  const all = { jwks: { keys: [] }, jwksUri: 'https://a.example/jwks', metadataUrl: 'https://a.example/m' }
  for (const left of ['jwks', 'jwksUri', 'metadataUrl']) {
    const { [left]: _, ...two } = all
    assertError(
      caught(() => locate(two)),
      { code: 'CONFIG_INVALID', reason: 'option_invalid', message: /cannot be combined/ }
    )
  }
})

test('RFC 8414 §2: discovery needs an issuer that is an https URL without query and fragment', () => {
  for (const iss of [
    'auth',
    'urn:issuer',
    'http://a.example/',
    'https://a.example/?tenant=1',
    'https://a.example/#x'
  ]) {
    const error = caught(() => locate({}, iss))
    assertError(error, { code: 'CONFIG_INVALID', reason: 'option_invalid', option: 'issuer', message: /discovered/ })
    assert.match(error.hint, /jwksUri/)
    locate({ jwksUri: 'https://a.example/jwks' }, iss)
  }
  locate({ allowInsecureLoopback: true }, 'http://localhost:3000')
})

test('the limits of the cache are taken as they are given', () => {
  const cache = { maxAge: 60, maxStale: 0, cooldown: 1, timeout: 0.05, maxBytes: 1024 }
  assert.deepEqual(locate({ jwksCache: cache }).jwksCache, cache)
  const byDefault = { maxAge: undefined, maxStale: 86_400, cooldown: 30, timeout: 5, maxBytes: 65_536 }
  assert.deepEqual(locate({}).jwksCache, byDefault)
})

test('STYLE 7: a misuse of an option for keys is CONFIG_INVALID and named', () => {
  const jwks = { keys: [] }
  const misuses = [
    [{ store: {} }, 'store'],
    [{ store: { get() {} } }, 'store'],
    [{ store: null }, 'store'],
    [{ onEvent: {} }, 'onEvent'],
    [{ fetch: 'x' }, 'fetch'],
    [{ jwksCache: null }, 'jwksCache'],
    [{ jwksCache: { maxStale: -1 } }, 'jwksCache.maxStale'],
    [{ jwksCache: { maxStale: 2_592_001 } }, 'jwksCache.maxStale'],
    [{ jwksSnapshot: null }, 'jwksSnapshot'],
    [{ jwksSnapshot: jwks }, 'jwksSnapshot.keys'],
    [{ jwksSnapshot: { jwks } }, 'jwksSnapshot.fetchedAt'],
    [{ jwksSnapshot: { jwks, fetchedAt: '2026-01-01' } }, 'jwksSnapshot.fetchedAt'],
    [{ jwksSnapshot: { fetchedAt: 1 } }, 'jwksSnapshot.jwks']
  ]
  for (const [options, option] of misuses) {
    const error = caught(() => locate({ jwksUri: 'https://a.example/jwks', ...options }))
    assertError(error, { code: 'CONFIG_INVALID', option })
  }
})
