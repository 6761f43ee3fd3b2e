import assert from 'node:assert/strict'
import { test } from 'node:test'
import { generate } from '../../tools/generate.js'
import { algorithmNames } from '../../tools/generators/algorithms.js'

test('the generated files are those of the tables and examples (else: npm run generate)', async () => {
  assert.deepEqual(await generate({ check: true }), [])
})

const table = (/** @type {string} */ rows) =>
  `constexpr auto kAlgorithms = std::to_array<AlgorithmInfo>({\n${rows}\n});\n`
const rs256 = '    {Algorithm::rs256, "RS256", KeyType::rsa, Padding::pkcs1v15, "SHA-256", "PKCS1v15(SHA-256)"},'

test('the names of the algorithms are read from the rows of C++, on one line or two, without that of the tests', () => {
  const rows = [
    rs256,
    '    // RFC 7518 §3.5',
    '    {Algorithm::ps256, "PS256", KeyType::rsa, Padding::pss,\n     "SHA-256", "PSS(SHA-256,MGF1,32)"},',
    '#ifdef ASSAY_TEST_HS256',
    '    {Algorithm::hs256, "HS256", KeyType::oct, Padding::none, "SHA-256", "HMAC(SHA-256)"},',
    '#endif'
  ]
  assert.deepEqual(algorithmNames(table(rows.join('\n'))), ['RS256', 'PS256'])
})

test('a row of C++ that does not have the expected form is an error, and so is a table that is not there', () => {
  for (const row of ['{Algorithm::rs384, "RS512", KeyType::rsa, Padding::pss, "a", "b"},', '{},', 'RS_ROW(rs384)']) {
    assert.throws(() => algorithmNames(table(`${rs256}\n${row}`)), /this is no row of an algorithm/)
    assert.throws(() => algorithmNames(table(`${row}\n${rs256}`)), /this is no row of an algorithm/)
  }
  assert.throws(() => algorithmNames(rs256), /no table kAlgorithms/)
})
