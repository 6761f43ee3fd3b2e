// Keys that can be broken: each made here, so that it is known what is wrong with it.
import assert from 'node:assert/strict'
import { checkPrimeSync, generatePrimeSync, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { lintJwks } from 'assay-jwt'
import { primesUpTo, product, root } from '../../../js/lint/arithmetic.js'
import { hasRocaFingerprint } from '../../../js/lint/roca.js'
import { findWeakness, smallFactors } from '../../../js/lint/weak-modulus.js'
import { privateJwks } from '../support/tokens.js'

/** @param {number} bits */
const prime = (bits) => generatePrimeSync(bits, { bigint: true })
/** @param {number} bits @returns {bigint} odd, of exactly that length */
function randomOdd(bits) {
  const bytes = randomBytes(bits / 8)
  bytes[0] |= 0x80
  bytes[bytes.length - 1] |= 1
  return BigInt(`0x${bytes.toString('hex')}`)
}
/** @param {bigint} from */
function nextPrime(from) {
  let candidate = from | 1n
  while (!checkPrimeSync(candidate)) candidate += 2n
  return candidate
}
/** @param {bigint} base @param {bigint} exponent @param {bigint} modulus */
function power(base, exponent, modulus) {
  let result = 1n
  for (const bit of exponent.toString(2)) result = (((result * result) % modulus) * (bit === '1' ? base : 1n)) % modulus
  return result
}

/** @param {bigint} modulus @param {string} [kid] */
function jwk(modulus, kid = 'a') {
  const hex = modulus.toString(16)
  const n = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex').toString('base64url')
  return { kty: 'RSA', use: 'sig', alg: 'RS256', kid, n, e: 'AQAB' }
}
/** @param {...bigint} moduli @returns {string[][]} the ids of the errors of each key */
const errors = (...moduli) =>
  lintJwks({ keys: moduli.map((modulus, index) => jwk(modulus, `key ${index}`)) }).keys.map(({ findings }) =>
    findings.filter(({ severity }) => severity === 'error').map(({ id }) => id)
  )

/**
 * A prime as Infineon's library made it: k·M + (65537^a mod M).
 * @param {number} bits
 * @param {bigint} primorial M
 */
function rocaPrime(bits, primorial) {
  const room = bits - primorial.toString(2).length
  for (;;) {
    const k = (BigInt(`0x${randomBytes(8).toString('hex')}`) % (1n << BigInt(room))) | (1n << BigInt(room - 1))
    const candidate = k * primorial + power(65_537n, BigInt(`0x${randomBytes(8).toString('hex')}`), primorial)
    if (checkPrimeSync(candidate)) return candidate
  }
}

test('CVE-2017-15361: finds the ROCA form in moduli of the sizes that the library made, with M of 39, 71 and 126 primes', () => {
  for (const [bits, count] of [
    [512, 39],
    [1024, 71],
    [2048, 126]
  ]) {
    const primorial = product(primesUpTo(1000).slice(0, count).map(BigInt))
    for (let round = 0; round < 3; round++) {
      const modulus = rocaPrime(bits / 2, primorial) * rocaPrime(bits / 2, primorial)
      assert.ok(hasRocaFingerprint(modulus), `${bits} bits: ${modulus}`)
      assert.ok(errors(modulus)[0].includes('roca'), `${bits} bits: ${modulus}`)
    }
  }
})

test('CVE-2017-15361: raises no false alarm on 20,000 random moduli, nor on real keys', () => {
  for (let round = 0; round < 20_000; round++) {
    const modulus = randomOdd(round % 2 === 0 ? 2048 : 4096)
    assert.ok(!hasRocaFingerprint(modulus), `${modulus}`)
  }
  for (const { n } of Object.values(privateJwks)) {
    assert.ok(!hasRocaFingerprint(BigInt(`0x${Buffer.from(n, 'base64url').toString('hex')}`)))
  }
})

test('CVE-2017-15361: no alarm for a number that is a power of 65537 modulo each prime, but not the same power', () => {
  // The test of subgroups alone, prime by prime, would take it for ROCA.
  const primes = primesUpTo(167).map(BigInt)
  const all = product(primes)
  for (let round = 0; round < 200; round++) {
    let number = 0n
    for (const each of primes) {
      const rest = all / each
      const residue = power(65_537n, BigInt(randomBytes(4).readUInt32BE()), each)
      number += residue * rest * power(rest % each, each - 2n, each)
    }
    const modulus = (number % all) + all * randomOdd(1800)
    assert.ok(primes.every((each) => inSubgroup(modulus % each, each)))
    assert.ok(!hasRocaFingerprint(modulus))
  }
})

/** @param {bigint} residue @param {bigint} modulus */
function inSubgroup(residue, modulus) {
  for (let exponent = 0n, value = 1n; exponent < modulus; exponent++, value = (value * 65_537n) % modulus) {
    if (value === residue % modulus) return true
  }
  return false
}

test('RFC 8017 §3.1: gcd over all pairs finds each shared prime, and says with whom it is shared', () => {
  const [p, q, r, s, t, u] = Array.from({ length: 6 }, () => prime(1024))
  const lint = lintJwks({
    keys: [p * q, r * s, q * t, u * prime(1024), s * p].map((modulus, index) => jwk(modulus, `${index}`))
  })
  const shared = lint.keys.map(({ findings }) => findings.find(({ id }) => id === 'shared_factor')?.others)
  assert.deepEqual(shared, [[2, 4], [4], [0], undefined, [0, 1]])
  assert.equal(lint.ok, false)
})

test('one of a hundred keys shares a prime with another: both are found, and no other', () => {
  const [p, q, r] = [prime(512), prime(512), prime(512)]
  const moduli = Array.from({ length: 98 }, () => prime(512) * prime(512))
  moduli.splice(17, 0, p * q)
  const found = errors(...moduli, q * r)
  assert.deepEqual(
    found.flatMap((ids, index) => (ids.includes('shared_factor') ? [index] : [])),
    [17, 99]
  )
})

test('a prime that a hundred keys share is found in all of them', () => {
  const p = prime(512)
  const moduli = Array.from({ length: 100 }, () => p * prime(512))
  for (const ids of errors(...moduli)) assert.deepEqual(ids, ['key_too_small', 'shared_factor'])
})

test('keys that share both of their primes are found, however many pairs there are', () => {
  const primes = Array.from({ length: 14 }, () => prime(512))
  const pairs = primes.flatMap((p, index) => primes.slice(index + 1).map((q) => p * q))
  for (const ids of errors(...pairs)) assert.ok(ids.includes('shared_factor'))
})

test('CVE-2022-26320: finds primes that lie close to each other, and not those of real keys', () => {
  const p = prime(1024)
  assert.deepEqual(errors(p * nextPrime(p + 2n)), [['modulus_close_primes']])
  assert.deepEqual(errors(p * nextPrime(p + (1n << 500n))), [['modulus_close_primes']])
  assert.deepEqual(errors(p * nextPrime(p + (1n << 520n))), [[]])
})

test('RFC 8017 §3.1: finds a modulus that is a prime, a power, or has small factors', () => {
  assert.deepEqual(errors(prime(2048)), [['modulus_prime']])
  assert.deepEqual(errors(prime(1024) ** 2n), [['modulus_power']])
  assert.deepEqual(errors(prime(768) ** 3n), [['modulus_power']])
  assert.deepEqual(errors(prime(512) ** 5n), [['modulus_power']])
  for (const small of [3n, 7n, 65_521n]) {
    assert.deepEqual(errors(small * prime(2047)), [['modulus_small_factor']], `${small}`)
  }
  assert.deepEqual(errors(65_537n * prime(2040)), [[]], 'the first prime beyond the limit')
})

test('a sound key, by node:crypto, has none of these', () => {
  for (const name of ['good', 'other', 'bits3072', 'bits4096', 'bits8192']) {
    const { n } = privateJwks[name]
    const modulus = BigInt(`0x${Buffer.from(n, 'base64url').toString('hex')}`)
    assert.equal(smallFactors(modulus), 1n)
    assert.equal(findWeakness(modulus, name !== 'bits8192'), undefined)
  }
})

test('the work is bounded, and what was left out is said: primes are tested within a budget, and 100 moduli examined', () => {
  const { n } = privateJwks.bits8192
  const modulus = BigInt(`0x${Buffer.from(n, 'base64url').toString('hex')}`)
  const large = lintJwks({ keys: [0n, 100_000n, 200_000n].map((more) => jwk(nextCoprime(modulus + more))) })
  const limits = large.findings.filter(({ id }) => id === 'lint_limited')
  assert.deepEqual(
    limits.map(({ others }) => others),
    [[2]]
  )
  const many = lintJwks({ keys: Array.from({ length: 120 }, () => jwk(randomOdd(512))) })
  assert.ok(many.findings.some(({ id, message }) => id === 'lint_limited' && message.includes('the first 100')))
})

/** @param {bigint} from @returns {bigint} without small factors */
function nextCoprime(from) {
  let number = from
  while (smallFactors(number) !== 1n) number += 2n
  return number
}

test('the integer root is that of the definition, from 0 to large numbers', () => {
  for (const number of [
    0n,
    1n,
    2n,
    3n,
    4n,
    8n,
    15n,
    16n,
    17n,
    26n,
    27n,
    28n,
    randomOdd(64),
    randomOdd(2048),
    2n ** 200n
  ]) {
    for (const degree of [2, 3, 5, 7]) {
      const found = root(number, degree)
      assert.ok(found ** BigInt(degree) <= number && (found + 1n) ** BigInt(degree) > number, `${number}, ${degree}`)
    }
  }
})
