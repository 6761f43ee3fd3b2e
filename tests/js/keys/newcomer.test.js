// What a newcomer's JWK Set endpoint answers: the error names the host, and what to do.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testApi } from '../support/core.js'
import { rejection } from '../support/expect.js'
import { goodOptions, token } from '../support/tokens.js'

/** @type {[reason: string, body: string, says: RegExp][]} */
const answers = [
  ['jwks_not_json', '<html>', /./],
  ['jwks_malformed', '{"key":[]}', /./],
  ['jwks_malformed', '{"issuer":"https://a","jwks_uri":"https://a/jwks"}', /give its URL as the option metadataUrl/]
]

test('what is no JWK Set names the host, and metadata in its place says its option', async () => {
  for (const [reason, body, says] of answers) {
    const { jwks: _, ...options } = goodOptions()
    const verifier = testApi().createVerifier({
      ...options,
      jwksUri: 'https://keys.example/jwks?secret=SECRET',
      fetch: () => Promise.resolve(new Response(body))
    })
    const error = await rejection(verifier.verify(token()))
    assert.equal(error.code, 'AUTH_KEYS_UNAVAILABLE')
    assert.equal(error.reason, reason)
    assert.match(error.message, /\(keys\.example\)$/)
    assert.match(error.hint, says)
    assert.ok(!JSON.stringify(error).includes('SECRET'))
    verifier.dispose()
  }
})
