import assert from 'node:assert/strict'
import { test } from 'node:test'
import { didYouMean } from '../../../js/shared/did-you-mean.js'

const known = ['issuer', 'audience', 'jwksUri', 'clockTolerance', 'allowedScopes', 'fetch']

test('a word that is near a known one asks for it', () => {
  const near = { audiences: 'audience', Issuer: 'issuer', jwks_uri: 'jwksUri', 'clock-tolerance': 'clockTolerance' }
  for (const [word, meant] of Object.entries(near)) assert.equal(didYouMean(word, known), meant)
  assert.equal(didYouMean('clockTolerence', known), 'clockTolerance')
  assert.equal(didYouMean('allowedScope', known), 'allowedScopes')
})

test('a word that is near none asks for nothing', () => {
  for (const word of ['', 'x', 'secret', 'leeway', '__proto__', '山田', 'z'.repeat(100_000)]) {
    assert.equal(didYouMean(word, known), undefined)
  }
})
