// Findings that come from comparing the keys of one set.

import { finding, listKeys, quote } from './finding.js'
import { algorithmsOf } from './key-algorithm.js'
import { present } from './key-members.js'
import { MIN_EXAMINED_BITS } from './rsa-numbers.js'
import { lintModuli } from './weak-keys.js'

/** @import { LintFinding } from '../shared/lint-types.js' */
/** @import { ReadKey } from './read-key.js' */

/** Keys that the core tries for a token: src/jose/jwk_set.hpp. */
const MAX_CANDIDATES = 4
/**
 * Adds to each key the findings that depend on the other keys.
 * @param {readonly ReadKey[]} keys
 * @returns {LintFinding[]} findings about the set as a whole
 */
export function lintTogether(keys) {
  lintKids(keys)
  lintUses(keys)
  lintEqualKeys(keys)
  return lintNumbersOfAll(keys)
}

/** @param {readonly ReadKey[]} keys */
function lintKids(keys) {
  for (const group of groupBy(keys, ({ kid }) => kid)) {
    for (const key of group) {
      const others = indexesBut(group, key)
      key.findings.push(finding('kid_duplicate', `${listKeys(others)} ${have(others)} the same "kid"`, { others }))
    }
    lintCandidates(group, `of the "kid" ${quote(group[0].kid)}`)
  }
  lintCandidates(
    keys.filter(({ kid }) => kid === undefined),
    'without a "kid"'
  )
}

/**
 * @param {readonly ReadKey[]} group the keys among which the core chooses
 * @param {string} which keys they are, for the message
 */
function lintCandidates(group, which) {
  const kept = group.filter((key) => key.isKept)
  // Each algorithm has its own candidates, so a key is tried if it is a candidate for any of them.
  const algorithms = [...new Set(kept.flatMap(fittingAlgorithms))]
  const tried = new Set(algorithms.flatMap((alg) => candidates(kept.filter((key) => fits(key, alg)))))
  for (const key of kept) {
    if (tried.has(key) || fittingAlgorithms(key).length === 0) continue
    key.findings.push(finding('kid_too_many', `${MAX_CANDIDATES} keys ${which} stand before it`))
  }
}

/** @param {readonly ReadKey[]} keys @returns {ReadKey[]} those that are tried; a key listed twice counts once */
function candidates(keys) {
  /** @type {ReadKey[]} */
  const distinct = []
  return keys.filter((key) => {
    if (distinct.some((other) => isSameKey(other, key))) return true
    return distinct.length < MAX_CANDIDATES && distinct.push(key) > 0
  })
}

/** @param {ReadKey} a @param {ReadKey} b */
const isSameKey = (a, b) => a.modulus === b.modulus && a.exponent === b.exponent && a.point === b.point

/** @param {ReadKey} key @returns {readonly string[]} whose tokens it verifies */
const fittingAlgorithms = ({ type, alg }) =>
  type === undefined ? [] : algorithmsOf(type).filter((each) => alg === undefined || alg === each)

/** @param {ReadKey} key @param {string} alg */
const fits = (key, alg) => fittingAlgorithms(key).includes(alg)

/** @param {readonly ReadKey[]} keys */
function lintUses(keys) {
  const encrypts = keys.some(({ use }) => use === 'enc')
  for (const { jwk, findings, reason } of keys) {
    if (jwk === undefined || present(jwk, 'use') !== undefined) continue
    // RFC 7517 §4.2: "key_ops" says it as well, but Discovery still requires "use".
    if (encrypts) findings.push(finding('use_required', 'The key has no "use", and others are for encryption'))
    else if (reason === undefined && present(jwk, 'key_ops') === undefined) {
      findings.push(finding('use_missing', 'The key has neither "use" nor "key_ops"'))
    }
  }
}

/** @param {readonly ReadKey[]} keys */
function lintEqualKeys(keys) {
  for (const group of groupBy(keys, ({ modulus, point }) => modulus ?? point)) {
    for (const same of groupBy(group, ({ exponent }) => exponent ?? 0n)) lintSameKeys(same)
    if (group.some(({ exponent }) => exponent !== group[0].exponent)) lintExponents(group)
  }
}

/** @param {readonly ReadKey[]} same entries with one key */
function lintSameKeys(same) {
  // RFC 9864 §2.2: "EdDSA" with such a key is what "Ed25519" says.
  const algorithms = new Set(same.flatMap(({ alg }) => (alg === 'Ed25519' ? 'EdDSA' : (alg ?? []))))
  const shown = [...algorithms].slice(0, 6).map(quote).join(', ')
  for (const key of same) {
    const others = indexesBut(same, key)
    key.findings.push(finding('key_duplicate', `It is the same key as ${listKeys(others)}`, { others }))
    if (algorithms.size < 2) continue
    key.findings.push(finding('key_two_algs', `The same key is published for ${shown}`, { others }))
  }
}

/** @param {readonly ReadKey[]} group entries with one modulus */
function lintExponents(group) {
  for (const { exponent, findings } of group) {
    const others = group.filter((other) => other.exponent !== exponent).map(({ index }) => index)
    const message = `The modulus is that of ${listKeys(others)}, the exponent is not`
    findings.push(finding('modulus_reused', message, { others }))
  }
}

/**
 * @param {readonly ReadKey[]} keys
 * @returns {LintFinding[]}
 */
function lintNumbersOfAll(keys) {
  const odd = keys.filter(({ modulus, bits = 0 }) => bits >= MIN_EXAMINED_BITS && modulus && modulus % 2n === 1n)
  /** @type {Map<bigint, number>} */
  const firsts = new Map()
  for (const { index, modulus = 0n } of odd) if (!firsts.has(modulus)) firsts.set(modulus, index)
  const { byKey, ofSet } = lintModuli([...firsts].map(([modulus, index]) => ({ index, modulus })))
  // A finding about a modulus is about every key that has it.
  for (const { modulus = 0n, findings } of odd) findings.push(...(byKey.get(firsts.get(modulus) ?? -1) ?? []))
  return ofSet
}

/**
 * @template Value
 * @param {readonly ReadKey[]} keys
 * @param {(key: ReadKey) => Value | undefined} by
 * @returns {ReadKey[][]} the groups of at least two
 */
function groupBy(keys, by) {
  /** @type {Map<Value, ReadKey[]>} */
  const groups = new Map()
  for (const key of keys) {
    const value = by(key)
    if (value === undefined) continue
    const group = groups.get(value)
    if (group === undefined) groups.set(value, [key])
    else group.push(key)
  }
  return [...groups.values()].filter((group) => group.length > 1)
}

/** @param {readonly ReadKey[]} group @param {ReadKey} key */
const indexesBut = (group, key) => group.filter((other) => other !== key).map(({ index }) => index)

/** @param {readonly number[]} others */
const have = (others) => (others.length > 1 ? 'have' : 'has')
