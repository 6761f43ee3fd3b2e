// What lintJwks says: for each rule of its table, sets that break it and sets that do not.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lintJwks } from 'assay-jwt'
import { rules } from '../../../js/lint/rules.js'
import { bundle } from '../../bench/bundle.js'
import { soundCurveKey } from '../support/curve-keys.js'
import { curveExamples } from '../support/lint-curve-examples.js'
import { examples as rsaExamples, k1, sound } from '../support/lint-examples.js'
import { privateJwks } from '../support/tokens.js'

const examples = { ...rsaExamples, ...curveExamples }

/** @param {unknown} jwks @returns {string[]} the ids of all findings, each once, sorted */
function idsOf(jwks) {
  const { findings, keys } = lintJwks(/** @type {any} */ (jwks))
  return [...new Set([...findings, ...keys.flatMap((key) => key.findings)].map(({ id }) => id))].sort()
}

for (const [name, cases] of Object.entries(examples)) {
  test(`${name}: exactly what is wrong is found`, () => {
    for (const [set, ids] of cases) {
      const text = typeof set === 'bigint' ? 'a BigInt' : String(JSON.stringify(set)).slice(0, 300)
      assert.deepEqual(idsOf(set), [...ids].sort(), text)
    }
  })
}

test('each rule of the table has a set above that breaks it, or a test of weak keys', () => {
  const shown = new Set(Object.values(examples).flatMap((cases) => cases.flatMap(([, ids]) => ids)))
  const missing = Object.keys(rules).filter((id) => !shown.has(id))
  const inOtherFile = [
    'modulus_close_primes',
    'modulus_power',
    'modulus_prime',
    'modulus_small_factor',
    'roca',
    'shared_factor'
  ]
  assert.deepEqual(missing.sort(), inOtherFile)
})

