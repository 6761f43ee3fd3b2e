// What lintJwks finds: one closed table, which docs/guides/lint-jwks.md shows. An id is stable. The reason, if a rule has one, is the
// core's reason for leaving the key out or refusing the set.

import { DEFAULT_MAX_JWKS_BYTES } from '../shared/limits.js'
import { withCommas } from '../shared/with-commas.js'
import { memberRules } from './member-rules.js'

/** @import { LintSeverity } from '../shared/lint-types.js' */

/**
 * @typedef {object} LintRule
 * @property {LintSeverity} severity
 * @property {string} clause
 * @property {string} title for the docs
 * @property {string} hint what to do
 * @property {string} [reason]
 * @property {boolean} [whenChosen] the core finds it only once a token chooses the key
 */

/** @typedef {keyof typeof rules} RuleId */

const limit = 'a limit of assay-jwt'
const reissue = 'Make a new key with a current library, and withdraw this one'
/** The core reads points once a token chooses the key (BEHAVIOUR Keys). */
const whenChosen = /** @type {const} */ ({ severity: 'error', whenChosen: true })
const asUint = 'Write the number as base64url of its big-endian bytes, as few as it takes'

/** The set as a whole. */
const setRules = {
  jwks_not_json: {
    ...{ severity: 'error', reason: 'jwks_not_json', clause: 'RFC 8259, RFC 7517 §5' },
    title: 'it is no JSON object, or its JSON is one that parsers read differently',
    hint: 'Serve the JWK Set as one JSON object in UTF-8'
  },
  jwks_duplicate_member: {
    ...{ severity: 'error', reason: 'jwks_duplicate_member', clause: 'RFC 7517 §4' },
    title: 'an object names a member twice: which one counts depends on the parser',
    hint: 'Write each member once'
  },
  jwks_malformed: {
    ...{ severity: 'error', reason: 'jwks_malformed', clause: 'RFC 7517 §5.1' },
    title: 'there is no array named "keys"',
    hint: 'Wrap the keys: {"keys": […]}'
  },
  jwks_too_large: {
    ...{ severity: 'error', reason: 'jwks_too_large', clause: limit },
    title: `it has more than ${withCommas(DEFAULT_MAX_JWKS_BYTES)} bytes`,
    hint: 'Publish current keys alone and no certificate chains, or raise jwksCache.maxBytes'
  },
  jwks_too_many_keys: {
    ...{ severity: 'error', reason: 'jwks_too_many_keys', clause: limit },
    title: 'it has more than 1,000 keys that can be used',
    hint: 'Publish current keys alone'
  },
  jwks_no_usable_key: {
    ...{ severity: 'error', reason: 'jwks_no_usable_key', clause: 'RFC 7517 §5' },
    title: 'no key of it can verify a token',
    hint: 'Publish a key for signatures: RSA of 2048 to 8192 bits, or on P-256, P-384, P-521 or Ed25519'
  },
  lint_limited: {
    ...{ severity: 'info', clause: limit },
    title: 'a part was not examined, to stay within bounded time',
    hint: 'Lint fewer keys at once'
  }
}

