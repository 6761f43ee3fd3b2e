// lintJwks beside the core: what one says about a key, the other says too.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lintJwks } from 'assay-jwt'
import { clean, compareWithCore as compare, drawing } from '../support/compare-lint.js'
import { coreReport } from '../support/core-report.js'
import { primesUpTo } from '../../../js/lint/arithmetic.js'
import { privateJwks, publicJwk, rocaModulus } from '../support/tokens.js'

const { n, e } = publicJwk()
/** @param {...number} values */
const bytes = (...values) => Buffer.from(values).toString('base64url')
/** @param {string} number base64url @param {(bytes: Buffer) => Uint8Array} change */
const changed = (number, change) => change(Buffer.from(number, 'base64url')).toString('base64url')
/** @param {number} bits @param {number} last byte */
function modulus(bits, last = 0xa5) {
  const number = Buffer.alloc(Math.ceil(bits / 8), 0xa5)
  number[0] = 1 << ((bits - 1) % 8)
  number[number.length - 1] = last
  return number.toString('base64url')
}

/** Values that a member may have, rightly or wrongly; undefined: it is not there. */
const choices = {
  kty: ['RSA', 'RSA', 'RSA', undefined, 'rsa', 'EC', 'OKP', 'oct', 'AKP', '', null, 1, ['RSA'], 'RSA '],
  kid: ['a', '', 'b\u0000', undefined, null, 1, true, {}, ['a']],
  alg: ['RS256', 'PS512', undefined, null, 'ES256', 'HS256', 'none', 'RSA-OAEP', 'rs256', '', 1, ['RS256'], {}],
  use: ['sig', undefined, null, 'enc', 'SIG', '', 1, ['sig']],
  key_ops: [
    undefined,
    ['verify'],
    null,
    ['verify', 'sign'],
    ['sign'],
    [],
    ['encrypt', 'verify'],
    'verify',
    ['verify', 1],
    {},
    [null]
  ],
  n: [
    ...[
      n,
      n,
      n,
      undefined,
      null,
      '',
      'A',
      'AA',
      'AQ',
      5,
      [n],
      `${n}=`,
      `${n}==`,
      `${n}A`,
      `${n} `,
      `+/${n.slice(2)}`,
      n.slice(0, -1)
    ],
    ...[
      changed(n, (number) => Buffer.concat([Buffer.alloc(1), number])),
      changed(n, (number) => Buffer.concat([number.subarray(0, -1), Buffer.alloc(1)]))
    ],
    ...[
      modulus(2047),
      modulus(2048),
      modulus(2049),
      modulus(8192),
      modulus(8193),
      modulus(8200),
      modulus(2048, 2),
      'AQA',
      'AB'
    ],
    ...['bits512', 'bits1024', 'bits2047', 'bits2056', 'bits3072', 'bits4096'].map((name) => publicJwk(name).n)
  ],
  e: [
    ...[
      e,
      e,
      undefined,
      null,
      '',
      'AQ',
      'Ag',
      'Aw',
      'BA',
      'BQ',
      'AAAA',
      'AAEAAQ',
      'AQAA',
      'AQAC',
      'AR',
      65537,
      n,
      `${e}=`
    ],
    ...[
      bytes(1, 255, 255, 255, 255),
      bytes(2, 0, 0, 0, 1),
      bytes(1, 0, 0, 0, 1),
      bytes(1, 0, 0, 0, 0, 0, 0, 0, 1),
      bytes(0),
      bytes(0, 3)
    ]
  ],
  d: [undefined, undefined, undefined, privateJwks.good.d, '', null, 1]
}

test('differential: for every choice of every member, alone, usable and reason are those of the core', () => {
  const keys = Object.entries(choices).flatMap(([member, values]) =>
    values.map((value) => publicJwk('good', { [member]: value }))
  )
  const strange = [null, 1, 'RSA', true, [], [publicJwk()], {}]
  const all = [...keys, publicJwk('bits8192'), ...strange]
  for (let start = 0; start < all.length; start += 30) compare(all.slice(start, start + 30))
  assert.ok(all.length > 90)
})

test('differential: so they are for 1,200 keys whose members are drawn at random', () => {
  const draw = drawing(7)
  const reasons = new Set()
  for (let round = 0; round < 60; round++) {
    const keys = Array.from({ length: 20 }, () => {
      // Each with about one member in four that is not good, so that all faults have their turn.
      const members = Object.entries(choices).map(([name, values]) => [
        name,
        draw([values[0], values[0], draw(values)])
      ])
      return clean(Object.fromEntries(members))
    })
    const text = JSON.stringify({ keys })
    if (text.length > 60_000) continue
    for (const { reason } of compare(keys)) reasons.add(reason)
  }
  assert.deepEqual([...reasons].sort(), [
    ...['key_alg_mismatch', 'key_exponent', 'key_material', 'key_modulus_even', 'key_ops', 'key_too_large'],
    ...['key_too_small', 'key_type_unsupported', 'key_use', 'kid_invalid', null]
  ])
})

