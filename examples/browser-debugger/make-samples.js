// Makes samples.json: a policy, its key, a good token, and tokens that show one fault each. The private key is
// discarded. The page's clock for samples starts at their time, so that they never expire. Run this only to change the
// samples.

import { createHash, createSign, generateKeyPairSync, sign as signBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'

const now = Date.UTC(2026, 10, 25, 10, 0, 0) / 1000
const issuer = 'https://auth.example.com/'
const audience = 'https://api.example.com'

const [own, foreign] = ['2026-11', 'attacker'].map((kid) => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return { kid, privateKey, jwk: { ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' } }
})

const { privateKey: curveKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const curveJwk = { ...publicKey.export({ format: 'jwk' }), kid: '2026-11-ec', alg: 'ES256', use: 'sig' }

const claims = {
  iss: issuer,
  sub: 'user-4711',
  aud: audience,
  client_id: 'mcp-client',
  scope: 'tools:read tools:call',
  iat: now - 240,
  nbf: now - 240,
  exp: now + 3360,
  jti: '0b5c7d9e-41f6-4f0c-9a53-6a1c9f5b2e10'
}
const header = { alg: 'RS256', typ: 'at+jwt', kid: own.kid }

/** @param {unknown} value text as it is, anything else as JSON */
const encode = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

/**
 * @param {object} differences
 * @param {object | string} [differences.claims]
 * @param {object} [differences.header]
 * @param {typeof own} [differences.key]
 */
function sign({ claims: payload = {}, header: members = {}, key = own }) {
  const text = typeof payload === 'string' ? payload : { ...claims, ...payload }
  const input = `${encode({ ...header, ...members })}.${encode(text)}`
  return `${input}.${createSign('RSA-SHA256').update(input).sign(key.privateKey, 'base64url')}`
}

function signByCurve() {
  const input = `${encode({ ...header, alg: 'ES256', kid: curveJwk.kid })}.${encode(claims)}`
  const signature = signBytes('sha256', Buffer.from(input), { key: curveKey, dsaEncoding: 'ieee-p1363' })
  return `${input}.${signature.toString('base64url')}`
}

const client = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const { kty, crv, x, y } = client.publicKey.export({ format: 'jwk' })
const hash = (/** @type {string} */ text) => createHash('sha256').update(text).digest('base64url')
const bound = sign({ claims: { cnf: { jkt: hash(JSON.stringify({ crv, kty, x, y })) } } }) // RFC 7638
const request = { method: 'POST', url: `${audience}/tools` }

/** @param {object} differences @returns {object} a DPoP proof and the request that it came with (RFC 9449 §4.2) */
function proof(differences) {
  const known = {
    jti: '6c1d7a52-90e3-4a55-9d0f-7b1f3f0c8e11',
    htm: 'POST',
    htu: request.url,
    iat: now,
    ath: hash(bound)
  }
  const parts = [
    { typ: 'dpop+jwt', alg: 'ES256', jwk: { kty, crv, x, y } },
    { ...known, ...differences }
  ]
  const input = parts.map(encode).join('.')
  const key = { key: client.privateKey, dsaEncoding: /** @type {const} */ ('ieee-p1363') }
  return { ...request, text: `${input}.${signBytes('sha256', Buffer.from(input), key).toString('base64url')}` }
}

const good = sign({})
const [head, body, signature] = good.split('.')

/** @param {string} text @returns {string} the same bytes, with bits set that belong to no byte */
function notCanonical(text) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return text.slice(0, -1) + alphabet[alphabet.indexOf(text.slice(-1)) | 1]
}

const samples = [
  ['An accepted token', good],
  ['Expired', sign({ claims: { iat: now - 7800, nbf: now - 7800, exp: now - 4200 } })],
  ['Not valid yet', sign({ claims: { iat: now - 10, nbf: now + 900 } })],
  ['For another API', sign({ claims: { aud: 'https://api.example.com/' } })],
  ['Of another issuer', sign({ claims: { iss: 'https://login.example.org/' } })],
  ['Without the scope', sign({ claims: { scope: 'tools:read' } })],
  ['Changed after signing', [head, encode({ ...claims, sub: 'administrator' }), signature].join('.')],
  ['Not signed (alg none)', `${encode({ ...header, alg: 'none' })}.${body}.`],
  ['Brings its own key', sign({ header: { kid: foreign.kid, jwk: foreign.jwk }, key: foreign })],
  ['A member twice', sign({ claims: JSON.stringify(claims).replace('"aud"', '"sub":"administrator","aud"') })],
  ['Not canonical base64url', [head, body, notCanonical(signature)].join('.')],
  ['An ID token', sign({ header: { typ: 'JWT' }, claims: { nonce: 'n-0S6_WzA2Mj', scope: undefined } })],
  ['Signed with ES256, not allowed', signByCurve()],
  ['Bound to a key, with its proof', bound, proof({})],
  ['Bound, with a proof for another request', bound, proof({ htm: 'GET', htu: `${audience}/admin` })],
  ['Bound, without a proof', bound]
].map(([name, token, its]) => ({ name, token, proof: its }))

const policy = { issuer, audience, requiredScope: 'tools:call' }
const text = JSON.stringify({ now, policy, jwks: { keys: [own.jwk, curveJwk] }, samples }, null, 2)
writeFileSync(new URL('samples.json', import.meta.url), `${text}\n`)
