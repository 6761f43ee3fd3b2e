// Keys of the option jwks that are not what was meant: they are ignored, and it is said, once (BEHAVIOUR, Keys).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testApi } from '../support/core.js'
import { accepts, assertError, caught, keysUnavailable, rejection } from '../support/expect.js'
import { goodOptions, now, privateJwks, publicJwk, token } from '../support/tokens.js'
import { certificates } from '../pem/certificates.js'

const { createVerifier } = testApi({ now: () => now })
const x5c = [certificates.RSA.replace(/-----[^-]+-----|\s/g, '')]

/** @param {object} options @returns {{ verifier: any, events: any[] }} */
function watched(options) {
  /** @type {any[]} */
  const events = []
  const verifier = createVerifier(
    goodOptions({ ...options, onEvent: (/** @type {any} */ event) => events.push(event) })
  )
  return { verifier, events }
}

test('RFC 7517 §9.2: a private key in jwks verifies by its public part, and is reported without being shown', async () => {
  const jwk = { ...privateJwks.good, kid: 'good' }
  const { verifier, events } = watched({ jwks: jwk })
  await accepts(verifier, token())
  const [{ message, ...event }] = events
  assert.equal(events.length, 1)
  assert.deepEqual(event, { type: 'jwks_doubtful', issuer: goodOptions().issuer, time: now })
  assert.match(message, /^jwks: keys\[0\] is a private key \("d", "p"/)
  for (const member of ['d', 'p', 'q', 'n']) assert.ok(!message.includes(jwk[member].slice(0, 20)))
})

test('entries that are left out are named, and the rest of the set goes on', async () => {
  const odd = [null, 5, 'text', { kty: 'oct', k: 'SECRET' }, { kty: 'RSA', x5c }, { keys: [] }]
  const { verifier, events } = watched({ jwks: [...odd, publicJwk()] })
  await accepts(verifier, token())
  const [{ message }] = events
  for (const [index, says] of ['no JWK', 'no JWK', 'no JWK', 'a secret', 'a certificate alone ("x5c")'].entries()) {
    assert.match(message, new RegExp(`keys\\[${index}\\] (is|has its key in) ${says.replace(/[()]/g, '\\$&')}`))
  }
  assert.match(message, /; and more$/)
  assert.ok(!message.includes('SECRET'))
})

test('it is said once for several issuers, on the console where there is no onEvent, and not of good keys', async () => {
  const lines = /** @type {string[]} */ ([])
  const { warn } = console
  console.warn = (...line) => lines.push(line.join(' '))
  try {
    const { audience } = goodOptions()
    const issuers = ['https://a.example', 'https://b.example'].map((issuer) => ({ issuer, jwks: privateJwks.good }))
    createVerifier(/** @type {any} */ ({ audience, issuers }))
    createVerifier(goodOptions())
  } finally {
    console.warn = warn
  }
  assert.equal(lines.length, 1)
  assert.match(lines[0], /^assay-jwt: jwks: keys\[0\] is a private key/)
})

test('a set without a usable key: ready(), verify(), verifySync() and explain() say the same, and that no retry helps', async () => {
  for (const keys of [[], [{ kty: 'RSA', x5c }], [{ kty: 'oct', k: 'AQAB' }]]) {
    const { verifier } = watched({ jwks: { keys } })
    const error = await rejection(verifier.verify(token()))
    assertError(error, {
      ...keysUnavailable('jwks_no_usable_key'),
      message: 'JWKS does not contain supported key material'
    })
    assert.match(error.hint, /^No retry can help: the option jwks has no key that verifies\. lintJwks\(jwks\)/)
    assert.deepEqual((await rejection(verifier.ready())).toJSON(), error.toJSON())
    assert.deepEqual(caught(() => verifier.verifySync(token())).toJSON(), error.toJSON())
    assert.deepEqual((await verifier.explain(token())).error, error.toJSON())
  }
})