test('a sound set is ok and usable, and its keys are described', () => {
  const lint = lintJwks({ keys: [sound(), k1, soundCurveKey('P-521'), soundCurveKey('Ed25519', { kid: 'ed' })] })
  assert.equal(lint.ok, true)
  assert.equal(lint.usable, true)
  assert.deepEqual(lint.counts, { error: 0, warning: 0, info: 1 })
  const { findings, ...described } = lint.keys[0]
  assert.deepEqual(findings, [])
  assert.deepEqual(described, {
    ...{ index: 0, kid: 'good', kty: 'RSA', crv: null, alg: 'RS256', use: 'sig', bits: 2048, exponent: 65_537 },
    ...{ usable: true, reason: null }
  })
  const { findings: _, ...other } = lint.keys[1]
  assert.deepEqual(other, {
    ...{ index: 1, kid: 'k1', kty: 'EC', crv: 'secp256k1', alg: 'ES256K', use: 'sig', bits: null, exponent: null },
    ...{ usable: false, reason: 'key_type_unsupported' }
  })
  const [p521, ed25519] = lint.keys.slice(2).map(({ findings: _, ...rest }) => rest)
  assert.deepEqual(p521, {
    ...{ index: 2, kid: 'P-521', kty: 'EC', crv: 'P-521', alg: 'ES512', use: 'sig', bits: 521, exponent: null },
    ...{ usable: true, reason: null }
  })
  assert.deepEqual(ed25519, {
    ...{ index: 3, kid: 'ed', kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig', bits: 255, exponent: null },
    ...{ usable: true, reason: null }
  })
})

test('a finding says what, how bad, by which clause and what to do; the object and its text give the same', () => {
  const set = { keys: [sound(), sound({ d: privateJwks.good.d, kid: 'good' }, 'other')] }
  const lint = lintJwks(set)
  assert.deepEqual(lint.keys[1].findings, [
    {
      id: 'private_members',
      severity: 'error',
      message: 'The private key is public: the set has "d"',
      hint: 'Withdraw the key now, make a new one, and publish public members alone',
      clause: 'RFC 7517 §9.2'
    },
    {
      id: 'kid_duplicate',
      severity: 'warning',
      message: 'keys[0] has the same "kid"',
      hint: 'Give each key a "kid" of its own',
      clause: 'RFC 7517 §4.5',
      others: [0]
    }
  ])
  assert.deepEqual(lintJwks(JSON.stringify(set)), lint)
  assert.deepEqual(JSON.parse(JSON.stringify(lint)), lint)
  assert.equal(lint.ok, false)
})

test('a duplicate member is told with its place, in the key that has it', () => {
  const text = `{"keys":[${JSON.stringify(sound())},{"kty":"RSA","kid":"a","k\\u0069d":"b"}]}`
  const { keys } = lintJwks(text)
  assert.deepEqual(keys[0].findings, [])
  const [{ id, path }] = keys[1].findings
  assert.deepEqual([id, path], ['jwks_duplicate_member', 'keys[1].kid'])
})

test('the result is frozen in depth', () => {
  const lint = lintJwks({ keys: [sound({ kid: 1 }), sound()] })
  const seen = [
    lint,
    lint.counts,
    lint.findings,
    lint.keys,
    lint.keys[0],
    lint.keys[0].findings,
    lint.keys[0].findings[0]
  ]
  for (const each of seen) assert.ok(Object.isFrozen(each))
})

test('no private member is ever shown, and nothing that a terminal obeys', () => {
  const secrets = Object.entries(privateJwks.good).filter(([name]) => ['d', 'p', 'q', 'dp', 'dq', 'qi'].includes(name))
  const k = 'c2VjcmV0LXNlY3JldC1zZWNyZXQ'
  const shown = JSON.stringify(
    lintJwks({ keys: [privateJwks.good, { kty: 'oct', k }, { ...privateJwks.good, kty: 'rsa' }] })
  )
  for (const [, value] of [...secrets, ['k', k]]) assert.ok(!shown.includes(value))
  const evil = '\u001b[31m\u202e\u009b\u2028\u{e0001}\r\n'
  const { keys } = lintJwks({ keys: [sound({ alg: evil, use: evil, key_ops: [evil], kty: evil })] })
  for (const { message } of keys[0].findings) assert.match(message, /^[\x20-\x7e“”’…]*$/)
})

test('nothing is thrown, whatever is given', () => {
  const cyclic = { keys: /** @type {unknown[]} */ ([]) }
  cyclic.keys.push(cyclic)
  const throwing = {
    get keys() {
      throw new Error('no')
    }
  }
  const strange = [
    undefined,
    null,
    0,
    NaN,
    true,
    17n,
    Symbol('x'),
    () => {},
    cyclic,
    throwing,
    '',
    '{',
    new Date(),
    new Map()
  ]
  const inSet = [
    undefined,
    null,
    0,
    NaN,
    '',
    [],
    {},
    { toJSON: () => 5 },
    { n: {}, e: [], kty: 'RSA' },
    { kty: {}, key_ops: {} }
  ]
  for (const value of [...strange, ...inSet.map((key) => ({ keys: [key] })), { keys: inSet }, new Proxy({}, {})]) {
    const lint = lintJwks(/** @type {any} */ (value))
    assert.equal(lint.usable, false)
    assert.ok(lint.counts.error > 0)
  }
})

test('hostile sets take bounded time and room: 100,000 keys, one huge modulus, nothing but faults', () => {
  const many = lintJwks(`{"keys":[${'0,'.repeat(100_000)}0]}`)
  assert.equal(many.keys.length, 32_768)
  assert.ok(many.findings.some(({ id }) => id === 'lint_limited'))
  const huge = lintJwks({
    keys: [sound({ n: 'A'.repeat(500_000) }), sound({ n: `B${'A'.repeat(399_999)}`, e: 'x'.repeat(9999) })]
  })
  assert.deepEqual(
    huge.keys.map(({ usable }) => usable),
    [false, false]
  )
  const same = lintJwks({ keys: Array(1000).fill({ kty: 'RSA', kid: 'a' }) })
  assert.ok(JSON.stringify(same).length < 2_000_000)
})

test('the bundle of createVerifier has nothing of the linter', async () => {
  const options = { platform: /** @type {const} */ ('browser'), conditions: ['browser'], minify: true }
  const without = await bundle({ contents: "export { AssayError, createVerifier } from 'assay-jwt'", ...options })
  const withLinter = await bundle({ contents: "export { lintJwks } from 'assay-jwt'", ...options })
  for (const id of ['modulus_close_primes', 'kid_duplicate', 'lint_limited']) {
    assert.ok(withLinter.includes(id) && !without.includes(id), id)
  }
  assert.ok(!withLinter.includes('WebAssembly'), 'the linter needs no core')
})