const good = publicJwk()
/** @type {Readonly<Record<string, [text: string, reason: string, maxBytes?: number]>>} */
const refused = {
  'no JSON': ['{"keys":[', 'jwks_not_json'],
  'an empty text': ['', 'jwks_not_json'],
  'an array': [JSON.stringify([good]), 'jwks_not_json'],
  'a string': ['"{}"', 'jwks_not_json'],
  null: ['null', 'jwks_not_json'],
  'a byte order mark': [`\ufeff${JSON.stringify({ keys: [good] })}`, 'jwks_not_json'],
  'a number beyond a double': ['{"keys":[],"x":1e400}', 'jwks_not_json'],
  'a single key': [JSON.stringify(good), 'jwks_malformed'],
  'keys as an object': ['{"keys":{}}', 'jwks_malformed'],
  'keys null': ['{"keys":null}', 'jwks_malformed'],
  'no key': ['{"keys":[]}', 'jwks_no_usable_key'],
  'no RSA key': ['{"keys":[{"kty":"EC"}]}', 'jwks_no_usable_key'],
  'keys twice': [`{"keys":[${JSON.stringify(good)}],"keys":[]}`, 'jwks_duplicate_member'],
  'a member of a key twice': [
    `{"keys":[${JSON.stringify(good).replace('{', '{"kty":"RSA",')}]}`,
    'jwks_duplicate_member'
  ],
  '1,001 keys that can be used': [JSON.stringify({ keys: Array(1001).fill(good) }), 'jwks_too_many_keys', 1_048_576],
  '65,537 bytes': [JSON.stringify({ keys: [good] }).padEnd(65_537), 'jwks_too_large'],
  '65,537 bytes that are fewer characters': [JSON.stringify({ keys: [good], x: 'é'.repeat(33_000) }), 'jwks_too_large']
}

test('differential: a set that the core refuses as a whole is not usable, and the reason is among the findings', () => {
  for (const [name, [text, reason, maxBytes]] of Object.entries(refused)) {
    assert.equal(coreReport(text, maxBytes).reason, reason, name)
    const lint = lintJwks(text)
    assert.equal(lint.usable, false, name)
    assert.equal(lint.ok, false, name)
    const all = [...lint.findings, ...lint.keys.flatMap(({ findings }) => findings)]
    assert.ok(
      all.some(({ id, severity }) => id === reason && severity === 'error'),
      `${name}: ${JSON.stringify(all)}`
    )
  }
})

test('differential: at its limits a set is usable for both', () => {
  const texts = [
    JSON.stringify({ keys: [...Array(1001).fill({ kty: 'EC' }), good] }),
    `{"keys":[${'0,'.repeat(32_500)}${JSON.stringify(good)}]}`,
    JSON.stringify({ keys: [good] }).padEnd(65_536),
    JSON.stringify({ keys: [good], more: { unknown: [1, null] } })
  ]
  for (const text of texts) {
    assert.equal(coreReport(text).reason, null)
    assert.equal(lintJwks(text).usable, true)
  }
  const full = JSON.stringify({ keys: [...Array(1000).fill(good), { kty: 'EC' }] })
  assert.equal(coreReport(full, 1_048_576).reason, null)
  assert.ok(!lintJwks(full).findings.some(({ id }) => id === 'jwks_too_many_keys'))
})

test('CVE-2017-15361, differential: a modulus has the ROCA fingerprint for both, or for none', () => {
  const all = primesUpTo(167).reduce((product, prime) => product * BigInt(prime), 1n)
  let power = 1n
  const keys = Array.from({ length: 40 }, (_, index) => {
    for (let times = 0; times < 7 * (index + 1); times++) power = (power * 65_537n) % all
    let residue = power
    // Modulo 97 another power than modulo the other primes: a test of the primes one by one would take it for ROCA.
    while (index % 2 === 1 && residue % 97n !== (power * 65_537n) % 97n) residue += all / 97n
    const multiple = ((1n << 2047n) / all + BigInt(2 * index + 1)) * all
    return publicJwk('good', { n: Buffer.from((multiple + residue).toString(16), 'hex').toString('base64url') })
  })
  const weak = compare([...keys, publicJwk('good', { n: rocaModulus })]).filter(({ reason }) => reason === 'key_weak')
  assert.equal(weak.length, 21)
})
