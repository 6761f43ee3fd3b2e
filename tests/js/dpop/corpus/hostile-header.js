// Hostile proofs: the members of their header.
import { clientJwk } from '../../support/dpop.js'
import { encode } from '../../support/tokens.js'
import { headerWith, proof, text, withHeader, withJwk } from './make.js'

/** @import { Case } from './make.js' */

/** @param {(text: string) => string} change */
const header = (change) => proof({ header: text(headerWith(), change) })

/** @type {[id: string, reason: string, why: string, proof: () => string][]} */
const rows = [
  ['no typ', 'proof_typ', 'RFC 9449 §4.3, check 4', () => withHeader({ typ: undefined })],
  ...[
    'JWT',
    'dpop',
    'at+jwt',
    'dpop+jwt ',
    'dpop+jwt;charset=utf-8',
    'application/application/dpop+jwt',
    'text/dpop+jwt',
    'dpop jwt',
    'dpop+jwt\0',
    '',
    null,
    ['dpop+jwt'],
    7
  ].map(
    (typ) =>
      /** @type {any} */ ([
        `typ ${JSON.stringify(typ)}`,
        'proof_typ',
        'RFC 9449 §4.3, check 4',
        () => withHeader({ typ })
      ])
  ),
  ['Cyrillic typ', 'proof_typ', 'RFC 9449 §4.3, check 4', () => withHeader({ typ: 'dрop+jwt' })],
  [
    'crit',
    'proof_crit',
    'RFC 7515 §4.1.11: an extension that is not known',
    () => withHeader({ crit: ['htm'], htm: 'GET' })
  ],
  ['empty crit', 'proof_crit', 'RFC 7515 §4.1.11', () => withHeader({ crit: [] })],
  ['crit of a registered name', 'proof_crit', 'RFC 7515 §4.1.11', () => withHeader({ crit: ['jwk'] })],
  ['crit null', 'proof_crit', 'RFC 7515 §4.1.11', () => withHeader({ crit: null })],
  ['b64 false', 'proof_b64', 'RFC 7797 §7: not for JWTs', () => withHeader({ b64: false })],
  ['b64 false in crit', 'proof_crit', 'RFC 7797 §7', () => withHeader({ b64: false, crit: ['b64'] })],
  ['no jwk', 'proof_jwk_missing', 'RFC 9449 §4.2', () => withHeader({ jwk: undefined })],
  ['kid alone', 'proof_jwk_missing', 'RFC 9449 §4.2', () => withHeader({ jwk: undefined, kid: 'a' })],
  [
    'jku and x5u alone',
    'proof_jwk_missing',
    'RFC 9449 §4.2: no URL is fetched',
    () => withHeader({ jwk: undefined, jku: 'https://evil.example/jwks', x5u: 'https://evil.example/' })
  ],
  ['x5c alone', 'proof_jwk_missing', 'RFC 9449 §4.2', () => withHeader({ jwk: undefined, x5c: ['MIIB'] })],
  ...[null, 'a key', [clientJwk], {}, 7, true].map(
    (jwk) =>
      /** @type {any} */ ([
        `jwk ${JSON.stringify(jwk).slice(0, 12)}`,
        jwk === null ? 'proof_jwk_invalid' : 'proof_jwk_invalid',
        'RFC 7517 §4',
        () => withHeader({ jwk })
      ])
  ),
  ['a JWK Set', 'proof_jwk_invalid', 'RFC 7517 §4', () => withHeader({ jwk: { keys: [clientJwk] } })],
  ['jwk as JSON text', 'proof_jwk_invalid', 'RFC 7517 §4', () => withHeader({ jwk: JSON.stringify(clientJwk) })],
  ...['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'].map(
    (name) =>
      /** @type {any} */ ([
        `private member ${name}`,
        'proof_jwk_private',
        'RFC 9449 §4.3, check 7',
        () => withJwk({ [name]: 'AQAB' })
      ])
  ),
  ...[null, '', 0, [], {}].map(
    (d) =>
      /** @type {any} */ ([
        `private member d ${JSON.stringify(d)}`,
        'proof_jwk_private',
        'RFC 9449 §4.3, check 7: it is there',
        () => withJwk({ d })
      ])
  ),
  [
    'private member d, escaped',
    'proof_jwk_private',
    'RFC 8259 §8.3',
    () => header((all) => all.replace('"jwk":{', '"jwk":{"\\u0064":"AQAB",'))
  ],
  ['jwk for encryption', 'proof_jwk_invalid', 'RFC 7517 §4.2', () => withJwk({ use: 'enc' })],
  ['jwk that may only sign', 'proof_jwk_invalid', 'RFC 7517 §4.3', () => withJwk({ key_ops: ['sign'] })],
  ['jwk for another algorithm', 'proof_jwk_invalid', 'RFC 7517 §4.4', () => withJwk({ alg: 'ES384' })],
  ['jwk alg is no string', 'proof_jwk_invalid', 'RFC 7517 §4.4', () => withJwk({ alg: 256 })],
  ['encoded twice', 'proof_segments', 'RFC 7515 §3.1', () => encode(proof())]
]

/** @type {Case[]} */
export const hostileHeader = rows.map(([id, reason, why, make]) => ({ id, reason, why, proof: make }))
