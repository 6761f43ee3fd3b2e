// Hostile proofs: their claims. The key and the signature are good.
import { hash, jwt, proof, claimsWith, text, withClaims } from './make.js'
import { now } from '../../support/tokens.js'

/** @import { Case } from './make.js' */

/** @param {string} name @param {string} written JSON text of its value */
const written = (name, written) =>
  proof({ claims: text(claimsWith({ [name]: 'HERE' }), (all) => all.replace('"HERE"', written)) })
const ath = hash(jwt).toString('base64url')

/** @type {[kind: string, clause: string, rows: [reason: string, claims: any, id?: string][]][]} */
const kinds = [
  [
    'jti',
    'RFC 9449 §4.3, check 3',
    [
      ...[undefined, null, ''].map((jti) => /** @type {any} */ (['proof_claim_missing', { jti }])),
      ...[7, true, [], {}, ['a']].map((jti) => /** @type {any} */ (['proof_claim_type', { jti }]))
    ]
  ],
  [
    'htm',
    'RFC 9449 §4.3, check 8; RFC 9110 §9.1: methods are case-sensitive',
    [
      ...[undefined, null, ''].map((htm) => /** @type {any} */ (['proof_claim_missing', { htm }])),
      ...[
        'get',
        'Get',
        'POST',
        'GET ',
        ' GET',
        'GET,POST',
        'GET POST',
        '*',
        'G\u0000ET',
        'GET\u0000',
        'ＧＥＴ',
        'GEТ',
        'HEAD'
      ].map((htm) => /** @type {any} */ (['proof_method', { htm }])),
      ...[['GET'], { method: 'GET' }, 7].map((htm) => /** @type {any} */ (['proof_claim_type', { htm }]))
    ]
  ],
  [
    'htu',
    'RFC 9449 §4.3, check 9',
    [
      ...[undefined, null, ''].map((htu) => /** @type {any} */ (['proof_claim_missing', { htu }])),
      ...[['https://mcp.example.com/tools'], 7, {}].map((htu) => /** @type {any} */ (['proof_claim_type', { htu }])),
      ...[
        ...[
          '/tools',
          'tools',
          'mcp.example.com/tools',
          '//mcp.example.com/tools',
          '*',
          'https://',
          'https:///tools',
          'https:/mcp.example.com/tools',
          'https:mcp.example.com/tools'
        ],
        ...[
          'http://mcp.example.com/tools',
          'ftp://mcp.example.com/tools',
          'wss://mcp.example.com/tools',
          'javascript:https://mcp.example.com/tools',
          'data:,https://mcp.example.com/tools',
          'htt\u0440s://mcp.example.com/tools'
        ],
        ...[
          'https://evil.example/tools',
          'https://example.com/tools',
          'https://a.mcp.example.com/tools',
          'https://mcp.example.com.evil.example/tools',
          'https://mcp.example.community/tools',
          'https://mcp.example.com./tools',
          'https://.mcp.example.com/tools',
          'https://mcp%2eexample.com.evil.example/tools'
        ],
        ...[
          'https://user@mcp.example.com/tools',
          'https://user:password@mcp.example.com/tools',
          'https://mcp.example.com@evil.example/tools',
          'https://mcp.example.com:443@evil.example/tools',
          'https://evil.example@mcp.example.com/tools',
          'https://@mcp.example.com/tools',
          'https://mcp.example.com%40evil.example/tools'
        ],
        ...[
          'https://mcp.example.com\\tools',
          'https://mcp.example.com\\@evil.example/tools',
          'https:\\\\mcp.example.com\\tools',
          'https://mcp.example.com/\\tools',
          'https://evil.example\\mcp.example.com/tools'
        ],
        ...[
          'https://mcp.example.com:444/tools',
          'https://mcp.example.com:80/tools',
          'https://mcp.example.com:0/tools',
          'https://mcp.example.com:65979/tools',
          'https://mcp.example.com:4294967739/tools',
          'https://mcp.example.com:443a/tools',
          'https://mcp.example.com:+443/tools',
          'https://mcp.example.com: 443/tools',
          'https://mcp.example.com:-1/tools',
          'https://mcp.example.com:443:443/tools',
          'https://mcp.example.com:٤٤٣/tools'
        ],
        ...[
          'https://ｍcp.example.com/tools',
          'https://mcp。example.com/tools',
          'https://mсp.example.com/tools',
          'https://mcp.example.com\u200b/tools',
          'https://xn--mp-nlc.example.com/tools',
          'https://m\u00adcp.example.com/tools',
          'https://[mcp.example.com]/tools'
        ],
        ...[
          'https://mcp.example.com',
          'https://mcp.example.com/',
          'https://mcp.example.com/Tools',
          'https://mcp.example.com/tools/',
          'https://mcp.example.com//tools',
          'https://mcp.example.com/tools//',
          'https://mcp.example.com/tools/more',
          'https://mcp.example.com/tool',
          'https://mcp.example.com/tools;a=b',
          'https://mcp.example.com/ tools',
          'https://mcp.example.com/to\u200bols',
          'https://mcp.example.com/ｔools'
        ],
        ...[
          'https://mcp.example.com/%2Ftools',
          'https://mcp.example.com%2Ftools',
          'https://mcp.example.com/tools%2F',
          'https://mcp.example.com/tools%00',
          'https://mcp.example.com/tools%',
          'https://mcp.example.com/tools%7',
          'https://mcp.example.com/%zztools',
          'https://mcp.example.com/%2574ools',
          'https://mcp.example.com/tools%3Fa',
          'https://mcp.example.com/tools%23',
          'https://mcp.example.com/%5ctools',
          'https://mcp.example.com/to%C0%AFols',
          'https://mcp.example.com/tools%20'
        ],
        ...[
          'https://mcp.example.com/tools/..',
          'https://mcp.example.com/tools/.',
          'https://mcp.example.com/tools/../other',
          'https://mcp.example.com/tools/%2e%2e',
          'https://mcp.example.com/..%2ftools',
          'https://mcp.example.com/.../tools',
          'https://mcp.example.com/tools/...'
        ],
        ...[
          'https://mcp.example.com?/tools',
          'https://mcp.example.com#/tools',
          'https://evil.example?https://mcp.example.com/tools',
          'https://evil.example#@mcp.example.com/tools',
          'https://evil.example/https://mcp.example.com/tools'
        ],
        ...[
          ' https://mcp.example.com/tools',
          'https://mcp.example.com/tools ',
          'https://mcp.example.com/tools\n',
          '\thttps://mcp.example.com/tools',
          'https://mcp.exa\tmple.com/tools',
          'https://mcp.example.com/to\nols',
          'https://mcp.example.com/tools\u0000',
          'https://mcp.example.com\u0000.evil.example/tools',
          'https://mcp.example.com/tools https://evil.example/',
          '<https://mcp.example.com/tools>',
          '"https://mcp.example.com/tools"'
        ]
      ].map((htu) => /** @type {any} */ (['proof_url', { htu }]))
    ]
  ],
  [
    'iat',
    'RFC 9449 §4.3, check 11; RFC 7519 §2: NumericDate',
    [
      ...[undefined, null].map((iat) => /** @type {any} */ (['proof_claim_missing', { iat }])),
      ...[1e20, String(now), true, [now], {}, new Date(now * 1000).toISOString(), ''].map(
        (iat) => /** @type {any} */ (['proof_claim_type', { iat }])
      ),
      ...[0, -1, -now, 1, now - 120, now - 121, now - 3600, now / 1000].map(
        (iat) => /** @type {any} */ (['proof_too_old', { iat }])
      ),
      ...[now + 61, now + 3600, now * 1000, 2 ** 53].map(
        (iat) => /** @type {any} */ (['proof_issued_in_future', { iat }])
      )
    ]
  ],
  [
    'exp and nbf',
    'RFC 7519 §4.1.4, §4.1.5',
    [
      ['proof_expired', { exp: now - 60 }],
      ['proof_expired', { exp: 0 }],
      ['proof_not_yet_valid', { nbf: now + 61 }],
      ['proof_claim_type', { exp: 'never' }],
      ['proof_claim_type', { nbf: [] }],
      ['proof_claim_type', { exp: true }]
    ]
  ],
  [
    'ath',
    'RFC 9449 §4.3, check 12',
    [
      ...[undefined, null, ''].map((value) => /** @type {any} */ (['proof_claim_missing', { ath: value }])),
      ...[[ath], 7, {}].map((value) => /** @type {any} */ (['proof_claim_type', { ath: value }])),
      ...[
        `${ath}=`,
        ath.toUpperCase(),
        ath.slice(0, -1),
        `${ath}A`,
        ` ${ath}`,
        hash(jwt).toString('hex'),
        `${hash(jwt).toString('base64')}`,
        hash(`DPoP ${jwt}`).toString('base64url'),
        hash(`${jwt}\n`).toString('base64url'),
        hash('another token').toString('base64url'),
        hash('').toString('base64url'),
        hash(jwt, 'sha512').toString('base64url'),
        hash(jwt, 'sha1').toString('base64url'),
        hash(jwt).subarray(0, 16).toString('base64url'),
        jwt
      ].map(
        (value, at) =>
          /** @type {any} */ (['proof_token', { ath: value }, `ath, the ${at + 1}th form: ${value.slice(0, 60)}`])
      )
    ]
  ]
]

