// Tokens on which verifiers differ. Each is signed by the key of a real authorization server, unless it says otherwise.

import { createHmac, createPrivateKey, createPublicKey, sign } from 'node:crypto'

/** @typedef {import('../../support/authorization-server.js').AuthorizationServer} Server */
/** @typedef {{ id: string, token: string }} Case */

export const audience = 'https://mcp.example.com'
const encode = (/** @type {unknown} */ value) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

/** @param {Server} server @returns {Promise<Case[]>} */
export async function makeCases(server) {
  const [jwk] = server.keys
  const key = createPrivateKey({ key: /** @type {any} */ (jwk), format: 'jwk' })
  const now = Math.floor(Date.now() / 1000)
  const usual = { iss: server.issuer, aud: audience, sub: 'ada', scope: 'tools:read', iat: now - 10, exp: now + 300 }
  const header = { alg: 'RS256', kid: jwk.kid, typ: 'JWT' }
  /** @param {object | string} claims @param {object} [members] of the header */
  const signed = (claims, members = {}) => {
    const input = `${encode({ ...header, ...members })}.${encode(claims)}`
    return `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`
  }
  const text = JSON.stringify(usual)
  const good = signed(usual)
  const otherKey = signed(usual, { kid: 'another' })
  const pem = createPublicKey(key).export({ type: 'spki', format: 'pem' })
  const forged = `${encode({ ...header, alg: 'HS256' })}.${encode(usual)}`
  const { exp: _exp, ...endless } = usual
  const { sub: _sub, ...nobody } = usual
  return Object.entries({
    'of the server itself': await server.issue({ resource: audience }),
    'with the usual claims': good,
    'expired for 30 seconds': signed({ ...usual, exp: now - 30 }),
    'expired for an hour': signed({ ...usual, exp: now - 3600 }),
    'without `exp`': signed(endless),
    '`exp` is 1e400': signed(text.replace(/"exp":\d+/, '"exp":1e400')),
    '`nbf` in an hour': signed({ ...usual, nbf: now + 3600 }),
    '`iat` in an hour': signed({ ...usual, iat: now + 3600 }),
    'without `sub`': signed(nobody),
    'for another audience': signed({ ...usual, aud: 'https://other.example.com' }),
    'of another issuer': signed({ ...usual, iss: 'https://other.example.com/' }),
    '`typ` is `logout+jwt`': signed(usual, { typ: 'logout+jwt' }),
    '`crit` names what nobody knows': signed(usual, { crit: ['unknown'], unknown: true }),
    '`sub` is there twice': signed(text.replace('"sub":"ada"', '"sub":"ada","sub":"root"')),
    'a line break behind the signature': `${good}\n`,
    'bits behind the signature': withTrailingBits(good),
    'an unknown `kid`': otherKey,
    'HS256, by the public key': `${forged}.${createHmac('sha256', pem).update(forged).digest('base64url')}`,
    'changed after the signature': good.replace(/\.[^.]+\./, `.${encode({ ...usual, sub: 'root' })}.`)
  }).map(([id, token]) => ({ id, token }))
}

/** @param {string} token whose signature has 256 bytes: its last character has four bits that mean nothing */
function withTrailingBits(token) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return token.slice(0, -1) + alphabet[alphabet.indexOf(token[token.length - 1]) + 1]
}
