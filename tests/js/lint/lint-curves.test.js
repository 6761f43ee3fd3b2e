// What lintJwks says of keys on elliptic curves beyond the ids: what to do, and what hostile sets cost.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { lintJwks } from 'assay-jwt'
import { isSquareModulo } from '../../../js/lint/arithmetic.js'
import { findEd25519Fault } from '../../../js/lint/curves.js'
import {
  changed,
  coordinate,
  flipped,
  newCurveKey,
  primes,
  privateCurveJwk,
  soundCurveKey
} from '../support/curve-keys.js'
import { smallOrderYs } from '../support/lint-curve-examples.js'

/** @param {object} key @returns {{ id: string, message: string, hint: string }} the only finding */
function only(key) {
  const [{ findings }] = lintJwks({ keys: [key] }).keys
  assert.equal(findings.length, 1, JSON.stringify(findings))
  return findings[0]
}

test('RFC 7518 §6.1: another curve says which there are, and what to do instead', () => {
  /** @type {[string, RegExp][]} */
  const hints = [
    ['secp256k1', /P-256.*ES256, not ES256K/],
    ['Ed448', /Ed25519.*EdDSA/],
    ['X25519', /Nothing to do.*RFC 8037 §3\.2/]
  ]
  for (const [crv, hint] of hints) {
    const { id, message, hint: said } = only({ ...newCurveKey(crv), d: undefined, kid: 'a', use: 'sig' })
    assert.equal(id, 'key_type_unsupported')
    assert.match(message, new RegExp(`"crv" is "${crv}".*P-256, P-384, P-521 and Ed25519`))
    assert.match(said, hint)
  }
  assert.match(only(soundCurveKey('P-256', { crv: 'P-256K', alg: undefined })).hint, /draft’s name of secp256k1/)
  const spelt = { p256: 'P-256', secp384r1: 'P-384', prime256v1: 'P-256', 'NIST P-521': 'P-521' }
  for (const [crv, meant] of Object.entries(spelt)) {
    assert.equal(only(soundCurveKey('P-256', { crv })).message, `"crv" is "${crv}", not "${meant}"`)
  }
})

test('RFC 8725 §3.1: without alg, the hint is the algorithm of the key’s own type', () => {
  /** @type {[string, RegExp, string][]} */
  const cases = [
    ['P-256', /its curve says that it is for ES256$/, 'Add "alg", for example "ES256"'],
    ['P-521', /its curve says that it is for ES512$/, 'Add "alg", for example "ES512"'],
    ['Ed25519', /it verifies EdDSA, Ed25519 alike$/, 'Add "alg", for example "EdDSA"']
  ]
  for (const [crv, message, hint] of cases) {
    const found = only(soundCurveKey(crv, { alg: undefined }))
    assert.match(found.message, message)
    assert.equal(found.hint, hint)
  }
  const { message } = only(soundCurveKey('P-384', { alg: 'ES256' }))
  assert.equal(message, '"alg" is "ES256", which is for "crv" "P-256", not "P-384"')
})

test('RFC 7518 §6.2.1.2: a coordinate of another length says why, as far as it can be told', () => {
  const { x, y } = soundCurveKey('P-256')
  const [bytes, more] = [x, y].map((each) => Buffer.from(each, 'base64url'))
  /** @type {[Uint8Array, RegExp][]} */
  const cases = [
    [bytes.subarray(1), /^"x" has 31 bytes, not 32 as on P-256: leading zeros were left out$/],
    [Buffer.concat([Buffer.alloc(1), bytes]), /33 bytes.*begins with zeros$/],
    [Buffer.concat([Buffer.from([4]), bytes, more]), /65 bytes.*a whole point \(SEC 1 §2\.3\.3\)$/],
    [bytes.subarray(0, 20), /20 bytes, not 32 as on P-256$/]
  ]
  for (const [value, message] of cases) {
    const found = only(soundCurveKey('P-256', { x: value.toString('base64url') }))
    assert.match(found.message, message)
    assert.match(found.hint, /"x".*exactly 32 bytes/)
  }
})

