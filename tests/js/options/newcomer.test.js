// What a newcomer writes from the docs alone, and what each error says to do.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { guard } from '../../../js/http/index.js'
import { testApi } from '../support/core.js'
import { assertError, caught } from '../support/expect.js'
import { goodOptions, token } from '../support/tokens.js'

const { createVerifier } = testApi()

/** @type {[option: string, value: unknown, says: RegExp][]} */
const OPTIONS = [
  ['dpop', 'true', /must be true, false or an object.*without quotes: true/s],
  ['dpop', [], /must be true, false or an object/],
  ['dpop', 1, /must be true, false or an object/],
  ['tokenCache', 'false', /must be true, false or an object.*without quotes: false/s],
  ['tokenCache', 500, /must be true, false or an object/],
  ['requireSubject', 'true', /must be true or false.*without quotes: true/s],
  ['requiredScope', 'read', /is an option of verify\(\) and of guards/],
  ['scope', 'read', /did you mean "requiredScope"\? That is an option of verify\(\) and of guards/],
  ['scopes', ['read'], /did you mean "requiredScope"\? That is an option of verify\(\)/],
  ['now', 1, /is an option of verify\(\)/],
  ['getToken', 1, /is an option of guards/],
  ['credentialsRequired', false, /did you mean "optional"\? That is an option of guards/],
  ['issuerBaseURL', 'https://a', /did you mean "issuer"/],
  ['issuerUrl', 'https://a', /did you mean "issuer"/],
  ['jwksUrl', 'https://a', /did you mean "jwksUri"/],
  ['publicKey', 'k', /did you mean "jwks"/],
  ['maxAge', 5, /did you mean "maxTokenAge"/],
  ['tokenSigningAlg', 'RS256', /did you mean "algorithms"/],
  ['subject', 'alice', /did you mean "claims"/],
  ['cacheMaxAge', 5, /did you mean "jwksCache"/],
  ['secret', 'SECRET', /HMAC.*is left out/s],
  ['ignoreExpiration', true, /"exp" is always checked/],
  ['issuer', new URL('https://issuer.example'), /\.href/],
  ['audience', new URL('https://api.example'), /\.href/]
]

test('an option of another form, place or name: the error says what to write', () => {
  for (const [option, value, says] of OPTIONS) {
    const error = caught(() => createVerifier({ ...goodOptions(), [option]: value }))
    assertError(error, { code: 'CONFIG_INVALID', reason: error.reason }, ['SECRET'])
    assert.match(`${error.message}. ${error.hint}`, says, option)
    assert.equal(error.option, option)
  }
})

test('quotes around an issuer or an audience are said', () => {
  for (const quote of ['"', "'", '`']) {
    for (const name of ['issuer', 'audience']) {
      const quoted = `${quote}https://issuer.example${quote}`
      for (const value of [quoted, [quoted]]) {
        const error = caught(() => createVerifier({ ...goodOptions(), [name]: value }))
        assertError(error, { code: 'CONFIG_INVALID', reason: 'option_invalid' })
        assert.match(`${error.message}. ${error.hint}`, /must not have quotes around it.*take them away/s)
      }
    }
  }
  createVerifier({ ...goodOptions(), audience: 'say "hi' }).dispose()
  const { jwks: _, ...discovered } = goodOptions()
  const error = caught(() => createVerifier({ ...discovered, jwksUri: '"https://issuer.example/jwks"' }))
  assert.match(error.hint, /take them away/)
})

test('issuers as strings: write objects', () => {
  const error = caught(() => createVerifier({ issuers: ['https://a.example'], audience: 'x' }))
  assertError(error, { code: 'CONFIG_INVALID', reason: 'option_invalid' })
  assert.match(`${error.message} ${error.hint}`, /issuers\[0\].*write \{ issuer: /s)
})

test("a secret for nonces of another type, and the verifier's options at a guard and a call", () => {
  const nonce = caught(() => createVerifier({ ...goodOptions(), dpop: { nonce: true } }))
  assert.match(nonce.message, /dpop\.nonce.*must be a secret, an array of secrets, or \{ secret, period \}/)
  const verifier = createVerifier(goodOptions())
  for (const options of [{ audience: 'x' }, { aud: 'x' }]) {
    assert.match(caught(() => guard(verifier, /** @type {any} */ (options))).message, /is an option of createVerifier/)
    const call = caught(() => verifier.verifySync(token(), /** @type {any} */ (options)))
    assertError(call, { code: 'CONFIG_INVALID', reason: 'option_unknown' })
    assert.match(call.message, /is an option of createVerifier/)
  }
  verifier.dispose()
})
