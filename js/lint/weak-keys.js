// Finds keys that can be broken by looking at their moduli. The work is bounded: a set may be hostile.

import { finding, listKeys } from './finding.js'
import { findSharedFactors } from './shared-factors.js'
import { findWeakness, smallFactors } from './weak-modulus.js'

/** @import { LintFinding } from '../shared/lint-types.js' */
/** @import { NumberedModulus } from './shared-factors.js' */

/** The most moduli that are examined. */
const MAX_MODULI = 100
/** Budget of primality tests, in tests of 2048 bits, about 10 ms each. The time grows with the cube of the length. */
const PRIME_TESTS = 128

const messages = {
  modulus_power: 'The modulus is the power of another number',
  modulus_prime: 'The modulus is a prime, so that the private key follows from the public one',
  modulus_close_primes: 'The two primes lie so close to the square root that they are found in a moment'
}

/**
 * @param {readonly NumberedModulus[]} moduli odd, each once
 * @returns {{ byKey: Map<number, LintFinding[]>, ofSet: LintFinding[] }}
 */
export function lintModuli(moduli) {
  const examined = moduli.slice(0, MAX_MODULI).map((each) => ({ ...each, factors: smallFactors(each.modulus) }))
  const sound = examined.filter(({ factors }) => factors === 1n)
  /** @type {Map<number, LintFinding[]>} */
  const byKey = new Map()
  for (const { index, factors } of examined) byKey.set(index, factors === 1n ? [] : [describeFactors(factors)])
  const untested = findWeaknesses(sound, byKey)
  for (const [index, others] of findSharedFactors(sound)) byKey.get(index)?.push(describeShared(others))
  return { byKey, ofSet: describeLimits(moduli.length, untested) }
}

/**
 * @param {readonly NumberedModulus[]} sound
 * @param {Map<number, LintFinding[]>} byKey gets the findings
 * @returns {number[]} the indexes of those that were not tested for primality
 */
function findWeaknesses(sound, byKey) {
  let budget = PRIME_TESTS
  return sound.flatMap(({ index, modulus }) => {
    const cost = (modulus.toString(16).length / 512) ** 3
    const testPrime = cost <= budget
    if (testPrime) budget -= cost
    const weakness = findWeakness(modulus, testPrime)
    if (weakness !== undefined) byKey.get(index)?.push(finding(weakness, messages[weakness]))
    return testPrime || weakness !== undefined ? [] : [index]
  })
}

/** @param {bigint} factors @returns {LintFinding} */
function describeFactors(factors) {
  return finding(
    'modulus_small_factor',
    `The modulus is divisible by ${factors < 2n ** 64n ? factors : 'many small primes'}`
  )
}

/** @param {readonly number[]} others @returns {LintFinding} */
function describeShared(others) {
  if (others.length === 0) return finding('shared_factor', 'The key shares its primes with others of the set')
  return finding('shared_factor', `The key shares a prime with ${listKeys(others)}`, { others })
}

/**
 * @param {number} count
 * @param {readonly number[]} untested
 * @returns {LintFinding[]}
 */
function describeLimits(count, untested) {
  const findings = []
  if (count > MAX_MODULI) {
    findings.push(finding('lint_limited', `Of ${count} moduli the first ${MAX_MODULI} were examined for weaknesses`))
  }
  if (untested.length > 0) {
    const message = `It was not tested whether the moduli of ${listKeys(untested)} are primes`
    findings.push(finding('lint_limited', message, { others: untested }))
  }
  return findings
}