test('a private member of a curve’s key is reported and never shown', () => {
  for (const crv of ['P-256', 'P-384', 'P-521', 'Ed25519']) {
    const jwk = privateCurveJwk(crv)
    const shown = JSON.stringify(lintJwks({ keys: [jwk, { ...jwk, crv: 'x' }, { ...jwk, x: jwk.d }] }))
    assert.match(shown, /private_members/)
    assert.ok(!shown.includes(jwk.d))
  }
})

test('RFC 7748 §4.1: only y of the eight points of small order are weak; there are five', () => {
  assert.equal(new Set(smallOrderYs).size, 5)
  for (const y of smallOrderYs) assert.equal(findEd25519Fault(y), 'point_small_order')
  const others = smallOrderYs.flatMap((y) => [y + 1n, y + 2n, y + 3n]).filter((y) => !smallOrderYs.includes(y))
  for (const y of others) assert.notEqual(findEd25519Fault(y), 'point_small_order')
})

test('the Jacobi symbol is Euler’s criterion, for small primes and for that of edwards25519', () => {
  for (const prime of [3n, 5n, 7n, 11n, 13n, 17n, 101n, primes.Ed25519]) {
    for (let round = 0n; round < 120n; round++) {
      const number = prime < 1000n ? round : BigInt(`0x${randomBytes(64).toString('hex')}`)
      const euler = power(number % prime, (prime - 1n) / 2n, prime)
      assert.equal(isSquareModulo(number, prime), euler < 2n, `${number} modulo ${prime}`)
    }
  }
})

/** @param {bigint} base @param {bigint} exponent @param {bigint} modulus */
function power(base, exponent, modulus) {
  let result = 1n
  for (const bit of exponent.toString(2)) result = (((result * result) % modulus) * (bit === '1' ? base : 1n)) % modulus
  return result
}

test('a point off the curve counts where the core counts it: it is looked at once a token chooses the key', () => {
  const off = (/** @type {object} */ members) =>
    soundCurveKey('P-256', { x: flipped(soundCurveKey('P-256').x), ...members })
  const many = lintJwks({ keys: Array(1001).fill({ ...off({}), y: coordinate(5n, 32) }) })
  assert.ok(many.findings.some(({ id }) => id === 'jwks_too_many_keys'))
  const before = [1n, 2n, 3n, 4n].map((y) => off({ kid: 'a', y: coordinate(y, 32) }))
  const { keys } = lintJwks({ keys: [...before, soundCurveKey('P-256', { kid: 'a' })] })
  assert.deepEqual(
    keys.map(({ reason }) => reason),
    [...Array(4).fill('key_material'), null]
  )
  assert.ok(keys[4].findings.some(({ id }) => id === 'kid_too_many'))
})

test('hostile sets of curves take bounded time and room: 10,000 keys, huge coordinates, nothing but off the curve', () => {
  const x = soundCurveKey('Ed25519').x
  const points = Array.from({ length: 10_000 }, (_, index) => ({
    ...{ kty: 'OKP', crv: 'Ed25519' },
    x: changed(x, (bytes) => bytes.map((byte, at) => (at < 2 ? (index >> (8 * at)) & 0xff : byte)))
  }))
  const edwards = lintJwks({ keys: points })
  assert.equal(edwards.keys.length, 10_000)
  const { x: px, y: py } = soundCurveKey('P-521')
  const weierstrass = lintJwks({ keys: Array(4000).fill({ kty: 'EC', crv: 'P-521', x: px, y: flipped(py) }) })
  assert.ok(weierstrass.keys.every(({ reason }) => reason === 'key_material'))
  const huge = lintJwks({ keys: [soundCurveKey('P-256', { x: 'A'.repeat(900_000) }), soundCurveKey('Ed25519')] })
  assert.deepEqual(
    huge.keys.map(({ usable }) => usable),
    [false, true]
  )
  assert.ok(JSON.stringify(huge).length < 3000)
})
