import assert from 'node:assert/strict'
import { createSign, generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { testApi } from '../support/core.js'

const { createVerifier } = testApi()
const keys = ['k0', 'k1'].map((kid) => ({ kid, ...generateKeyPairSync('rsa', { modulusLength: 2048 }) }))
const jwks = { keys: keys.map(({ kid, publicKey }) => ({ ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256' })) }
const options = { issuer: 'https://a.example/', audience: 'x', jwks }
const at = { now: 1_000_000_000 }
const headers = [
  '{"alg":"RS256","kid":"k0"}',
  '{"alg":"RS256","kid":"k1"}',
  '{"kid":"k0","alg":"RS256"}',
  '{"alg":"RS256","kid":"k0","typ":"JWT"}',
  '{"alg":"RS256","kid":"k0","typ":"logout+jwt"}',
  '{"alg":"RS256","kid":"k0","crit":["x"]}',
  '{"alg":"RS512","kid":"k0"}',
  '{"alg":"RS256"}',
  '{"alg":"RS256","kid":"k0","kid":"k0"}'
].map(encode)

/** @param {string} text */
function encode(text) {
  return Buffer.from(text).toString('base64url')
}

/** A fixed sequence: a failure can be had again. */
let state = 20261125
const random = (/** @type {number} */ limit) => {
  state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
  return Math.floor((state / 2 ** 32) * limit)
}

/** @returns {string} most often a good token; else one with another key, another header, or another character */
function anyToken() {
  const claims = { iss: options.issuer, aud: 'x', sub: `user-${random(20)}`, exp: 2_000_000_000 }
  const input = `${headers[random(headers.length)]}.${encode(JSON.stringify(claims))}`
  const signature = createSign('sha256').update(input).sign(keys[random(2)].privateKey, 'base64url')
  const token = `${input}.${signature}`
  const changes = [
    () => `${headers[random(headers.length)]}${token.slice(token.indexOf('.'))}`,
    (place = random(token.length)) => `${token.slice(0, place)}${'Ab0-_.='[random(7)]}${token.slice(place + 1)}`
  ]
  return random(3) === 0 ? changes[random(2)]() : token
}

/**
 * @param {ReturnType<typeof createVerifier>} verifier
 * @param {string} token
 */
function verdict(verifier, token) {
  try {
    const { header, subject } = verifier.verifySync(token, at)
    return { header, subject }
  } catch (error) {
    const { code, reason } = /** @type {import('../../../js/shared/error.js').AssayError} */ (error)
    return { code, reason }
  }
}

test('ATTACKS 19: a verifier that remembers headers and tokens decides as one that has seen nothing', () => {
  const remembering = createVerifier(options)
  let accepted = 0
  for (let round = 0; round < 1_500; ++round) {
    const token = anyToken()
    const fresh = createVerifier({ ...options, tokenCache: false })
    const found = verdict(remembering, token)
    assert.deepEqual(found, verdict(fresh, token), `round ${round}`)
    fresh.dispose()
    if ('subject' in found) accepted += 1
  }
  assert.ok(accepted > 200 && accepted < 1_300, String(accepted))
})