const numbers = [
  ['1e400', 'proof_claims_json'],
  ['-1e400', 'proof_claims_json'],
  ['NaN', 'proof_claims_json'],
  ['Infinity', 'proof_claims_json'],
  ['0x6b49d200', 'proof_claims_json'],
  ['01800000000', 'proof_claims_json'],
  ['+1800000000', 'proof_claims_json'],
  ['1800000000.', 'proof_claims_json'],
  ['1_800_000_000', 'proof_claims_json'],
  ['.18e10', 'proof_claims_json'],
  ['-0', 'proof_too_old'],
  ['1e-400', 'proof_too_old'],
  [`1${'0'.repeat(400)}`, 'proof_claims_json'],
  ['"1800000000"', 'proof_claim_type']
]
/** @type {[string, any][]} */
const nonces = [
  ['proof_nonce_missing', undefined],
  ['proof_nonce', ''],
  ['proof_nonce', 'of nobody'],
  ['proof_nonce', 'A'.repeat(28)],
  ['proof_nonce', 'A'.repeat(4000)],
  ['proof_nonce', '\u0000'],
  ['proof_nonce_missing', null],
  ['proof_claim_type', 7],
  ['proof_claim_type', ['a']],
  ['proof_claim_type', {}]
]

/** @type {Case[]} */
export const hostileClaims = [
  ...kinds.flatMap(([kind, why, rows]) =>
    rows.map(([reason, claims, id = `${kind} ${JSON.stringify(claims)}`]) => ({
      id,
      reason,
      why,
      proof: () => withClaims(claims)
    }))
  ),
  ...numbers.map(([value, reason]) => ({
    id: `iat ${value.slice(0, 20)}`,
    reason,
    why: 'RFC 8259 §6',
    proof: () => written('iat', value)
  })),
  ...nonces.map(([reason, nonce]) => ({
    ...{ id: `nonce ${JSON.stringify(nonce)?.slice(0, 40)}`, reason, why: 'RFC 9449 §4.3, check 10', nonce: true },
    proof: () => withClaims({ nonce })
  }))
]
