// JWK Sets, each with what lintJwks has to say about it.
import { privateJwks, publicJwk } from './tokens.js'

/** A key that nothing is to be said about. @param {object} [members] @param {string} [name] */
export const sound = (members = {}, name = 'good') => publicJwk(name, { use: 'sig', alg: 'RS256', ...members })
const { n } = /** @type {{ n: string }} */ (publicJwk())
const bytes = (/** @type {number[]} */ ...values) => Buffer.from(values).toString('base64url')
/** A key that this verifier does not use. */
export const k1 = {
  kty: 'EC',
  kid: 'k1',
  use: 'sig',
  alg: 'ES256K',
  crv: 'secp256k1',
  x: n.slice(0, 43),
  y: n.slice(43, 86)
}
const rfc7517 =
  '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw'

/** @type {Readonly<Record<string, readonly [set: unknown, ids: readonly string[]][]>>} what each set shows, and nothing else */
export const examples = {
  'RFC 7517 §5: the set': [
    ['{"keys":[', ['jwks_not_json']],
    ['null', ['jwks_not_json']],
    ['-----BEGIN PUBLIC KEY-----', ['jwks_not_json']],
    [undefined, ['jwks_not_json']],
    [17n, ['jwks_not_json']],
    [[sound()], ['jwks_not_json']],
    [`{"keys":[${JSON.stringify(sound())}],"x":1e999}`, ['jwks_not_json']],
    [
      JSON.stringify({ keys: [sound(), k1] }).replace('"use"', '"use":"sig","use"'),
      ['jwks_duplicate_member', 'jwks_no_usable_key', 'key_type_unsupported']
    ],
    [sound(), ['jwks_malformed']],
    [{ jwks_uri: 'https://a.example' }, ['jwks_malformed']],
    [{ keys: 'none' }, ['jwks_malformed']],
    [{}, ['jwks_malformed']],
    [{ keys: [] }, ['jwks_no_usable_key']],
    [{ keys: [sound()], x: 'x'.repeat(65_536) }, ['jwks_too_large']],
    [{ keys: [sound()], x: 'x'.repeat(1_048_576) }, ['jwks_too_large', 'lint_limited']],
    [
      { keys: Array(1001).fill(sound()) },
      ['jwks_too_large', 'jwks_too_many_keys', 'key_duplicate', 'kid_duplicate', 'lint_limited']
    ],
    [{ keys: [sound(), ...Array(100).fill({})] }, ['kty_invalid', 'kid_missing']],
    [{ keys: [sound()], issuer: 'x', 'x-unknown': [{}] }, []]
  ],
  'RFC 7517 §4.5: kid': [
    [{ keys: [sound({ kid: 1 })] }, ['jwks_no_usable_key', 'kid_invalid']],
    [{ keys: [sound({ kid: undefined })] }, ['kid_missing']],
    [{ keys: [sound({ kid: '' })] }, ['kid_missing']],
    [{ keys: [sound({ kid: null })] }, ['kid_missing', 'member_null']],
    [{ keys: [sound(), sound({ kid: 'good' }, 'other')] }, ['kid_duplicate']],
    [{ keys: [sound(), sound({ kid: 'Good' }, 'other')] }, []],
    [
      { keys: ['good', 'other', 'bits3072', 'bits4096', 'exponent3'].map((name) => sound({ kid: 'a' }, name)) },
      ['exponent_small', 'kid_duplicate', 'kid_too_many']
    ],
    [{ keys: ['good', 'other', 'bits3072', 'bits4096'].map((name) => sound({ kid: 'a' }, name)) }, ['kid_duplicate']],
    [
      { keys: ['good', 'good', 'other', 'bits3072', 'bits4096'].map((name) => sound({ kid: 'a' }, name)) },
      ['key_duplicate', 'kid_duplicate']
    ],
    [
      { keys: ['good', 'other', 'bits3072', 'bits4096', 'bits2056'].map((name) => sound({ kid: undefined }, name)) },
      ['kid_missing', 'kid_too_many', 'modulus_size_unusual']
    ]
  ],
  'RFC 7517 §4.4: alg': [
    [{ keys: [sound({ alg: ['RS256'] })] }, ['jwks_no_usable_key', 'key_alg_mismatch']],
    [{ keys: [sound({ alg: undefined })] }, ['alg_missing']],
    [{ keys: [sound({ alg: null })] }, ['alg_missing', 'member_null']],
    [{ keys: [sound({ alg: 'rs256' })] }, ['alg_unsupported', 'jwks_no_usable_key']],
    [{ keys: [sound({ alg: 'none' })] }, ['alg_unsupported', 'jwks_no_usable_key']],
    [{ keys: [sound({ alg: 'RSA-OAEP', use: undefined })] }, ['alg_encryption', 'jwks_no_usable_key']],
    [{ keys: [sound({ alg: 'RSA-OAEP' })] }, ['alg_encryption', 'alg_use_conflict', 'jwks_no_usable_key']],
    [{ keys: [sound({ alg: 'HS256' })] }, ['alg_kty_conflict', 'jwks_no_usable_key']],
    [{ keys: [sound({ alg: 'ES256' })] }, ['alg_kty_conflict', 'jwks_no_usable_key']],
    [{ keys: [sound(), { ...k1, alg: 'RS256' }] }, ['alg_kty_conflict', 'key_type_unsupported']],
    [{ keys: [sound(), { ...k1, alg: 'ES512' }] }, ['key_type_unsupported']],
    [{ keys: [sound(), sound({ kid: 'b', use: 'enc' }, 'other')] }, ['alg_use_conflict', 'key_use']]
  ],
  'RFC 7517 §4.2, §4.3: use and key_ops': [
    [{ keys: [sound({ use: undefined })] }, ['use_missing']],
    [{ keys: [sound({ use: undefined, key_ops: ['verify'] })] }, []],
    [{ keys: [sound({ use: 'SIG' })] }, ['jwks_no_usable_key', 'key_use', 'use_unknown']],
    [{ keys: [sound({ use: 1 })] }, ['jwks_no_usable_key', 'key_use', 'use_unknown']],
    [
      { keys: [sound({ use: undefined }), sound({ use: 'enc', alg: 'RSA-OAEP-256' }, 'other')] },
      ['alg_encryption', 'key_use', 'use_required']
    ],
    [{ keys: [sound({ key_ops: ['verify'] })] }, ['use_and_key_ops']],
    [{ keys: [sound({ use: undefined, key_ops: ['verify', 'verify'] })] }, ['key_ops_duplicate']],
    [{ keys: [sound({ use: undefined, key_ops: ['verify', 'encrypt'] })] }, ['key_ops_unrelated']],
    [
      { keys: [sound({ key_ops: ['encrypt'] })] },
      ['jwks_no_usable_key', 'key_ops', 'use_and_key_ops', 'use_key_ops_conflict']
    ],
    [{ keys: [sound({ use: undefined, key_ops: ['sign'] })] }, ['jwks_no_usable_key', 'key_ops', 'key_ops_invalid']],
    [{ keys: [sound({ use: undefined, key_ops: [] })] }, ['jwks_no_usable_key', 'key_ops', 'key_ops_invalid']],
    [{ keys: [sound({ use: undefined, key_ops: 'verify' })] }, ['jwks_no_usable_key', 'key_ops', 'key_ops_invalid']],
    [
      { keys: [sound({ use: undefined, key_ops: ['verify', 1] })] },
      ['jwks_no_usable_key', 'key_ops', 'key_ops_invalid']
    ],
    [
      { keys: [sound(), sound({ use: 'enc', alg: undefined, key_ops: ['verify'] }, 'other')] },
      ['key_use', 'use_and_key_ops', 'use_key_ops_conflict']
    ]
  ],
  'RFC 7517 §4.1, §4.6 to §4.9, RFC 7518 §6.1: kty and the rest': [
    [{ keys: [sound(), 'RSA'] }, ['key_not_object']],
    [{ keys: [sound(), null] }, ['key_not_object']],
    [{ keys: [sound(), [sound()]] }, ['key_not_object']],
    [{ keys: [sound({ kty: undefined })] }, ['jwks_no_usable_key', 'kty_invalid']],
    [{ keys: [sound({ kty: 'rsa' })] }, ['jwks_no_usable_key', 'kty_invalid']],
    [{ keys: [sound({ kty: 1 })] }, ['jwks_no_usable_key', 'kty_invalid']],
    [{ keys: [sound(), k1] }, ['key_type_unsupported']],
    [{ keys: [sound({ x5c: ['MIIB'], x5t: 'x' })] }, ['certificate_ignored']],
    [{ keys: [sound({ key: { unknown: [true] }, exp: 1 })] }, []]
  ],
  'RFC 7517 §9.2: private members': [
    ...['d', 'p', 'q', 'dp', 'dq', 'qi'].map(
      (name) =>
        /** @type {[unknown, string[]]} */ ([
          { keys: [sound({ [name]: privateJwks.good[name] })] },
          ['private_members']
        ])
    ),
    [{ keys: [sound({ oth: [] })] }, ['private_members']],
    [{ keys: [sound({ d: null })] }, []],
    [
      { keys: [sound(), { kty: 'oct', kid: 'o', use: 'sig', alg: 'HS256', k: 'AAAA' }] },
      ['key_type_unsupported', 'private_members']
    ],
    [{ keys: [sound(), { ...k1, d: 'AAAA' }] }, ['key_type_unsupported', 'private_members']],
    [
      { keys: [sound(), { kty: 'AKP', kid: 'm', use: 'sig', priv: 'AAAA' }] },
      ['key_type_unsupported', 'private_members']
    ]
  ],
  'RFC 7518 §6.3.1: the encoding of n and e': [
    [{ keys: [sound({ n: undefined })] }, ['jwks_no_usable_key', 'key_material']],
    [{ keys: [sound({ n: '' })] }, ['jwks_no_usable_key', 'key_material']],
    [{ keys: [sound({ e: 65_537 })] }, ['jwks_no_usable_key', 'key_material']],
    [{ keys: [sound({ e: bytes(0) })] }, ['jwks_no_usable_key', 'key_material']],
    [{ keys: [sound({ n: `${n}==` })] }, ['jwks_no_usable_key', 'key_material_base64url']],
    [{ keys: [sound({ n: `+/${n.slice(2)}` })] }, ['jwks_no_usable_key', 'key_material_base64url']],
    [{ keys: [sound({ e: 'AQABA' })] }, ['jwks_no_usable_key', 'key_material_base64url']],
    [{ keys: [sound({ e: 'AR' })] }, ['jwks_no_usable_key', 'key_material_base64url']],
    [{ keys: [sound({ n: 'AAAA' })] }, ['jwks_no_usable_key', 'key_material']],
    [{ keys: [sound({ e: bytes(0, 1, 0, 1) })] }, ['key_material_leading_zero']],
    [{ keys: [sound({ n: `AAAA${n}` })] }, ['key_material_leading_zero']],
    [{ keys: [sound({ n: `AAAA${rfc7517}` })] }, ['key_material_leading_zero', 'key_published']],
    [{ keys: [sound({ e: bytes(0, 0, 1) })] }, ['jwks_no_usable_key', 'key_exponent', 'key_material_leading_zero']]
  ],
  'RFC 7518 §3.3, RFC 8017 §3.1: modulus and exponent': [
    [{ keys: [sound({}, 'bits1024')] }, ['jwks_no_usable_key', 'key_too_small']],
    [{ keys: [sound({}, 'bits2047')] }, ['jwks_no_usable_key', 'key_too_small']],
    [{ keys: [sound({ n: `_${'A'.repeat(1366)}B` })] }, ['jwks_no_usable_key', 'key_too_large']],
    [{ keys: [sound({}, 'bits2056')] }, ['modulus_size_unusual']],
    [{ keys: [sound({}, 'bits4096'), sound({}, 'bits3072')] }, []],
    [{ keys: [sound({ n: changeLast(n, (last) => last & 0xfe) })] }, ['jwks_no_usable_key', 'key_modulus_even']],
    [{ keys: [sound({ e: bytes(1) })] }, ['jwks_no_usable_key', 'key_exponent']],
    [{ keys: [sound({ e: bytes(2) })] }, ['jwks_no_usable_key', 'key_exponent']],
    [{ keys: [sound({ e: bytes(1, 0, 0) })] }, ['jwks_no_usable_key', 'key_exponent']],
    [{ keys: [sound({ e: bytes(2, 0, 0, 0, 1) })] }, ['jwks_no_usable_key', 'key_exponent']],
    [{ keys: [sound({ e: n })] }, ['jwks_no_usable_key', 'key_exponent']],
    [{ keys: [sound({ e: bytes(3) })] }, ['exponent_small']],
    [{ keys: [sound({ e: bytes(255, 255) })] }, ['exponent_small']],
    [{ keys: [sound({ e: bytes(127, 255, 255, 255) })] }, []],
    [{ keys: [sound({ e: bytes(128, 0, 0, 1) })] }, ['exponent_large']],
    [{ keys: [sound({ e: bytes(1, 255, 255, 255, 255) })] }, ['exponent_large']],
    [{ keys: [sound({ n: rfc7517 })] }, ['key_published']]
  ],
  'RFC 8725 §3.1: one key in several places': [
    [{ keys: [sound(), sound({ kid: 'b' })] }, ['key_duplicate']],
    [{ keys: [sound(), sound()] }, ['key_duplicate', 'kid_duplicate']],
    [{ keys: [sound(), sound({ kid: 'b', alg: 'PS256' })] }, ['key_duplicate', 'key_two_algs']],
    [{ keys: [sound(), sound({ kid: 'b', e: bytes(3) })] }, ['exponent_small', 'modulus_reused']],
    [{ keys: [sound(), sound({ kid: 'b', n: `${n}=` })] }, ['key_material_base64url']],
    [{ keys: [sound(), sound({ kid: 'b', n: `AAAA${n}` })] }, ['key_duplicate', 'key_material_leading_zero']]
  ]
}

/** @param {string} number base64url @param {(byte: number) => number} change */
function changeLast(number, change) {
  const decoded = Buffer.from(number, 'base64url')
  decoded[decoded.length - 1] = change(decoded[decoded.length - 1])
  return decoded.toString('base64url')
}
