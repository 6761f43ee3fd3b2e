// What a newcomer gives to assay-jwt/keys and assay-jwt/testing, and what each error says to do.
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { jwkFromKey, jwkFromPem } from '../../../js/pem/index.js'
import { testIssuer } from '../../../js/testing/index.js'
import { assertError, caught, rejection } from '../support/expect.js'

const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const pem = String(publicKey.export({ type: 'spki', format: 'pem' }))
const der = publicKey.export({ type: 'spki', format: 'der' })

test('a member that no JWK has is refused by its name', async () => {
  /** @type {[object, RegExp][]} */
  const cases = [
    [{ keyid: 'k1' }, /must not have "keyid": did you mean "kid"\?/],
    [{ 'key-id': 'k1' }, /did you mean "kid"/],
    [{ keyId: 'k1' }, /did you mean "kid"/],
    [{ kidd: 'k1' }, /did you mean "kid"/],
    [{ algorithm: 'ES256' }, /did you mean "alg"/],
    [{ colour: 'red' }, /must not have "colour"$/],
    [{ constructor: 'x' }, /must not have "constructor"$/]
  ]
  for (const [members, says] of cases) {
    for (const error of [caught(() => jwkFromPem(pem, members)), await rejection(jwkFromKey(publicKey, members))]) {
      assertError(error, { code: 'CONFIG_INVALID', reason: 'option_invalid' })
      assert.match(error.message, says)
      assert.match(error.hint, /kid, alg, use/)
    }
  }
  assert.equal(jwkFromPem(pem, { kid: 'k1', alg: 'ES256', use: 'sig', key_ops: ['verify'] }).kid, 'k1')
})

test('what is no PEM says what it is', () => {
  /** @type {[any, RegExp][]} */
  const cases = [
    ['public-key.pem', /This is a path.*readFileSync/],
    ['./keys/public', /This is a path/],
    ['/etc/keys/public', /This is a path/],
    [new URL('file:///keys/public.pem'), /This is a path/],
    [der.toString('utf8'), /DER that was read as text.*openssl/],
    [der.toString('latin1'), /DER that was read as text.*openssl/],
    [undefined, /There is no value.*environment variable/],
    [null, /There is no value/],
    ['', /There is no value/]
  ]
  for (const [value, says] of cases) {
    const error = caught(() => jwkFromPem(value))
    assertError(error, { code: 'CONFIG_INVALID', reason: 'option_invalid' })
    assert.match(error.hint, says)
  }
})

test('an option that the test issuer does not have is refused by its name', async () => {
  const refuses = (/** @type {Promise<unknown>} */ promise, /** @type {RegExp} */ message) =>
    assert.rejects(promise, { name: 'TypeError', message })
  await refuses(testIssuer(/** @type {any} */ ({ audiance: 'x' })), /no option "audiance": did you mean "audience"/)
  const server = await testIssuer({ alg: 'ES256' })
  await refuses(
    server.dpopClient(/** @type {any} */ ({ algo: 'ES256' })),
    /dpopClient has no option "algo": did you mean "alg"/
  )
  await refuses(
    server.rotate(/** @type {any} */ ({ withdrawn: true })),
    /rotate has no option "withdrawn": did you mean "withdraw"/
  )
})
