// Which of several issuers a token chooses, where one has several spellings or is a template.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testApi } from '../support/core.js'
import { assertError, caught } from '../support/expect.js'
import { audience, now, publicJwk } from '../support/tokens.js'

const google = ['https://accounts.google.com', 'accounts.google.com']
const entra = 'https://login.microsoftonline.com/{tid}/v2.0'
const own = 'https://login.microsoftonline.com/own-tenant/v2.0'
const jwks = { keys: [publicJwk()] }
const notAllowed = { code: 'AUTH_INVALID_ISSUER', reason: 'issuer_mismatch' }

/** A verifier whose issuers are told apart by the host that their status() names. */
function several() {
  const at = (name) => ({ jwksUri: 'https://a.example/jwks', allowInsecureHosts: [name] })
  return testApi({ now: () => now }).createVerifier({
    audience,
    issuers: [
      { issuer: google, ...at('google') },
      { issuer: entra, ...at('entra') },
      { issuer: own, ...at('own') },
      { issuer: ['x', 'https://a.example/{a}/b.c/{b}'], ...at('two') }
    ]
  })
}
const chosen = (verifier, iss) => verifier.status(iss).insecureHosts[0]

test('each spelling chooses its issuer, which is one issuer', () => {
  const verifier = several()
  for (const iss of google) assert.equal(chosen(verifier, iss), 'google')
  assert.deepEqual(
    verifier.status().issuers.map(({ issuer }) => issuer),
    [google[0]]
  )
})

test('a template chooses by one segment each; an issuer that is written out goes first', () => {
  const verifier = several()
  assert.equal(chosen(verifier, 'https://login.microsoftonline.com/9188040d-6c67/v2.0'), 'entra')
  assert.equal(chosen(verifier, own), 'own')
  assert.equal(chosen(verifier, 'https://a.example/1/b.c/2'), 'two')
  assert.equal(chosen(verifier, 'x'), 'two')
})

test('what only resembles a spelling or a template chooses nobody', () => {
  const verifier = several()
  const others = [
    ...[
      'https://accounts.google.com/',
      'ACCOUNTS.google.com',
      'http://accounts.google.com',
      'accounts.google.com.evil.example'
    ],
    ...[
      'https://login.microsoftonline.com//v2.0',
      'https://login.microsoftonline.com/a/b/v2.0',
      'https://login.microsoftonline.com/a/v2.0/'
    ],
    ...[
      'https://login.microsoftonline.com/a?/v2.0',
      'https://login.microsoftonline.com/a#/v2.0',
      'https://login.microsoftonline.com/a%2Fb/v2.0'
    ],
    ...[
      'https://login.microsoftonline.com/a/v2x0',
      'xhttps://login.microsoftonline.com/a/v2.0',
      'https://login.microsoftonline.com/a/v2.0\n'
    ],
    ...['https://a.example/1/bxc/2', 'https://a.example/1/b.c/', '']
  ]
  for (const iss of others) {
    assertError(
      caught(() => verifier.status(iss)),
      notAllowed
    )
  }
})

test('the core is told all spellings', async () => {
  const { checkVerifierOptions } = await import('../../../js/options/options.js')
  const [config] = checkVerifierOptions({ issuer: google, audience, jwks }).configs
  assert.deepEqual(JSON.parse(config.policy).issuer, google)
})
