// Which of several issuers a token chooses, where one has several spellings or is a template.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testApi } from '../support/core.js'
import { accepts, assertError, caught, refuses, rejection } from '../support/expect.js'
import { audience, now, publicJwk, token } from '../support/tokens.js'

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

test('tokens of each spelling are verified with one key set, other spellings are refused', async () => {
  const verifier = testApi({ now: () => now }).createVerifier({ issuer: google, audience, jwks })
  for (const iss of google) assert.equal((await accepts(verifier, token({ claims: { iss } }))).issuer, iss)
  for (const iss of ['https://accounts.google.com/', 'http://accounts.google.com', 'ACCOUNTS.google.com']) {
    await refuses(verifier, token({ claims: { iss } }), notAllowed)
  }
})

test('the tenant that iss names must be the tenant of the claim, also among several issuers', async () => {
  const iss = 'https://login.microsoftonline.com/tenant-1/v2.0'
  const one = testApi({ now: () => now }).createVerifier({ issuer: entra, audience, jwks })
  const among = testApi({ now: () => now }).createVerifier({
    audience,
    issuers: [
      { issuer: google, jwks },
      { issuer: entra, jwks }
    ]
  })
  for (const verifier of [one, among]) {
    await accepts(verifier, token({ claims: { iss, tid: 'tenant-1' } }))
    await refuses(verifier, token({ claims: { iss, tid: 'tenant-2' } }), notAllowed)
    await refuses(verifier, token({ claims: { iss: entra, tid: '{tid}' } }), notAllowed)
    await refuses(verifier, token({ claims: { iss: iss.replace('v2.0', 'v1.0'), tid: 'tenant-1' } }), notAllowed)
    const error = await rejection(verifier.verify(token({ claims: { iss } })))
    assert.equal(error.status, 401)
  }
})

test('an iss that is nearly one of the issuers is refused, and the hint says what differs', async () => {
  const verifier = several()
  for (const iss of ['https://accounts.google.com/', 'ACCOUNTS.google.com', 'http://accounts.google.com']) {
    const error = await rejection(verifier.verify(token({ claims: { iss } }), { now }))
    assertError(error, notAllowed)
    assert.match(error.hint, /only by a slash at the end, by case or by the scheme/)
  }
  const far = await rejection(verifier.verify(token({ claims: { iss: 'https://b.example' } }), { now }))
  assert.doesNotMatch(far.hint, /slash/)
})

test('the hint knows templates too, and names the template that /common needs', async () => {
  const hintFor = async (issuer, iss) => {
    const issuers = [
      { issuer, jwks },
      { issuer: 'https://other.example', jwks }
    ]
    const verifier = testApi({ now: () => now }).createVerifier({ audience, issuers })
    return (await rejection(verifier.verify(token({ claims: { iss } })))).hint
  }
  const differs = /only by a slash at the end, by case or by the scheme/
  assert.match(await hintFor(entra, `${own}/`), differs)
  assert.match(await hintFor(entra, own.replace('login', 'LOGIN')), differs)
  assert.doesNotMatch(await hintFor(entra, `${own}/x`), differs)
  for (const name of ['common', 'organizations', 'consumers']) {
    const hint = await hintFor(`https://login.microsoftonline.com/${name}/v2.0`, own)
    assert.match(hint, /write https:\/\/login\.microsoftonline\.com\/\{tid\}\/v2\.0 as the issuer/)
  }
  assert.doesNotMatch(await hintFor('https://login.microsoftonline.com/common/v2.0', 'https://b.example'), /tid/)
})
