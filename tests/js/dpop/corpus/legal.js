// Proofs that look odd and are legal: whoever refuses one locks a client out.
import { soundCurveKey } from '../../support/curve-keys.js'
import { clientJwk } from '../../support/dpop.js'
import { now } from '../../support/tokens.js'
import {
  byKey,
  claimsWith,
  hash,
  headerWith,
  orders,
  proof,
  rsa,
  signature,
  text,
  toBytes,
  toNumber,
  tokenOf
} from './make.js'
import { withClaims, withHeader, withJwk } from './make.js'

/** @import { Case } from './make.js' */

const bare = { kid: undefined, use: undefined, alg: undefined }
const edwards = soundCurveKey('Ed25519', bare)
const edwardsToken = tokenOf(edwards)
const rsaToken = tokenOf(rsa())
/** @param {string} jwt */
const athOf = (jwt) => ({ ath: hash(jwt).toString('base64url') })

/** @type {[id: string, why: string, proof: () => string, more?: Partial<Case>][]} */
const rows = [
  ['as everyone makes it', 'RFC 9449 §4.2', () => proof()],
  [
    'typ in upper case',
    'RFC 7515 §4.1.9, RFC 6838 §4.2: media types have no case',
    () => withHeader({ typ: 'DPoP+JWT' })
  ],
  ['typ with application/', 'RFC 7515 §4.1.9', () => withHeader({ typ: 'application/dpop+jwt' })],
  [
    'header in another order, with white space',
    'RFC 8259 §2',
    () => proof({ header: `\n{ "jwk" : ${JSON.stringify(clientJwk)},\t"alg":"ES256", "typ":"dpop+jwt" } ` })
  ],
  [
    'escaped names',
    'RFC 8259 §8.3',
    () => proof({ header: text(headerWith(), (all) => all.replace('"typ"', '"\\u0074yp"')) })
  ],
  [
    'members that nobody knows',
    'RFC 7515 §4: they are ignored',
    () => withHeader({ kid: 'a', jku: 'https://evil.example/', x5c: ['a'], zip: 'DEF', other: { nested: [1] } })
  ],
  ['kid that is a number', 'RFC 9449 §4.2 does not use it', () => withHeader({ kid: 7 })],
  ['b64 true', 'RFC 7797 §3: as it is without', () => withHeader({ b64: true })],
  ['jwk as WebCrypto exports it', 'RFC 7517 §4', () => withJwk({ key_ops: ['verify'], ext: true })],
  ['jwk with use and alg', 'RFC 7517 §4.2, §4.4', () => withJwk({ use: 'sig', alg: 'ES256', kid: 'mine' })],
  ['jwk with certificates', 'RFC 7517 §4.7: not used', () => withJwk({ x5c: ['MIIB'], 'x5t#S256': 'a' })],
  [
    'jwk with members of other names',
    'RFC 7517 §4: names have a case, and others are ignored',
    () => withJwk({ D: 'a', private: 'b', n: 'AQAB' })
  ],
  [
    'jwk members in another order',
    'RFC 7638 §3.3: the thumbprint has an order of its own',
    () => withHeader({ jwk: { y: clientJwk.y, x: clientJwk.x, crv: 'P-256', kty: 'EC' } })
  ],
  [
    's in the upper half',
    'FIPS 186-5 §6.4.2: both are signatures',
    () => signature((all) => Buffer.concat([all.subarray(0, 32), toBytes(orders.p256 - toNumber(all.subarray(32)))]))
  ],
  [
    'EdDSA',
    'RFC 8037 §3.1',
    () =>
      proof({
        header: headerWith({ alg: 'EdDSA', jwk: edwards }),
        claims: claimsWith(athOf(edwardsToken)),
        crv: 'Ed25519'
      }),
    { jwt: edwardsToken }
  ],
  [
    'Ed25519',
    'RFC 9864 §2.2',
    () =>
      proof({
        header: headerWith({ alg: 'Ed25519', jwk: edwards }),
        claims: claimsWith(athOf(edwardsToken)),
        crv: 'Ed25519'
      }),
    { jwt: edwardsToken }
  ],
  ['exp and nbf null', 'null counts as absent, as in tokens', () => withClaims({ exp: null, nbf: null })],
  ['RS256', 'RFC 7518 §3.3', () => byKey(rsa(), 'RS256', { claims: athOf(rsaToken) }), { jwt: rsaToken }],
  ['PS256', 'RFC 7518 §3.5', () => byKey(rsa(), 'PS256', { claims: athOf(rsaToken) }), { jwt: rsaToken }],
  ['a long jti', 'RFC 9449 §4.2 says no length', () => withClaims({ jti: 'a'.repeat(4000) })],
  ['a jti of every kind of character', 'RFC 9449 §4.2: a string', () => withClaims({ jti: 'Ω 🦊 \u0000\n"\\ ' })],
  ['a jti of one character', 'RFC 9449 §4.2: a string', () => withClaims({ jti: 'ж' })],
  ...[
    'https://mcp.example.com/tools?a=b',
    'https://mcp.example.com/tools#a',
    'https://mcp.example.com/tools?a=https://evil.example/#b?c',
    'https://mcp.example.com/tools?'
  ].map(
    (htu) =>
      /** @type {any} */ ([
        `htu ${htu}`,
        'RFC 9449 §4.3, check 9: query and fragment are ignored',
        () => withClaims({ htu })
      ])
  ),
  ...[
    'HTTPS://mcp.example.com/tools',
    'https://MCP.Example.COM/tools',
    'https://mcp.example.com:443/tools',
    'https://mcp.example.com:/tools',
    'https://mcp.example.com:0443/tools',
    'https://mcp.example.com/%74ools',
    'https://mcp.example.com/%74%6F%6f%6C%73',
    'https://mcp.example.com/./tools',
    'https://mcp.example.com/a/../tools',
    'https://mcp.example.com/%2E/tools',
    'https://mcp.example.com/../tools',
    'https://mcp.ex%61mple.com/tools'
  ].map((htu) => /** @type {any} */ ([`htu ${htu}`, 'RFC 3986 §6.2.2, §6.2.3', () => withClaims({ htu })])),
  [
    'htu of the root without its slash',
    'RFC 3986 §6.2.3',
    () => withClaims({ htu: 'https://mcp.example.com' }),
    { url: 'https://mcp.example.com/' }
  ],
  [
    'a path that is not ASCII',
    'RFC 3987 §3.1',
    () => withClaims({ htu: 'https://mcp.example.com/é/%c3%a9' }),
    { url: 'https://mcp.example.com/%C3%A9/%C3%A9' }
  ],
  [
    'characters that browsers leave',
    'RFC 3986 §2.1: encoded or not',
    () => withClaims({ htu: 'https://mcp.example.com/a%5B0%5D%7C%5E' }),
    { url: 'https://mcp.example.com/a[0]|^' }
  ],
  [
    'an IPv6 address',
    'RFC 3986 §3.2.2',
    () => withClaims({ htu: 'https://[2001:DB8::1]:8443/tools' }),
    { url: 'https://[2001:db8::1]:8443/tools' }
  ],
  [
    'plain http',
    'RFC 9449 says no scheme',
    () => withClaims({ htu: 'http://localhost:80/tools' }),
    { url: 'http://localhost/tools' }
  ],
  ['a method of its own', 'RFC 9110 §9.1', () => withClaims({ htm: 'PROPFIND' }), { method: 'PROPFIND' }],
  ['a method in lower case', 'RFC 9110 §9.1: as it was sent', () => withClaims({ htm: 'patch' }), { method: 'patch' }],
  ['iat with a fraction', 'RFC 7519 §2', () => withClaims({ iat: now - 0.5 })],
  [
    'iat with an exponent',
    'RFC 8259 §6',
    () => proof({ claims: text(claimsWith({ iat: 'HERE' }), (all) => all.replace('"HERE"', '18e8')) })
  ],
  ['iat two minutes ago', 'the options maxAge and clockTolerance', () => withClaims({ iat: now - 119 })],
  ['iat a minute ahead', 'the option clockTolerance', () => withClaims({ iat: now + 60 })],
  [
    'a nonce that nobody asked for',
    'RFC 9449 §4.3, check 10: where the server gave one',
    () => withClaims({ nonce: 'of the authorization server' })
  ],
  [
    'exp, nbf, iss, aud and others',
    'RFC 9449 §4.2: other claims may be there',
    () =>
      withClaims({
        exp: now + 60,
        nbf: now - 60,
        iss: 'client',
        sub: 'client',
        aud: 'https://other.example',
        cnf: {},
        scope: 'admin'
      })
  ],
  ['a proof of 7 KiB', 'a limit of this package', () => withClaims({ more: 'a'.repeat(5300) })]
]

/** @type {Case[]} */
export const legal = rows.map(([id, why, make, more]) => ({ id, reason: '', why, proof: make, ...more }))