/** The numbers of one key. */
const numberRules = {
  kty_invalid: {
    ...{ severity: 'error', reason: 'key_type_unsupported', clause: 'RFC 7517 §4.1' },
    title: '"kty" is missing, no string, or written in another case',
    hint: 'Write "kty" as it is registered, for example "RSA" or "EC"'
  },
  crv_invalid: {
    ...{ severity: 'error', reason: 'key_type_unsupported', clause: 'RFC 7518 §6.2.1.1, RFC 8037 §2' },
    title: '"crv" is missing, no string, spelt in another way, or of another "kty"',
    hint: 'Write "crv" as it is registered: P-256, P-384 or P-521 with "EC", Ed25519 with "OKP"'
  },
  key_type_unsupported: {
    ...{ severity: 'info', reason: 'key_type_unsupported', clause: 'RFC 7518 §6.1' },
    title: '"kty" or "crv" is one that this verifier does not use, for example secp256k1 or Ed448',
    hint: 'Nothing to do, if other clients need the key'
  },
  key_material: {
    ...{ severity: 'error', reason: 'key_material', clause: 'RFC 7518 §6.2.1, §6.3.1' },
    title: '"n", "e", "x" or "y" is missing, empty or no string, or "n" or "e" is zero',
    hint: asUint
  },
  key_material_base64url: {
    ...{ severity: 'error', reason: 'key_material', clause: 'RFC 7515 §2, RFC 4648 §3.5' },
    title: '"n", "e", "x" or "y" is not canonical base64url',
    hint: asUint
  },
  key_material_leading_zero: {
    ...{ severity: 'error', clause: 'RFC 7518 §2, §6.3.1.1' },
    title: '"n" or "e" begins with a zero byte: this verifier strips it, others refuse the key',
    hint: asUint
  },
  key_too_small: {
    ...{ severity: 'error', reason: 'key_too_small', clause: 'RFC 7518 §3.3' },
    title: 'the modulus has fewer than 2048 bits',
    hint: reissue
  },
  key_too_large: {
    ...{ severity: 'error', reason: 'key_too_large', clause: limit },
    title: 'the modulus has more than 8192 bits',
    hint: 'Use a key of 2048 to 4096 bits: more makes each verification slow'
  },
  modulus_size_unusual: {
    ...{ severity: 'info', clause: 'common practice' },
    title: 'the length of the modulus is no multiple of 64 bits',
    hint: 'Use 2048, 3072 or 4096 bits'
  },
  key_modulus_even: {
    ...{ severity: 'error', reason: 'key_modulus_even', clause: 'RFC 8017 §3.1' },
    title: 'the modulus is even',
    hint: 'Correct "n": this is no RSA key'
  },
  key_exponent: {
    ...{ severity: 'error', reason: 'key_exponent', clause: 'RFC 8017 §3.1' },
    title: 'the exponent is 1, even, or 2^33 or more',
    hint: 'Use the exponent 65537 ("AQAB")'
  },
  exponent_small: {
    ...{ severity: 'warning', clause: 'FIPS 186-5 §A.1.1' },
    title: 'the exponent is below 65537, for example 3: careless verifiers can be deceived',
    hint: 'Use the exponent 65537 ("AQAB")'
  },
  exponent_large: {
    ...{ severity: 'warning', clause: 'RFC 8017 §3.1' },
    title: 'the exponent is 2^31 or more, which other verifiers refuse',
    hint: 'Use the exponent 65537 ("AQAB")'
  },
  modulus_small_factor: {
    ...{ severity: 'error', clause: 'RFC 8017 §3.1' },
    title: 'the modulus has a factor below 65,536',
    hint: 'Correct "n", or replace the key: it was made or copied wrongly'
  },
  modulus_power: {
    ...{ severity: 'error', clause: 'RFC 8017 §3.1' },
    title: 'the modulus is the power of another number',
    hint: reissue
  },
  modulus_prime: {
    ...{ severity: 'error', clause: 'RFC 8017 §3.1' },
    title: 'the modulus is a prime: the private key follows from it',
    hint: reissue
  },
  modulus_close_primes: {
    ...{ severity: 'error', clause: 'CVE-2022-26320' },
    title: 'the primes are so close that Fermat’s method finds them',
    hint: reissue
  },
  roca: {
    ...{ severity: 'error', reason: 'key_weak', clause: 'CVE-2017-15361' },
    title: 'the modulus has the ROCA fingerprint of Infineon’s chips: it can be factored',
    hint: 'Make a new key elsewhere, and withdraw this one'
  },
  coordinate_length: {
    ...{ severity: 'error', reason: 'key_material', clause: 'RFC 7518 §6.2.1.2, RFC 8037 §2' },
    title: '"x" or "y" is not as long as the curve says: 32, 48 or 66 bytes, of which leading zeros count',
    hint: 'Write "x" and "y" with their leading zeros'
  },
  coordinate_range: {
    ...{ ...whenChosen, reason: 'key_material', clause: 'SEC 1 §2.3.5, RFC 8032 §5.1.3' },
    title: 'a coordinate is not below the prime of its field, or an Ed25519 key is not in canonical form',
    hint: 'Correct "x" and "y": no library that checks its keys writes such a point'
  },
  point_off_curve: {
    ...{ ...whenChosen, reason: 'key_material', clause: 'RFC 8725 §3.4, SEC 1 §3.2.2.1' },
    title: 'the point is not on the curve: the key was copied wrongly, or made to attack who uses it',
    hint: 'Correct "x", "y" and "crv": the key verifies nothing'
  },
  point_small_order: {
    ...{ ...whenChosen, reason: 'key_weak', clause: 'RFC 8725 §3.4' },
    title: 'the point of an Ed25519 key has a small order: anybody can make signatures that verify',
    hint: 'Withdraw the key, and find out who put it there'
  },
  key_published: {
    ...{ severity: 'error', clause: 'RFC 7517 §9.2' },
    title: 'an example of an RFC or of jwt.io: everybody has its private key',
    hint: 'Withdraw the key now, and make one of your own'
  }
}

/** Several keys. */
const pairRules = {
  kid_duplicate: {
    ...{ severity: 'warning', clause: 'RFC 7517 §4.5' },
    title: 'several keys have the same "kid": each of them is tried',
    hint: 'Give each key a "kid" of its own'
  },
  kid_too_many: {
    ...{ severity: 'error', clause: limit },
    title: 'four keys of the same "kid", or four without one, stand before it: it is never tried',
    hint: 'Give each key a "kid" of its own'
  },
  key_duplicate: {
    ...{ severity: 'warning', clause: 'RFC 7517 §4.5' },
    title: 'the same key stands in the set twice',
    hint: 'Publish a key once, under one "kid"'
  },
  key_two_algs: {
    ...{ severity: 'error', clause: 'RFC 8725 §3.1' },
    title: 'one key is published for several algorithms',
    hint: 'Use a key of its own for each algorithm'
  },
  modulus_reused: {
    ...{ severity: 'error', clause: 'RFC 8017 §3.1' },
    title: 'two keys have one modulus and different exponents: who holds one private key has the other',
    hint: reissue
  },
  shared_factor: {
    ...{ severity: 'error', clause: 'RFC 8017 §3.1' },
    title: 'two keys share a prime: both can be factored by anybody',
    hint: 'Replace all of these keys, and repair the random numbers that they were made with'
  }
}

/**
 * @type {Readonly<Record<keyof typeof setRules | keyof typeof memberRules | keyof typeof numberRules | keyof typeof
 *   pairRules, LintRule>>}
 */
export const rules = /** @type {any} */ ({ ...setRules, ...memberRules, ...numberRules, ...pairRules })
