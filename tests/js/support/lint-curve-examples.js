// JWK Sets with keys on elliptic curves, each with what lintJwks has to say about it.
import {
  algorithmOf,
  changed,
  coordinate,
  edwardsPoint,
  flipped,
  newCurveKey,
  primes,
  privateCurveJwk,
  sizes,
  soundCurveKey as on
} from './curve-keys.js'
import { sound } from './lint-examples.js'

/** @typedef {readonly [set: unknown, ids: readonly string[]]} Example */

const curves = /** @type {const} */ (['P-256', 'P-384', 'P-521'])
const { x, y } = on('P-256')
const p = primes['P-256']
const q = primes.Ed25519

/** @param {unknown} key beside a sound one @param {...string} ids @returns {Example} */
const shows = (key, ...ids) => [{ keys: [sound(), key] }, ids]

/** RFC 7517 A, RFC 7515 A.3 and A.4, RFC 7520 §3.2, RFC 8037 A, jwt.io. */
const published = [
  ['P-256', 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4', '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM'],
  ['P-256', 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU', 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0'],
  [
    'P-521',
    'AekpBQ8ST8a8VcfVOTNl353vSrDCLLJXmPk06wTjxrrjcBpXp5EOnYG_NjFZ6OvLFV1jSfS9tsz4qUxcWceqwQGk',
    'ADSmRA43Z1DSNx_RvcLI87cdL07l6jQyyBXMoxVg_l2Th-x3S1WDhjDly79ajL4Kkd0AZMaZmh9ubmf63e3kyMj2'
  ],
  [
    'P-521',
    'AHKZLLOsCOzz5cY97ewNUajB957y-C-U88c3v13nmGZx6sYl_oJXu9A5RkTKqjqvjyekWF-7ytDyRXYgCF5cj0Kt',
    'AdymlHvOiLxXkEhayXQnNCvDX4h9htZaCJN34kfmC6pV5OhQHiraVySsUdaQkAgDPrwQrJmbnX9cwlGfP-HqHZR1'
  ],
  ['Ed25519', '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwaaPJHURQo', undefined],
  ['P-256', 'EVs_o5-uQbTjL3chynL4wXgUg2R9q9UU8I5mEovUf84', 'kGe5DgSIycKp8w9aJmoHhB1sB3QTugfnRWm5nU_TzsY']
]

/** y of the points whose order divides 8, from the definition: no constant of js/lint. */
export const smallOrderYs = [1n, q - 1n, 0n, ...yOfOrder8()]

/** @type {Readonly<Record<string, readonly Example[]>>} what each set shows, and nothing else */
export const curveExamples = {
  'RFC 7518 §6.2.1, RFC 8037 §2: a sound key of each curve': [
    [{ keys: [...curves, 'Ed25519'].map((crv) => on(crv)) }, []],
    ...Object.keys(algorithmOf).map((crv) => /** @type {Example} */ ([{ keys: [on(crv)] }, []])),
    [{ keys: [on('Ed25519', { alg: 'Ed25519', y: 'not read' })] }, []]
  ],
  'RFC 7518 §6.2.1.1, RFC 8037 §2: crv': [
    ...[undefined, null, 1, ['P-256'], '', 'p-256', 'P256', 'P_256', 'NIST P-256', 'secp256r1', 'prime256v1'].map(
      (crv) => shows(on('P-256', { crv }), crv === '' ? 'key_type_unsupported' : 'crv_invalid')
    ),
    shows(on('P-256', { crv: 'Ed25519', alg: undefined }), 'crv_invalid'),
    shows(on('Ed25519', { crv: 'P-256' }), 'crv_invalid'),
    shows(on('Ed25519', { crv: 'ed25519' }), 'crv_invalid'),
    shows(on('Ed25519', { kty: 'EC', alg: undefined }), 'crv_invalid'),
    shows({ ...newPublic('secp256k1'), kid: 'k', use: 'sig', alg: 'ES256K' }, 'key_type_unsupported'),
    shows({ ...newPublic('secp256k1'), crv: 'P-256K', kid: 'k', use: 'sig' }, 'key_type_unsupported'),
    shows({ ...newPublic('Ed448'), kid: 'k', use: 'sig', alg: 'EdDSA' }, 'key_type_unsupported'),
    shows({ ...newPublic('X25519'), kid: 'k', use: 'enc', alg: 'ECDH-ES' }, 'key_type_unsupported', 'key_use'),
    shows(on('P-256', { kty: 'ec' }), 'kty_invalid')
  ],
  'RFC 7518 §6.2.1.2, RFC 8037 §2: the encoding of x and y': [
    ...[undefined, null, '', 5, [x]].flatMap((value) => [
      shows(on('P-256', { x: value }), 'key_material'),
      shows(on('P-256', { y: value }), 'key_material'),
      shows(on('Ed25519', { x: value }), 'key_material')
    ]),
    ...[`${x}=`, ` ${x}`, `${x.slice(0, -1)}/`, x.slice(0, 41)].map((value) =>
      shows(on('P-256', { x: value }), 'key_material_base64url')
    ),
    ...[1, 2].map((zeros) => shows(on('P-256', { x: coordinate(p >> 24n, 32 - zeros) }), 'coordinate_length')),
    shows(on('P-256', { y: changed(y, (bytes) => Buffer.concat([Buffer.alloc(1), bytes])) }), 'coordinate_length'),
    shows(on('P-521', { x: changed(on('P-521').x, (bytes) => bytes.subarray(1)) }), 'coordinate_length'),
    shows(on('P-256', { x: on('P-384').x }), 'coordinate_length'),
    shows(on('Ed25519', { x: changed(on('Ed25519').x, (bytes) => bytes.subarray(1)) }), 'coordinate_length'),
    shows(on('P-256', { x: `${x}==`, y: undefined }), 'key_material', 'key_material_base64url')
  ],
  'RFC 8725 §3.4, SEC 1 §3.2.2.1: the point is on the curve': [
    ...curves.flatMap((crv) => [
      shows(on(crv, { x: flipped(on(crv).x) }), 'point_off_curve'),
      shows(on(crv, { y: flipped(on(crv).y) }), 'point_off_curve'),
      shows(on(crv, { x: on(crv).y, y: on(crv).x }), 'point_off_curve'),
      shows(on(crv, { x: coordinate(0n, sizes[crv]), y: coordinate(0n, sizes[crv]) }), 'point_off_curve'),
      shows(on(crv, { x: coordinate(primes[crv], sizes[crv]) }), 'coordinate_range'),
      shows(on(crv, { y: coordinate(2n ** BigInt(sizes[crv] * 8) - 1n, sizes[crv]) }), 'coordinate_range')
    ]),
    shows({ ...newPublic('secp256k1'), crv: 'P-256', kid: 'k', use: 'sig', alg: 'ES256' }, 'point_off_curve')
  ],
  'RFC 8032 §5.1.3: an Ed25519 key is a point in canonical form, and not of small order': [
    shows(on('Ed25519', { x: edwardsPoint(2n) }), 'point_off_curve'),
    ...[q, q + 1n, q + 18n].map((value) => shows(on('Ed25519', { x: edwardsPoint(value) }), 'coordinate_range')),
    ...[1n, q - 1n].map((value) => shows(on('Ed25519', { x: edwardsPoint(value, 1) }), 'coordinate_range')),
    ...smallOrderYs.map((value) => shows(on('Ed25519', { x: edwardsPoint(value) }), 'point_small_order')),
    ...smallOrderYs.slice(2).map((value) => shows(on('Ed25519', { x: edwardsPoint(value, 1) }), 'point_small_order'))
  ],
  'RFC 7518 §3.4, RFC 8037 §3.1: alg fits the curve': [
    shows(on('P-384', { alg: 'ES256' }), 'alg_crv_conflict'),
    shows(on('P-256', { alg: 'ES512' }), 'alg_crv_conflict'),
    shows(on('P-256', { alg: 'ES256K' }), 'alg_crv_conflict'),
    shows(on('Ed25519', { alg: 'Ed448' }), 'alg_crv_conflict'),
    shows(on('P-256', { alg: 'EdDSA' }), 'alg_kty_conflict'),
    shows(on('Ed25519', { alg: 'ES256' }), 'alg_kty_conflict'),
    shows(on('P-256', { alg: 'HS256' }), 'alg_kty_conflict'),
    shows(on('P-256', { alg: 'RS256' }), 'alg_kty_conflict'),
    shows(on('P-256', { alg: 'es256' }), 'alg_unsupported'),
    shows(on('Ed25519', { alg: 'eddsa' }), 'alg_unsupported'),
    shows(on('P-256', { alg: 'ECDH-ES+A256KW', use: undefined }), 'alg_encryption'),
    shows(on('P-256', { alg: 'ECDH-ES' }), 'alg_encryption', 'alg_use_conflict'),
    ...Object.keys(algorithmOf).map((crv) => shows(on(crv, { alg: undefined }), 'alg_missing'))
  ],
  'RFC 7517 §9.2: private and published keys of curves': [
    ...Object.keys(algorithmOf).map((crv) => shows(on(crv, privateCurveJwk(crv)), 'private_members')),
    ...published.map(([crv = '', ...[px, py]]) => shows(on(crv, { x: px, y: py }), 'key_published'))
  ],
  'RFC 7517 §4.5, RFC 8725 §3.1: keys of curves in several places': [
    [{ keys: [on('P-256'), on('P-256', { kid: 'b' })] }, ['key_duplicate']],
    [{ keys: [on('Ed25519'), on('Ed25519', { kid: 'b', alg: 'Ed25519' })] }, ['key_duplicate']],
    [
      { keys: [on('P-256'), on('P-256', { kid: 'b', alg: 'ES384' })] },
      ['alg_crv_conflict', 'key_duplicate', 'key_two_algs']
    ],
    [
      { keys: [...curves.map((crv) => on(crv, { kid: 'a' })), on('Ed25519', { kid: 'a' }), sound({ kid: 'a' })] },
      ['kid_duplicate']
    ],
    [{ keys: Array.from({ length: 4 }, () => fresh('P-256')) }, ['kid_duplicate']],
    [{ keys: Array.from({ length: 5 }, () => fresh('P-256')) }, ['kid_duplicate', 'kid_too_many']]
  ]
}

/** @param {string} crv */
function fresh(crv) {
  return on(crv, { ...newPublic(crv), kid: 'a' })
}

/** @param {any} jwk */
function unprivate({ d: _, ...jwk }) {
  return jwk
}

/** @param {string} crv */
function newPublic(crv) {
  return unprivate(newCurveKey(crv))
}

/** RFC 8032 §5.1.4: doubling (x, y) gives y = 0 where y² = -x²; then -x² + y² = 1 + dx²y² is 2y² = 1 - dy⁴. */
function yOfOrder8() {
  const d = mod(-121_665n * power(121_666n, q - 2n))
  // With u = y²: du² + 2u - 1 = 0, so u = (-1 ± √(1 + d)) / d.
  const root = squareRoot(1n + d) ?? 0n
  const squares = [root, -root].map((each) => mod((each - 1n) * power(d, q - 2n)))
  return squares.flatMap((square) => squareRoot(square) ?? []).flatMap((value) => [value, q - value])
}

/** @param {bigint} number */
function mod(number) {
  return ((number % q) + q) % q
}

/** @param {bigint} base @param {bigint} exponent */
function power(base, exponent) {
  let result = 1n
  for (const bit of exponent.toString(2)) result = (((result * result) % q) * (bit === '1' ? base : 1n)) % q
  return result
}

/** @param {bigint} square @returns {bigint | undefined} RFC 8032 §5.1.3: q is 5 modulo 8 */
function squareRoot(square) {
  const candidate = power(mod(square), (q + 3n) / 8n)
  const roots = [candidate, mod(candidate * power(2n, (q - 1n) / 4n))]
  return roots.find((root) => mod(root * root - square) === 0n)
}
