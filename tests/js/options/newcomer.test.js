// What a newcomer writes from the docs alone, and what each error says to do.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { guard, rateLimit } from '../../../js/http/index.js'
import { testApi } from '../support/core.js'
import { assertError, caught, rejection } from '../support/expect.js'
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
  ['audience', new URL('https://api.example'), /\.href/],
  ['audience', /^https:\/\/api\./, /must be one string, or several: no regular expression/],
  ['requestHeaders', {}, /did you mean "headers"/],
  ['timeout', 5, /did you mean "jwksCache"/],
  ['timeoutDuration', 5, /did you mean "jwksCache"/],
  ['jwksRequestsPerMinute', 5, /did you mean "jwksCache"/],
  ['cacheMaxEntries', 5, /did you mean "jwksCache"/]
]

test('an option of another form, place or name: the error says what to write', () => {
  for (const [option, value, says] of OPTIONS) {
    const error = caught(() => createVerifier({ ...goodOptions(), [option]: value }))
    assertError(error, { code: 'CONFIG_INVALID', reason: error.reason }, ['SECRET'])
    assert.match(`${error.message}. ${error.hint}`, says, option)
    assert.equal(error.option, option)
  }
})

test('milliseconds where seconds belong are refused wherever an option takes seconds, and what people mean is not', () => {
  const jwks = { keys: [] }
  const { jwks: _, ...remote } = goodOptions()
  /** @type {[object, string][]} */
  const wrong = [
    [{ maxTokenAge: 300_000 }, 'maxTokenAge'],
    [{ maxTokenAge: 3_600_000 }, 'maxTokenAge'],
    [{ maxTokenAge: 86_400_000 }, 'maxTokenAge'],
    [{ maxTokenAge: Date.now() }, 'maxTokenAge'],
    [{ clockTolerance: 5000 }, 'clockTolerance'],
    [{ jwksCache: { maxAge: 60_000 } }, 'jwksCache.maxAge'],
    [{ jwksCache: { maxStale: 600_000 } }, 'jwksCache.maxStale'],
    [{ jwksCache: { cooldown: 30_000 } }, 'jwksCache.cooldown'],
    [{ jwksCache: { timeout: 5000 } }, 'jwksCache.timeout'],
    [{ jwksSnapshot: { jwks, fetchedAt: Date.now() } }, 'jwksSnapshot.fetchedAt'],
    [{ dpop: { maxAge: 60_000 } }, 'dpop.maxAge'],
    [{ dpop: { clockTolerance: 5000 } }, 'dpop.clockTolerance'],
    [{ dpop: { nonce: { secret: 'a secret of sixteen bytes', period: 60_000 } } }, 'dpop.nonce.period']
  ]
  for (const [options, option] of wrong) {
    const error = caught(() => createVerifier({ ...remote, ...options }))
    assertError(error, { code: 'CONFIG_INVALID', option })
    assert.match(error.hint, /milliseconds/i, option)
  }
  const rates = { window: 60_000, key: () => 'a' }
  assert.match(caught(() => rateLimit(rates)).hint, /milliseconds/)
  for (const retryAfter of [60_000]) {
    assert.match(caught(() => guard(createVerifier(goodOptions()), { retryAfter })).hint, /milliseconds/)
  }
  const [hour, day] = [3600, 86_400]
  for (const maxTokenAge of [0.5, 60, 300, hour, 12 * hour, day, 30 * day, 60 * day, 90 * day, 365 * day, 3650 * day]) {
    createVerifier({ ...goodOptions(), maxTokenAge }).dispose()
  }
  for (const maxStale of [0, 60, hour, day, 7 * day, 30 * day]) {
    createVerifier({ ...remote, jwksCache: { maxStale } }).dispose()
  }
  createVerifier({ ...remote, jwksSnapshot: { jwks, fetchedAt: Date.now() / 1000 } }).dispose()
})

test('allowedOrigins: what was nearly an origin, and what to write', () => {
  /** @type {[unknown, RegExp][]} */
  const cases = [
    [['*'], /write '\*', not \['\*'\]/i],
    [['https://app.example/'], /Write https:\/\/app\.example$/],
    [['https://app.example/start'], /Write https:\/\/app\.example$/],
    ['https://app.example', /one string for each/]
  ]
  for (const [allowedOrigins, says] of cases) {
    const error = caught(() => guard(createVerifier(goodOptions()), /** @type {any} */ ({ allowedOrigins })))
    assertError(error, { code: 'CONFIG_INVALID', option: 'allowedOrigins' })
    assert.match(error.hint, says)
  }
  const dpop = { origin: 'https://api.example.com/' }
  assert.equal(caught(() => createVerifier(goodOptions({ dpop }))).hint, 'Write https://api.example.com')
})

test('keys of the option jwks: a key id that they lack is no matter of the client alone', async () => {
  const verifier = createVerifier(goodOptions())
  const jwt = token({ header: { kid: 'other' } })
  const error = await rejection(verifier.verify(jwt))
  assertError(error, { code: 'AUTH_TOKEN_INVALID', reason: 'key_not_found' })
  assert.match(error.hint, /With the option jwks nothing is fetched: take jwksUri/)
  assert.equal(caught(() => verifier.verifySync(jwt)).hint, error.hint)
  assert.equal((await verifier.explain(jwt)).error?.hint, error.hint)
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

test('a secret that is short, or text that is none in UTF-8: refused, and how to make one', () => {
  const long = 'a secret of sixteen bytes'
  /** @type {[options: (secret: any) => object, option: string][]} */
  const places = [
    [(secret) => ({ dpop: { nonce: secret } }), 'dpop.nonce.secret'],
    [(secret) => ({ dpop: { nonce: [long, secret] } }), 'dpop.nonce.secret'],
    [(secret) => ({ dpop: { nonce: { secret: [secret] } } }), 'dpop.nonce.secret'],
    [(secret) => ({ tokenIdSecret: secret }), 'tokenIdSecret']
  ]
  for (const [options, option] of places) {
    for (const secret of ['SHORT', '\ud800'.repeat(16), `${long}\udc00`, new Uint8Array(15), 'x'.repeat(4097)]) {
      const error = caught(() => createVerifier({ ...goodOptions(), ...options(secret) }))
      assertError(error, { code: 'CONFIG_INVALID', reason: 'option_invalid', option }, ['SHORT', long])
      assert.match(error.message, /16 to 4,096 bytes/)
      assert.match(error.hint, /openssl rand -base64 32/)
    }
    for (const secret of [long, '🔑🔑🔑🔑', new Uint8Array(16)]) {
      createVerifier({ ...goodOptions(), ...options(secret) }).dispose()
    }
  }
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
